import type { Condition } from '../../plan/condition.ts';
import type { Expr } from '../ast.ts';
import { isScalar, lowerMeasure } from './measure.ts';
import { BUDGET_REMAINING, EMITTERS_WITHOUT_BUCKET, objectiveSeries, ratioName } from './names.ts';
import { objectiveOf, type Scope } from './scope.ts';
import { segmentBeyond } from './segments.ts';
import { ratioWindowOf } from './windows.ts';

/** The number that a condition's text tells, whether or not the condition holds; undefined where nothing is measured. */
export function valueOf(scope: Scope, condition: Condition): Expr | undefined {
  switch (condition.node) {
    case 'compare': {
      const worst = condition.op.startsWith('>') ? 'max' : 'min';
      const value = lowerMeasure(scope, condition.left, { offsetSeconds: 0, worst });
      return isScalar(value) ? undefined : value;
    }
    case 'burn-rate': {
      const objective = objectiveOf(scope, condition.objective);
      const window = ratioWindowOf(scope, objective, condition.shortSeconds);
      return objectiveSeries(scope, objective, ratioName(window));
    }
    case 'budget-remaining':
      return objectiveSeries(scope, objectiveOf(scope, condition.objective), BUDGET_REMAINING);
    case 'missing-bucket':
      return objectiveSeries(scope, objectiveOf(scope, condition.objective), EMITTERS_WITHOUT_BUCKET);
    case 'all':
    case 'any': {
      const [first] = condition.of;
      return first === undefined ? undefined : valueOf(scope, first);
    }
    case 'unless':
      return valueOf(scope, condition.of);
    case 'latched':
      return valueOf(scope, condition.trigger);
    case 'segment-beyond':
      return segmentBeyond(scope, condition);
    case 'absent':
    case 'no-value':
    case 'sustained':
    case 'always':
    case 'self':
      return undefined;
  }
}

/**
 * Whether the value with which the condition's series comes out is the number that its text tells. Of a burn rate the lesser one of
 * two ratios is compared, and the text tells how it is now.
 */
export function isValueTold(condition: Condition): boolean {
  switch (condition.node) {
    case 'burn-rate':
      return false;
    case 'all':
    case 'any': {
      const [first] = condition.of;
      return first === undefined || isValueTold(first);
    }
    case 'unless':
      return isValueTold(condition.of);
    case 'latched':
      return isValueTold(condition.trigger);
    case 'compare':
    case 'budget-remaining':
    case 'missing-bucket':
    case 'segment-beyond':
    case 'absent':
    case 'no-value':
    case 'sustained':
    case 'always':
    case 'self':
      return true;
  }
}
