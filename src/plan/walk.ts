import type { Condition, Measure } from './condition.ts';
import type { Indicator } from './objective.ts';
import type { Selection } from './signal.ts';

/** The measures that a measure is directly made of; conditions inside it are asked with `measureConditions`. */
export function measureParts(measure: Measure): readonly Measure[] {
  switch (measure.node) {
    case 'ratio':
      return [measure.numerator, measure.denominator];
    case 'ago':
    case 'scaled':
    case 'when':
      return [measure.of];
    case 'combine':
      return measure.of;
    case 'proportion-z':
      return [measure.left.events, measure.left.of, measure.right.events, measure.right.of];
    case 'rate':
    case 'increase':
    case 'mean':
    case 'quantile':
    case 'gauge':
    case 'age':
    case 'amount-rate':
    case 'segment-spread':
    case 'last-due':
    case 'constant':
    case 'raw':
    case 'raw-volume':
      return [];
  }
}

/** The conditions that a measure directly stands under. */
export function measureConditions(measure: Measure): readonly Condition[] {
  return measure.node === 'when' ? [measure.condition] : [];
}

/** A measure and all that it is made of, those in its conditions included. */
export function measuresOf(measure: Measure): readonly Measure[] {
  return [
    measure,
    ...measureParts(measure).flatMap(measuresOf),
    ...measureConditions(measure).flatMap(conditionMeasures),
  ];
}

/** All measures of a condition, with their parts. */
export function conditionMeasures(condition: Condition): readonly Measure[] {
  switch (condition.node) {
    case 'compare':
      return [...measuresOf(condition.left), ...measuresOf(condition.right)];
    case 'no-value':
      return measuresOf(condition.of);
    case 'all':
    case 'any':
      return condition.of.flatMap(conditionMeasures);
    case 'unless':
      return [...conditionMeasures(condition.of), ...conditionMeasures(condition.exception)];
    case 'latched':
      return [...conditionMeasures(condition.trigger), ...conditionMeasures(condition.release)];
    case 'burn-rate':
    case 'sustained':
    case 'budget-remaining':
    case 'absent':
    case 'segment-beyond':
    case 'missing-bucket':
    case 'always':
    case 'self':
      return [];
  }
}

/** The series that a measure itself reads, its parts not counted. */
export function ownSelections(measure: Measure): readonly Selection[] {
  switch (measure.node) {
    case 'rate':
    case 'increase':
    case 'mean':
    case 'quantile':
    case 'gauge':
    case 'age':
    case 'amount-rate':
      return [measure.of];
    case 'segment-spread':
      return [measure.of, measure.samples];
    case 'ratio':
    case 'ago':
    case 'scaled':
    case 'when':
    case 'combine':
    case 'proportion-z':
    case 'last-due':
    case 'constant':
    case 'raw':
    case 'raw-volume':
      return [];
  }
}

/** All series that a measure reads. */
export function measureSelections(measure: Measure): readonly Selection[] {
  return measuresOf(measure).flatMap(ownSelections);
}

/** All series that a condition reads by itself; what it says of an objective is the objective's. */
export function conditionSelections(condition: Condition): readonly Selection[] {
  const own = nodesOfCondition(condition).flatMap((node) => {
    if (node.node === 'absent') return [node.of];
    return node.node === 'segment-beyond' ? [node.of, node.samples, node.overallSamples] : [];
  });
  return [...own, ...conditionMeasures(condition).flatMap(ownSelections)];
}

/** The series that an indicator stands on; what else its measure reads, `indicatorMeasures` tells. */
export function indicatorSelections(indicator: Indicator): readonly Selection[] {
  switch (indicator.type) {
    case 'events':
      return [...indicator.total, ...indicator.bad];
    case 'histogram-threshold':
      return [indicator.of];
    case 'time-in-bounds':
      return indicator.signals;
  }
}

/** The measures that an indicator compares; none where it counts events. */
export function indicatorMeasures(indicator: Indicator): readonly Measure[] {
  if (indicator.type !== 'time-in-bounds') return [];
  return [indicator.measure, ...(indicator.alsoBeyond ? [indicator.alsoBeyond] : [])];
}

/** A condition and all conditions that it is joined of. */
export function nodesOfCondition(condition: Condition): readonly Condition[] {
  switch (condition.node) {
    case 'all':
    case 'any':
      return [condition, ...condition.of.flatMap(nodesOfCondition)];
    case 'unless':
      return [condition, ...nodesOfCondition(condition.of), ...nodesOfCondition(condition.exception)];
    case 'latched':
      return [condition, ...nodesOfCondition(condition.trigger), ...nodesOfCondition(condition.release)];
    case 'compare':
    case 'burn-rate':
    case 'sustained':
    case 'budget-remaining':
    case 'absent':
    case 'no-value':
    case 'segment-beyond':
    case 'missing-bucket':
    case 'always':
    case 'self':
      return [condition];
  }
}

/** The windows in seconds over which a measure looks back. */
export function measureWindows(measure: Measure): readonly number[] {
  return measuresOf(measure).flatMap((each) => ('overSeconds' in each ? [each.overSeconds] : []));
}
