import type { LabelSet } from '../../plan/signal.ts';

/** What a source of samples does during a phase; undefined: nobody exposes it. Values are in the raw unit of the store. */
export type Level =
  | { readonly kind: 'counter'; readonly perSecond: number }
  | { readonly kind: 'gauge'; readonly value: number }
  /** A gauge of the time at which something last happened, always so many seconds ago. */
  | { readonly kind: 'clock'; readonly ageSeconds: number; readonly secondsPerRaw: number }
  /** `shares` of the observations by bucket, the last one above all bounds. */
  | {
      readonly kind: 'histogram';
      readonly perSecond: number;
      readonly mean: number;
      readonly shares: readonly number[];
    };

/** Something that exposes one metric under one set of labels. */
export interface Emitter {
  readonly metric: string;
  readonly labels: LabelSet;
  /** Of histograms: upper bounds ascending, without +Inf, and how they are kept. */
  readonly histogram?: { readonly bounds: readonly number[]; readonly kind: 'classic' | 'native' };
  /** One for each phase of the world. */
  readonly levels: readonly (Level | undefined)[];
}

/** Seconds that each phase lasts, in order; multiples of the interval between samples. */
export interface Timing {
  /** Unix time of the first sample; 0 by default. */
  readonly startSeconds?: number;
  readonly intervalSeconds: number;
  readonly evaluationSeconds: number;
  readonly phaseSeconds: readonly number[];
}

export interface World extends Timing {
  readonly emitters: readonly Emitter[];
}

/** Values of one series, one for each interval from 0 on; undefined where it is not exposed. */
export type Values = readonly (number | undefined)[];

/** An emitter's series: `value` of counters and gauges; `count`, `sum` and `le:<bound>` (cumulative) of histograms. */
export interface Sampled {
  readonly emitter: Emitter;
  readonly parts: ReadonlyMap<string, Values>;
}

export function durationOf({ phaseSeconds }: Timing): number {
  return phaseSeconds.reduce((sum, seconds) => sum + seconds, 0);
}

/** The moments of evaluation, in seconds from the first sample. */
export function evaluationsOf(world: Timing): readonly number[] {
  const count = Math.floor(durationOf(world) / world.evaluationSeconds) + 1;
  return Array.from({ length: count }, (_, index) => index * world.evaluationSeconds);
}

export function sampleEmitters(world: World): readonly Sampled[] {
  return world.emitters.map((emitter) => ({ emitter, parts: partsOf(world, emitter) }));
}

/** The part of a histogram that counts observations up to the bound of this number in the list, the last being +Inf. */
export function bucketPart(index: number): string {
  return `le:${index}`;
}

function partsOf(world: World, emitter: Emitter): ReadonlyMap<string, Values> {
  const { histogram } = emitter;
  if (histogram === undefined)
    return new Map([['value', valuesOf(world, emitter, (level) => growth(level, 1))]]);
  const parts = new Map([
    ['count', valuesOf(world, emitter, (level) => growth(level, 1))],
    ['sum', valuesOf(world, emitter, (level) => growth(level, level.kind === 'histogram' ? level.mean : 0))],
  ]);
  for (let index = 0; index <= histogram.bounds.length; index += 1) {
    parts.set(
      bucketPart(index),
      valuesOf(world, emitter, (level) => growth(level, shareUpTo(level, index))),
    );
  }
  return parts;
}

function shareUpTo(level: Level, index: number): number {
  if (level.kind !== 'histogram') return 0;
  // The last bucket holds everything, whatever the shares add up to.
  if (index === level.shares.length - 1) return 1;
  return level.shares.slice(0, index + 1).reduce((sum, share) => sum + share, 0);
}

/** What a counter grows by in a second; undefined for gauges, which do not add up. */
function growth(level: Level, weight: number): number | undefined {
  return level.kind === 'counter' || level.kind === 'histogram' ? level.perSecond * weight : undefined;
}

/** A counter is 0 at its first sample, and grows during the interval before each next one by that one's phase. */
function valuesOf(
  world: World,
  emitter: Emitter,
  growthOf: (level: Level) => number | undefined,
): readonly (number | undefined)[] {
  const values: (number | undefined)[] = [];
  const { intervalSeconds } = world;
  let total = 0;
  let isFirst = true;
  for (let at = 0; at <= durationOf(world); at += intervalSeconds) {
    const level = emitter.levels[phaseAt(world, at)];
    if (level === undefined) {
      values.push(undefined);
      continue;
    }
    const perSecond = growthOf(level);
    if (perSecond === undefined) values.push(gaugeAt(level, at + (world.startSeconds ?? 0)));
    else {
      if (!isFirst) total += summable(perSecond * intervalSeconds);
      isFirst = false;
      values.push(total);
    }
  }
  return values;
}

function gaugeAt(level: Level, at: number): number {
  if (level.kind === 'clock') return (at - summable(level.ageSeconds)) / level.secondsPerRaw;
  return level.kind === 'gauge' ? decimal(level.value) : 0;
}

/** A phase lasts up to and including its end: the first also has the sample at 0. */
function phaseAt({ phaseSeconds }: Timing, at: number): number {
  let end = 0;
  for (const [index, seconds] of phaseSeconds.entries()) {
    end += seconds;
    if (at <= end) return index;
  }
  return phaseSeconds.length - 1;
}

const BITS = 20;

/**
 * A number near to another (to a millionth of it) with few binary digits, so that adding it up many times is exact: a counter whose
 * sum is a digit lower than the number that stands for the next sample would have been reset.
 */
export function summable(value: number): number {
  if (value === 0) return 0;
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(value))) - BITS);
  return Math.round(value / unit) * unit;
}

function decimal(value: number): number {
  return Number(value.toPrecision(12));
}
