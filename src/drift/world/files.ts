import { statSync } from 'node:fs';
import path from 'node:path';
import type { JobSource } from '../../plan/drift-job.ts';
import type { Engine } from '../engine.ts';
import { findRemote, isListed, isRemote, listed, openStore } from './remote.ts';

/** The files of a source, sorted, with the days of which there is none. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly missingDays: readonly string[];
}

export interface Days {
  /** Where relative paths begin. */
  readonly root: string;
  /** YYYY-MM-DD; undefined for all that there are. */
  readonly days: readonly string[] | undefined;
  /** Days whose files are read if there are any. */
  readonly also?: readonly string[];
}

/**
 * The files that a path names: `{date}` stands for each of the days, or for any text where the days are not known. Relative
 * paths begin at `root`. Throws a DriftProblem when a remote path can't be asked for.
 */
export async function findFiles(
  engine: Engine,
  source: JobSource,
  { root, days, also = [] }: Days,
): Promise<FoundFiles> {
  const pattern = source.path ?? '';
  const isElsewhere = isRemote(pattern);
  const full = isElsewhere || path.isAbsolute(pattern) ? pattern : path.join(literal(root), pattern);
  if (isElsewhere) await openStore(engine, source, root);
  const anyDay = isListed(full) ? ['*'] : [];
  const patterns = full.includes('{date}')
    ? [...new Set([...(days ?? anyDay), ...also])].map((day) => ({
        day,
        glob: full.replaceAll('{date}', day),
      }))
    : [{ day: '', glob: full }];
  const files: string[] = [];
  const missingDays: string[] = [];
  for (const { day, glob } of patterns) {
    const found = isElsewhere ? await findRemote(engine, source.name, glob) : await listed(engine, glob);
    files.push(...found);
    if (found.length === 0 && days?.includes(day)) missingDays.push(day);
  }
  return { files: [...new Set(files)], missingDays };
}

/** A folder as a pattern that names it alone. */
function literal(folder: string): string {
  return folder.replaceAll(/[[*?]/g, '[$&]');
}

/** Size and time of change of local files, to tell whether they were written while they were read. */
export function fingerprint(files: readonly string[]): string {
  return files
    .filter((file) => !isRemote(file))
    .map((file) => {
      try {
        const { size, mtimeMs } = statSync(file);
        return `${file} ${size} ${mtimeMs}`;
      } catch {
        return `${file} gone`;
      }
    })
    .join('\n');
}

/** True for a local file without a byte in it. */
export function isEmptyFile(file: string): boolean {
  try {
    return !isRemote(file) && statSync(file).size === 0;
  } catch {
    return false;
  }
}

export function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}
