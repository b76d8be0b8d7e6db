import type { CatalogueEntry } from './entry.ts';

/** What is reported when specs ask for more than the project allows. */
export const LIMITS_CODES: readonly CatalogueEntry[] = [
  {
    code: 'limits/series',
    title: 'more series than the project allows for a model',
    exit: 'invalid-spec',
    explain:
      'Features, tests and values of segments multiply: the drift job writes three series for each test in each value, and the rules record some for each objective. The finding shows the count and its largest parts. Test less, list the values that matter, or raise `limits.series` of the project.',
  },
];
