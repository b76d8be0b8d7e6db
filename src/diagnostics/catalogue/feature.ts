import type { CatalogueEntry } from './entry.ts';

/** What is reported about features that say what cannot be. */
export const FEATURE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'feature/no-reason',
    title: 'feature that is not monitored for no reason',
    exit: 'invalid-spec',
    explain:
      '`monitor: none` leaves a feature out of every check and test. That may be right (an identifier, personal data), and whoever looks for a gap in a year has to know why: write `reason` beside it.',
  },
  {
    code: 'feature/duplicate',
    title: 'two features of one name',
    exit: 'invalid-spec',
    explain: 'Results are told apart by the name of the feature. Two of this set have the same one.',
  },
  {
    code: 'feature/expectation',
    title: 'expectation that does not fit the feature',
    exit: 'invalid-spec',
    explain:
      'Numbers have a range, categories have values and a cardinality. A range is given from its least to its largest value. An expectation of another type would fail always, or never.',
  },
];
