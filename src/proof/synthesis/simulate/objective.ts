import type { Indicator, Objective } from '../../../plan/objective.ts';
import { rawValue, type Selection } from '../../../plan/signal.ts';
import { baseWindowSeconds, RUNG_SECONDS, ratioWindowOf, rungFor } from '../../../promql/lower/windows.ts';
import { complement } from '../../../units/index.ts';
import { bucketPart, evaluationsOf, type Sampled } from '../world.ts';
import { compares, eventsAt, increasesOf, valueAt } from './measure.ts';
import { instantAt } from './range.ts';
import { type Simulation, sampledOf, theSignal } from './simulation.ts';

type Series = readonly (number | undefined)[];

/**
 * What is recorded of an objective, one value for each evaluation. Rules that other rules read are evaluated before them, as the
 * runner orders groups, so that all of them know the base series as it is now.
 */
interface Recorded {
  readonly objective: Objective;
  /** Events per second over the base window. */
  readonly total: Series;
  readonly bad: Series;
  /** Sums of the base series, by the step of the rung in seconds. */
  readonly rungs: ReadonlyMap<number, { readonly total: Series; readonly bad: Series }>;
  /** 1 for a slice with a breach in it, else 0. Time-slice budgets only. */
  readonly slices: Series;
}

const caches = new WeakMap<Simulation, Map<string, Recorded>>();

export function recordedOf(simulation: Simulation, id: string): Recorded {
  const cache = caches.get(simulation) ?? new Map<string, Recorded>();
  caches.set(simulation, cache);
  const known = cache.get(id);
  if (known !== undefined) return known;
  const objective = simulation.scope.objectives.get(id);
  if (objective === undefined) throw new Error(`the plan has no objective ${id}`);
  const recorded = record(simulation, objective);
  cache.set(id, recorded);
  return recorded;
}

function record(simulation: Simulation, objective: Objective): Recorded {
  const moments = evaluationsOf(simulation.world);
  const { evaluationSeconds } = simulation.world;
  const excluded = moments.map((at) => (isExcluded(simulation, objective, at) ? 1 : 0));
  // What looks back over a window waits for the window to leave the maintenance behind.
  const window = baseWindowSeconds(simulation.scope, objective);
  const base = moments.map((at, index) =>
    maxOver(excluded, evaluationSeconds, index, window) === 1 ? undefined : baseAt(simulation, objective, at),
  );
  const [total, bad] = [base.map((each) => each?.total), base.map((each) => each?.bad)];
  const summed = (series: Series, seconds: number): Series =>
    moments.map((_, index) => sumOver(series, evaluationSeconds, index, seconds));
  const [five, hour] = [RUNG_SECONDS['5m'], RUNG_SECONDS['1h']];
  const short = { total: summed(total, five), bad: summed(bad, five) };
  const long = { total: summed(short.total, hour), bad: summed(short.bad, hour) };
  const { budgeting } = objective;
  const breaches = moments.map((at, index) =>
    excluded[index] === 1 ? undefined : breachAt(simulation, objective, at, base[index]),
  );
  const slices =
    budgeting.type === 'timeslices'
      ? moments.map((_, index) => maxOver(breaches, evaluationSeconds, index, budgeting.sliceSeconds))
      : [];
  return {
    objective,
    total,
    bad,
    rungs: new Map([
      [five, short],
      [hour, long],
    ]),
    slices,
  };
}

/** Whether a maintenance is on that counts for nothing. */
function isExcluded({ scope, world }: Simulation, { excludedMaintenance }: Objective, at: number): boolean {
  const now = at + (world.startSeconds ?? 0);
  return scope.plan.maintenance.some(
    ({ id, occurrences }) =>
      excludedMaintenance.includes(id) &&
      occurrences.some(
        ({ startUnixSeconds, endUnixSeconds }) => startUnixSeconds <= now && now < endUnixSeconds,
      ),
  );
}

interface Base {
  readonly total: number;
  readonly bad: number;
}

function baseAt(simulation: Simulation, objective: Objective, at: number): Base | undefined {
  const { indicator } = objective;
  const seconds = baseWindowSeconds(simulation.scope, objective);
  if (indicator.type === 'time-in-bounds') return undefined;
  const counted =
    indicator.type === 'events'
      ? {
          total: allEvents(simulation, indicator.total, at, seconds),
          bad: allEvents(simulation, indicator.bad, at, seconds),
        }
      : observations(simulation, indicator, at, seconds);
  if (counted.total === undefined) return undefined;
  return { total: counted.total / seconds, bad: (counted.bad ?? 0) / seconds };
}

