import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Compiled, compile } from '../compile.ts';
import { sortDiagnostics } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findProject, type LoadedProject, loadProject } from '../load.ts';
import { PROJECT_FILE } from '../workspace/project-file.ts';
import { commitOf, defaultBase, loadRevision, mergeBase, type Repository, repositoryOf } from './revision.ts';

/** One side of a comparison, read and compiled. */
export interface DiffSide {
  /** As people call it: a folder, a revision, "the working tree". */
  readonly name: string;
  readonly commit?: string;
  /** Absent when the project does not exist there. */
  readonly loaded?: LoadedProject;
  readonly compiled: Compiled;
  /** Errors of loading and compiling. */
  readonly errors: readonly Diagnostic[];
}

export type Sides = { readonly base: DiffSide; readonly head: DiffSide } | { readonly problem: Diagnostic };

/** Where a side is to be found. */
type Source =
  | { readonly from: 'folder'; readonly name: string; readonly root: string }
  | { readonly from: 'commit'; readonly name: string; readonly commit: string };

const WORKING_TREE = 'the working tree';

/**
 * Reads what the arguments name: two folders or revisions; one, against the working tree; `base..head`, `base...head` (from
 * where they parted); none: from where the work parted from the main branch. `project` is a folder; the nearest upwards by
 * default.
 */
export function readSides(given: readonly string[], project: string | undefined, cwd: string): Sides {
  const finder = finderOf(project, cwd);
  const sources = sourcesOf(given, finder, cwd);
  if ('problem' in sources) return sources;
  const base = readSide(sources.base, finder);
  if ('problem' in base) return base;
  const head = readSide(sources.head, finder);
  if ('problem' in head) return head;
  if (head.loaded === undefined && base.loaded === undefined)
    return { problem: notFound(`neither ${base.name} nor ${head.name} has a project here`) };
  return { base, head };
}

/** The project and its repository, looked for once and only when somebody needs them: two folders need neither. */
interface Finder {
  readonly root: () => { readonly root: string } | { readonly problem: Diagnostic };
  readonly repository: () => Repository | { readonly problem: Diagnostic };
}

function finderOf(project: string | undefined, cwd: string): Finder {
  let root: ReturnType<Finder['root']> | undefined;
  let repository: ReturnType<Finder['repository']> | undefined;
  const findRoot = () => {
    root ??= findProject(project, cwd);
    return root;
  };
  return {
    root: findRoot,
    repository: () => {
      const found = findRoot();
      repository ??= 'problem' in found ? found : repositoryOf(found.root);
      return repository;
    },
  };
}

function sourcesOf(
  given: readonly string[],
  finder: Finder,
  cwd: string,
): { base: Source; head: Source } | { problem: Diagnostic } {
  const [first, second] = given;
  if (first === undefined) return fromMain(finder);
  const range = second === undefined && !isFolder(first, cwd) ? rangeOf(first) : undefined;
  if (range) return rangeSources(range, finder);
  const base = sourceOf(first, finder, cwd);
  if ('problem' in base) return base;
  const head = second === undefined ? workingTree(finder) : sourceOf(second, finder, cwd);
  return 'problem' in head ? head : { base, head };
}

function fromMain(finder: Finder): { base: Source; head: Source } | { problem: Diagnostic } {
  const repository = finder.repository();
  if ('problem' in repository) return repository;
  const head = workingTree(finder);
  if ('problem' in head) return head;
  const base = defaultBase(repository);
  if (base === undefined) {
    return {
      problem: {
        code: 'usage/no-base',
        severity: 'error',
        message: 'there is no branch main or master, here or at origin, that shares history with HEAD',
        hint: 'Name the revision to compare with: modelwatch diff <revision>. In CI, fetch the history first (actions/checkout: fetch-depth: 0).',
      },
    };
  }
  return { base: { from: 'commit', name: `${base.name} (merge base)`, commit: base.commit }, head };
}

interface Range {
  readonly from: string;
  readonly to: string;
  readonly isSymmetric: boolean;
}

