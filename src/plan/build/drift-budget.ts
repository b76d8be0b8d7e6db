import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import { VERDICT } from '../drift-contract.ts';
import type { Indicator, Objective } from '../objective.ts';
import type { Signal } from '../signal.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import type { DriftCommon } from './drift-policy.ts';
import { driftMeasure, worstVerdict } from './drift-signals.ts';
import { periodAdjective, valueMark } from './prose.ts';
import { DRIFT_PROSE } from './prose-drift.ts';

const DAY_SECONDS = 86_400;
/** Share of a drift budget below which it is told. */
const REMAINING = 0.25;

export interface BuiltBudget {
  readonly objective: Objective;
}

/** Time slices are bad while the last run found drift: the share of the data as a whole, else any verdict. */
export function driftIndicator(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
): { readonly indicator: Indicator; readonly signal: Signal } {
  const share = policy.spec.dataset?.driftedShare.alert.ratio;
  const { measure, signal } =
    (share === undefined ? undefined : driftMeasure(context, policy, 'dataset')) ??
    worstVerdict(context, policy);
  return {
    signal,
    indicator: {
      type: 'time-in-bounds',
      measure,
      badWhen: '>=',
      limit: share ?? VERDICT.alert,
      signals: [{ signal: signal.id }],
    },
  };
}

/** The objective of a policy's `budget`, with the alert that little of it is left. */
export function driftBudget(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
  common: DriftCommon,
): BuiltBudget | undefined {
  const { budget, schedule, severity, impact } = policy.spec;
  if (budget === undefined) return undefined;
  const days = budget.window.seconds / DAY_SECONDS;
  if (!Number.isInteger(days) || days < 1 || days > 366) {
    reportAt(context, policy, ['budget', 'window'], {
      code: 'slo/window',
      severity: 'error',
      message: `${budget.window.text} is no period of an error budget`,
      expected: 'whole days, 1d to 366d: 7d, 28d, 30d, 90d',
    });
    return undefined;
  }
  const twin = context.workspace.get('SLO', policy.name);
  if (twin !== undefined) {
    reportAt(context, policy, ['budget'], {
      code: 'target/name-collision',
      severity: 'error',
      message: `the budget of DriftPolicy ${policy.name} would be recorded under the name of an SLO`,
      related: [{ message: 'the SLO', span: twin.span }],
      hint: 'Rename one of them.',
    });
    return undefined;
  }
  const sliceSeconds = driftSliceSeconds(context, schedule.every.seconds);
  const objective: Objective = {
    id: policy.name,
    displayName: policy.title,
    sliType: 'drift',
    subject: subjectOf(model),
    indicator: driftIndicator(context, policy).indicator,
    target: budget.objective.ratio,
    periodSeconds: budget.window.seconds,
    budgeting: { type: 'timeslices', sliceSeconds },
    ratioWindowsSeconds: [Math.max(sliceSeconds, DAY_SECONDS)],
    burnTiers: [],
    excludedMaintenance: [],
    origin: originOf(policy, ['budget', 'objective'], ['budget']),
  };
  const period = periodAdjective(objective.periodSeconds);
  addAlert(context, {
    ...common,
    aspect: 'budget-low',
    class: 'drift',
    severity: severity.alert,
    condition: { node: 'budget-remaining', objective: objective.id, op: '<', ratio: REMAINING },
    firstLook: [{ title: 'Share of runs with drift, and the budget', objective: objective.id }],
    origin: originOf(policy, ['budget']),
    prose: {
      summary: DRIFT_PROSE.budgetLow({
        title: policy.title,
        subject: model.name,
        value: valueMark('ratio'),
        period,
      }),
      impact: impact ?? `Drift of ${model.name} is no exception any more; a new baseline or model is due.`,
      budget: DRIFT_PROSE.budget({
        period,
        runs: String(Math.floor((objective.periodSeconds / sliceSeconds) * (1 - objective.target) + 1e-9)),
        slice: printDuration(sliceSeconds),
      }),
    },
  });
  return { objective };
}

/** A slice for each run, at most a day, in whole evaluations. */
export function driftSliceSeconds(context: BuildContext, everySeconds: number): number {
  const { evaluationSeconds } = context.cadence;
  const slice = Math.min(everySeconds, DAY_SECONDS);
  return Math.max(2, Math.floor(slice / evaluationSeconds)) * evaluationSeconds;
}

/** Seconds between two runs of a policy. */
export function runsEvery({ workspace }: BuildContext, policy: string): number {
  return workspace.get('DriftPolicy', policy)?.spec.schedule.every.seconds ?? DAY_SECONDS;
}
