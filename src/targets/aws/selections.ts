import type { Indicator } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Selection } from '../../plan/signal.ts';
import { conditionSelections, measureSelections } from '../../plan/walk.ts';

/** Every selection that an objective or an alert of the plan measures. */
export function selectionsOf(plan: Pick<Plan, 'objectives' | 'alerts'>): Selection[] {
  return [
    ...plan.objectives.flatMap(({ indicator }) =>
      indicator.type === 'time-in-bounds'
        ? [...ofIndicator(indicator), ...measureSelections(indicator.measure)]
        : ofIndicator(indicator),
    ),
    ...plan.alerts.flatMap(({ condition }) => conditionSelections(condition)),
  ];
}

/** What an indicator stands on. */
export function ofIndicator(indicator: Indicator): readonly Selection[] {
  switch (indicator.type) {
    case 'events':
      return [...indicator.total, ...indicator.bad];
    case 'histogram-threshold':
      return [indicator.of];
    case 'time-in-bounds':
      return indicator.signals;
  }
}
