import type { ProportionTest, VersionFigure, VersionShare } from '../../plan/condition.ts';
import type { Objective } from '../../plan/objective.ts';
import { type LabelSet, namedFacets, type Selection } from '../../plan/signal.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Matcher, VectorSelector } from '../ast.ts';
import { metric } from '../build.ts';
import { printDuration } from '../durations.ts';
import { quoteString } from '../strings.ts';
import type { Burn } from './nodes.ts';
import { type Scope, signalOf } from './scope.ts';
import { baseWindowSeconds, type Rung, ratioWindowOf } from './windows.ts';

/**
 * Names of recorded series, `level:metric:operations` as Prometheus recommends. Every level is `modelwatch`: what a series
 * is about stands in its labels (`env`, `project`, the environment's own and `slo`, nothing else). What differs in how it is
 * counted has another name, so that one rule can calculate with all series of a name.
 */

/** Events per second, all or bad, over the objective's base window. */
export function baseName(scope: Scope, objective: Objective, of: 'total' | 'bad'): string {
  const seconds = baseWindowSeconds(scope, objective);
  // Time slices are no events: their ratios must not be taken from these.
  return objective.budgeting.type === 'events'
    ? eventsName(of, seconds)
    : `modelwatch:sli_slice_${of}:rate${printDuration(seconds)}`;
}

/** Events per second, all or bad, of the objectives whose base window is this long. */
export function eventsName(of: 'total' | 'bad', baseSeconds: number): string {
  return `modelwatch:sli_${of}:rate${printDuration(baseSeconds)}`;
}

/** Sums of the base series' samples over each step of a rung; read inside functions over time only. */
export function rungName(of: 'total' | 'bad', baseSeconds: number, rung: Rung): string {
  return `${eventsName(of, baseSeconds)}_sum${rung}`;
}

/** Share of bad events (of bad slices, for time-slice budgets) over a window. */
export function ratioName(seconds: number): string {
  return `modelwatch:sli_bad:ratio_rate${printDuration(seconds)}`;
}

/** Bad events in a window. */
export function badEventsName(seconds: number): string {
  return `modelwatch:sli_bad:increase${printDuration(seconds)}`;
}

/**
 * The lesser of the error ratios over two windows, none while the longer one holds fewer bad events than asked for: what a
 * burn-rate alert compares.
 */
export function burningName(shortSeconds: number, longSeconds: number, minBadEvents: number): string {
  const windows = `${ratioName(shortSeconds)}_${printDuration(longSeconds)}`;
  return minBadEvents === 0 ? windows : `${windows}_events${minBadEvents}`;
}

/** 1 at evaluations at which the objective was breached, else 0. Time-slice budgets only. */
export const BREACH = 'modelwatch:sli_breach:bool';
/** 1 for a slice of so many seconds with any breach in it, else 0; read inside functions over time only. */
export function badSliceName(sliceSeconds: number): string {
  return `modelwatch:sli_breach:max${printDuration(sliceSeconds)}`;
}
/** Share of bad events or slices over the objective's period. */
export const PERIOD_ERROR_RATIO = 'modelwatch:slo_error_ratio:period';
/** Share of the period that there is data of. Event budgets only. */
export const PERIOD_OBSERVED = 'modelwatch:slo_period_observed:ratio';
/** Share of the error budget that is left over the period; negative when it is overspent. */
export const BUDGET_REMAINING = 'modelwatch:slo_budget_remaining:ratio';
/** Seconds until the budget is gone at the burn rate of the last hours; none when nothing burns. */
export const TIME_TO_EXHAUSTION = 'modelwatch:slo_time_to_exhaustion:seconds';
/** The share that may be bad: 1 − objective, as the decimal number that it is. */
export const ERROR_BUDGET = 'modelwatch:slo_error_budget:ratio';
/** The target itself, for panels. */
export const OBJECTIVE = 'modelwatch:slo_objective:ratio';
/**
 * 1 for each objective, with what it is about and whose it is as labels (`model`, `team`): panels choose and group recorded series by
 * it. Recorded only where views are drawn.
 */
