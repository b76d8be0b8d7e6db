import { type LabelSet, namedFacets, type Selection, type Signal } from '../../plan/signal.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Expr, FunctionCall, Matcher, VectorSelector } from '../ast.ts';
import { call, labelDiffers, labelEquals, metric, range } from '../build.ts';
import { div, mul } from '../operators.ts';
import { type Scope, signalOf } from './scope.ts';

/** What further distinguishes the series read: the histogram's part, the bucket, how long ago. */
export interface SelectorOptions {
  readonly suffix?: '_bucket' | '_count' | '_sum';
  readonly matchers?: readonly Matcher[];
  readonly offsetSeconds?: number;
}

/** The equalities that choose a selection's series, by label name. */
export function labelsOf(scope: Scope, selection: Selection): LabelSet {
  const { environment } = scope.plan;
  const signal = signalOf(scope, selection.signal);
  return {
    ...(environment.labelsSelect ? environment.labels : {}),
    ...signal.prometheus.labels,
    ...namedFacets(signal.prometheus.facetLabels, selection.where),
  };
}

/** The raw series of a selection. */
export function seriesOf(
  scope: Scope,
  selection: Selection,
  { suffix, matchers = [], offsetSeconds = 0 }: SelectorOptions = {},
): VectorSelector {
  const equalities = sortedBy(Object.entries(labelsOf(scope, selection)), ([label]) => label);
  const signal = signalOf(scope, selection.signal);
  const others = namedFacets(signal.prometheus.facetLabels, selection.whereNot);
  const selector = metric(`${signal.metric}${suffix ?? ''}`, [
    ...equalities.map(([label, value]) => labelEquals(label, value)),
    ...sortedBy(Object.entries(others), ([label]) => label).map(([label, value]) =>
      labelDiffers(label, value),
    ),
    ...matchers,
  ]);
  return offsetSeconds === 0 ? selector : { ...selector, offsetSeconds };
}

/** Series that exist whenever the selection's do: a classic histogram is known by its count. */
export function presenceOf(scope: Scope, selection: Selection): VectorSelector {
  return isClassicHistogram(signalOf(scope, selection.signal))
    ? seriesOf(scope, selection, { suffix: '_count' })
    : seriesOf(scope, selection);
}

export function isClassicHistogram(signal: Signal): boolean {
  return signal.instrument === 'histogram' && signal.prometheus.histogram?.kind !== 'native';
}

export function isNativeHistogram(signal: Signal): boolean {
  return signal.instrument === 'histogram' && signal.prometheus.histogram?.kind === 'native';
}

/**
 * Events per second (`rate`) or in the window (`increase`) of every series of a counter, or of observations of a classic
 * histogram. Of a native histogram the whole histogram's.
 */
export function change(
  scope: Scope,
  selection: Selection,
  fn: 'rate' | 'increase',
  seconds: number,
  options: SelectorOptions = {},
): FunctionCall {
  const isClassic = isClassicHistogram(signalOf(scope, selection.signal));
  const suffix = options.suffix ?? (isClassic ? '_count' : undefined);
  const series = seriesOf(scope, selection, { ...options, ...(suffix === undefined ? {} : { suffix }) });
  return call(fn, range(series, seconds));
}

/**
 * Raw samples in the plan's unit. Where the scale is one by a whole number it divides: 57 / 100 is the double nearest to
 * 0.57, 57 * 0.01 is not, and a limit of 57% would be exceeded at 57.
 */
export function scaled(expr: Expr, scale: number): Expr {
  if (scale === 1) return expr;
  const divisor = Math.round(1 / scale);
  return scale < 1 && 1 / divisor === scale ? div(expr, divisor) : mul(expr, scale);
}
