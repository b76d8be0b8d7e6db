import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Says which wish made an error of it, since the same specs compile without. */
const REASON = '`--strict-targets` makes this an error.';

/** Findings that tell of something asked for and not rendered, or cut short. What is done otherwise is not among them. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'target/unsupported',
  'target/no-mapping',
  'target/unit-contradicts',
  'target/limit',
  'target/no-data-source',
  'drift/left-out',
]);

/** The finding as `--strict-targets` wants it: whatever a target leaves out is an error. Others stay as they are. */
export function strictly(note: Diagnostic): Diagnostic {
  if (!LEFT_OUT.has(note.code)) return note;
  return { ...note, severity: 'error', hint: note.hint === undefined ? REASON : `${note.hint} ${REASON}` };
}
