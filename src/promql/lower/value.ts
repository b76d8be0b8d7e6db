import type { Condition } from '../../plan/condition.ts';
import type { Expr } from '../ast.ts';
import { isScalar, lowerMeasure } from './measure.ts';
import { BUDGET_REMAINING, EMITTERS_WITHOUT_BUCKET, objectiveSeries, ratioName } from './names.ts';
import { objectiveOf, type Scope } from './scope.ts';
import { segmentBeyond } from './segments.ts';
import { ratioWindowOf } from './windows.ts';

/** The number that a condition's text tells, whether or not the condition holds; undefined where nothing is measured. */
export function valueOf(scope: Scope, condition: Condition): Expr | undefined {
  const told = toldBy(condition);
  switch (told?.node) {
    case 'compare': {
      const worst = told.op.startsWith('>') ? 'max' : 'min';
      const value = lowerMeasure(scope, told.left, { offsetSeconds: 0, worst });
      return isScalar(value) ? undefined : value;
    }
    case 'burn-rate': {
      const objective = objectiveOf(scope, told.objective);
      const window = ratioWindowOf(scope, objective, told.shortSeconds);
      return objectiveSeries(scope, objective, ratioName(window));
    }
    case 'budget-remaining':
      return objectiveSeries(scope, objectiveOf(scope, told.objective), BUDGET_REMAINING);
    case 'missing-bucket':
      return objectiveSeries(scope, objectiveOf(scope, told.objective), EMITTERS_WITHOUT_BUCKET);
    case 'segment-beyond':
      return segmentBeyond(scope, told);
    case 'absent':
    case 'no-value':
    case 'sustained':
    case 'always':
    case 'self':
    case undefined:
      return undefined;
  }
}

/**
 * Whether the value with which the condition's series comes out is the number that its text tells. Of a burn rate the lesser one of
 * two ratios is compared, and the text tells how it is now.
 */
export function isValueTold(condition: Condition): boolean {
  return toldBy(condition)?.node !== 'burn-rate';
}

type Leaf = Exclude<Condition, { node: 'all' | 'any' | 'unless' | 'latched' }>;

/** The part of a condition whose number its text tells. */
function toldBy(condition: Condition): Leaf | undefined {
  if (condition.node === 'all' || condition.node === 'any') {
    const [first] = condition.of;
    return first === undefined ? undefined : toldBy(first);
  }
  if (condition.node === 'unless') return toldBy(condition.of);
  return condition.node === 'latched' ? toldBy(condition.trigger) : condition;
}
