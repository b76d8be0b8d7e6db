import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { counted } from '../support/counted.ts';
import { applyOperations, broken, clearTransaction, lossOf } from './apply.ts';
import { type Disk, nodeDisk, reasonOf, sha256OfBytes } from './disk.ts';
import {
  BALLAST_NAME,
  JOURNAL_DRAFT_NAME,
  JOURNAL_NAME,
  type Operation,
  parseJournal,
  STAGE_NAME,
} from './journal.ts';
import { acquireLock, lockHolder, nodeProcesses, type Processes, releaseLock } from './lock.ts';
import { listed, problem } from './problems.ts';
import { inspect, inTx, nameOf, onDisk, type Tree } from './tree.ts';

/** What this room needs from the machine; tests put their own in. */
export interface OutputMachine {
  readonly disk: Disk;
  readonly processes: Processes;
}

/** The real disk and processes. */
export const nodeMachine: OutputMachine = { disk: nodeDisk, processes: nodeProcesses };

export interface Recovery {
  /**
   * `none`: nothing was unfinished. `rolled-back`: the tree is the old one. `rolled-forward`: the tree is the new one.
   * `busy`: another process is writing right now. `failed`: the tree may be a mix, see the diagnostics.
   */
  readonly action: 'none' | 'rolled-back' | 'rolled-forward' | 'busy' | 'failed';
  /** One sentence for the user; empty for `none`. */
  readonly message: string;
  /** The message as a finding, for reports; empty for `none`. */
  readonly diagnostics: readonly Diagnostic[];
}

const NONE: Recovery = { action: 'none', message: '', diagnostics: [] };

/**
 * Finishes or undoes a write of `generated/<project>` that was killed. Every command calls it before it reads or writes
 * the folder, and shows the diagnostics. Touches nothing when there is nothing to do. Never throws.
 */
export function recover(outDir: string, machine: OutputMachine = nodeMachine): Recovery {
  const tree: Tree = { disk: machine.disk, outDir };
  try {
    const state = transactionState(tree, machine.processes);
    if (state.kind === 'none') return NONE;
    if (state.kind === 'busy') return found('busy', busyProblem(tree, state, 'warning'));
    if (state.kind === 'obstructed') return found('failed', obstructed(tree, state.by));
    return recoverUnderLock(tree, machine, state.begun);
  } catch (error) {
    return found('failed', cannotRecover(tree, error));
  }
}

function recoverUnderLock(tree: Tree, machine: OutputMachine, begun: boolean): Recovery {
  let name: string;
  try {
    const lock = acquireLock(tree.disk, inTx(tree), machine.processes, 0);
    if (lock.kind === 'busy') return found('busy', busyProblem(tree, lock, 'warning'));
    name = lock.name;
  } catch (error) {
    // An empty lock of a dead process on a read-only disk harms nobody.
    return begun ? found('failed', cannotRecover(tree, error)) : NONE;
  }
  const recovery = recoverLocked(tree);
  releaseLock(tree.disk, inTx(tree), name);
  return recovery;
}

/** The same for a caller that holds the lock. Never throws. */
export function recoverLocked(tree: Tree): Recovery {
  try {
    const journal = inTx(tree, JOURNAL_NAME);
    if (tree.disk.look(journal) === undefined) {
      const begun = hasBegun(tree);
      clearTransaction(tree);
      return begun ? found('rolled-back', rolledBack(tree)) : NONE;
    }
    const operations = parseJournal(Buffer.from(tree.disk.read(journal)).toString('utf8'));
    if (typeof operations === 'string')
      return found('failed', broken(tree, `its journal is unreadable (${operations})`));
    const loss = lossOf(tree, operations);
    if (loss !== undefined) {
      if (!isOld(tree, operations)) return found('failed', broken(tree, loss));
      clearTransaction(tree);
      return found('rolled-back', restored(tree));
    }
    const applied = applyOperations(tree, operations, { durable: true });
    if (applied.kind === 'stopped') return found('failed', applied.diagnostic);
    clearTransaction(tree);
    const removed = operations.filter((operation) => operation.op === 'remove').length;
    return found(
      'rolled-forward',
      rolledForward(tree, operations.length - removed, removed),
      ...overwrittenSince(tree, applied.overwritten),
    );
  } catch (error) {
    return found('failed', cannotRecover(tree, error));
  }
}

