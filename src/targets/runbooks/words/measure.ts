import type { Comparison, Measure } from '../../../plan/condition.ts';
import { namedFacets, type Selection } from '../../../plan/signal.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { code, type Inline, listed, md } from '../../../support/markdown.ts';
import { sortedBy } from '../../../support/sorted-by.ts';
import { amount, lasting, percent, plainNumber } from './amount.ts';

export const COMPARISONS: Readonly<Record<Comparison, Inline>> = {
  '>': md`above`,
  '>=': md`at least`,
  '<': md`below`,
  '<=': md`at most`,
};

/** A measure in plain words, as a noun with its article or as an amount. */
export function measureWords(scope: Scope, measure: Measure): Inline {
  switch (measure.node) {
    case 'rate':
      return md`the rate of ${eventWords(scope, measure.of)} over ${lasting(measure.overSeconds)}`;
    case 'increase':
      return md`${isHistogram(scope, measure.of) ? md`the number` : md`the increase`} of ${eventWords(scope, measure.of)} in ${lasting(measure.overSeconds)}`;
    case 'mean':
      return md`the mean of ${selectionWords(scope, measure.of)} over ${lasting(measure.overSeconds)}`;
    case 'quantile':
      return md`the p${plainNumber(measure.quantile * 100)} of ${selectionWords(scope, measure.of)} over ${lasting(measure.overSeconds)} (${percent(measure.quantile)} of the values are below it)`;
    case 'gauge':
      return md`the ${GAUGE_WORDS[measure.aggregate]} of ${selectionWords(scope, measure.of)}`;
    case 'age':
      return md`the time since ${selectionWords(scope, measure.of)} (the ${AGE_WORDS[measure.aggregate]} of its series)`;
    case 'ratio':
      return md`${measureWords(scope, measure.numerator)} divided by ${measureWords(scope, measure.denominator)}`;
    case 'ago':
      return md`${measureWords(scope, measure.of)}, ${lasting(measure.bySeconds)} earlier`;
    case 'scaled':
      return md`${factorWords(measure.factor)} ${measureWords(scope, measure.of)}`;
    case 'constant':
      return amount(measure.value, measure.unit);
    case 'raw':
      return md`the result of the spec's own query`;
  }
}

const GAUGE_WORDS = { min: md`lowest`, max: md`highest`, mean: md`mean`, sum: md`sum` };
const AGE_WORDS = { oldest: md`oldest`, newest: md`newest` };

function factorWords(factor: number): Inline {
  return factor < 1 ? md`${percent(factor)} of` : md`${plainNumber(factor)} times`;
}

/** What a counter or a histogram counts. */
function eventWords(scope: Scope, of: Selection): Inline {
  const series = selectionWords(scope, of);
  return isHistogram(scope, of) ? md`observations of ${series}` : series;
}

function isHistogram(scope: Scope, { signal }: Selection): boolean {
  return scope.signals.get(signal)?.instrument === 'histogram';
}

/** The metric, and which of its series. */
export function selectionWords(scope: Scope, { signal, where }: Selection): Inline {
  const known = scope.signals.get(signal);
  const name = code(known?.metric ?? signal);
  const labels = sortedBy(
    Object.entries(namedFacets(known?.prometheus.facetLabels ?? {}, where)),
    ([label]) => label,
  );
  if (labels.length === 0) return name;
  const conditions = labels.map(([label, value]) => md`${code(label)} ${code(value)}`);
  return md`${name} with ${listed(conditions, 'and')}`;
}
