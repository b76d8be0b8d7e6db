import type { Exposition } from '../../support/exposition.ts';
import { hasLabels, type MetricSource } from './source.ts';

/** One answer to a scrape as a source: everything in it is new. */
export function fileSource(shown: string, { series, types }: Exposition): MetricSource {
  return {
    shown,
    isScraped: false,
    names: async () => [...new Set(series.map(({ name }) => name))],
    typeOf: async (metric) => knownType(types.get(metric) ?? types.get(metric.replace(/_total$/, ''))),
    series: async (name, labels) =>
      series
        .filter((each) => each.name === name && hasLabels(each.labels, labels))
        .map((each) => each.labels),
  };
}

/** A type that says nothing is none. */
export function knownType(type: string | undefined): string | undefined {
  return type === 'unknown' || type === 'untyped' ? undefined : type;
}