/** How an output folder stands: nothing there, leftovers of a dead process, or a living one at work. Only reads. */
export type TransactionState =
  | { readonly kind: 'none' }
  /** `begun`: more than a lock is left. `committed`: files may be a mix of old and new. */
  | { readonly kind: 'left'; readonly begun: boolean; readonly committed: boolean }
  | { readonly kind: 'busy'; readonly name: string; readonly owner: { readonly pid: number } }
  | { readonly kind: 'obstructed'; readonly by: 'file' | 'symlink' | 'other' };

/** Looks for an unfinished write. Throws file errors. */
export function transactionState(tree: Tree, processes: Processes): TransactionState {
  // A symbolic link in the place of the folder is not ours, whatever it leads to.
  if (tree.disk.look(tree.outDir)?.kind !== 'folder') return { kind: 'none' };
  const entry = tree.disk.look(inTx(tree));
  if (entry === undefined) return { kind: 'none' };
  if (entry.kind !== 'folder') return { kind: 'obstructed', by: entry.kind };
  const holder = lockHolder(tree.disk, inTx(tree), processes);
  if (holder !== undefined) return { kind: 'busy', ...holder };
  return {
    kind: 'left',
    begun: hasBegun(tree),
    committed: tree.disk.look(inTx(tree, JOURNAL_NAME)) !== undefined,
  };
}

function hasBegun(tree: Tree): boolean {
  return [STAGE_NAME, BALLAST_NAME, JOURNAL_DRAFT_NAME, JOURNAL_NAME].some(
    (name) => tree.disk.look(inTx(tree, name)) !== undefined,
  );
}

/** True if every file is what it was before the write: then there is nothing to finish, whatever was lost of it. */
function isOld(tree: Tree, operations: readonly Operation[]): boolean {
  return operations.every(({ path, old }) => {
    const place = inspect(tree, path);
    if (old === null) return place.kind === 'absent';
    return place.kind === 'file' && sha256OfBytes(tree.disk.read(onDisk(tree, path))) === old;
  });
}

function found(action: Recovery['action'], first: Diagnostic, ...more: Diagnostic[]): Recovery {
  return { action, message: first.message, diagnostics: [first, ...more] };
}

function rolledBack(tree: Tree): Diagnostic {
  const message = `an earlier write of ${tree.outDir} was interrupted before it changed any file: undone, the files are the old ones`;
  return problem('output/recovered', message, undefined, { action: 'rolled-back' }, 'warning');
}

function restored(tree: Tree): Diagnostic {
  const message = `an earlier write of ${tree.outDir} was interrupted, and the old files were restored since: it was given up`;
  return problem('output/recovered', message, undefined, { action: 'rolled-back' }, 'warning');
}

function rolledForward(tree: Tree, written: number, removed: number): Diagnostic {
  const message = `an earlier write of ${tree.outDir} was interrupted: finished, the files are the new ones (${counted(written, 'file')} written, ${removed} removed)`;
  return problem('output/recovered', message, undefined, { action: 'rolled-forward' }, 'warning');
}

function overwrittenSince(tree: Tree, paths: readonly string[]): Diagnostic[] {
  if (paths.length === 0) return [];
  const message = `changed by hand since the interruption, and replaced: ${listed(paths.map((path) => onDisk(tree, path)))}`;
  return [problem('output/overwrote-edit', message, undefined, { paths }, 'warning')];
}

function cannotRecover(tree: Tree, error: unknown): Diagnostic {
  return problem(
    'output/unfinished',
    `a write of ${tree.outDir} was interrupted and cannot be finished or undone here: ${reasonOf(error)}`,
    'The folder may be a mix of old and new files: run any modelwatch command where the folder can be written.',
  );
}

/** The name of the transaction folder is taken. */
export function obstructed(tree: Tree, kind: 'file' | 'symlink' | 'other'): Diagnostic {
  return problem(
    'output/not-a-file',
    `${inTx(tree)} is ${nameOf(kind)}: a folder of ours belongs there`,
    'Move it away.',
  );
}

/** Another process is writing. */
export function busyProblem(
  tree: Tree,
  holder: { readonly name: string; readonly owner: { readonly pid: number } },
  severity: 'error' | 'warning',
): Diagnostic {
  return problem(
    'output/busy',
    `another modelwatch (process ${holder.owner.pid}) is writing ${tree.outDir}`,
    `Wait for it to end. If no such process runs on any machine, delete ${inTx(tree, holder.name)}.`,
    { pid: holder.owner.pid },
    severity,
  );
}
