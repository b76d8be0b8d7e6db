import type { Facet, Selection } from '../../plan/signal.ts';
import type { Reading } from '../../plan/view.ts';
import { isDefined } from '../../support/is-defined.ts';
import type { Expr, Matcher } from '../ast.ts';
import {
  aggregate,
  call,
  histogramCount,
  histogramQuantile,
  histogramSum,
  labelReplace,
  panelRange,
  sum,
} from '../build.ts';
import { signalOf } from '../lower/scope.ts';
import { isClassicHistogram, isNativeHistogram, scaled, seriesOf } from '../lower/selection.ts';
import { div, gt, or } from '../operators.ts';
import type { LoweredReading } from './readings.ts';
import { chosen, type ViewScope } from './view-scope.ts';

type Of<Read extends Reading['read']> = Extract<Reading, { read: Read }>;

export function rateReading(scope: ViewScope, { of, by }: Of<'rate'>): LoweredReading {
  const labels = labelsOf(scope, of, by);
  return { expr: events(scope, of, labels), labels };
}

/** Of several totals the sum; kinds of events that never happened are not there, rather than 0. */
export function shareReading(scope: ViewScope, { of, outOf, by }: Of<'share'>): LoweredReading {
  const labels = labelsOf(scope, of, by);
  const [first, ...others] = outOf.map((each, index) =>
    outOf.length === 1
      ? events(scope, each, [])
      : labelReplace(events(scope, each, []), 'part', `${index + 1}`, '', ''),
  );
  if (first === undefined) throw new Error('a share is of something');
  const all =
    others.length === 0 ? first : sum(others.reduce<Expr>((joined, part) => or(joined, part), first));
  const parts = events(scope, of, labels);
  const share =
    labels.length === 0 ? div(parts, gt(all, 0)) : div(parts, gt(all, 0), { on: [], groupLeft: [] });
  return { expr: share, labels };
}

export function quantileReading(scope: ViewScope, { of, quantile }: Of<'quantile'>): LoweredReading {
  const signal = signalOf(scope.scope, of.signal);
  const buckets = isNativeHistogram(signal)
    ? sum(rates(scope, of))
    : sum(rates(scope, of, '_bucket'), { by: ['le'] });
  return { expr: scaled(histogramQuantile(quantile, buckets), signal.prometheus.scale), labels: [] };
}

export function meanReading(scope: ViewScope, { of }: Of<'mean'>): LoweredReading {
  const signal = signalOf(scope.scope, of.signal);
  const all = sum(rates(scope, of));
  const mean = isNativeHistogram(signal)
    ? div(histogramSum(all), gt(histogramCount(all), 0))
    : div(sum(rates(scope, of, '_sum')), gt(sum(rates(scope, of, '_count')), 0));
  return { expr: scaled(mean, signal.prometheus.scale), labels: [] };
}

export function gaugeReading(scope: ViewScope, { of, by, aggregate: op }: Of<'gauge'>): LoweredReading {
  const labels = labelsOf(scope, of, by);
  const { scale } = signalOf(scope.scope, of.signal).prometheus;
  const series = seriesOf(scope.scope, of, { matchers: narrowed(scope, of) });
  return { expr: scaled(aggregate(op, series, groupedBy(labels)), scale), labels };
}

/** Events per second of a counter, or observations of a histogram. */
function events(scope: ViewScope, of: Selection, labels: readonly string[]): Expr {
  const signal = signalOf(scope.scope, of.signal);
  const summed = sum(rates(scope, of, isClassicHistogram(signal) ? '_count' : undefined), groupedBy(labels));
  return isNativeHistogram(signal)
    ? histogramCount(summed)
    : scaled(summed, signal.instrument === 'counter' ? signal.prometheus.scale : 1);
}

function rates(scope: ViewScope, of: Selection, suffix?: '_bucket' | '_count' | '_sum'): Expr {
  const options = { matchers: narrowed(scope, of), ...(suffix !== undefined && { suffix }) };
  return call('rate', panelRange(seriesOf(scope.scope, of, options)));
}

function groupedBy(labels: readonly string[]): { by: readonly string[] } | undefined {
  return labels.length === 0 ? undefined : { by: labels };
}

function labelsOf(scope: ViewScope, { signal }: Selection, by: readonly Facet[]): string[] {
  const { facetLabels } = signalOf(scope.scope, signal).prometheus;
  return by.map((facet) => facetLabels[facet]).filter(isDefined);
}

/** The version and the segment that the reader chose, unless the panel chooses one itself. */
function narrowed(scope: ViewScope, { signal, where, whereNot }: Selection): Matcher[] {
  const { prometheus } = signalOf(scope.scope, signal);
  const label = prometheus.facetLabels.version;
  const isFree = where?.version === undefined && whereNot?.version === undefined;
  return [
    ...(label !== undefined && isFree ? chosen(scope, 'version', label) : []),
    ...((prometheus.labels['segment'] ?? '') === '' ? [] : chosen(scope, 'segment')),
  ];
}
