import type { CatalogueEntry } from './entry.ts';

/** What is reported about business metrics and about values that are compared with their own past. */
export const BUSINESS_CODES: readonly CatalogueEntry[] = [
  {
    code: 'business/no-baseline',
    title: 'business metric that is never breached',
    exit: 'invalid-spec',
    explain:
      'A business metric is breached when it is too far from what it was at the same time of other weeks. Without `baseline` nothing says how far that is, and nobody would ever be told.',
  },
  {
    code: 'business/odd-bound',
    title: 'bound on the good side of a business metric',
    exit: 'finding',
    explain:
      '`direction` says which way is good. `maxIncrease` of what should be high, and `maxDecrease` of what should be low, alert on good news. That is possible (a click-through rate that doubles overnight may be a broken counter), and mostly a mistake.',
  },
  {
    code: 'business/unused-volume',
    title: 'count of events that nothing is compared with',
    exit: 'invalid-spec',
    explain:
      '`volume` counts the events that a business metric stands on, for `baseline.minVolume` to ask how many are enough. Without that minimum nobody reads it, and a quiet hour would be judged like any other.',
  },
  {
    code: 'baseline/no-bound',
    title: 'baseline without a bound',
    exit: 'invalid-spec',
    explain:
      'A baseline says what is usual; `maxIncrease` and `maxDecrease` say how far from it is too far. Without either, nothing is ever too far. The same holds for a `fallback` without min or max.',
  },
  {
    code: 'baseline/unreachable',
    title: 'bound that nothing can exceed',
    exit: 'invalid-spec',
    explain:
      'What cannot be negative never falls by more than 100%: the alert would stay silent whatever happens. Choose a lower share.',
  },
  {
    code: 'baseline/bounds-crossed',
    title: 'bounds that exclude every value',
    exit: 'invalid-spec',
    explain: 'The lower bound is not below the upper one, so that every value would be out of bounds.',
  },
];
