import type { CompareCondition, Measure, ProportionTest } from '../../plan/condition.ts';
import type { Selection } from '../../plan/signal.ts';
import type { Expr } from '../ast.ts';
import {
  aggregate,
  histogramCount,
  histogramQuantile,
  histogramSum,
  labelReplace,
  lastOverTime,
  number,
  quantile,
  subquery,
  sum,
  time,
  vector,
} from '../build.ts';
import { and, binary, div, gt, mul, or, sub } from '../operators.ts';
import { lastDue } from './due.ts';
import { eventsOf } from './events.ts';
import { lowerRaw, lowerRawVolume } from './raw.ts';
import { type Scope, signalOf } from './scope.ts';
import { segmentSpread } from './segments.ts';
import { change, isNativeHistogram, scaled, seriesOf } from './selection.ts';
import { type VersionRecords, versionFigure, versionRecords, versionStatistic } from './versions.ts';

/** Where a measure stands. */
export interface Placement {
  /** Seconds into the past. */
  readonly offsetSeconds: number;
  /** Which of several values of a user's query counts. */
  readonly worst: 'min' | 'max';
}

const NOW: Placement = { offsetSeconds: 0, worst: 'max' };

/** A measure in its unit: one value without labels, a scalar for constants; no value where the data is missing. */
export function lowerMeasure(scope: Scope, measure: Measure, placement: Placement = NOW): Expr {
  if ('ofVersion' in measure && measure.ofVersion !== undefined)
    return versionFigure(scope, measure, measure.ofVersion, placement.offsetSeconds);
  return calculated(scope, measure, placement);
}

/** The same from the series themselves, though it is recorded. */
function calculated(scope: Scope, measure: Measure, placement: Placement): Expr {
  const { offsetSeconds } = placement;
  switch (measure.node) {
    case 'rate':
    case 'increase':
      return eventsOf(scope, measure.of, measure.node, measure.overSeconds, offsetSeconds);
    case 'mean':
      return mean(scope, measure.of, measure.overSeconds, offsetSeconds);
    case 'quantile':
      return quantileOf(scope, measure, offsetSeconds);
    case 'gauge': {
      const op = measure.aggregate === 'mean' ? 'avg' : measure.aggregate;
      return scaled(
        aggregate(op, seriesOf(scope, measure.of, { offsetSeconds })),
        scaleOf(scope, measure.of),
      );
    }
    case 'age': {
      const op = measure.aggregate === 'oldest' ? 'min' : 'max';
      const moment = aggregate(op, seriesOf(scope, measure.of, { offsetSeconds }));
      const then = offsetSeconds === 0 ? time() : sub(time(), offsetSeconds);
      return sub(then, scaled(moment, scaleOf(scope, measure.of)));
    }
    case 'ratio':
      return ratio(scope, measure.numerator, measure.denominator, placement);
    case 'ago':
      return lowerMeasure(scope, measure.of, {
        ...placement,
        offsetSeconds: offsetSeconds + measure.bySeconds,
      });
    case 'scaled':
      return mul(measure.factor, lowerMeasure(scope, measure.of, placement));
    case 'constant':
      return number(measure.value);
    case 'when':
      return onlyWhen(scope, measure, placement);
    case 'combine':
      return combined(scope, measure, placement);
    case 'amount-rate':
      return amountRate(scope, measure.of, measure.overSeconds, offsetSeconds);
    case 'proportion-z':
      return versionStatistic(scope, measure, offsetSeconds);
    case 'segment-spread':
      return segmentSpread(scope, measure, offsetSeconds);
    case 'last-due':
      return lastDue(measure.due, offsetSeconds);
    case 'raw-volume':
      return lowerRawVolume(measure.text);
    case 'raw': {
      const query = lowerRaw(measure.text, placement.worst);
      if (offsetSeconds === 0) return query;
      // A query of another has no offset to push inwards; a subquery of a single step has.
      const step = scope.evaluationSeconds;
      return lastOverTime({ ...subquery(query, step, step), offsetSeconds });
    }
  }
}

/** What an alert records to compare versions by a share. */
export function recordedForVersions(scope: Scope, test: ProportionTest): VersionRecords {
  return versionRecords(scope, test, (measure) => calculated(scope, measure, NOW));
}

/** A comparison whose left side is a vector: it keeps the value of that side while it holds. */
export function lowerCompare(scope: Scope, { left, op, right }: CompareCondition, offsetSeconds = 0): Expr {
  const rises = op.startsWith('>');
  const value = lowerMeasure(scope, left, { offsetSeconds, worst: rises ? 'max' : 'min' });
  const bound = lowerMeasure(scope, right, { offsetSeconds, worst: rises ? 'min' : 'max' });
  return binary(op, asVector(value), bound);
}

