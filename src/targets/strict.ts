import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Says which wish made an error of it, since the same specs compile without. */
const REASON = 'It is an error because of --strict-targets.';

/** The finding as `--strict-targets` wants it: whatever a target leaves out is an error. Others stay as they are. */
export function strictly(note: Diagnostic): Diagnostic {
  if (note.code !== 'target/unsupported') return note;
  return { ...note, severity: 'error', hint: note.hint === undefined ? REASON : `${note.hint} ${REASON}` };
}
