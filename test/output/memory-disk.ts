import path from 'node:path';
import type { Disk } from '../../src/output/disk.ts';

interface MemoryFile {
  readonly kind: 'file';
  readonly bytes: Uint8Array;
  /** False: a power cut may lose its content. */
  readonly durable: boolean;
}

type MemoryEntry = MemoryFile | { readonly kind: 'folder' };

export interface MemoryDisk extends Disk {
  /** An independent disk with the same content. */
  copy(): MemoryDisk;
  /** What a power cut does at worst: files that nobody waited for keep their name and half of their bytes. */
  cutPower(): void;
}

function fail(code: string, file: string): never {
  throw Object.assign(new Error(`${code}: ${file}`), { code, path: file });
}

/**
 * A disk in memory, with the errors of the real one, for tests that try every moment. A test of its own compares it with the
 * real disk. Knows no links, permissions or limits.
 */
export function memoryDisk(from?: ReadonlyMap<string, MemoryEntry>): MemoryDisk {
  const entries = new Map<string, MemoryEntry>(from ?? [['/', { kind: 'folder' }]]);
  const at = (file: string): MemoryEntry => {
    const full = path.resolve('/', file);
    if (full !== '/' && at(path.dirname(full)).kind !== 'folder') return fail('ENOTDIR', file);
    return entries.get(full) ?? fail('ENOENT', file);
  };
  const within = (folder: string) => {
    const prefix = folder === '/' ? '/' : `${folder}/`;
    return [...entries.keys()].filter((name) => name.startsWith(prefix) && name !== '/');
  };
  const assertFree = (file: string): string => {
    const full = path.resolve('/', file);
    if (at(path.dirname(full)).kind !== 'folder') return fail('ENOTDIR', file);
    return entries.has(full) ? fail('EEXIST', file) : full;
  };
  return {
    look(file) {
      const entry = entries.get(path.resolve('/', file));
      if (entry === undefined) return undefined;
      return {
        kind: entry.kind,
        bytes: entry.kind === 'file' ? entry.bytes.length : 0,
        device: 1,
        changedAt: 0,
      };
    },
    read(file) {
      const entry = at(file);
      return entry.kind === 'file' ? entry.bytes : fail('EISDIR', file);
    },
    list(folder) {
      if (at(folder).kind !== 'folder') return fail('ENOTDIR', folder);
      const full = path.resolve('/', folder);
      return within(full)
        .filter((name) => path.dirname(name) === full)
        .map((name) => path.basename(name));
    },
    assertWritable(folder) {
      at(folder);
    },
    makeFolder(folder) {
      entries.set(assertFree(folder), { kind: 'folder' });
    },
    writeNew(file, bytes, durable) {
      entries.set(assertFree(file), { kind: 'file', bytes: Uint8Array.from(bytes), durable });
    },
    rename(source, target) {
      const to = path.resolve('/', target);
      for (const full of [path.resolve('/', source), to]) {
        if (at(path.dirname(full)).kind !== 'folder') fail('ENOTDIR', full);
      }
      const entry = at(source);
      if (entry.kind === 'folder') throw new Error('no folder is ever renamed');
      if (entries.get(to)?.kind === 'folder') fail('EISDIR', target);
      entries.delete(path.resolve('/', source));
      entries.set(to, entry);
    },
    removeFile(file) {
      if (at(file).kind === 'folder') fail('EISDIR', file);
      entries.delete(path.resolve('/', file));
    },
    removeFolder(folder) {
      if (at(folder).kind !== 'folder') fail('ENOTDIR', folder);
      const full = path.resolve('/', folder);
      if (within(full).length > 0) fail('ENOTEMPTY', folder);
      entries.delete(full);
    },
    syncFolder(folder) {
      at(folder);
    },
    copy: () => memoryDisk(entries),
    cutPower() {
      for (const [name, entry] of entries) {
        if (entry.kind !== 'file' || entry.durable) continue;
        entries.set(name, { ...entry, bytes: entry.bytes.subarray(0, entry.bytes.length >> 1) });
      }
    },
  };
}
