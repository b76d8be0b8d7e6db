import type { Comparison, Measure, Proportion } from '../../../plan/condition.ts';
import { type FacetValues, namedFacets, type Selection } from '../../../plan/signal.ts';
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
    case 'when':
      return md`${measureWords(scope, measure.of)} (only while ${measureWords(scope, measure.condition.left)} is ${COMPARISONS[measure.condition.op]} ${measureWords(scope, measure.condition.right)})`;
    case 'combine':
      return combinedWords(scope, measure);
    case 'amount-rate':
      return md`the amount per second of ${selectionWords(scope, measure.of)} over ${lasting(measure.overSeconds)}`;
    case 'proportion-z':
      return md`the z statistic of ${proportionWords(scope, measure.left)} against ${proportionWords(scope, measure.right)}`;
    case 'segment-spread':
      return md`the largest over the smallest ${selectionWords(scope, measure.of)} of the segment, of those with at least ${plainNumber(measure.minSamples)} samples`;
    case 'last-due':
      return md`the start of the run that was due last`;
    case 'raw-volume':
      return md`the events that the spec's own query stands on`;
    case 'raw':
      return md`the result of the spec's own query`;
  }
}

/** Of one measure at several times: said once. */
function combinedWords(scope: Scope, { by, of }: Extract<Measure, { node: 'combine' }>): Inline {
  const agos = of.filter((part) => part.node === 'ago');
  const [first] = agos;
  const measured = new Set(agos.map((part) => JSON.stringify(part.of)));
  if (first !== undefined && agos.length === of.length && measured.size === 1) {
    const times = agos.map(({ bySeconds }) => lasting(bySeconds));
    return md`the ${COMBINED[by]} of ${measureWords(scope, first.of)}, taken ${listed(times, 'and')} earlier`;
  }
  return md`the ${COMBINED[by]} of ${listed(
    of.map((part) => measureWords(scope, part)),
    'and',
  )}`;
}

const COMBINED = {
  median: md`median`,
  mean: md`mean`,
  min: md`lowest`,
  max: md`highest`,
  sum: md`sum`,
};

function proportionWords(scope: Scope, { events, of }: Proportion): Inline {
  return md`${measureWords(scope, events)} among ${measureWords(scope, of)}`;
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
export function selectionWords(scope: Scope, { signal, where, whereNot }: Selection): Inline {
  const known = scope.signals.get(signal);
  const name = code(known?.metric ?? signal);
  const names = known?.prometheus.facetLabels ?? {};
  const labelled = (facets: FacetValues | undefined) =>
    sortedBy(Object.entries(namedFacets(names, facets)), ([label]) => label);
  const conditions = [
    ...labelled(where).map(([label, value]) => md`${code(label)} ${code(value)}`),
    ...labelled(whereNot).map(([label, value]) => md`${code(label)} other than ${code(value)}`),
  ];
  if (conditions.length === 0) return name;
  return md`${name} with ${listed(conditions, 'and')}`;
}
