import type { Measure } from '../../../plan/condition.ts';
import type { Selection } from '../../../plan/signal.ts';
import { printDuration } from '../../../units/index.ts';
import type { MathScope } from './scope.ts';

/** A measure in words, for the description of an alarm: "rate of Requests v2 over 5m". */
export function wordsOf(scope: MathScope, measure: Measure): string {
  const name = (of: Selection): string =>
    [scope.of(of)?.metric.name ?? of.signal, ...Object.values(of.where ?? {})].join(' ');
  switch (measure.node) {
    case 'rate':
      return `rate of ${name(measure.of)} over ${printDuration(measure.overSeconds)}`;
    case 'increase':
      return `${name(measure.of)} in ${printDuration(measure.overSeconds)}`;
    case 'mean':
      return `mean of ${name(measure.of)} over ${printDuration(measure.overSeconds)}`;
    case 'quantile':
      return `quantile ${measure.quantile} of ${name(measure.of)} over ${printDuration(measure.overSeconds)}`;
    case 'gauge':
      return `${measure.aggregate} of ${name(measure.of)}`;
    case 'age':
      return `age of ${name(measure.of)} in seconds`;
    case 'ratio':
      return `${wordsOf(scope, measure.numerator)} / ${wordsOf(scope, measure.denominator)}`;
    case 'scaled':
      return `${measure.factor} × ${wordsOf(scope, measure.of)}`;
    case 'ago':
      return wordsOf(scope, measure.of);
    case 'constant':
      return `${measure.value}`;
    case 'amount-rate':
      return `amount per second of ${name(measure.of)} over ${printDuration(measure.overSeconds)}`;
    case 'when':
    case 'combine':
    case 'proportion-z':
    case 'segment-spread':
    case 'last-due':
    case 'raw-volume':
    case 'raw':
      return 'a query';
  }
}
