import { SUBJECT_LABELS } from '../../plan/labels.ts';
import type { Objective } from '../../plan/objective.ts';
import type { Expr } from '../../promql/ast.ts';
import { metric, vector } from '../../promql/build.ts';
import { badOf, breachOf, budgetOf, emittersWithoutBucket, totalOf } from '../../promql/lower/indicator.ts';
import {
  BREACH,
  baseName,
  EMITTERS_WITHOUT_BUCKET,
  ERROR_BUDGET,
  OBJECTIVE_SUBJECT,
  objectiveLabels,
  PERIOD,
  SLICE,
} from '../../promql/lower/names.ts';
import { oneOf } from '../../promql/lower/one-of.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { pow } from '../../promql/operators.ts';
import type { RecordingRule } from './rule.ts';

/**
 * What the objectives of one subject are about, as labels that panels choose and group by. None where no view is drawn: alerts have
 * the labels of their own.
 */
export function subjectRules(scope: Scope, objectives: readonly Objective[]): readonly RecordingRule[] {
  const [first] = objectives;
  if (first === undefined || !scope.plan.hasViews) return [];
  const { kind, name } = first.subject;
  const team = scope.plan.subjects.find(
    ({ subject }) => subject.kind === kind && subject.name === name,
  )?.team;
  const budgets = metric(ERROR_BUDGET, [
    ...metric(undefined, scope.labels).matchers,
    oneOf(
      'slo',
      objectives.map(({ id }) => id),
    ),
  ]);
  return [
    {
      type: 'recording',
      record: OBJECTIVE_SUBJECT,
      expr: pow(budgets, 0),
      labels: { [SUBJECT_LABELS[kind]]: name, ...(team !== undefined && { team }) },
      origin: first.origin,
    },
  ];
}

/** What is recorded for one objective by itself: what happens now, and what it promises. All else comes from these. */
export function objectiveRules(scope: Scope, objective: Objective): readonly RecordingRule[] {
  const { budgeting, periodSeconds, origin } = objective;
  const labels = objectiveLabels(scope, objective);
  const recorded: readonly (readonly [string, Expr | undefined])[] = [
    [baseName(scope, objective, 'total'), totalOf(scope, objective)],
    [baseName(scope, objective, 'bad'), badOf(scope, objective)],
    [EMITTERS_WITHOUT_BUCKET, emittersWithoutBucket(scope, objective)],
    [BREACH, budgeting.type === 'timeslices' ? breachOf(scope, objective) : undefined],
    [ERROR_BUDGET, vector(budgetOf(objective))],
    [PERIOD, vector(periodSeconds)],
    [SLICE, budgeting.type === 'timeslices' ? vector(budgeting.sliceSeconds) : undefined],
  ];
  return recorded.flatMap(([record, expr]) =>
    expr === undefined ? [] : [{ type: 'recording', record, expr, labels, origin }],
  );
}