export const OBJECTIVE_SUBJECT = 'modelwatch:slo_subject:info';
/** Seconds of the period itself. */
export const PERIOD = 'modelwatch:slo_period:seconds';
/** Seconds of a slice. Time-slice budgets only. */
export const SLICE = 'modelwatch:slo_slice:seconds';
/** Share of the period's slices without data. Time-slice budgets only. */
export const SLICES_WITHOUT_DATA = 'modelwatch:slo_slices_without_data:ratio';
/** Emitters whose histogram lacks the bucket at the threshold; none when all have it. */
export const EMITTERS_WITHOUT_BUCKET = 'modelwatch:slo_emitters_without_bucket:count';
/** 1 while a maintenance lasts, else 0; label `maintenance`. */
export const MAINTENANCE_ACTIVE = 'modelwatch:maintenance:active';
/** Series of a selection that exist; labels `signal` and, for some of a signal's series, `selection`. */
export const SIGNAL_SERIES = 'modelwatch:signal_series:count';

/** What is recorded of a version's events, of those that are counted in a share, in a window. */
export function versionName(figure: VersionFigure['figure'] | 'events' | 'z', seconds: number): string {
  const counts = `increase${printDuration(seconds)}`;
  switch (figure) {
    case 'events':
    case 'total':
      return `modelwatch:version_${figure}:${counts}`;
    case 'share':
      return `modelwatch:version_share:ratio_${counts}`;
    case 'z':
      return `modelwatch:version_share:z_${counts}`;
  }
}

/** The labels of what is recorded of a version by one metric. */
export function versionLabels(scope: Scope, { model, metric: name, version }: VersionShare): LabelSet {
  return { ...scope.labels, model, metric: name, version };
}

/** The labels of the statistic of a comparison: those of its left side, and what it is compared with. */
export function comparisonLabels(scope: Scope, { left, right }: ProportionTest): LabelSet {
  return { ...versionLabels(scope, left.ofVersion), against: right.ofVersion.version };
}

/** How many times faster than evenly the budget is spent over a window. */
export function burnRateName(seconds: number): string {
  return `modelwatch:slo_burn_rate:ratio_${printDuration(seconds)}`;
}

/** The labels of an objective's recorded series. */
export function objectiveLabels(scope: Scope, { id }: Objective): LabelSet {
  return { ...scope.labels, slo: id };
}

/** A recorded series of an objective. All of its series share their list of matchers. */
export function objectiveSeries(scope: Scope, objective: Objective, name: string): VectorSelector {
  return metric(name, objectiveMatchers(scope, objective));
}

/** What a burn-rate alert of an objective compares. */
export function burningSeries(
  scope: Scope,
  objective: Objective,
  { shortSeconds, longSeconds, minBadEvents }: Burn,
): VectorSelector {
  const window = (seconds: number): number => ratioWindowOf(scope, objective, seconds);
  return objectiveSeries(
    scope,
    objective,
    burningName(window(shortSeconds), window(longSeconds), minBadEvents),
  );
}

/** A recorded series of all objectives of the environment that have it. */
export function seriesOfAll(scope: Scope, name: string): VectorSelector {
  return metric(name, scope.labels);
}

const matchersByScope = new WeakMap<Scope, Map<string, readonly Matcher[]>>();

function objectiveMatchers(scope: Scope, objective: Objective): readonly Matcher[] {
  let byObjective = matchersByScope.get(scope);
  if (byObjective === undefined) {
    byObjective = new Map();
    matchersByScope.set(scope, byObjective);
  }
  let matchers = byObjective.get(objective.id);
  if (matchers === undefined) {
    ({ matchers } = metric(undefined, objectiveLabels(scope, objective)));
    byObjective.set(objective.id, matchers);
  }
  return matchers;
}

/** The labels of the series that counts a selection's series. */
export function selectionLabels(scope: Scope, { signal, where }: Selection): LabelSet {
  const selection = sortedBy(
    Object.entries(namedFacets(signalOf(scope, signal).prometheus.facetLabels, where)),
    ([label]) => label,
  )
    .map(([label, value]) => `${label}=${quoteString(value)}`)
    .join(',');
  return { ...scope.labels, signal, ...(selection === '' ? {} : { selection }) };
}
