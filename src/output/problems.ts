import type { OUTPUT_CODES } from '../diagnostics/catalogue/output.ts';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { pathOfError, reasonOf } from './disk.ts';

export type OutputCode = (typeof OUTPUT_CODES)[number]['code'];

/** A finding of this room. No span: it is about files that were rendered, not about a line of a spec. */
export function problem(
  code: OutputCode,
  message: string,
  hint?: string,
  data?: Readonly<Record<string, unknown>>,
  severity: Severity = 'error',
): Diagnostic {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(data === undefined ? {} : { data }),
  };
}

const SHOWN = 5;

/** The first few paths and how many more there are: `a, b and 3 more`. */
export function listed(paths: readonly string[]): string {
  if (paths.length <= SHOWN) return paths.join(', ');
  return `${paths.slice(0, SHOWN).join(', ')} and ${paths.length - SHOWN} more`;
}

/** `is` or `are`, by number. */
export function isOrAre(n: number): string {
  return n === 1 ? 'is' : 'are';
}

/** A disk that refused before the commit. `label` is the output folder as the user knows it. */
export function writeFailed(label: string, error: unknown, rolledBack: boolean): Diagnostic {
  const path = pathOfError(error) ?? label;
  return problem(
    'output/write-failed',
    `cannot write ${path}: ${reasonOf(error)}; no rendered file was changed`,
    rolledBack ? undefined : 'What was begun could not be cleared away: the next command does that.',
    { path },
  );
}

/** A disk that refused after the commit. */
export function unfinished(label: string, error: unknown): Diagnostic {
  const path = pathOfError(error) ?? label;
  return problem(
    'output/unfinished',
    `writing ${label} stopped at ${path}: ${reasonOf(error)}; some files are new, some still old`,
    'Mend the cause; the next modelwatch command finishes the write. Do not review or load the folder before.',
    { path },
  );
}