/** An expression as a vector: rules, and what keeps labels, know no scalars. */
export function asVector(expr: Expr): Expr {
  return isScalar(expr) ? vector(expr) : expr;
}

function onlyWhen(
  scope: Scope,
  { of, condition }: Extract<Measure, { node: 'when' }>,
  placement: Placement,
): Expr {
  const held = lowerCompare(scope, condition, placement.offsetSeconds);
  return and(asVector(lowerMeasure(scope, of, placement)), held, { on: [] });
}

/** A label of its own keeps each part apart until they are combined; a part without a value is not among them. */
function combined(
  scope: Scope,
  { by, of }: Extract<Measure, { node: 'combine' }>,
  placement: Placement,
): Expr {
  const [first, ...others] = of.map((part, index) =>
    labelReplace(asVector(lowerMeasure(scope, part, placement)), 'part', `${index + 1}`, '', ''),
  );
  if (first === undefined) throw new Error('a combination needs at least one measure');
  const parts = others.reduce<Expr>((joined, part) => or(joined, part), first);
  if (by === 'median') return quantile(0.5, parts);
  return aggregate(by === 'mean' ? 'avg' : by, parts);
}

function amountRate(scope: Scope, of: Selection, seconds: number, offsetSeconds: number): Expr {
  const signal = signalOf(scope, of.signal);
  const { scale } = signal.prometheus;
  if (isNativeHistogram(signal))
    return scaled(histogramSum(sum(change(scope, of, 'rate', seconds, { offsetSeconds }))), scale);
  const suffix = signal.instrument === 'histogram' ? ({ suffix: '_sum' } as const) : {};
  return scaled(sum(change(scope, of, 'rate', seconds, { ...suffix, offsetSeconds })), scale);
}

function scaleOf(scope: Scope, selection: Selection): number {
  return signalOf(scope, selection.signal).prometheus.scale;
}

/** Sum of the observations by their number; no value without observations. */
function mean(scope: Scope, of: Selection, seconds: number, offsetSeconds: number): Expr {
  const signal = signalOf(scope, of.signal);
  if (isNativeHistogram(signal)) {
    const all = sum(change(scope, of, 'rate', seconds, { offsetSeconds }));
    return scaled(div(histogramSum(all), gt(histogramCount(all), 0)), signal.prometheus.scale);
  }
  const part = (suffix: '_sum' | '_count'): Expr =>
    sum(change(scope, of, 'rate', seconds, { suffix, offsetSeconds }));
  return scaled(div(part('_sum'), gt(part('_count'), 0)), signal.prometheus.scale);
}

/** Not a number, which compares as false, without observations. */
function quantileOf(
  scope: Scope,
  { of, quantile, overSeconds }: Extract<Measure, { node: 'quantile' }>,
  offsetSeconds: number,
): Expr {
  const signal = signalOf(scope, of.signal);
  const buckets = isNativeHistogram(signal)
    ? sum(change(scope, of, 'rate', overSeconds, { offsetSeconds }))
    : sum(change(scope, of, 'rate', overSeconds, { suffix: '_bucket', offsetSeconds }), { by: ['le'] });
  return scaled(histogramQuantile(quantile, buckets), signal.prometheus.scale);
}

function ratio(scope: Scope, numerator: Measure, denominator: Measure, placement: Placement): Expr {
  const above = lowerMeasure(scope, numerator, placement);
  const below = lowerMeasure(scope, denominator, {
    ...placement,
    worst: placement.worst === 'max' ? 'min' : 'max',
  });
  // Events of a kind that never happened are none; a gauge that is absent is unknown.
  const counted = countsEvents(numerator) ? or(above, vector(0)) : above;
  return div(counted, isScalar(below) ? below : gt(below, 0));
}

function countsEvents(measure: Measure): boolean {
  if (measure.node === 'scaled' || measure.node === 'ago') return countsEvents(measure.of);
  return measure.node === 'rate' || measure.node === 'increase';
}

/** Whether an expression of ours is a scalar: comparisons of two scalars, and rules, need a vector. */
export function isScalar(expr: Expr): boolean {
  if (expr.node === 'call') return expr.function === 'time' || expr.function === 'scalar';
  if (expr.node === 'negation') return isScalar(expr.of);
  if (expr.node === 'binary') return isScalar(expr.left) && isScalar(expr.right);
  return expr.node === 'number';
}
