import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';
import { type Asked, capabilityNote } from '../capability.ts';
import { capabilities } from './capabilities.ts';

export const TARGET_NAME = 'alertmanager';

/** The note on a construct, none where it is expressed in full. */
export function asked(about: Asked): Diagnostic[] {
  const found = capabilityNote({ name: TARGET_NAME, capabilities }, about);
  return found === undefined ? [] : [found];
}

/** What could not be expressed, or not as asked: information, unless `severity` says that more is at stake. */
export function note(
  code: string,
  origin: Origin | undefined,
  text: Pick<Diagnostic, 'message' | 'hint' | 'field' | 'data'> & Partial<Pick<Diagnostic, 'severity'>>,
): Diagnostic {
  const span = origin?.spans[0];
  return {
    code,
    severity: 'info',
    ...text,
    ...(span === undefined ? {} : { span }),
    ...(origin === undefined ? {} : { object: origin.object }),
  };
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
