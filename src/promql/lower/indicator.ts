import type { Indicator, Objective } from '../../plan/objective.ts';
import { rawValue, type Selection } from '../../plan/signal.ts';
import { stableJson } from '../../support/stable-json.ts';
import { complement } from '../../units/index.ts';
import type { Expr, VectorSelector } from '../ast.ts';
import {
  clampMin,
  count,
  histogramCount,
  histogramFraction,
  labelMatches,
  labelReplace,
  max,
  maxOverTime,
  metric,
  range,
  sum,
  vector,
} from '../build.ts';
import { leMatcher } from '../le.ts';
import { add, and, binary, div, eq, gt, gte, mul, or, sub, unless } from '../operators.ts';
import { eventsOfAll } from './events.ts';
import { asVector, lowerMeasure } from './measure.ts';
import { baseName, MAINTENANCE_ACTIVE, objectiveSeries } from './names.ts';
import { escapeRegex } from './regex.ts';
import { type Scope, signalOf } from './scope.ts';
import { change, isNativeHistogram, seriesOf } from './selection.ts';
import { baseWindowSeconds } from './windows.ts';

type TimeInBounds = Extract<Indicator, { type: 'time-in-bounds' }>;
type HistogramThreshold = Extract<Indicator, { type: 'histogram-threshold' }>;

/** The error budget: the share that may be bad. */
export function budgetOf({ target }: Objective): number {
  return complement(target);
}

/** All events per second over the base window; none for indicators that count no events. */
export function totalOf(scope: Scope, objective: Objective): Expr | undefined {
  const { indicator } = objective;
  const seconds = baseWindowSeconds(scope, objective);
  switch (indicator.type) {
    case 'events':
      return outsideMaintenance(scope, objective, eventsOfAll(scope, indicator.total, seconds), seconds);
    case 'histogram-threshold':
      return outsideMaintenance(scope, objective, observations(scope, indicator, seconds), seconds);
    case 'time-in-bounds':
      return undefined;
  }
}

/**
 * Bad events per second over the base window: 0 while there are events and none is bad, no value where the recorded total
 * has none (it has left maintenance out already).
 */
export function badOf(scope: Scope, objective: Objective): Expr | undefined {
  const bad = badEvents(scope, objective);
  if (bad === undefined) return undefined;
  const total = objectiveSeries(scope, objective, baseName(scope, objective, 'total'));
  const filled = isThereWithTotal(scope, objective.indicator) ? bad : or(bad, mul(0, total), { on: [] });
  return isThereWithoutTotal(objective) ? and(filled, total, { on: [] }) : filled;
}

function isPartOf(some: Selection, all: Selection): boolean {
  const narrowed: Readonly<Record<string, unknown>> = some.where ?? {};
  return (
    some.signal === all.signal &&
    Object.entries(all.where ?? {}).every(
      ([facet, value]) => stableJson(narrowed[facet]) === stableJson(value),
    )
  );
}

/** A classic histogram counts what is too slow wherever it counts anything. */
function isThereWithTotal(scope: Scope, indicator: Indicator): boolean {
  return indicator.type === 'histogram-threshold' && !isNativeHistogram(signalOf(scope, indicator.of.signal));
}

/** Whether bad events may be counted where all events are not: during a maintenance, or by a metric of their own. */
function isThereWithoutTotal({ indicator, excludedMaintenance }: Objective): boolean {
  if (excludedMaintenance.length > 0) return true;
  if (indicator.type !== 'events') return false;
  return !indicator.bad.every((bad) => indicator.total.some((total) => isPartOf(bad, total)));
}

function badEvents(scope: Scope, objective: Objective): Expr | undefined {
  const { indicator } = objective;
  const seconds = baseWindowSeconds(scope, objective);
  switch (indicator.type) {
    case 'events':
      return eventsOfAll(scope, indicator.bad, seconds);
    case 'histogram-threshold':
      return tooSlow(scope, indicator, seconds);
    case 'time-in-bounds':
      return undefined;
  }
}

/**
 * Observations per second. Of classic histograms only those of emitters that have the bucket at the threshold: of the
 * others nobody knows which were bad, and taken as all good or all bad they would falsify the ratio.
 */
function observations(scope: Scope, indicator: HistogramThreshold, seconds: number): Expr {
  const counts = change(scope, indicator.of, 'rate', seconds);
  return isNativeHistogram(signalOf(scope, indicator.of.signal))
    ? histogramCount(sum(counts))
    : sum(and(counts, bucketRate(scope, indicator, seconds)));
}