/** Those that exist, together. */
function allEvents(
  simulation: Simulation,
  selections: readonly Selection[],
  at: number,
  seconds: number,
): number | undefined {
  const events = selections
    .map((selection) => eventsAt(simulation, selection, at, seconds))
    .filter((value) => value !== undefined);
  return events.length === 0 ? undefined : events.reduce((sum, value) => sum + value, 0);
}

/** Of emitters that have a bucket at the threshold; of the others nobody knows which observations are bad. */
function observations(
  simulation: Simulation,
  indicator: Extract<Indicator, { type: 'histogram-threshold' }>,
  at: number,
  seconds: number,
): { total: number | undefined; bad: number | undefined } {
  const threshold = rawValue(
    theSignal(simulation.scope, indicator.of).prometheus,
    indicator.thresholdSeconds,
  );
  let [total, bad]: (number | undefined)[] = [];
  for (const sampled of sampledOf(simulation, indicator.of)) {
    const bound = boundAt(sampled, threshold);
    const [count] = increasesOf(simulation, [sampled], 'count', at, seconds);
    if (bound === undefined || count === undefined) continue;
    const [within = 0] = increasesOf(simulation, [sampled], bucketPart(bound), at, seconds);
    total = (total ?? 0) + count;
    bad = (bad ?? 0) + Math.max(0, count - within);
  }
  return { total, bad };
}

function boundAt({ emitter }: Sampled, threshold: number): number | undefined {
  const index = emitter.histogram?.bounds.indexOf(threshold) ?? -1;
  return index < 0 ? undefined : index;
}

/** How many sources of an objective's histogram expose no bucket at its threshold now. */
export function emittersWithoutBucket(simulation: Simulation, { indicator }: Objective, at: number): number {
  if (indicator.type !== 'histogram-threshold') return 0;
  const threshold = rawValue(
    theSignal(simulation.scope, indicator.of).prometheus,
    indicator.thresholdSeconds,
  );
  return sampledOf(simulation, indicator.of, 'count').filter(
    (sampled) =>
      boundAt(sampled, threshold) === undefined &&
      instantAt(sampled.parts.get('count') ?? [], simulation.world.intervalSeconds, at) !== undefined,
  ).length;
}

function breachAt(
  simulation: Simulation,
  { indicator, target, budgeting }: Objective,
  at: number,
  base: Base | undefined,
): number | undefined {
  if (budgeting.type !== 'timeslices') return undefined;
  if (indicator.type !== 'time-in-bounds') {
    if (base === undefined || base.total <= 0) return undefined;
    return base.bad / base.total > complement(target) ? 1 : 0;
  }
  const value = valueAt(simulation, indicator.measure, at);
  if (value === undefined) return undefined;
  const other = indicator.alsoBeyond && valueAt(simulation, indicator.alsoBeyond, at);
  const { otherBound } = indicator;
  const isBad =
    compares(value, indicator.badWhen, indicator.limit) ||
    (otherBound !== undefined && compares(value, otherBound.badWhen, otherBound.limit)) ||
    (other !== undefined && compares(value, indicator.badWhen, other));
  return isBad ? 1 : 0;
}

/** Indices of the evaluations in `(at − seconds, at]`. */
function indicesOver(step: number, index: number, seconds: number): readonly number[] {
  const first = Math.max(0, index - Math.ceil(seconds / step) + 1);
  return Array.from({ length: index - first + 1 }, (_, offset) => first + offset);
}

function over(series: Series, step: number, index: number, seconds: number): readonly number[] {
  return indicesOver(step, index, seconds)
    .map((each) => series[each])
    .filter((value) => value !== undefined);
}

