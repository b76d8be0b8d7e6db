import type { ObjectRef } from '../../diagnostics/diagnostic.ts';
import type { Span } from '../../diagnostics/span.ts';
import type { Severity } from '../../plan/objective.ts';
import type { Words } from './words.ts';

/**
 * What a change does to those who rely on the monitoring, in the order in which a reviewer should look. `changed` is what
 * has no direction that is known: another metric, another query.
 */
export const CHANGE_CLASSES = [
  'protection-removed',
  'loosened',
  'new-page',
  'route-changed',
  'changed',
  'tightened',
  'cosmetic',
] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];

/** What happened: to objects, to a field of one, to alerts whatever the reason, or to who hears of them. */
export type Action =
  | 'added'
  | 'removed'
  | 'renamed'
  | 'field'
  | 'alerts-gone'
  | 'alerts-come'
  | 'alerts-replaced'
  | 'severity'
  | 'recipients'
  | 'inhibition'
  | 'hours'
  | 'rendering'
  | 'environment-added'
  | 'environment-removed';

/** Alerts that a change takes away, brings, or gives another severity; names, sorted. */
export interface AlertMoves {
  readonly gone: readonly string[];
  readonly come: readonly string[];
  readonly severity: readonly { readonly alert: string; readonly from: Severity; readonly to: Severity }[];
}

/** What the change means for people, where it holds. */
export interface Effect {
  /** Sorted; empty when it holds wherever the change does. */
  readonly environments: readonly string[];
  readonly words: Words;
}

/** A change as one environment has it. */
export interface EnvironmentChange {
  readonly class: ChangeClass;
  readonly action: Action;
  /** Sorted by kind and name; of something removed as the base names it. */
  readonly objects: readonly ObjectRef[];
  /** Path below `spec`, for the action `field`. */
  readonly field?: string;
  readonly before?: Words;
  readonly after?: Words;
  readonly effects: readonly Words[];
  readonly moves: AlertMoves;
  /** All alerts that are concerned, those that stay included; names, sorted. */
  readonly alerts: readonly string[];
  /** Values of the label `tier` of the models (or objects) concerned, on either side. */
  readonly tiers: readonly string[];
  readonly place?: Place;
}

/** A change in all environments that have it. */
export interface Change extends Omit<EnvironmentChange, 'effects'> {
  /** Sorted. */
  readonly environments: readonly string[];
  /** True when every environment that both sides have is among them. */
  readonly isEverywhere: boolean;
  readonly effects: readonly Effect[];
}

/** Where the change is written: in the head, or in the base for what is gone. */
export interface Place {
  readonly side: 'base' | 'head';
  readonly span: Span;
}

export const NO_MOVES: AlertMoves = { gone: [], come: [], severity: [] };

/** The class that a reviewer should look at first. */
export function gravest(classes: readonly ChangeClass[]): ChangeClass {
  return CHANGE_CLASSES.find((each) => classes.includes(each)) ?? 'cosmetic';
}
