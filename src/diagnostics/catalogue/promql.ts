import type { CatalogueEntry } from './entry.ts';

/** What is reported about queries of users. */
export const PROMQL_CODES: readonly CatalogueEntry[] = [
  {
    code: 'promql/invalid-query',
    title: 'query that is no valid PromQL',
    exit: 'invalid-spec',
    explain:
      'The `query` of a monitor is parsed before anything is rendered, and its value must be comparable with a threshold: an instant vector or a number, not a range, not a text. Prometheus would otherwise refuse the whole rule file.',
  },
  {
    code: 'promql/no-volume',
    title: 'minimum of events that nobody counts',
    exit: 'invalid-spec',
    explain:
      'A minimum of events (`minVolume`, `minSamples`) asks how many events a value stands on. That can be read from a query that is a quotient of rates: the events of its denominator. This query is none. A business metric can say how they are counted under `volume`; else leave the minimum out.',
  },
];
