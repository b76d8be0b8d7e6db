import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type LoadedProject, loadProject } from '../load.ts';
import { MANIFEST_FORMAT } from '../output/manifest.ts';
import { MANIFEST_NAME } from '../output/paths.ts';
import { inTemporaryFolder } from '../readers/temporary-folder.ts';
import { decodeSpec, MAX_BYTES } from '../source/read.ts';
import { PROJECT_FILE } from '../workspace/project-file.ts';
import { git, gitLine } from './git.ts';

/** A project's folder in a Git repository. */
export interface Repository {
  /** Absolute folder of the project in the working tree. */
  readonly root: string;
  /** The same from the top of the repository, with a `/` at its end; empty at the top. */
  readonly prefix: string;
}

/** The repository that a project's folder is in. */
export function repositoryOf(root: string): Repository | { readonly problem: Diagnostic } {
  const run = git(root, ['rev-parse', '--show-prefix']);
  if (run.ok) return { root, prefix: run.stdout.toString('utf8').replace(/\r?\n$/, '') };
  if (run.isMissing) return run;
  const { message, hint } = run.problem;
  // "dubious ownership" is a refusal of git's own, with its way out.
  if (!/not a git repository/i.test(message)) return run;
  return {
    problem: {
      code: 'usage/not-a-repository',
      severity: 'error',
      message: `${root} is in no Git repository, so it has no revisions`,
      hint: hint ?? 'Compare two folders instead: modelwatch diff old/ new/.',
    },
  };
}

/** The full commit that a revision names; undefined when there is none. */
export function commitOf({ root }: Repository, revision: string): string | undefined {
  return gitLine(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
}

const MAIN_BRANCHES = ['main', 'master'].flatMap((name) => [`origin/${name}`, name]);

/** Where the work since the main branch began: the merge base of HEAD and the first main branch that there is. */
export function defaultBase(
  repository: Repository,
): { readonly commit: string; readonly name: string } | undefined {
  const branch = MAIN_BRANCHES.find((name) => commitOf(repository, name) !== undefined);
  if (branch === undefined) return undefined;
  const commit = mergeBase(repository, branch, 'HEAD');
  return commit === undefined ? undefined : { commit, name: branch };
}

/** The best common ancestor of two revisions; undefined when they share no history. */
export function mergeBase({ root }: Repository, a: string, b: string): string | undefined {
  return gitLine(root, ['merge-base', '--end-of-options', a, b]);
}

interface TreeEntry {
  readonly mode: string;
  readonly blob: string;
  readonly bytes: number;
  /** Below the project's folder. */
  readonly path: string;
}

/**
 * Reads a project as it is in a commit, by the same rules as from the disk: its YAML files are laid out in a temporary folder
 * and loaded from there. Undefined when the commit has no project file at this place.
 */
export function loadRevision(
  repository: Repository,
  commit: string,
): { readonly loaded: LoadedProject | undefined } | { readonly problem: Diagnostic } {
  const listed = listTree(repository, commit);
  if ('problem' in listed) return listed;
  const { entries } = listed;
  if (!entries.some(({ path }) => path === PROJECT_FILE)) return { loaded: undefined };
  const manifests = entries.filter(
    ({ path, mode }) => isFile(mode) && posix.basename(path) === MANIFEST_NAME,
  );
  const known = readBlobs(repository, manifests);
  if ('problem' in known) return known;
  const rendered = manifests
    .filter(({ blob }) => known.blobs.get(blob)?.includes(`"${MANIFEST_FORMAT}"`))
    .map(({ path }) => path.slice(0, -MANIFEST_NAME.length));
  const wanted = entries.filter(
    ({ path }) =>
      /\.ya?ml$/.test(path) && !rendered.some((folder) => folder !== '' && path.startsWith(folder)),
  );
  const read = readBlobs(
    repository,
    wanted.filter(({ bytes }) => bytes <= MAX_BYTES),
  );
  if ('problem' in read) return read;
  return inTemporaryFolder('revision', (folder) => {
    layOut(folder, wanted, read.blobs);
    const links = entries.filter(({ mode }) => mode === LINK);
    const targets = readBlobs(repository, links);
    if ('problem' in targets) return targets;
    layLinks(folder, links, targets.blobs);
    return { loaded: withAuxiliary(loadProject(folder), repository, entries) };
  });
}

const LINK = '120000';

function isFile(mode: string): boolean {
  return mode.startsWith('100');
}

function listTree(
  { root, prefix }: Repository,
  commit: string,
): { entries: TreeEntry[] } | { problem: Diagnostic } {
  const path = prefix === '' ? [] : ['--', prefix];
  const run = git(root, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit, ...path]);
  if (!run.ok) return run;
  const entries = run.stdout
    .toString('utf8')
    .split('\0')
    .flatMap((line): TreeEntry[] => {
      const [, mode = '', blob = '', size = '', full = ''] =
        /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t([^]*)$/.exec(line) ?? [];
      const inside = full.slice(prefix.length);
      // A tree made by hand may have names that git itself would refuse.
      if (
        inside === '' ||
        !full.startsWith(prefix) ||
        inside.split('/').some((step) => UNSAFE_STEP.test(step))
      )
        return [];
      return [{ mode, blob, bytes: Number(size), path: inside }];
    });
  return { entries };
}

