import type { KindName } from '../../../spec/names.ts';

/**
 * Which way a field is loosened:
 * - `higher-is-tighter`, `higher-is-looser`: amounts, compared as numbers with their units;
 * - `more-is-tighter`, `more-is-looser`: lists, compared as sets;
 * - `presence-is-tighter`, `presence-is-looser`: what matters is whether it is there; another value has no direction;
 * - a list of words, loosest first;
 * - `severity`: told by the alerts that get another one, which environments may rewrite;
 * - `routing`: changes who is told, or how they are reached;
 * - `neutral`: changes what is measured, in no direction that is known;
 * - `by-effect`: told by what it does to objects, alerts and recipients, never by itself;
 * - `cosmetic`: for people to read, or for the machinery; no alert changes.
 */
export type Direction =
  | 'higher-is-tighter'
  | 'higher-is-looser'
  | 'more-is-tighter'
  | 'more-is-looser'
  | 'presence-is-tighter'
  | 'presence-is-looser'
  | 'severity'
  | 'routing'
  | 'neutral'
  | 'by-effect'
  | 'cosmetic'
  | readonly string[];

export interface DirectionRule {
  /** `*` for all kinds. */
  readonly kind: KindName | '*';
  /**
   * Path below `spec`: `[]` stands for an entry of a list, `*` for any key, `**` at the end for all that is below (told as
   * one change), `**` at the start for anything above.
   */
  readonly path: string;
  readonly direction: Direction;
  /** What it means that an amount is there at all; tighter unless said otherwise (a limit that was not there before). */
  readonly presence?: 'looser' | 'neutral';
}

export const UP = 'higher-is-tighter';
export const DOWN = 'higher-is-looser';

export type Row = readonly [path: string, direction: Direction, presence?: 'looser' | 'neutral'];

export function rules(kind: KindName | '*', rows: readonly Row[]): DirectionRule[] {
  return rows.map(([path, direction, presence]) => ({
    kind,
    path,
    direction,
    ...(presence && { presence }),
  }));
}

export const SCRAPE: readonly Row[] = [
  ['scrape.interval', DOWN, 'neutral'],
  ['scrape.targets[]', 'more-is-tighter'],
  ['scrape.**', 'neutral'],
];

/** Who answers: told by the alerts whose recipients change. */
export const OWNERSHIP: readonly Row[] = [
  ['owner', 'by-effect'],
  ['escalation', 'by-effect'],
  ['runbook', 'cosmetic'],
];

export const SUBJECT: readonly Row[] = [
  ['model', 'neutral'],
  ['pipeline', 'neutral'],
  ['featureSet', 'neutral'],
];

export const CHANNELS: readonly Row[] = [
  ['channels.slack.*', 'routing'],
  ['channels.email.*', 'routing'],
  ['channels.pagerduty.*.*.*', 'routing'],
  ['channels.webhooks.*.*', 'routing'],
];

/** What is normal by other weeks, and how far from it is too far. */
export function past(field: string): Row[] {
  return [
    [`${field}.compare`, 'neutral'],
    [`${field}.compare[]`, 'neutral'],
    [`${field}.aggregate`, 'neutral'],
    [`${field}.maxIncrease`, DOWN],
    [`${field}.maxDecrease`, DOWN],
    [`${field}.for`, DOWN],
    [`${field}.minVolume`, DOWN, 'looser'],
    [`${field}.fallback.min`, UP],
    [`${field}.fallback.max`, DOWN],
  ];
}
