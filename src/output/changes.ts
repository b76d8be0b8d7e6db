import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compareStrings } from '../support/compare-strings.ts';
import { sha256 } from '../support/sha256.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { sha256OfBytes } from './disk.ts';
import type { Operation } from './journal.ts';
import { type Manifest, mergeManifest, printManifest } from './manifest.ts';
import { brokenManifestWarning, type Ownership, readOwnership } from './ownership.ts';
import { collisions, inScope, MANIFEST_NAME, parentOf, parentsOf, pathProblem, type Scope } from './paths.ts';
import { listed, problem } from './problems.ts';
import { inspect, nameOf, onDisk, type Place, type Tree } from './tree.ts';

/** What a file shall hold. As text, since the bytes of thousands of files would take as much memory again. */
export interface NextFile {
  readonly text: string;
  /** SHA-256 of its UTF-8 bytes; worked out once, when it is first asked for. */
  readonly sha256: () => string;
}

export function nextFile(text: string): NextFile {
  let hash: string | undefined;
  return {
    text,
    sha256: () => {
      hash ??= sha256(text);
      return hash;
    },
  };
}

function isWritten({ text }: NextFile, present: Uint8Array): boolean {
  return Buffer.compare(present, Buffer.from(text, 'utf8')) === 0;
}

