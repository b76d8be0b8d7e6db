import { readFileSync, realpathSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { removeLeftFiles } from '../output/left-files.ts';
import { removeIfThere, temporaryBeside, writeDurably } from '../output/whole-file.ts';
import { reasonOf } from '../support/file-errors.ts';

/** A spec file with its text as it was read and as it is to be. */
export interface FileChange {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const MARK = '\uFEFF';

/** The changes as `patch` and `git apply` read them. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes
    .map(({ path, before, after }) =>
      createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
        context: 3,
      }).replace(/^=+\n/, ''),
    )
    .join('');
}

/**
 * Writes all changes or none: every new text is on the disk before the first takes its name. A file that is not any more what was read
 * is left alone, and so are all others. Returns what went wrong.
 */
export function writeChanges(root: string, changes: readonly FileChange[]): Diagnostic | undefined {
  const begun: { readonly temporary: string; readonly target: string }[] = [];
  let current = '';
  try {
    for (const { path, before, after } of changes) {
      current = path;
      const target = realpathSync(join(root, path));
      const found = readFileSync(target, 'utf8');
      const mark = found.startsWith(MARK) ? MARK : '';
      if (found !== mark + before) {
        discard(begun);
        return {
          code: 'calibrate/changed',
          severity: 'error',
          message: `${path} was changed while it was calibrated: nothing was written`,
          hint: 'Run it again.',
        };
      }
      const temporary = temporaryBeside(target);
      removeLeftFiles(target);
      begun.push({ temporary, target });
      writeDurably(temporary, mark + after, statSync(target).mode);
    }
    for (const { temporary, target } of begun) renameSync(temporary, target);
    return undefined;
  } catch (error) {
    discard(begun);
    return {
      code: 'calibrate/not-written',
      severity: 'error',
      message: `${current} can't be written: ${reasonOf(error)}`,
    };
  }
}

function discard(begun: readonly { readonly temporary: string }[]): void {
  for (const { temporary } of begun) removeIfThere(temporary);
}