/** Observations per second above the threshold. */
function tooSlow(scope: Scope, indicator: HistogramThreshold, seconds: number): Expr {
  const counts = change(scope, indicator.of, 'rate', seconds);
  if (isNativeHistogram(signalOf(scope, indicator.of.signal))) {
    const all = sum(counts);
    const within = histogramFraction(Number.NEGATIVE_INFINITY, rawThreshold(scope, indicator), all);
    // Without observations the fraction is not a number, which no comparison lets through; rounding may fall below 0.
    return gte(mul(histogramCount(all), sub(1, within)), 0);
  }
  return sum(clampMin(sub(counts, bucketRate(scope, indicator, seconds)), 0));
}

/** Observations per second up to the threshold, of each emitter, whatever way it spells the bound. */
function bucketRate(scope: Scope, indicator: HistogramThreshold, seconds: number): Expr {
  const matchers = [labelMatches('le', leMatcher(rawThreshold(scope, indicator)))];
  return max(change(scope, indicator.of, 'rate', seconds, { suffix: '_bucket', matchers }), {
    without: ['le'],
  });
}

/** The threshold in the unit of the histogram's samples. */
function rawThreshold(scope: Scope, { of, thresholdSeconds }: HistogramThreshold): number {
  return rawValue(signalOf(scope, of.signal).prometheus, thresholdSeconds);
}

/** How many emitters of a classic histogram lack the bucket at the threshold; no value when all have it. */
export function emittersWithoutBucket(scope: Scope, { indicator }: Objective): Expr | undefined {
  if (indicator.type !== 'histogram-threshold') return undefined;
  if (isNativeHistogram(signalOf(scope, indicator.of.signal))) return undefined;
  const counts = seriesOf(scope, indicator.of, { suffix: '_count' });
  const buckets = seriesOf(scope, indicator.of, {
    suffix: '_bucket',
    matchers: [labelMatches('le', leMatcher(rawThreshold(scope, indicator)))],
  });
  return count(unless(counts, buckets, { ignoring: ['le'] }));
}

/** 1 while the objective is breached, 0 while it is not, no value without data. For time-slice budgets. */
export function breachOf(scope: Scope, objective: Objective): Expr {
  const { indicator } = objective;
  if (indicator.type !== 'time-in-bounds') {
    const base = (of: 'total' | 'bad'): VectorSelector =>
      objectiveSeries(scope, objective, baseName(scope, objective, of));
    return gt(div(base('bad'), gt(base('total'), 0)), budgetOf(objective), { bool: true });
  }
  return outsideMaintenance(scope, objective, boundsBreach(scope, indicator), undefined);
}

/** 1 beyond the limit, beyond the other one, or beyond the other measure, which need not have a value. */
function boundsBreach(scope: Scope, { measure, badWhen, limit, alsoBeyond, otherBound }: TimeInBounds): Expr {
  const [worst, best] = badWhen.startsWith('>') ? (['max', 'min'] as const) : (['min', 'max'] as const);
  const value = asVector(lowerMeasure(scope, measure, { offsetSeconds: 0, worst }));
  const beyondFirst = binary(badWhen, value, limit, { bool: true });
  // Never both hold, so that their sum is 0 or 1.
  const beyondLimit =
    otherBound === undefined
      ? beyondFirst
      : add(beyondFirst, beyondOtherSide(scope, measure, best, otherBound));
  if (alsoBeyond === undefined) return beyondLimit;
  const other = lowerMeasure(scope, alsoBeyond, { offsetSeconds: 0, worst: best });
  const beyondOther = and(vector(1), binary(badWhen, value, other), { on: [] });
  return max(or(labelReplace(beyondOther, 'part', 'other', '', ''), beyondLimit));
}

function beyondOtherSide(
  scope: Scope,
  measure: TimeInBounds['measure'],
  worst: 'min' | 'max',
  { badWhen, limit }: NonNullable<TimeInBounds['otherBound']>,
): Expr {
  return binary(badWhen, asVector(lowerMeasure(scope, measure, { offsetSeconds: 0, worst })), limit, {
    bool: true,
  });
}

/**
 * Leaves out times of maintenance that the budget does not count. What looks back over a window waits for the window to
 * leave the maintenance behind.
 */
function outsideMaintenance(
  scope: Scope,
  { excludedMaintenance }: Objective,
  expr: Expr,
  windowSeconds: number | undefined,
): Expr {
  const [first, ...others] = excludedMaintenance;
  if (first === undefined) return expr;
  const active = metric(MAINTENANCE_ACTIVE, [
    ...metric(MAINTENANCE_ACTIVE, scope.labels).matchers,
    others.length === 0
      ? { label: 'maintenance', op: '=', value: first }
      : labelMatches('maintenance', excludedMaintenance.map(escapeRegex).join('|')),
  ]);
  const state = windowSeconds === undefined ? active : maxOverTime(range(active, windowSeconds));
  return unless(expr, eq(state, 1), { on: [] });
}
