import type { Expr, VectorSelector } from '../ast.ts';
import { avgOverTime, clampMax, clampMin, countOverTime, maxOverTime, range, sumOverTime } from '../build.ts';
import { and, div, gt, gte, lt, lte, mul, or, sub } from '../operators.ts';
import {
  BREACH,
  BUDGET_REMAINING,
  badEventsName,
  badSliceName,
  ERROR_BUDGET,
  eventsName,
  PERIOD,
  PERIOD_ERROR_RATIO,
  PERIOD_OBSERVED,
  ratioName,
  rungName,
  SLICES_WITHOUT_DATA,
  seriesOfAll,
} from './names.ts';
import type { Scope } from './scope.ts';
import { RUNG_SECONDS, type Rung, rungFor } from './windows.ts';

/**
 * How the longer windows come from the recorded base series, for all objectives at once: every series that is read here has
 * the same labels, so that Prometheus matches those of an objective with each other.
 *
 * The ratio over a window is the sum of the bad rates by the sum of all rates at the same evaluations. Each rate stands for
 * the same stretch of time, so every event weighs the same, by day and by night: the ratio is exact but for the edges of
 * the window. An average of ratios would give one event at night the weight of hundreds at noon. It costs two series of
 * ours, however many raw series there are.
 *
 * Up to 6 h the base series is read at its own interval. Longer windows read sums over 5 m, recorded every 5 m, beyond 30 d
 * sums over 1 h, recorded every hour: a tenth or a hundredth of the samples. Groups with so long an interval are stale to
 * anybody who asks for their current value (a sample counts as current for 5 m), so they are read inside functions over
 * time only. What they add to the age of a window is at most one step: 5 m up to 30 d, 1 h beyond.
 */

/** Share of bad events over a window, of objectives with this base window. No value without traffic. */
export function eventRatioOver(scope: Scope, baseSeconds: number, seconds: number): Expr {
  return div(
    totalled(scope, 'bad', baseSeconds, seconds),
    gt(totalled(scope, 'total', baseSeconds, seconds), 0),
  );
}

/** Share of bad slices over a window, of objectives with slices of this length. */
export function sliceRatioOver(scope: Scope, sliceSeconds: number, seconds: number): Expr {
  return avgOverTime(range(seriesOfAll(scope, badSliceName(sliceSeconds)), seconds));
}

/** A number that is proportional to the events in the window. */
function totalled(scope: Scope, of: 'total' | 'bad', baseSeconds: number, seconds: number): Expr {
  const series = sourceOf(scope, of, baseSeconds, seconds);
  return seconds <= baseSeconds ? series : sumOverTime(range(series, seconds));
}

function sourceOf(scope: Scope, of: 'total' | 'bad', baseSeconds: number, seconds: number): VectorSelector {
  const rung = rungFor(seconds);
  return seriesOfAll(
    scope,
    rung === undefined ? eventsName(of, baseSeconds) : rungName(of, baseSeconds, rung),
  );
}

/** What a rung records: the sum of the samples below it in one step. */
export function rungOf(scope: Scope, of: 'total' | 'bad', baseSeconds: number, rung: Rung): Expr {
  const below = rung === '5m' ? eventsName(of, baseSeconds) : rungName(of, baseSeconds, '5m');
  return sumOverTime(range(seriesOfAll(scope, below), RUNG_SECONDS[rung]));
}

/** 1 for a slice with any breach in it, else 0. */
export function badSlice(scope: Scope, sliceSeconds: number): Expr {
  return maxOverTime(range(seriesOfAll(scope, BREACH), sliceSeconds));
}

/**
 * Bad events in a window: the mean rate times the window's length. A series younger than the window stands for what it has
 * seen, not for a whole window of it, so the mean is taken over no fewer samples than the window should hold. It does not
 * depend on the interval at which rules are really evaluated, as long as that is no longer than planned.
 */
export function badEventsOver(scope: Scope, baseSeconds: number, seconds: number): Expr {
  const rung = rungFor(seconds);
  const series = sourceOf(scope, 'bad', baseSeconds, seconds);
  if (seconds <= baseSeconds) return mul(series, baseSeconds);
  const step = rung === undefined ? scope.evaluationSeconds : RUNG_SECONDS[rung];
  // One sample of a rung is a sum of base samples, each of which stands for one evaluation.
  const weight = rung === undefined ? seconds : (seconds / step) * scope.evaluationSeconds;
  const samples = clampMin(countOverTime(range(series, seconds)), Math.floor(seconds / step));
  return div(mul(sumOverTime(range(series, seconds)), weight), samples);
}

/** The lesser of the error ratios over both windows, while the longer one holds enough bad events. */
export function burning(scope: Scope, shortSeconds: number, longSeconds: number, minBadEvents: number): Expr {
  const [short, long] = [shortSeconds, longSeconds].map((seconds) => seriesOfAll(scope, ratioName(seconds)));
  if (short === undefined || long === undefined) throw new Error('two windows make two series');
  // Where one of both has no value there is nothing to compare, and none comes out.
  const lesser = or(lte(short, long), lt(long, short));
  if (minBadEvents === 0) return lesser;
  return and(lesser, gte(seriesOfAll(scope, badEventsName(longSeconds)), minBadEvents));
}

/**
 * Share of the budget that is left. The budget is that of the whole period: what a young service has not lived through yet
 * is not spent, and its first bad event is not the end of it. With data for the whole period it is 1 − error ratio / budget.
 */
export function budgetRemaining(scope: Scope, budgeting: 'events' | 'timeslices'): Expr {
  const ratio = seriesOfAll(scope, PERIOD_ERROR_RATIO);
  const observed =
    budgeting === 'events'
      ? seriesOfAll(scope, PERIOD_OBSERVED)
      : sub(1, seriesOfAll(scope, SLICES_WITHOUT_DATA));
  return sub(1, div(mul(ratio, observed), seriesOfAll(scope, ERROR_BUDGET)));
}

/** Share of the period for which there are recorded samples of the base series. */
export function periodObserved(scope: Scope, baseSeconds: number, periodSeconds: number): Expr {
  const rung = rungFor(periodSeconds);
  const step = rung === undefined ? scope.evaluationSeconds : RUNG_SECONDS[rung];
  const samples = countOverTime(range(sourceOf(scope, 'total', baseSeconds, periodSeconds), periodSeconds));
  return clampMax(div(samples, Math.floor(periodSeconds / step)), 1);
}

/** Error ratio over a recorded window by the error budget. */
export function burnRate(scope: Scope, seconds: number): Expr {
  return div(seriesOfAll(scope, ratioName(seconds)), seriesOfAll(scope, ERROR_BUDGET));
}

/** Seconds until nothing of the budget is left, if it burns on as over the window; 0 when it is spent. */
export function timeToExhaustion(scope: Scope, seconds: number): Expr {
  const remaining = clampMin(seriesOfAll(scope, BUDGET_REMAINING), 0);
  return div(mul(remaining, seriesOfAll(scope, PERIOD)), gt(burnRate(scope, seconds), 0));
}

/** Share of the period's slices that have no data. */
export function slicesWithoutData(scope: Scope, sliceSeconds: number, periodSeconds: number): Expr {
  const slices = countOverTime(range(seriesOfAll(scope, badSliceName(sliceSeconds)), periodSeconds));
  return clampMin(sub(1, div(slices, periodSeconds / sliceSeconds)), 0);
}