const UNSAFE_STEP = /^(?:\.{0,2}|\.git)$|[\\:]/i;

/** Contents by blob, all in one run of git. */
function readBlobs(
  { root }: Repository,
  entries: readonly TreeEntry[],
): { blobs: ReadonlyMap<string, Buffer> } | { problem: Diagnostic } {
  const blobs = new Map<string, Buffer>();
  if (entries.length === 0) return { blobs };
  const names = [...new Set(entries.map(({ blob }) => blob))];
  const run = git(root, ['cat-file', '--batch'], `${names.join('\n')}\n`);
  if (!run.ok) return run;
  let at = 0;
  while (at < run.stdout.length) {
    const end = run.stdout.indexOf(0x0a, at);
    const [blob = '', , size] = run.stdout.subarray(at, end).toString('utf8').split(' ');
    const length = Number(size);
    if (end < 0 || !Number.isInteger(length)) return { problem: unreadable(blob) };
    blobs.set(blob, run.stdout.subarray(end + 1, end + 1 + length));
    at = end + 1 + length + 1;
  }
  return { blobs };
}

function unreadable(blob: string): Diagnostic {
  return {
    code: 'tool/failed',
    severity: 'error',
    message: `git can't be used: it does not have the object ${blob}`,
    hint: 'The clone is shallow or partial: fetch more of it (actions/checkout: fetch-depth: 0).',
  };
}

function layOut(folder: string, entries: readonly TreeEntry[], blobs: ReadonlyMap<string, Buffer>): void {
  for (const { mode, path, blob, bytes } of entries) {
    if (!isFile(mode)) continue;
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, blobs.get(blob) ?? '');
    // Too large to be read: its size is what the loader complains about.
    if (bytes > MAX_BYTES) truncateSync(file, bytes);
  }
}

/** Links inside the project; those that leave it would be refused by the loader too. They come last: nothing is written through them. */
function layLinks(folder: string, entries: readonly TreeEntry[], blobs: ReadonlyMap<string, Buffer>): void {
  for (const { path, blob } of entries) {
    const target = blobs.get(blob)?.toString('utf8') ?? '';
    const inside = posix.normalize(posix.join(posix.dirname(path), target));
    if (target === '' || posix.isAbsolute(target) || inside === '..' || inside.startsWith('../')) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(target, join(folder, path));
  }
}

/** Other files that the specs name (calendars) are read from the commit when they are asked for. */
function withAuxiliary(
  loaded: LoadedProject,
  repository: Repository,
  entries: readonly TreeEntry[],
): LoadedProject {
  const files = new Map(
    entries
      .filter(({ mode, bytes }) => isFile(mode) && bytes <= MAX_BYTES)
      .map((entry) => [entry.path, entry]),
  );
  const texts = new Map(loaded.texts);
  const known = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    const entry = files.get(posix.normalize(path));
    const found = entry && readBlobs(repository, [entry]);
    const bytes = found && 'blobs' in found ? found.blobs.get(entry?.blob ?? '') : undefined;
    return bytes && decodeSpec(path, bytes, () => undefined)?.text;
  };
  const readAuxiliary = (path: string): string | undefined => {
    if (!known.has(path)) known.set(path, read(path));
    const text = known.get(path);
    if (text !== undefined) texts.set(path, text);
    return text;
  };
  return { ...loaded, root: repository.root, texts, input: { ...loaded.input, readAuxiliary } };
}
