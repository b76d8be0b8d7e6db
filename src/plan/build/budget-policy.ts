import type { BudgetWhenSpec } from '../../spec/kinds/budget-policy.ts';
import { complement, printDuration, printPercent } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition } from '../condition.ts';
import type { Objective } from '../objective.ts';
import { addActionAlert } from './actions.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';

/** What an SLO's policy alerts share with its other alerts. */
type Common = Omit<AlertDraft, 'aspect' | 'condition' | 'severity' | 'prose'>;

/** The alerts of `errorBudgetPolicy`: each step of each entry is one. */
export function addBudgetPolicy(
  context: BuildContext,
  slo: Entity<'SLO'>,
  objective: Objective,
  common: Common,
): void {
  for (const [index, { when, do: steps }] of slo.spec.errorBudgetPolicy.entries()) {
    const path = ['errorBudgetPolicy', index];
    const condition = conditionOf(context, slo, objective, when, [...path, 'when']);
    if (condition === undefined) continue;
    const words = wordsOf(when);
    for (const step of steps) {
      const [kind, what] = Object.entries(step)[0] ?? ['', ''];
      const draft = {
        ...common,
        aspect: `policy-${index + 1}-${kind}-${what}`,
        condition,
        origin: originOf(slo, [...path, 'do'], [...path, 'when']),
        prose: {
          summary: [
            {
              text: `${objective.displayName}: ${words} on ${objective.subject.name}; the policy says ${kind} ${what}`,
            },
          ],
          impact:
            slo.spec.impact ??
            `${objective.displayName} misses its objective of ${printPercent(objective.target)} over ${printDuration(objective.periodSeconds)}.`,
        },
      };
      if ('action' in step) addActionAlert(context, draft, step.action);
      else if ('notify' in step) addAlert(context, { ...draft, severity: step.notify });
      else addAlert(context, { ...draft, severity: 'none', labels: { freeze: step.freeze } });
    }
  }
}

function wordsOf(when: BudgetWhenSpec): string {
  if ('remaining' in when)
    return when.remaining.lt.ratio === 0
      ? 'the error budget is gone'
      : `less than ${when.remaining.lt.text} of the error budget is left`;
  if ('burn' in when) return `the error budget burns more than ${when.burn.gt} times too fast`;
  if ('slices' in when) return `${when.slices.gte} slices of the period were bad`;
  return `${when.consecutive} slices in a row were bad`;
}

/** Of a long window the twelfth confirms that it goes on. https://sre.google/workbook/alerting-on-slos/ */
const SHORT_OF_LONG = 12;

function conditionOf(
  context: BuildContext,
  slo: Entity<'SLO'>,
  objective: Objective,
  when: BudgetWhenSpec,
  path: (string | number)[],
): Condition | undefined {
  const { budgeting, target, periodSeconds } = objective;
  if ('remaining' in when)
    return { node: 'budget-remaining', objective: objective.id, op: '<', ratio: when.remaining.lt.ratio };
  if ('burn' in when) {
    const factor = when.burn.gt;
    if (budgeting.type !== 'events') return wrongBudget(context, slo, path, 'burn', 'events');
    if (factor * complement(target) >= 1) {
      reportAt(context, slo, [...path, 'burn', 'gt'], {
        code: 'slo/unreachable-burn-rate',
        severity: 'error',
        message: `the budget is ${printPercent(complement(target))}: even if everything fails, it burns no more than ${Number((1 / complement(target)).toPrecision(3))} times too fast`,
        expected: `less than ${Number((1 / complement(target)).toPrecision(3))}`,
      });
      return undefined;
    }
    return burnCondition(context, slo, objective, when.burn);
  }
  if (budgeting.type !== 'timeslices')
    return wrongBudget(context, slo, path, 'slices' in when ? 'slices' : 'consecutive', 'timeslices');
  if ('consecutive' in when) return { node: 'sustained', objective: objective.id, slices: when.consecutive };
  const allowed = (periodSeconds / budgeting.sliceSeconds) * complement(target);
  return {
    node: 'budget-remaining',
    objective: objective.id,
    op: '<=',
    ratio: Number((1 - when.slices.gte / allowed).toPrecision(12)),
  };
}

function burnCondition(
  context: BuildContext,
  slo: Entity<'SLO'>,
  objective: Objective,
  { gt, over }: { readonly gt: number; readonly over: { readonly seconds: number } },
): Condition {
  return {
    node: 'burn-rate',
    objective: objective.id,
    factor: gt,
    ...burnWindows(context, over.seconds),
    minBadEvents: slo.spec.alerting.minBadEvents,
  };
}

function burnWindows(
  { cadence }: Pick<BuildContext, 'cadence'>,
  seconds: number,
): { readonly shortSeconds: number; readonly longSeconds: number } {
  const least = Math.max(300, 4 * cadence.scrapeSeconds);
  return {
    shortSeconds: Math.max(least, Math.round(seconds / SHORT_OF_LONG / 60) * 60),
    longSeconds: Math.max(least, seconds),
  };
}

/** The windows in seconds whose error ratios the policy's alerts read. */
export function policyWindows(context: BuildContext, slo: Entity<'SLO'>): readonly number[] {
  return slo.spec.errorBudgetPolicy.flatMap(({ when }) =>
    'burn' in when ? Object.values(burnWindows(context, when.burn.over.seconds)) : [],
  );
}

function wrongBudget(
  context: BuildContext,
  slo: Entity<'SLO'>,
  path: (string | number)[],
  field: string,
  wants: 'events' | 'timeslices',
): undefined {
  reportAt(context, slo, [...path, field], {
    code: 'slo/policy-budget',
    severity: 'error',
    message: `"${field}" looks at ${wants === 'events' ? 'events' : 'time slices'}, and this budget counts ${wants === 'events' ? 'time slices' : 'events'}`,
    expected: wants === 'events' ? 'remaining, slices or consecutive' : 'remaining or burn',
  });
  return undefined;
}
