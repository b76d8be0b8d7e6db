import path from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { applyOperations, clearTransaction } from './apply.ts';
import { type Changes, checkPaths, type NextFile, nextFile, planChanges, touchedFolders } from './changes.ts';
import { errorCode } from './disk.ts';
import { BALLAST_NAME, JOURNAL_DRAFT_NAME, JOURNAL_NAME, printJournal, STAGE_NAME } from './journal.ts';
import { acquireLock, releaseLock } from './lock.ts';
import type { Manifest } from './manifest.ts';
import { inScope, type Scope } from './paths.ts';
import { problem, unfinished, writeFailed } from './problems.ts';
import {
  busyProblem,
  nodeMachine,
  type OutputMachine,
  obstructed,
  recoverLocked,
  transactionState,
} from './recover.ts';
import { inTx, nameOf, onDisk, type Tree } from './tree.ts';

/** Paths of rendered files, sorted; MANIFEST.json is not counted. */
export interface WrittenTree {
  readonly status: 'written';
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Those of `written` and `removed` that somebody had changed by hand. */
  readonly edited: readonly string[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

export type WriteOutcome =
  | WrittenTree
  /** No rendered file was touched. */
  | { readonly status: 'refused'; readonly diagnostics: readonly Diagnostic[] }
  /** Stopped after the point of no return: the next command finishes it. */
  | { readonly status: 'unfinished'; readonly diagnostics: readonly Diagnostic[] };

export interface WriteOptions {
  readonly machine?: OutputMachine;
  /** How long to wait for another process that is writing. */
  readonly waitMs?: number;
}

const DEFAULT_WAIT_MS = 5_000;

/**
 * Makes the output folder of one project (`generated/<project>`) hold exactly the rendered files of the scope, as one step:
 * whenever the process dies, `recover` leads to all old or all new files. Never throws on what the disk does.
 *
 * New files are staged in `.modelwatch-tx/new`, then a journal of all operations is renamed into place: that is the commit.
 * Then the staged files are renamed to where they belong, MANIFEST.json last, and the journal is removed.
 *
 * `next` has paths relative to `outDir`, all inside the scope; `manifest` lists the same files. Files that the previous
 * manifest does not list are not ours: the write is refused if one is in the way with other bytes.
 */
export function writeTree(
  outDir: string,
  next: ReadonlyMap<string, string>,
  manifest: Manifest,
  scope: Scope = 'all',
  options: WriteOptions = {},
): WriteOutcome {
  const machine = options.machine ?? nodeMachine;
  const tree: Tree = { disk: machine.disk, outDir };
  const job: Job = {
    tree,
    machine,
    next: new Map([...next].map(([name, text]) => [name, nextFile(text)])),
    manifest,
    scope,
  };
  const outside = [...next.keys()].find((name) => !inScope(scope, name));
  if (outside !== undefined) throw new RangeError(`${outside} lies outside the scope of this write`);
  const bad = checkPaths(next.keys());
  if (bad.length > 0) return refused(bad);
  try {
    const early = earlyOutcome(job);
    return early ?? withLock(job, options.waitMs ?? DEFAULT_WAIT_MS, () => writeLocked(job));
  } catch (error) {
    return refused([writeFailed(outDir, error, true)]);
  }
}

interface Job {
  readonly tree: Tree;
  readonly machine: OutputMachine;
  readonly next: ReadonlyMap<string, NextFile>;
  readonly manifest: Manifest;
  readonly scope: Scope;
}

/**
 * What can be told without the lock: a refusal, and that there is nothing to do. Both touch nothing at all, so that the
 * second works on a read-only disk. Undefined if there is something to do or to recover.
 */
function earlyOutcome(job: Job): WriteOutcome | undefined {
  const { tree, machine } = job;
  const wrong = outDirProblem(tree);
  if (wrong !== undefined) return refused([wrong]);
  const state = transactionState(tree, machine.processes);
  if (state.kind === 'obstructed') return refused([obstructed(tree, state.by)]);
  if (state.kind !== 'none') return undefined;
  const planned = planChanges(tree, job.next, job.manifest, job.scope);
  if (planned.kind === 'refused') return refused(planned.diagnostics);
  return planned.changes.operations.length === 0 ? written(planned.changes, []) : undefined;
}

function outDirProblem(tree: Tree): Diagnostic | undefined {
  const entry = tree.disk.look(tree.outDir);
  if (entry === undefined || entry.kind === 'folder') return undefined;
  return problem(
    'output/not-a-file',
    `${tree.outDir} is ${nameOf(entry.kind)}: the output folder belongs there`,
    entry.kind === 'symlink'
      ? 'Its parent may be a symbolic link, the folder of a project may not.'
      : undefined,
  );
}

function withLock(job: Job, waitMs: number, work: () => WriteOutcome): WriteOutcome {
  const { disk } = job.tree;
  const made: string[] = [];
  const outcome = underLock(job, waitMs, made, work);
  if (outcome.status === 'refused') {
    for (const folder of made.toReversed()) quietly(() => disk.removeFolder(folder));
  }
  return outcome;
}

/** `made` is filled with the folders that had to be made for it, outermost first. */
function underLock(job: Job, waitMs: number, made: string[], work: () => WriteOutcome): WriteOutcome {
  const { tree, machine } = job;
  let held: string | undefined;
  try {
    makeOutDir(tree, tree.outDir, made);
    const lock = acquireLock(tree.disk, inTx(tree), machine.processes, waitMs);
    if (lock.kind === 'busy') return refused([busyProblem(tree, lock, 'error')]);
    held = lock.name;
    return work();
  } catch (error) {
    return refused([writeFailed(tree.outDir, error, true)]);
  } finally {
    if (held === undefined) quietly(() => tree.disk.removeFolder(inTx(tree)));
    else releaseLock(tree.disk, inTx(tree), held);
  }
}

/** Makes the folder and what is missing above it, and notes what it made, outermost first. */
function makeOutDir(tree: Tree, folder: string, made: string[]): void {
  if (tree.disk.look(folder) !== undefined) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeOutDir(tree, parent, made);
  try {
    tree.disk.makeFolder(folder);
    made.push(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function writeLocked(job: Job): WriteOutcome {
  const { tree } = job;
  const recovery = recoverLocked(tree);
  if (recovery.action === 'failed') return refused(recovery.diagnostics);
  // Planned again, since another process may have written until we had the lock.
  const planned = planChanges(tree, job.next, job.manifest, job.scope);
  if (planned.kind === 'refused') return refused([...recovery.diagnostics, ...planned.diagnostics]);
  const { changes } = planned;
  if (changes.operations.length === 0) return written(changes, recovery.diagnostics);

  const durable = changes.staged.size <= MOST_SYNCED_FILES;
  try {
    stage(tree, changes, durable);
    tree.disk.rename(inTx(tree, JOURNAL_DRAFT_NAME), inTx(tree, JOURNAL_NAME));
  } catch (error) {
    const cleared = quietly(() => clearTransaction(tree));
    return refused([...recovery.diagnostics, writeFailed(tree.outDir, error, cleared)]);
  }
  try {
    tree.disk.syncFolder(inTx(tree));
    const applied = applyOperations(tree, changes.operations, { durable });
    if (applied.kind === 'stopped') return { status: 'unfinished', diagnostics: [applied.diagnostic] };
    clearTransaction(tree);
  } catch (error) {
    return { status: 'unfinished', diagnostics: [...recovery.diagnostics, unfinished(tree.outDir, error)] };
  }
  return written(changes, recovery.diagnostics);
}

/**
 * Waiting for the disk costs up to some milliseconds a file. It guards against power cuts only (a killed process loses
 * nothing), after which recovery checks hashes; so beyond this many files only the journal waits.
 */
const MOST_SYNCED_FILES = 2_000;

/** All that can be done before the commit, so that little can go wrong after it. Throws file errors. */
function stage(tree: Tree, changes: Changes, durable: boolean): void {
  const { disk, outDir } = tree;
  const device = disk.look(outDir)?.device;
  const touched = touchedFolders(tree, changes.operations).map((folder) => onDisk(tree, folder));
  for (const folder of touched) {
    disk.assertWritable(folder);
    if (disk.look(folder)?.device !== device) {
      throw Object.assign(new Error('crosses disks'), { code: 'EXDEV', path: folder });
    }
  }
  disk.makeFolder(inTx(tree, STAGE_NAME));
  // One buffer for all files: one each would be garbage by the time the next is made, and is collected late.
  const sizes = [...changes.staged.values()].map((text) => Buffer.byteLength(text, 'utf8'));
  const buffer = Buffer.allocUnsafe(sizes.reduce((most, size) => Math.max(most, size), 0));
  for (const [name, text] of changes.staged) {
    const bytes = buffer.subarray(0, buffer.write(text, 'utf8'));
    disk.writeNew(inTx(tree, STAGE_NAME, name), bytes, durable);
  }
  // Given back right after the commit: a disk that is full by then still has the blocks and inodes for the folders.
  disk.makeFolder(inTx(tree, BALLAST_NAME));
  for (let i = 0; i < changes.newFolders.length + touched.length; i += 1) {
    disk.makeFolder(inTx(tree, BALLAST_NAME, String(i)));
  }
  if (durable) disk.syncFolder(inTx(tree, STAGE_NAME));
  const journal = Buffer.from(printJournal(changes.operations), 'utf8');
  disk.writeNew(inTx(tree, JOURNAL_DRAFT_NAME), journal, true);
}

function written(changes: Changes, before: readonly Diagnostic[]): WrittenTree {
  return {
    status: 'written',
    written: changes.written,
    removed: changes.removed,
    unchanged: changes.unchanged,
    edited: changes.edited,
    diagnostics: [...before, ...changes.warnings],
  };
}

function refused(diagnostics: readonly Diagnostic[]): WriteOutcome {
  return { status: 'refused', diagnostics };
}

/** Clearing away after a failure must not hide the failure. False if it failed too. */
function quietly(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