/** `a..b`, `a...b`; a side that is not said is HEAD. Paths such as `../old` are no ranges. */
function rangeOf(text: string): Range | undefined {
  const [, from = '', dots = '', to = ''] = /^(.*?[^./]|)(\.{2,3})([^./].*|)$/.exec(text) ?? [];
  if (dots === '' || (from === '' && to === '')) return undefined;
  return { from: from || 'HEAD', to: to || 'HEAD', isSymmetric: dots === '...' };
}

function rangeSources(
  { from, to, isSymmetric }: Range,
  finder: Finder,
): { base: Source; head: Source } | { problem: Diagnostic } {
  const base = revisionSource(from, finder);
  if ('problem' in base) return base;
  const head = revisionSource(to, finder);
  if ('problem' in head) return head;
  const repository = finder.repository();
  if (!isSymmetric || 'problem' in repository) return { base, head };
  const commit = mergeBase(repository, base.commit, head.commit);
  if (commit === undefined) {
    return {
      problem: {
        code: 'usage/no-base',
        severity: 'error',
        message: `${from} and ${to} share no history`,
        hint: 'Compare them as they are with two dots. In CI, fetch the history first (actions/checkout: fetch-depth: 0).',
      },
    };
  }
  return { base: { ...base, name: `${from} (merge base)`, commit }, head };
}

function sourceOf(given: string, finder: Finder, cwd: string): Source | { problem: Diagnostic } {
  if (isFolder(given, cwd)) {
    const path = resolve(cwd, given);
    return { from: 'folder', name: given, root: basename(path) === PROJECT_FILE ? dirname(path) : path };
  }
  // What looks like a path is meant as one.
  if (/^\.{0,2}\//.test(given) || given === '.' || given === '..') {
    const found = findProject(given, cwd);
    return 'problem' in found ? found : { from: 'folder', name: given, root: found.root };
  }
  return revisionSource(given, finder);
}

function revisionSource(
  revision: string,
  finder: Finder,
): Extract<Source, { from: 'commit' }> | { problem: Diagnostic } {
  const repository = finder.repository();
  if ('problem' in repository) {
    const { problem } = repository;
    return {
      problem: {
        ...problem,
        message: `"${revision}" is no folder with a ${PROJECT_FILE}, and no revision can be looked up: ${problem.message}`,
      },
    };
  }
  const commit = commitOf(repository, revision);
  if (commit !== undefined) return { from: 'commit', name: revision, commit };
  return {
    problem: {
      code: 'usage/unknown-revision',
      severity: 'error',
      message: `"${revision}" is neither a folder with a ${PROJECT_FILE} nor a revision of this repository`,
      hint: 'Try `git log --oneline --all`. In CI, fetch the branch first: git fetch origin main.',
    },
  };
}

function workingTree(finder: Finder): Source | { problem: Diagnostic } {
  const found = finder.root();
  return 'problem' in found ? found : { from: 'folder', name: WORKING_TREE, root: found.root };
}

/** A folder with a project file, or that file. */
function isFolder(given: string, cwd: string): boolean {
  const path = resolve(cwd, given);
  return (
    existsSync(join(path, PROJECT_FILE)) ||
    (basename(path) === PROJECT_FILE && statSync(path, { throwIfNoEntry: false })?.isFile() === true)
  );
}

function readSide(source: Source, finder: Finder): DiffSide | { problem: Diagnostic } {
  if (source.from === 'folder') return sideOf(source, loadProject(source.root));
  const repository = finder.repository();
  if ('problem' in repository) return repository;
  const read = loadRevision(repository, source.commit);
  return 'problem' in read ? read : sideOf(source, read.loaded);
}

const EMPTY: Compiled = { files: [], diagnostics: [], environments: [], objectCount: 0 };

function sideOf(source: Source, loaded: LoadedProject | undefined): DiffSide {
  const name = { name: source.name, ...(source.from === 'commit' && { commit: source.commit }) };
  if (loaded === undefined) return { ...name, compiled: EMPTY, errors: [] };
  const compiled = compile(loaded.input);
  const errors = sortDiagnostics([...loaded.diagnostics, ...compiled.diagnostics]).filter(
    ({ severity }) => severity === 'error',
  );
  return { ...name, loaded, compiled, errors };
}

function notFound(message: string): Diagnostic {
  return { code: 'usage/not-found', severity: 'error', message };
}
