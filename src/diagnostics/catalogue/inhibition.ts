import type { CatalogueEntry } from './entry.ts';

/** What is reported about what explains what. */
export const INHIBITION_CODES: readonly CatalogueEntry[] = [
  {
    code: 'inhibition/cause-later-than-symptom',
    title: 'cause that fires after its symptom',
    exit: 'finding',
    explain:
      'The failure of something upstream silences what it explains. Here, when data grow old slowly, the symptom fires first, so both are told until the cause fires too. Let the upstream alert fire sooner, or allow the downstream one more age.',
  },
];
