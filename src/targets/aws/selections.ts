import type { Condition, Measure } from '../../plan/condition.ts';
import type { Indicator } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Selection } from '../../plan/signal.ts';

/** Every selection that an objective or an alert of the plan measures. */
export function selectionsOf(plan: Pick<Plan, 'objectives' | 'alerts'>): Selection[] {
  return [
    ...plan.objectives.flatMap(({ indicator }) =>
      indicator.type === 'time-in-bounds'
        ? [...ofIndicator(indicator), ...ofMeasure(indicator.measure)]
        : ofIndicator(indicator),
    ),
    ...plan.alerts.flatMap(({ condition }) => ofCondition(condition)),
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

function ofCondition(condition: Condition): Selection[] {
  switch (condition.node) {
    case 'compare':
      return [...ofMeasure(condition.left), ...ofMeasure(condition.right)];
    case 'absent':
      return [condition.of];
    case 'no-value':
      return ofMeasure(condition.of);
    case 'all':
    case 'any':
      return condition.of.flatMap(ofCondition);
    case 'unless':
      return [...ofCondition(condition.of), ...ofCondition(condition.exception)];
    case 'latched':
      return [...ofCondition(condition.trigger), ...ofCondition(condition.release)];
    // Those of objectives look at what the objectives do.
    case 'burn-rate':
    case 'sustained':
    case 'budget-remaining':
    case 'missing-bucket':
    case 'always':
    case 'self':
      return [];
  }
}

function ofMeasure(measure: Measure): Selection[] {
  switch (measure.node) {
    case 'ratio':
      return [...ofMeasure(measure.numerator), ...ofMeasure(measure.denominator)];
    case 'ago':
    case 'scaled':
      return ofMeasure(measure.of);
    case 'constant':
    case 'raw':
      return [];
    case 'rate':
    case 'increase':
    case 'mean':
    case 'quantile':
    case 'gauge':
    case 'age':
      return [measure.of];
  }
}
