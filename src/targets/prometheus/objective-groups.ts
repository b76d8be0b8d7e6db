import type { Objective } from '../../plan/objective.ts';
import type { Expr } from '../../promql/ast.ts';
import { maxOverTime, range, vector } from '../../promql/build.ts';
import { badOf, breachOf, emittersWithoutBucket, totalOf } from '../../promql/lower/indicator.ts';
import {
  BAD_SLICE,
  BREACH,
  BUDGET_REMAINING,
  badEventsName,
  baseName,
  burnRateName,
  EMITTERS_WITHOUT_BUCKET,
  OBJECTIVE,
  objectiveLabels,
  objectiveSeries,
  PERIOD,
  PERIOD_ERROR_RATIO,
  PERIOD_OBSERVED,
  ratioName,
  rungName,
  SLICES_WITHOUT_DATA,
  TIME_TO_EXHAUSTION,
} from '../../promql/lower/names.ts';
import {
  badEventsOver,
  budgetRemaining,
  burnRate,
  errorRatioOver,
  periodObserved,
  rungOf,
  slicesWithoutData,
  timeToExhaustion,
} from '../../promql/lower/objective.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { groupPrefix } from '../../promql/lower/self.ts';
import {
  burnRateWindow,
  LONGEST_FROM_5M,
  RUNG_SECONDS,
  type Rung,
  ratioWindows,
} from '../../promql/lower/windows.ts';
import type { RecordingRule, Rule, RuleGroup } from './rule.ts';

/** The period's ratio reads thousands of samples and moves slowly; 2 m is still current to whoever asks. */
const BUDGET_SECONDS = 120;

/**
 * The recording rules of an objective, as groups by interval; `alerts` follow the series they read, in the first group.
 * `badEventWindows` are those over which alerts want bad events counted, in seconds.
 */
export function objectiveGroups(
  scope: Scope,
  objective: Objective,
  badEventWindows: readonly number[],
  alerts: readonly Rule[],
): readonly RuleGroup[] {
  const { origin, budgeting } = objective;
  const group = (suffix: string, intervalSeconds: number, rules: readonly Rule[]): RuleGroup => ({
    name: `${groupPrefix(scope)}slo/${objective.id}${suffix}`,
    intervalSeconds,
    rules,
    origin,
  });
  const record = recorder(scope, objective);
  const groups = [
    group('', scope.evaluationSeconds, [
      ...currentRules(scope, objective, badEventWindows, record),
      ...alerts,
    ]),
  ];
  if (budgeting.type === 'events') {
    groups.push(
      ...rungs(objective).map((rung) =>
        group(`/${rung}`, RUNG_SECONDS[rung], rungRules(scope, objective, rung, record)),
      ),
    );
  } else {
    const slice = maxOverTime(range(objectiveSeries(scope, objective, BREACH), budgeting.sliceSeconds));
    groups.push(group('/slices', budgeting.sliceSeconds, [record(BAD_SLICE, slice)]));
  }
  groups.push(group('/budget', BUDGET_SECONDS, budgetRules(scope, objective, record)));
  return groups;
}

type Record = (name: string, expr: Expr) => RecordingRule;

function recorder(scope: Scope, objective: Objective): Record {
  const labels = objectiveLabels(scope, objective);
  return (record, expr) => ({ type: 'recording', record, expr, labels, origin: objective.origin });
}

/** What is current at every evaluation: base series, error ratios by window, bad events. */
function currentRules(
  scope: Scope,
  objective: Objective,
  badEventWindows: readonly number[],
  record: Record,
): readonly RecordingRule[] {
  const rules: RecordingRule[] = [];
  const add = (name: string, expr: Expr | undefined): void => {
    if (expr !== undefined) rules.push(record(name, expr));
  };
  add(baseName(scope, objective, 'total'), totalOf(scope, objective));
  add(baseName(scope, objective, 'bad'), badOf(scope, objective));
  add(EMITTERS_WITHOUT_BUCKET, emittersWithoutBucket(scope, objective));
  if (objective.budgeting.type === 'timeslices') add(BREACH, breachOf(scope, objective));
  for (const seconds of ratioWindows(scope, objective)) {
    add(ratioName(seconds), errorRatioOver(scope, objective, seconds));
  }
  for (const seconds of badEventWindows) {
    add(badEventsName(seconds), badEventsOver(scope, objective, seconds));
  }
  return rules;
}

function rungs(objective: Objective): readonly Rung[] {
  return objective.periodSeconds > LONGEST_FROM_5M ? ['5m', '1h'] : ['5m'];
}

function rungRules(scope: Scope, objective: Objective, rung: Rung, record: Record): readonly RecordingRule[] {
  return (['total', 'bad'] as const).map((of) =>
    record(rungName(scope, objective, of, rung), rungOf(scope, objective, of, rung)),
  );
}

function budgetRules(scope: Scope, objective: Objective, record: Record): readonly RecordingRule[] {
  const { budgeting, periodSeconds } = objective;
  return [
    record(PERIOD_ERROR_RATIO, errorRatioOver(scope, objective, periodSeconds)),
    budgeting.type === 'events'
      ? record(PERIOD_OBSERVED, periodObserved(scope, objective))
      : record(SLICES_WITHOUT_DATA, slicesWithoutData(scope, objective, budgeting.sliceSeconds)),
    record(BUDGET_REMAINING, budgetRemaining(scope, objective)),
    record(burnRateName(objective), burnRate(scope, objective, burnRateWindow(objective))),
    record(TIME_TO_EXHAUSTION, timeToExhaustion(scope, objective)),
    record(OBJECTIVE, vector(objective.target)),
    record(PERIOD, vector(periodSeconds)),
  ];
}
