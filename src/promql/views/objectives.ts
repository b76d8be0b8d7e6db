import type { Objective } from '../../plan/objective.ts';
import type { ObjectiveFigure, Reading } from '../../plan/view.ts';
import type { Expr, Matcher } from '../ast.ts';
import { max, metric, min } from '../build.ts';
import {
  BUDGET_REMAINING,
  burnRateName,
  OBJECTIVE,
  OBJECTIVE_SUBJECT,
  objectiveSeries,
  PERIOD_ERROR_RATIO,
  TIME_TO_EXHAUSTION,
} from '../lower/names.ts';
import { objectiveOf, type Scope } from '../lower/scope.ts';
import { burnRateWindow } from '../lower/windows.ts';
import { mul, or } from '../operators.ts';
import type { LoweredReading } from './readings.ts';
import { chosen, recordedMatchers, type ViewScope } from './view-scope.ts';

export function objectiveReading(
  { scope }: ViewScope,
  { objective: id, figure }: Extract<Reading, { read: 'objective' }>,
): LoweredReading {
  const objective = objectiveOf(scope, id);
  // Without labels: the legend has the objective's name, and a restart of Prometheus under other labels is no new curve.
  return { expr: max(objectiveSeries(scope, objective, nameOf(scope, objective, figure))), labels: [] };
}

export function objectivesReading(
  view: ViewScope,
  { figure, each }: Extract<Reading, { read: 'objectives' }>,
): LoweredReading {
  const names = [
    ...new Set(view.scope.plan.objectives.map((objective) => nameOf(view.scope, objective, figure))),
  ];
  const [first, ...others] = names.map((name) => ofChosen(view, name, each));
  if (first === undefined) return { expr: ofChosen(view, BUDGET_REMAINING, each), labels: [] };
  return {
    expr: others.reduce<Expr>((joined, part) => or(joined, part), first),
    labels: [each === 'model' ? 'model' : 'slo'],
  };
}

/**
 * A recorded series with what its objective is about. `min` for models: the worst budget counts, and the largest burn would be
 * asked for otherwise.
 */
function ofChosen(view: ViewScope, name: string, each: 'objective' | 'model'): Expr {
  const matchers = recordedMatchers(view);
  const isOfModel: Matcher[] = [
    ...chosen(view, 'model'),
    ...(each === 'model' ? [{ label: 'model', op: '!=', value: '' } as const] : []),
  ];
  const subject = metric(OBJECTIVE_SUBJECT, [...matchers, ...isOfModel]);
  const figure = metric(name, [...matchers, ...chosen(view, 'slo')]);
  const about = mul(figure, subject, { on: ['env', 'project', 'slo'], groupLeft: ['model'] });
  return each === 'model' ? min(about, { by: ['model'] }) : max(about, { by: ['slo', 'model'] });
}

function nameOf(scope: Scope, objective: Objective, figure: ObjectiveFigure): string {
  switch (figure) {
    case 'budget-remaining':
      return BUDGET_REMAINING;
    case 'burn-rate':
      return burnRateName(burnRateWindow(scope, objective));
    case 'time-to-exhaustion':
      return TIME_TO_EXHAUSTION;
    case 'period-error-ratio':
      return PERIOD_ERROR_RATIO;
    case 'objective':
      return OBJECTIVE;
  }
}