/** What a write has to do, worked out before anything is touched. */
export interface Changes {
  readonly operations: readonly Operation[];
  /** The texts to be staged, by stage number. */
  readonly staged: ReadonlyMap<string, string>;
  /** Folders that have to be made. */
  readonly newFolders: readonly string[];
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of ours that were changed by hand and are replaced or removed. */
  readonly edited: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

export type PlannedChanges =
  | { readonly kind: 'changes'; readonly changes: Changes }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** What is wrong with the rendered paths by themselves, whatever lies on the disk. */
export function checkPaths(paths: Iterable<string>): Diagnostic[] {
  const list = sortedBy(paths, (path) => path);
  const bad = list.flatMap((path) => {
    const why = pathProblem(path);
    return why === undefined
      ? []
      : [problem('output/bad-path', `cannot write a file named ${JSON.stringify(path)}: ${why}`)];
  });
  return bad.length > 0 ? bad : collisionProblems(list, []);
}

function collisionProblems(paths: Iterable<string>, leaving: Iterable<string>): Diagnostic[] {
  return collisions(paths, leaving).map(({ kind, first, second }) =>
    kind === 'case'
      ? problem(
          'output/path-collision',
          `${first} and ${second} differ only by case, and are one file on some disks`,
          'Rename one of the objects. If the first is an old file, delete it by hand once.',
        )
      : problem('output/path-collision', `${first} would have to be a file, and a folder for ${second}`),
  );
}

/**
 * Compares the tree with what it should become. Only reads. Paths are assumed to be checked. Throws file errors.
 */
export function planChanges(
  tree: Tree,
  next: ReadonlyMap<string, NextFile>,
  manifest: Manifest,
  scope: Scope,
): PlannedChanges {
  const ownership = readOwnership(tree, manifest.project, scope);
  if (ownership.kind === 'refused') return ownership;
  const kept = (ownership.manifest?.files ?? []).map((f) => f.path).filter((path) => !inScope(scope, path));
  const leaving = [...ownership.hashes.keys()].filter((path) => inScope(scope, path) && !next.has(path));
  const collided = collisionProblems([...next.keys(), ...kept], leaving);
  if (collided.length > 0) return { kind: 'refused', diagnostics: collided };

  const removals = planRemovals(tree, leaving, ownership);
  const writes = planWrites(tree, next, ownership, new Set(removals.operations.map((o) => o.path)));
  if (writes.refusals.length > 0) return { kind: 'refused', diagnostics: writes.refusals };
  const listing = planManifest(tree, mergeManifest(ownership.manifest, manifest, scope), ownership);

  const all = [...writes.pending, ...listing];
  const operations: Operation[] = [
    ...removals.operations,
    ...all.map(({ path, old, file }, i): Operation => {
      return { op: 'write', path, stage: String(i), old, new: file.sha256() };
    }),
  ];
  const edited = sortedBy([...removals.edited, ...writes.edited], (path) => path);
  return {
    kind: 'changes',
    changes: {
      operations,
      staged: new Map(all.map(({ file }, i) => [String(i), file.text])),
      newFolders: writes.newFolders,
      written: writes.pending.map((file) => file.path),
      removed: removals.operations.map((operation) => operation.path),
      unchanged: writes.unchanged,
      edited,
      warnings: [
        ...brokenManifestWarning(tree, ownership),
        ...removals.warnings,
        ...editWarnings(tree, edited),
      ],
    },
  };
}

function editWarnings(tree: Tree, edited: readonly string[]): Diagnostic[] {
  if (edited.length === 0) return [];
  const message = `changed by hand and replaced: ${listed(edited.map((path) => onDisk(tree, path)))}`;
  const hint = 'Change the spec instead: what is edited in the output folder is lost at the next compile.';
  return [problem('output/overwrote-edit', message, hint, { paths: edited }, 'warning')];
}

interface Removals {
  readonly operations: Operation[];
  readonly edited: string[];
  readonly warnings: Diagnostic[];
}

function planRemovals(tree: Tree, leaving: readonly string[], { hashes }: Ownership): Removals {
  const found: Removals = { operations: [], edited: [], warnings: [] };
  const folders = new Set<string>();
  for (const path of sortedBy(leaving, (p) => p)) {
    const place = inspect(tree, path, folders);
    if (place.kind === 'absent') continue;
    if (place.kind !== 'file') {
      const [at, kind] = place.kind === 'blocked' ? [place.at, place.by] : [path, place.kind];
      const message = `${onDisk(tree, path)} is no longer rendered, but ${onDisk(tree, at)} is ${nameOf(kind)} now: left alone`;
      found.warnings.push(problem('output/left-alone', message, undefined, { path }, 'warning'));
      continue;
    }
    const old = sha256OfBytes(tree.disk.read(onDisk(tree, path)));
    found.operations.push({ op: 'remove', path, old });
    const recorded = hashes.get(path);
    if (recorded !== undefined && recorded !== old) found.edited.push(path);
  }
  return found;
}

interface PendingFile {
  readonly path: string;
  readonly file: NextFile;
  readonly old: string | null;
}

interface Writes {
  readonly pending: PendingFile[];
  readonly unchanged: string[];
  readonly edited: string[];
  readonly newFolders: string[];
  readonly refusals: Diagnostic[];
}

function planWrites(
  tree: Tree,
  next: ReadonlyMap<string, NextFile>,
  { hashes, hasManifest }: Ownership,
  removed: ReadonlySet<string>,
): Writes {
  const found: Writes = { pending: [], unchanged: [], edited: [], newFolders: [], refusals: [] };
  const folders = new Set<string>();
  const newFolders = new Set<string>();
  const foreign: string[] = [];
  for (const [path, file] of [...next].toSorted(([a], [b]) => compareStrings(a, b))) {
    const place = givingWay(tree, path, inspect(tree, path, folders), removed);
    if (place.kind === 'absent') {
      found.pending.push({ path, file, old: null });
      for (const parent of parentsOf(path)) if (!folders.has(parent)) newFolders.add(parent);
    } else if (place.kind !== 'file') {
      found.refusals.push(inTheWay(tree, path, place));
    } else {
      const present = tree.disk.read(onDisk(tree, path));
      if (isWritten(file, present)) {
        found.unchanged.push(path);
        continue;
      }
      const old = sha256OfBytes(present);
      if (!hashes.has(path)) foreign.push(path);
      else if (![undefined, old].includes(hashes.get(path))) found.edited.push(path);
      found.pending.push({ path, file, old });
    }
  }
  if (foreign.length > 0) found.refusals.push(foreignFiles(tree, foreign, hasManifest));
  found.newFolders.push(...sortedBy(newFolders, (path) => path));
  return found;
}

/** What will be at a place once the removed files are gone: one of them, or a folder of them, does not stand in the way. */
export function givingWay(tree: Tree, path: string, place: Place, removed: ReadonlySet<string>): Place {
  if (place.kind === 'blocked' && removed.has(place.at)) return { kind: 'absent' };
  if (place.kind === 'folder' && becomesEmpty(tree, path, removed)) return { kind: 'absent' };
  return place;
}

/** True if a folder holds at least one removed file below it and nothing else: such folders are pruned. */
function becomesEmpty(tree: Tree, folder: string, removed: ReadonlySet<string>): boolean {
  const names = tree.disk.list(onDisk(tree, folder));
  return (
    names.length > 0 &&
    names.every((name) => {
      const path = `${folder}/${name}`;
      if (removed.has(path)) return true;
      return tree.disk.look(onDisk(tree, path))?.kind === 'folder' && becomesEmpty(tree, path, removed);
    })
  );
}

function inTheWay(tree: Tree, path: string, place: Exclude<Place, { kind: 'absent' | 'file' }>): Diagnostic {
  const [at, kind] = place.kind === 'blocked' ? [place.at, place.by] : [path, place.kind];
  const what = at === path ? 'a rendered file belongs there' : `a folder for ${path} belongs there`;
  const hint = kind === 'symlink' ? 'Symbolic links in the output folder are never followed.' : undefined;
  return problem('output/not-a-file', `${onDisk(tree, at)} is ${nameOf(kind)}: ${what}`, hint, { path: at });
}

function foreignFiles(tree: Tree, paths: readonly string[], hasManifest: boolean): Diagnostic {
  const names = listed(paths.map((path) => onDisk(tree, path)));
  return problem(
    'output/foreign-file',
    `not written by modelwatch, and in the place of rendered files: ${names}`,
    hasManifest
      ? `Move or delete what is listed: ${MANIFEST_NAME} does not know it.`
      : `There is no ${MANIFEST_NAME}: restore it from version control, or delete the files, then compile again.`,
    { paths },
  );
}

function planManifest(tree: Tree, manifest: Manifest, ownership: Ownership): PendingFile[] {
  const file = nextFile(printManifest(manifest));
  if (!ownership.hasManifest) return [{ path: MANIFEST_NAME, file, old: null }];
  const present = tree.disk.read(onDisk(tree, MANIFEST_NAME));
  if (isWritten(file, present)) return [];
  return [{ path: MANIFEST_NAME, file, old: sha256OfBytes(present) }];
}

/** The existing folders that the operations change entries of, outermost first; empty text for the output folder. */
export function touchedFolders(tree: Tree, operations: readonly Operation[]): string[] {
  const touched = new Set<string>(['']);
  for (const { path } of operations) {
    let folder = parentOf(path);
    while (folder !== '' && inspect(tree, folder).kind !== 'folder') folder = parentOf(folder);
    touched.add(folder);
  }
  return sortedBy(touched, (path) => path);
}
