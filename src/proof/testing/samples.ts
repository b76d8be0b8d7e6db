import { summable, type Values } from '../synthesis/world.ts';
import { compareBounds, numberOfBound } from './bounds.ts';

/** What a series does for a while, in raw units. */
export type Shape =
  | { readonly type: 'values'; readonly text: string }
  | { readonly type: 'counter'; readonly perSecond: number }
  | { readonly type: 'gauge'; readonly value: number }
  /** The time of something `seconds` ago: kept so old, or so old at first. `scale` is what a second is. */
  | { readonly type: 'age'; readonly seconds: number; readonly scale: number; readonly isKept: boolean }
  /** Observations per second up to each bound. */
  | { readonly type: 'histogram'; readonly le: readonly BoundRate[] }
  | { readonly type: 'absent' };

export interface BoundRate {
  readonly bound: string;
  readonly perSecond: number;
}

/** A shape for some time since the start; `toSeconds` is exclusive. */
export interface Piece {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly shape: Shape;
}

/** One series of a metric. */
export interface Part {
  readonly suffix: '' | '_bucket' | '_count' | '_sum';
  readonly le?: string;
  readonly values: Values;
}

interface Times {
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  readonly endSeconds: number;
}

/** The samples of all series of a metric, one each interval; `buckets` are the bounds that a histogram is known to have. */
export function drawn(pieces: readonly Piece[], times: Times, buckets: readonly number[]): readonly Part[] {
  const isHistogram = pieces.some(({ shape }) => shape.type === 'histogram');
  if (!isHistogram) return [{ suffix: '', values: samples(pieces, times, () => 0) }];
  const bounds = allBounds(pieces, buckets);
  return [
    ...bounds.map(
      (le): Part => ({
        suffix: '_bucket',
        le,
        values: samples(pieces, times, (rates) => rateUpTo(rates, le)),
      }),
    ),
    { suffix: '_count', values: samples(pieces, times, (rates) => rateUpTo(rates, '+Inf')) },
    { suffix: '_sum', values: samples(pieces, times, (rates) => sumPerSecond(rates)) },
  ];
}

/** Samples of one series; `growth` tells how fast a part of a histogram grows. */
function samples(
  pieces: readonly Piece[],
  times: Times,
  growth: (rates: readonly BoundRate[]) => number,
): Values {
  const values: (number | undefined)[] = [];
  for (let since = 0; since <= times.endSeconds; since += times.intervalSeconds) {
    const piece = pieces.find(({ fromSeconds, toSeconds }) => since >= fromSeconds && since < toSeconds);
    values.push(piece && sample(piece, { since, before: values.at(-1) }, times, growth));
  }
  return values;
}

/** Where it was absent, a counter begins anew. */
function sample(
  { shape, fromSeconds }: Piece,
  { since, before }: { readonly since: number; readonly before: number | undefined },
  { startSeconds, intervalSeconds }: Times,
  growth: (rates: readonly BoundRate[]) => number,
): number | undefined {
  switch (shape.type) {
    case 'counter':
      return before === undefined ? 0 : before + summable(shape.perSecond * intervalSeconds);
    case 'histogram':
      return before === undefined ? 0 : before + summable(growth(shape.le) * intervalSeconds);
    case 'gauge':
      return shape.value;
    case 'age':
      return (startSeconds + (shape.isKept ? since : fromSeconds) - shape.seconds) * shape.scale;
    case 'values':
    case 'absent':
      return undefined;
  }
}

/** Bounds that are written, and known ones, with that of everything; each once, ascending. */
function allBounds(pieces: readonly Piece[], buckets: readonly number[]): readonly string[] {
  const written = pieces.flatMap(({ shape }) =>
    shape.type === 'histogram' ? shape.le.map(({ bound }) => bound) : [],
  );
  const byValue = new Map(written.map((bound) => [numberOfBound(bound), bound]));
  for (const bound of [...buckets, Number.POSITIVE_INFINITY]) {
    if (!byValue.has(bound)) byValue.set(bound, bound === Number.POSITIVE_INFINITY ? '+Inf' : String(bound));
  }
  return [...byValue.values()].toSorted(compareBounds);
}

/** Buckets count up: one that is left out holds at least what the next lower one holds, and that of everything the most. */
function rateUpTo(rates: readonly BoundRate[], le: string): number {
  const limit = numberOfBound(le);
  return Math.max(
    0,
    ...rates.filter(({ bound }) => numberOfBound(bound) <= limit).map(({ perSecond }) => perSecond),
  );
}

/** What the observations of a second add up to when each is as large as its bucket allows; the last bucket's as its lower bound. */
function sumPerSecond(rates: readonly BoundRate[]): number {
  let below = 0;
  let bound = 0;
  let sum = 0;
  for (const rate of rates.toSorted((a, b) => compareBounds(a.bound, b.bound))) {
    const upper = numberOfBound(rate.bound);
    if (Number.isFinite(upper)) bound = upper;
    sum += Math.max(0, rate.perSecond - below) * bound;
    below = Math.max(below, rate.perSecond);
  }
  return sum;
}
