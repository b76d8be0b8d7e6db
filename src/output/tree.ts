import path from 'node:path';
import type { Disk } from './disk.ts';
import { MANIFEST_NAME, parentsOf, TX_NAME } from './paths.ts';

/** An output folder on a disk. */
export interface Tree {
  readonly disk: Disk;
  /** `generated/<project>`, absolute or relative to the working directory. */
  readonly outDir: string;
}

/** What is found at a path of a tree, without following any symlink below the output folder. */
export type Place =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly bytes: number }
  | { readonly kind: 'folder' | 'symlink' | 'other' }
  /** A segment on the way is no folder. */
  | { readonly kind: 'blocked'; readonly at: string; readonly by: 'file' | 'symlink' | 'other' };

/** Where a path of the tree lies on the disk. */
export function onDisk(tree: Tree, relative: string): string {
  return path.join(tree.outDir, relative);
}

/** Where a file of an unfinished write lies; the transaction folder itself without names. */
export function inTx(tree: Tree, ...names: string[]): string {
  return path.join(tree.outDir, TX_NAME, ...names);
}

/** Looks at a path, segment by segment. `folders` remembers folders already seen. */
export function inspect(tree: Tree, relative: string, folders = new Set<string>()): Place {
  for (const parent of parentsOf(relative)) {
    if (folders.has(parent)) continue;
    const entry = tree.disk.look(onDisk(tree, parent));
    if (entry === undefined) return { kind: 'absent' };
    if (entry.kind !== 'folder') return { kind: 'blocked', at: parent, by: entry.kind };
    folders.add(parent);
  }
  const entry = tree.disk.look(onDisk(tree, relative));
  if (entry === undefined) return { kind: 'absent' };
  return entry.kind === 'file' ? { kind: 'file', bytes: entry.bytes } : { kind: entry.kind };
}

/** The text of MANIFEST.json; undefined if there is none, null if the name is taken by something that is no file. */
export function readManifestText(tree: Tree): string | undefined | null {
  const place = inspect(tree, MANIFEST_NAME);
  if (place.kind === 'absent') return undefined;
  if (place.kind !== 'file') return null;
  return Buffer.from(tree.disk.read(onDisk(tree, MANIFEST_NAME))).toString('utf8');
}

const NAMES = {
  file: 'a file',
  folder: 'a folder',
  symlink: 'a symbolic link',
  other: 'no regular file',
} as const;

/** `a folder`, `a symbolic link`: what lies at a place, for messages. */
export function nameOf(kind: keyof typeof NAMES): string {
  return NAMES[kind];
}
