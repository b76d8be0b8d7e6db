import type { Plan } from '../../plan/plan.ts';
import type { Selection } from '../../plan/signal.ts';
import { conditionSelections, indicatorSelections, measureSelections } from '../../plan/walk.ts';

/** Every selection that an objective or an alert of the plan measures. */
export function selectionsOf(plan: Pick<Plan, 'objectives' | 'alerts'>): Selection[] {
  return [
    ...plan.objectives.flatMap(({ indicator }) =>
      indicator.type === 'time-in-bounds'
        ? [...indicatorSelections(indicator), ...measureSelections(indicator.measure)]
        : indicatorSelections(indicator),
    ),
    ...plan.alerts.flatMap(({ condition }) => conditionSelections(condition)),
  ];
}
