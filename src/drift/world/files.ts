import { statSync } from 'node:fs';
import path from 'node:path';
import type { JobSource } from '../../plan/drift-job.ts';
import { quoteText } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import { DriftProblem } from '../problem.ts';

const REMOTE = /^[a-z][a-z0-9+.-]*:\/\//i;
/** Extensions of DuckDB by the scheme of a path. */
const EXTENSIONS: readonly [RegExp, string][] = [
  [/^(?:s3|s3a|gs|gcs|r2|https?):\/\//i, 'httpfs'],
  [/^(?:az|azure|abfss?):\/\//i, 'azure'],
];

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
 * paths begin at `root`. Throws a DriftProblem when the extension for a remote path is not installed.
 */
export async function findFiles(
  engine: Engine,
  source: JobSource,
  { root, days, also = [] }: Days,
): Promise<FoundFiles> {
  const pattern = source.path ?? '';
  const isRemote = REMOTE.test(pattern);
  const full = isRemote || path.isAbsolute(pattern) ? pattern : path.join(literal(root), pattern);
  if (isRemote) await loadFor(engine, source.name, full);
  const patterns = full.includes('{date}')
    ? [...new Set([...(days ?? ['*']), ...also])].map((day) => ({
        day,
        glob: full.replaceAll('{date}', day),
      }))
    : [{ day: '', glob: full }];
  const files: string[] = [];
  const missingDays: string[] = [];
  for (const { day, glob } of patterns) {
    const found = await engine.rows(`SELECT file FROM glob(${quoteText(glob)}) ORDER BY file`);
    files.push(...found.map(([file]) => String(file)));
    if (found.length === 0 && days?.includes(day)) missingDays.push(day);
  }
  return { files: [...new Set(files)], missingDays };
}

/** A folder as a pattern that names it alone. */
function literal(folder: string): string {
  return folder.replaceAll(/[[*?]/g, '[$&]');
}

async function loadFor(engine: Engine, source: string, url: string): Promise<void> {
  const extension = EXTENSIONS.find(([scheme]) => scheme.test(url))?.[1];
  if (extension === undefined) {
    throw new DriftProblem(
      'source/unknown-scheme',
      `source ${source}: nothing here reads ${url.split(':')[0] ?? ''}://`,
      'Use a local path, s3://, gs://, az:// or https://.',
    );
  }
  try {
    await engine.run(`LOAD ${extension}`);
  } catch {
    throw new DriftProblem(
      'source/no-extension',
      `source ${source} needs DuckDB's extension ${extension}, which is not installed`,
      `Where there is network, once: duckdb -c "INSTALL ${extension}" with the same version of DuckDB, or put ${extension}.duckdb_extension into its extension folder.`,
    );
  }
}

/** Size and time of change of local files, to tell whether they were written while they were read. */
export function fingerprint(files: readonly string[]): string {
  return files
    .filter((file) => !REMOTE.test(file))
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
    return !REMOTE.test(file) && statSync(file).size === 0;
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
