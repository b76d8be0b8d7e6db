import type { Condition } from '../../plan/condition.ts';
import type { Expr } from '../ast.ts';
import {
  absent,
  countOverTime,
  group,
  metric,
  minOverTime,
  presentOverTime,
  range,
  vector,
} from '../build.ts';
import { and, binary, eq, gt, gte, mul, or, unless } from '../operators.ts';
import { budgetOf } from './indicator.ts';
import { asVector, lowerCompare, lowerMeasure } from './measure.ts';
import {
  BUDGET_REMAINING,
  badSliceName,
  burningSeries,
  EMITTERS_WITHOUT_BUCKET,
  objectiveLabels,
  objectiveSeries,
  SIGNAL_SERIES,
  selectionLabels,
} from './names.ts';
import { objectiveOf, type Scope } from './scope.ts';
import { segmentBeyond } from './segments.ts';
import { presenceOf } from './selection.ts';
import { selfCheck } from './self-check.ts';

/** The alert that a condition belongs to, as a `latched` one needs to know it. */
export interface AlertIdentity {
  readonly name: string;
  /** Labels that single out the alert among the series `ALERTS`. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A condition as an expression that has exactly one series while the condition holds, and none while it does not. */
export interface LoweredCondition {
  readonly expr: Expr;
  /** Names of the labels that the series carries. */
  readonly labels: readonly string[];
}

const ONE = { on: [] } as const;

/** Lowers a condition. The value of the series is the first measure's, in its unit; 1 where nothing is measured. */
export function lowerCondition(scope: Scope, condition: Condition, alert: AlertIdentity): LoweredCondition {
  const lower = (inner: Condition): LoweredCondition => lowerCondition(scope, inner, alert);
  switch (condition.node) {
    case 'compare':
      return bare(lowerCompare(scope, condition));
    case 'burn-rate':
      return burnRateCondition(scope, condition);
    case 'sustained':
      return sustained(scope, condition.objective, condition.slices);
    case 'budget-remaining': {
      const objective = objectiveOf(scope, condition.objective);
      const remaining = objectiveSeries(scope, objective, BUDGET_REMAINING);
      return recorded(scope, condition.objective, binary(condition.op, remaining, condition.ratio));
    }
    case 'absent':
      return bare(absence(scope, condition));
    case 'no-value':
      return bare(absent(asVector(lowerMeasure(scope, condition.of))));
    case 'segment-beyond':
      return bare(segmentBeyond(scope, condition));
    case 'missing-bucket': {
      const objective = objectiveOf(scope, condition.objective);
      const missing = objectiveSeries(scope, objective, EMITTERS_WITHOUT_BUCKET);
      return recorded(scope, condition.objective, gt(missing, 0));
    }
    case 'all':
      return joined(condition.of.map(lower), (a, b) => ({
        expr: and(a.expr, b.expr, ONE),
        labels: a.labels,
      }));
    case 'any':
      return joined(condition.of.map(lower), either);
    case 'unless': {
      const { expr, labels } = lower(condition.of);
      return { expr: unless(expr, lower(condition.exception).expr, ONE), labels };
    }
    case 'latched': {
      // The alert's own state of the evaluation before: `pending` does not hold it, only `firing` does.
      const firing = metric('ALERTS', { alertname: alert.name, alertstate: 'firing', ...alert.labels });
      const { expr, labels } = lower(condition.release);
      return either(lower(condition.trigger), { expr: and(expr, firing, ONE), labels });
    }
    case 'always':
      return bare(vector(1));
    case 'self':
      return bare(selfCheck(scope, condition.check));
  }
}

function bare(expr: Expr): LoweredCondition {
  return { expr, labels: [] };
}

function recorded(scope: Scope, objective: string, expr: Expr): LoweredCondition {
  return { expr, labels: Object.keys(objectiveLabels(scope, objectiveOf(scope, objective))) };
}

function either(a: LoweredCondition, b: LoweredCondition): LoweredCondition {
  return { expr: or(a.expr, b.expr, ONE), labels: [...new Set([...a.labels, ...b.labels])] };
}

function joined(
  parts: readonly LoweredCondition[],
  join: (a: LoweredCondition, b: LoweredCondition) => LoweredCondition,
): LoweredCondition {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('a condition of several needs at least one');
  return others.reduce(join, first);
}

function burnRateCondition(
  scope: Scope,
  condition: Extract<Condition, { node: 'burn-rate' }>,
): LoweredCondition {
  const objective = objectiveOf(scope, condition.objective);
  const threshold = mul(condition.factor, budgetOf(objective));
  return recorded(scope, objective.id, gt(burningSeries(scope, objective, condition), threshold));
}

/** Of the last slices every one must be there, and bad. */
function sustained(scope: Scope, id: string, slices: number): LoweredCondition {
  const objective = objectiveOf(scope, id);
  const { budgeting } = objective;
  if (budgeting.type !== 'timeslices') throw new Error(`the objective ${id} has no time slices`);
  const last = range(
    objectiveSeries(scope, objective, badSliceName(budgeting.sliceSeconds)),
    slices * budgeting.sliceSeconds,
  );
  return recorded(scope, id, and(eq(minOverTime(last), 1), gte(countOverTime(last), slices)));
}

/**
 * `absent` takes over the labels of its selector's equalities, which an alert must not carry: `group` drops them. Whether
 * the series existed is read from a recorded count of them: over days, reading every raw series would cost too much.
 */
function absence(scope: Scope, { of, existedWithinSeconds }: Extract<Condition, { node: 'absent' }>): Expr {
  const gone = group(absent(presenceOf(scope, of)));
  if (existedWithinSeconds === undefined) return gone;
  const existed = metric(SIGNAL_SERIES, selectionLabels(scope, of));
  return and(gone, presentOverTime(range(existed, existedWithinSeconds)), ONE);
}
