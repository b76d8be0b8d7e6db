import type { Objective } from '../../plan/objective.ts';
import type { Expr, VectorSelector } from '../ast.ts';
import { avgOverTime, clampMax, clampMin, countOverTime, range, sumOverTime } from '../build.ts';
import { div, gt, mul, sub } from '../operators.ts';
import { budgetOf } from './indicator.ts';
import {
  BAD_SLICE,
  BUDGET_REMAINING,
  baseName,
  objectiveSeries,
  PERIOD_ERROR_RATIO,
  PERIOD_OBSERVED,
  ratioName,
  rungName,
  SLICES_WITHOUT_DATA,
} from './names.ts';
import type { Scope } from './scope.ts';
import { baseWindowSeconds, exhaustionWindow, RUNG_SECONDS, type Rung, rungFor } from './windows.ts';

/**
 * How the longer windows come from the recorded base series.
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

/** Share of bad events, or of bad slices, over a window. No value without traffic. */
export function errorRatioOver(scope: Scope, objective: Objective, seconds: number): Expr {
  if (objective.budgeting.type === 'timeslices') {
    return avgOverTime(range(objectiveSeries(scope, objective, BAD_SLICE), seconds));
  }
  return div(totalled(scope, objective, 'bad', seconds), gt(totalled(scope, objective, 'total', seconds), 0));
}

/** A number that is proportional to the events in the window. */
function totalled(scope: Scope, objective: Objective, of: 'total' | 'bad', seconds: number): Expr {
  const series = sourceOf(scope, objective, of, seconds);
  return seconds <= baseWindowSeconds(scope, objective) ? series : sumOverTime(range(series, seconds));
}

function sourceOf(scope: Scope, objective: Objective, of: 'total' | 'bad', seconds: number): VectorSelector {
  const rung = rungFor(seconds);
  const name = rung === undefined ? baseName(scope, objective, of) : rungName(scope, objective, of, rung);
  return objectiveSeries(scope, objective, name);
}

/** What a rung records: the sum of the samples below it in one step. */
export function rungOf(scope: Scope, objective: Objective, of: 'total' | 'bad', rung: Rung): Expr {
  const below = rung === '5m' ? baseName(scope, objective, of) : rungName(scope, objective, of, '5m');
  return sumOverTime(range(objectiveSeries(scope, objective, below), RUNG_SECONDS[rung]));
}

/**
 * Bad events in a window: the mean rate times the window's length. A series younger than the window stands for what it has
 * seen, not for a whole window of it, so the mean is taken over no fewer samples than the window should hold. It does not
 * depend on the interval at which rules are really evaluated, as long as that is no longer than planned.
 */
export function badEventsOver(scope: Scope, objective: Objective, seconds: number): Expr {
  const base = baseWindowSeconds(scope, objective);
  const rung = rungFor(seconds);
  const series = sourceOf(scope, objective, 'bad', seconds);
  if (seconds <= base) return mul(series, base);
  const step = rung === undefined ? scope.evaluationSeconds : RUNG_SECONDS[rung];
  // One sample of a rung is a sum of base samples, each of which stands for one evaluation.
  const weight = rung === undefined ? seconds : (seconds / step) * scope.evaluationSeconds;
  const samples = clampMin(countOverTime(range(series, seconds)), Math.floor(seconds / step));
  return div(mul(sumOverTime(range(series, seconds)), weight), samples);
}

/**
 * Share of the budget that is left. The budget is that of the whole period: what a young service has not lived through yet
 * is not spent, and its first bad event is not the end of it. With data for the whole period it is 1 − error ratio / budget.
 */
export function budgetRemaining(scope: Scope, objective: Objective): Expr {
  const ratio = objectiveSeries(scope, objective, PERIOD_ERROR_RATIO);
  const observed =
    objective.budgeting.type === 'events'
      ? objectiveSeries(scope, objective, PERIOD_OBSERVED)
      : sub(1, objectiveSeries(scope, objective, SLICES_WITHOUT_DATA));
  return sub(1, div(mul(ratio, observed), budgetOf(objective)));
}

/** Share of the period for which there are recorded samples of the base series. */
export function periodObserved(scope: Scope, objective: Objective): Expr {
  const { periodSeconds } = objective;
  const rung = rungFor(periodSeconds);
  const step = rung === undefined ? scope.evaluationSeconds : RUNG_SECONDS[rung];
  const samples = countOverTime(range(sourceOf(scope, objective, 'total', periodSeconds), periodSeconds));
  return clampMax(div(samples, Math.floor(periodSeconds / step)), 1);
}

/** Error ratio over a recorded window by the error budget. */
export function burnRate(scope: Scope, objective: Objective, seconds: number): Expr {
  return div(objectiveSeries(scope, objective, ratioName(seconds)), budgetOf(objective));
}

/** Seconds until nothing of the budget is left, if it burns on as in the last hours; 0 when it is spent. */
export function timeToExhaustion(scope: Scope, objective: Objective): Expr {
  const remaining = objectiveSeries(scope, objective, BUDGET_REMAINING);
  const burn = gt(burnRate(scope, objective, exhaustionWindow(objective)), 0);
  return div(mul(clampMin(remaining, 0), objective.periodSeconds), burn);
}

/** Share of the period's slices that have no data. */
export function slicesWithoutData(scope: Scope, objective: Objective, sliceSeconds: number): Expr {
  const slices = countOverTime(range(objectiveSeries(scope, objective, BAD_SLICE), objective.periodSeconds));
  return clampMin(sub(1, div(slices, objective.periodSeconds / sliceSeconds)), 0);
}
