import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';
import { type Asked, capabilityNote } from '../capability.ts';
import { capabilities } from './capabilities.ts';

export const TARGET_NAME = 'pagerduty';

/** The note on a construct, none where it is expressed in full. */
export function asked(about: Asked): Diagnostic[] {
  const found = capabilityNote({ name: TARGET_NAME, capabilities }, about);
  return found === undefined ? [] : [found];
}

/** A note with a code of its own. */
export function note(
  code: 'target/rounded-to-minutes' | 'target/limit',
  origin: Origin,
  text: Pick<Diagnostic, 'message'> & Partial<Pick<Diagnostic, 'hint' | 'severity'>>,
): Diagnostic {
  const [span] = origin.spans;
  return { code, severity: 'info', ...text, ...(span && { span }), object: origin.object };
}
