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
];
