import type { CatalogueEntry } from './entry.ts';

/** What is reported about automatic actions. */
export const ACTION_CODES: readonly CatalogueEntry[] = [
  {
    code: 'action/unknown-value',
    title: 'place in a payload that nothing fills',
    exit: 'invalid-spec',
    explain:
      'A payload is handed on as it is written, but for places such as {{ alert.summary }}, which the alert fills. This one has a name that alerts do not have.',
  },
];