function sumOver(series: Series, step: number, index: number, seconds: number): number | undefined {
  const values = over(series, step, index, seconds);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

function maxOver(series: Series, step: number, index: number, seconds: number): number | undefined {
  const values = over(series, step, index, seconds);
  return values.length === 0 ? undefined : Math.max(...values);
}

/** The series that a window reads; 0 seconds where that is the base series itself. */
function sourceOf(simulation: Simulation, { objective, total, bad, rungs }: Recorded, seconds: number) {
  if (seconds <= baseWindowSeconds(simulation.scope, objective)) return { total, bad, seconds: 0 };
  const rung = rungFor(seconds);
  const recorded = rung === undefined ? undefined : rungs.get(RUNG_SECONDS[rung]);
  return recorded === undefined ? { total, bad, seconds } : { ...recorded, seconds };
}

/** Share of bad events over a window, as the alerts of an objective find it. */
export function errorRatioAt(
  simulation: Simulation,
  id: string,
  index: number,
  windowSeconds: number,
): number | undefined {
  const recorded = recordedOf(simulation, id);
  const { evaluationSeconds } = simulation.world;
  const seconds = ratioWindowOf(simulation.scope, recorded.objective, windowSeconds);
  if (recorded.objective.budgeting.type === 'timeslices') {
    const slices = over(recorded.slices, evaluationSeconds, index, seconds);
    return slices.length === 0 ? undefined : slices.reduce((sum, value) => sum + value, 0) / slices.length;
  }
  const source = sourceOf(simulation, recorded, seconds);
  if (source.seconds === 0) {
    const [total, bad] = [source.total[index], source.bad[index]];
    return total === undefined || bad === undefined || total <= 0 ? undefined : bad / total;
  }
  const total = sumOver(source.total, evaluationSeconds, index, seconds);
  const bad = sumOver(source.bad, evaluationSeconds, index, seconds);
  return total === undefined || bad === undefined || total <= 0 ? undefined : bad / total;
}

/** Bad events in a window: the mean rate by its length, the mean over no fewer samples than it should hold. */
export function badEventsAt(
  simulation: Simulation,
  id: string,
  index: number,
  windowSeconds: number,
): number | undefined {
  const recorded = recordedOf(simulation, id);
  const { scope, world } = simulation;
  const seconds = ratioWindowOf(scope, recorded.objective, windowSeconds);
  const base = baseWindowSeconds(scope, recorded.objective);
  const source = sourceOf(simulation, recorded, seconds);
  if (source.seconds === 0) {
    const bad = source.bad[index];
    return bad === undefined ? undefined : bad * base;
  }
  const rung = rungFor(seconds);
  const step = rung === undefined ? scope.evaluationSeconds : RUNG_SECONDS[rung];
  const weight = rung === undefined ? seconds : (seconds / step) * scope.evaluationSeconds;
  const samples = over(source.bad, world.evaluationSeconds, index, seconds);
  if (samples.length === 0) return undefined;
  const sum = samples.reduce((total, value) => total + value, 0);
  return (sum * weight) / Math.max(samples.length, Math.floor(seconds / step));
}

/** Whether each of the last slices is there, and bad. */
export function sustainedAt(simulation: Simulation, id: string, index: number, slices: number): boolean {
  const { objective, slices: recorded } = recordedOf(simulation, id);
  if (objective.budgeting.type !== 'timeslices') return false;
  const seconds = slices * objective.budgeting.sliceSeconds;
  const values = over(recorded, simulation.world.evaluationSeconds, index, seconds);
  return values.length >= slices && values.every((value) => value === 1);
}

/** Share of the budget that is left. */
export function budgetRemainingAt(simulation: Simulation, id: string, index: number): number | undefined {
  const { evaluationSeconds } = simulation.world;
  const recorded = recordedOf(simulation, id);
  const { objective } = recorded;
  const { periodSeconds, budgeting } = objective;
  const budget = complement(objective.target);
  if (budgeting.type === 'timeslices') {
    const slices = over(recorded.slices, evaluationSeconds, index, periodSeconds);
    if (slices.length === 0) return undefined;
    const ratio = slices.reduce((sum, value) => sum + value, 0) / slices.length;
    const observed = Math.min(1, slices.length / (periodSeconds / budgeting.sliceSeconds));
    return 1 - (ratio * observed) / budget;
  }
  const rung = rungFor(periodSeconds);
  const source = rung === undefined ? recorded : recorded.rungs.get(RUNG_SECONDS[rung]);
  const step = rung === undefined ? simulation.scope.evaluationSeconds : RUNG_SECONDS[rung];
  const total = over(source?.total ?? [], evaluationSeconds, index, periodSeconds);
  const bad = sumOver(source?.bad ?? [], evaluationSeconds, index, periodSeconds);
  const sum = total.reduce((all, value) => all + value, 0);
  if (bad === undefined || sum <= 0) return undefined;
  const observed = Math.min(1, total.length / Math.floor(periodSeconds / step));
  return 1 - ((bad / sum) * observed) / budget;
}
