import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Asked, capabilityNote } from '../capability.ts';
import { capabilities } from './capabilities.ts';

export const TARGET_NAME = 'alertmanager';

/** The note on a construct, none where it is expressed in full. */
export function asked(about: Asked): Diagnostic[] {
  const found = capabilityNote({ name: TARGET_NAME, capabilities }, about);
  return found === undefined ? [] : [found];
}

/** Without repetitions: two teams with one policy, or two entries with one secret, give one note. */
export function distinctNotes(notes: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const each of notes) {
    const key = JSON.stringify([each.code, each.message, each.span?.file, each.span?.start.offset]);
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()];
}
