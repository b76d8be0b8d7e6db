import type { CatalogueEntry } from './entry.ts';

/** What is reported about secrets in specs. */
export const SECRET_CODES: readonly CatalogueEntry[] = [
  {
    code: 'secret/plain-text',
    title: 'secret in a spec',
    exit: 'invalid-spec',
    explain:
      'Specs are committed, reviewed and printed in messages, so a secret in one must be taken as known to everybody: replace it. Specs hold references only: the path of a file (`secrets/slack-url`), or `env:NAME`. Relative paths are those of the program that reads them. The value is masked in every message.',
  },
];
