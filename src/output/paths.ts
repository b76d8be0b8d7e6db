import { sortedBy } from '../support/sorted-by.ts';

/** The manifest's name inside a project's output folder. */
export const MANIFEST_NAME = 'MANIFEST.json';
/** The folder of an unfinished write. Not hidden from version control on purpose: `git status` should show it. */
export const TX_NAME = '.modelwatch-tx';

/**
 * Which part of the output folder a write replaces: everything, or what lies under these prefixes (`prod`,
 * `prod/prometheus`), counted in whole segments.
 */
export type Scope = 'all' | readonly string[];

/** True if the path lies in the scope. */
export function inScope(scope: Scope, path: string): boolean {
  if (scope === 'all') return true;
  return scope.some((prefix) => {
    const folder = prefix.replace(/\/+$/, '');
    return folder === '' || path === folder || path.startsWith(`${folder}/`);
  });
}

const MAX_SEGMENT_BYTES = 255;

/** Why this is no path that we write inside an output folder, as a clause; undefined if it is one. */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute';
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'it contains a control character';
  if (path.includes('\\')) return 'it contains a backslash';
  if (/\p{Surrogate}/u.test(path)) return 'it contains half a Unicode character';
  for (const segment of path.split('/')) {
    if (segment === '') return 'it has an empty segment';
    if (segment === '.' || segment === '..') return `it contains the segment "${segment}"`;
    if (Buffer.byteLength(segment, 'utf8') > MAX_SEGMENT_BYTES) {
      return `a segment is longer than ${MAX_SEGMENT_BYTES} bytes`;
    }
  }
  const first = foldCase(path.split('/')[0] ?? '');
  if (first === foldCase(TX_NAME) || foldCase(path) === foldCase(MANIFEST_NAME))
    return 'the name is reserved';
  return undefined;
}

/** One spelling for all that a file system which ignores case and Unicode composition holds for the same name. */
export function foldCase(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Two paths that cannot live in one tree on every file system. */
export interface Collision {
  readonly kind: 'case' | 'file-and-folder';
  readonly first: string;
  readonly second: string;
}

/**
 * Paths, or folders on their way, that differ only by case, and files that would have to be folders at the same time.
 * `leaving` are paths that go in the same write: they may give way to a folder or a file, but not to another case.
 */
export function collisions(paths: Iterable<string>, leaving: Iterable<string> = []): Collision[] {
  const found: Collision[] = [];
  const files = new Set(paths);
  const spelling = new Map<string, string>();
  for (const path of sortedBy(new Set([...files, ...leaving]), (p) => p)) {
    for (const prefix of [...parentsOf(path), path]) {
      const folded = foldCase(prefix);
      const before = spelling.get(folded);
      if (before === undefined) spelling.set(folded, prefix);
      else if (before !== prefix) {
        const told = found.some((c) => c.kind === 'case' && c.first === before && c.second === prefix);
        if (!told) found.push({ kind: 'case', first: before, second: prefix });
        break;
      }
    }
    if (!files.has(path)) continue;
    const file = parentsOf(path).find((parent) => files.has(parent));
    if (file !== undefined) found.push({ kind: 'file-and-folder', first: file, second: path });
  }
  return found;
}

/** The folders on the way to a path, outermost first, without the output folder itself: `a/b/c` gives `a`, `a/b`. */
export function parentsOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, i) => segments.slice(0, i + 1).join('/'));
}

/** The folder that holds a path; empty for the output folder itself. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
