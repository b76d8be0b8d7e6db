import { capabilitiesOf, FULL } from '../capability.ts';

/** It compares and checks data; others alert on what it finds. */
export const capabilities = capabilitiesOf({
  'drift/comparison': FULL,
  'drift/checks': FULL,
  'drift/interval': {
    support: 'approximated',
    how: 'the next shorter interval that a calendar tells',
  },
});
