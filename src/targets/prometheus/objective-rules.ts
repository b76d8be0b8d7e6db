import type { Objective } from '../../plan/objective.ts';
import type { Expr } from '../../promql/ast.ts';
import { vector } from '../../promql/build.ts';
import { badOf, breachOf, budgetOf, emittersWithoutBucket, totalOf } from '../../promql/lower/indicator.ts';
import {
  BREACH,
  baseName,
  EMITTERS_WITHOUT_BUCKET,
  ERROR_BUDGET,
  objectiveLabels,
  PERIOD,
  SLICE,
} from '../../promql/lower/names.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import type { RecordingRule } from './rule.ts';

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
