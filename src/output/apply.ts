import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorCode, sha256OfBytes } from './disk.ts';
import { BALLAST_NAME, JOURNAL_DRAFT_NAME, JOURNAL_NAME, type Operation, STAGE_NAME } from './journal.ts';
import { parentOf, parentsOf } from './paths.ts';
import { problem } from './problems.ts';
import { inspect, inTx, nameOf, onDisk, type Tree } from './tree.ts';

type Write = Extract<Operation, { op: 'write' }>;

/** Paths that were changed by somebody between an interruption and now, and replaced; or what stops the work. */
export type Applied =
  | { readonly kind: 'applied'; readonly overwritten: readonly string[] }
  | { readonly kind: 'stopped'; readonly diagnostic: Diagnostic };

/**
 * Carries out committed operations. Each is harmless when done before, so it may be called again after a kill at any
 * moment. Throws file errors.
 */
export function applyOperations(
  tree: Tree,
  operations: readonly Operation[],
  options: { readonly durable: boolean },
): Applied {
  const overwritten: string[] = [];
  clearBallast(tree);
  // Removals come first: a folder that has been seen after them stays one.
  const folders = new Set<string>();
  for (const operation of operations) {
    if (operation.op === 'remove') {
      if (removeOne(tree, operation.path, operation.old) === 'edited') overwritten.push(operation.path);
      continue;
    }
    const outcome = writeOne(tree, operation, folders);
    if (outcome === 'edited') overwritten.push(operation.path);
    else if (outcome !== 'done') return { kind: 'stopped', diagnostic: outcome };
  }
  if (options.durable) {
    for (const folder of new Set(operations.map((o) => parentOf(o.path)))) {
      if (folder === '' || inspect(tree, folder).kind === 'folder')
        tree.disk.syncFolder(onDisk(tree, folder));
    }
  }
  return { kind: 'applied', overwritten };
}

/**
 * After an interruption, before anything is done: what is lost of the new files, as a clause; undefined if the operations
 * can be carried out. Throws file errors.
 */
export function lossOf(tree: Tree, operations: readonly Operation[]): string | undefined {
  for (const operation of operations) {
    if (operation.op === 'remove') continue;
    const { path, stage, new: hash } = operation;
    const staged = inTx(tree, STAGE_NAME, stage);
    if (tree.disk.look(staged)?.kind === 'file') {
      if (sha256OfBytes(tree.disk.read(staged)) !== hash) return `the new ${path} is damaged`;
    } else if (
      inspect(tree, path).kind !== 'file' ||
      sha256OfBytes(tree.disk.read(onDisk(tree, path))) !== hash
    ) {
      return `the new ${path} is gone`;
    }
  }
  return undefined;
}

function removeOne(tree: Tree, path: string, old: string): 'done' | 'edited' {
  const place = inspect(tree, path);
  // No regular file: a rendered file or folder took the place in an earlier attempt, or somebody did: not ours.
  if (place.kind !== 'file' && place.kind !== 'absent') return 'done';
  let outcome: 'done' | 'edited' = 'done';
  if (place.kind === 'file') {
    if (sha256OfBytes(tree.disk.read(onDisk(tree, path))) !== old) outcome = 'edited';
    tree.disk.removeFile(onDisk(tree, path));
  }
  for (const parent of parentsOf(path).toReversed()) if (!pruned(tree, parent)) break;
  return outcome;
}

function pruned(tree: Tree, folder: string): boolean {
  try {
    tree.disk.removeFolder(onDisk(tree, folder));
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return true;
    if (['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(code)) return false;
    throw error;
  }
}

function writeOne(tree: Tree, { path, stage, old, new: hash }: Write, folders: Set<string>) {
  const { disk } = tree;
  const staged = inTx(tree, STAGE_NAME, stage);
  const isStaged = disk.look(staged)?.kind === 'file';
  const place = inspect(tree, path, folders);
  if (place.kind === 'blocked') return taken(tree, place.at, place.by);
  if (place.kind !== 'absent' && place.kind !== 'file') return taken(tree, path, place.kind);
  const present = place.kind === 'file' ? sha256OfBytes(disk.read(onDisk(tree, path))) : null;
  if (!isStaged && present === hash) return 'done';
  const edited = present !== null && present !== old && present !== hash;
  if (edited && old === null) return taken(tree, path, 'file');
  if (!isStaged) return broken(tree, `the new ${path} is gone`);
  for (const parent of parentsOf(path)) {
    if (folders.has(parent)) continue;
    disk.makeFolder(onDisk(tree, parent));
    folders.add(parent);
  }
  disk.rename(staged, onDisk(tree, path));
  return edited ? 'edited' : 'done';
}

function taken(tree: Tree, path: string, kind: Parameters<typeof nameOf>[0]): Diagnostic {
  return problem(
    'output/unfinished',
    `a write of ${tree.outDir} was interrupted and cannot be finished: ${onDisk(tree, path)} is ${nameOf(kind)} that somebody else put there meanwhile`,
    'Move it away; the next modelwatch command finishes the write. Until then the folder is a mix of old and new files.',
    { path },
  );
}

/** The record of a write that leads nowhere: only a fresh render helps. */
export function broken(tree: Tree, why: string): Diagnostic {
  return problem(
    'output/journal-broken',
    `a write of ${tree.outDir} was interrupted and cannot be finished: ${why}; the folder is a mix of old and new files`,
    `Delete ${inTx(tree)} and restore ${tree.outDir} from version control, or delete both; then run modelwatch compile.`,
  );
}

/** Removes what was staged; the journal goes last, since as long as it is there the work is taken up again. */
export function clearTransaction(tree: Tree): void {
  const stage = inTx(tree, STAGE_NAME);
  if (tree.disk.look(stage)?.kind === 'folder') {
    for (const name of numbered(tree, stage)) tree.disk.removeFile(inTx(tree, STAGE_NAME, name));
    tree.disk.removeFolder(stage);
  }
  clearBallast(tree);
  for (const name of [JOURNAL_DRAFT_NAME, JOURNAL_NAME]) {
    if (tree.disk.look(inTx(tree, name)) !== undefined) tree.disk.removeFile(inTx(tree, name));
  }
}

function clearBallast(tree: Tree): void {
  const ballast = inTx(tree, BALLAST_NAME);
  if (tree.disk.look(ballast)?.kind !== 'folder') return;
  for (const name of numbered(tree, ballast)) tree.disk.removeFolder(inTx(tree, BALLAST_NAME, name));
  tree.disk.removeFolder(ballast);
}

/** Only what we put there: names that are numbers. */
function numbered(tree: Tree, folder: string): string[] {
  return tree.disk.list(folder).filter((name) => /^\d+$/.test(name));
}
