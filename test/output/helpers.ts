import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, vi } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { type Disk, nodeDisk } from '../../src/output/disk.ts';
import { type LockOwner, nodeProcesses, type Processes } from '../../src/output/lock.ts';
import { buildManifest, type Manifest } from '../../src/output/manifest.ts';
import type { OutputMachine } from '../../src/output/recover.ts';
import { type WriteOptions, type WriteOutcome, writeTree } from '../../src/output/transaction.ts';

// Waiting for a busy disk is no failure.
vi.setConfig({ testTimeout: 120_000 });

/** Rendered files: path → text. */
export type Files = Readonly<Record<string, string>>;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder that anybody may enter; removed after the file's tests. */
export function tempFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-output-'));
  fs.chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** `generated/fraud` in a fresh folder; not made yet. */
export function freshOutDir(): string {
  return path.join(tempFolder(), 'generated', 'fraud');
}

export function manifestOf(files: Files, project = 'fraud', compiler = '0.1.0'): Manifest {
  return buildManifest(
    project,
    compiler,
    Object.entries(files).map(([file, text]) => ({
      path: file,
      text,
      sources: [{ object: `SLO/${file.replaceAll('/', '-')}`, at: 'models/fraud/slos.yaml:12' }],
    })),
  );
}

export function write(outDir: string, files: Files, options: WriteOptions = {}): WriteOutcome {
  return writeTree(outDir, new Map(Object.entries(files)), manifestOf(files), 'all', options);
}

export function codesOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map((d) => d.code);
}

/** Everything below a folder: files with their text, links by name, empty folders with a final slash. */
export function treeOn(disk: Disk, folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (relative: string) => {
    const names = disk.list(path.join(folder, relative)).toSorted();
    if (names.length === 0 && relative !== '') found[`${relative}/`] = '';
    for (const name of names) {
      const below = relative === '' ? name : `${relative}/${name}`;
      const full = path.join(folder, below);
      const kind = disk.look(full)?.kind;
      if (kind === 'folder') walk(below);
      else found[below] = kind === 'file' ? Buffer.from(disk.read(full)).toString('utf8') : `(${kind})`;
    }
  };
  if (disk.look(folder)?.kind === 'folder') walk('');
  return found;
}

/** The same on the real disk. */
export function snapshot(folder: string): Record<string, string> {
  return treeOn(nodeDisk, folder);
}

/** Writes files without the transaction under test. */
export function put(folder: string, files: Files, disk: Disk = nodeDisk): void {
  const make = (name: string) => {
    if (disk.look(name) !== undefined) return;
    make(path.dirname(name));
    disk.makeFolder(name);
  };
  for (const [file, text] of Object.entries(files)) {
    const full = path.join(folder, file);
    make(path.dirname(full));
    if (disk.look(full) !== undefined) disk.removeFile(full);
    disk.writeNew(full, Buffer.from(text, 'utf8'), true);
  }
}

export class Crash extends Error {}

export type Fault =
  /** The process dies before, after, or in the middle of the k-th change of the disk; nothing works afterwards. */
  | {
      readonly kind: 'crash';
      /** The number of the change, or what it makes, renames to or removes. */
      readonly at: number | ((file: string) => boolean);
      readonly moment: 'before' | 'after' | 'torn';
    }
  /** The k-th change fails with this error, or (`lasting`) it and all later ones that take room. */
  | { readonly kind: 'error'; readonly at: number; readonly code: string; readonly lasting: boolean };

export interface FaultyDisk extends Disk {
  /** Changes of the disk so far. */
  readonly changes: () => number;
  readonly happened: () => boolean;
}

/** A disk that breaks at the given change (counted from 0). */
export function faultyDisk(base: Disk, fault?: Fault): FaultyDisk {
  let changes = 0;
  let dead = false;
  let happened = false;
  const change = (file: string, takesRoom: boolean, act: () => void, torn = act) => {
    if (dead) throw new Crash('the process is dead');
    const hit =
      fault !== undefined && (typeof fault.at === 'function' ? fault.at(file) : changes === fault.at);
    const later = fault?.kind === 'error' && fault.lasting && takesRoom && changes > fault.at;
    changes += 1;
    if (fault?.kind === 'error' && (hit || later)) {
      happened = true;
      throw Object.assign(new Error(fault.code), { code: fault.code, path: file });
    }
    if (fault?.kind === 'crash' && hit) {
      happened = true;
      dead = true;
      if (fault.moment === 'after') act();
      if (fault.moment === 'torn') torn();
      throw new Crash('killed');
    }
    act();
  };
  const reading = <T>(act: () => T): T => {
    if (dead) throw new Crash('the process is dead');
    return act();
  };
  return {
    look: (file) => reading(() => base.look(file)),
    read: (file) => reading(() => base.read(file)),
    list: (file) => reading(() => base.list(file)),
    assertWritable: (folder) => reading(() => base.assertWritable(folder)),
    makeFolder: (file) => change(file, true, () => base.makeFolder(file)),
    writeNew: (file, bytes, durable) =>
      change(
        file,
        true,
        () => base.writeNew(file, bytes, durable),
        () => base.writeNew(file, bytes.subarray(0, bytes.length >> 1), false),
      ),
    rename: (from, to) => change(to, true, () => base.rename(from, to)),
    removeFile: (file) => change(file, false, () => base.removeFile(file)),
    removeFolder: (file) => change(file, false, () => base.removeFolder(file)),
    syncFolder: (file) => change(file, false, () => base.syncFolder(file)),
    changes: () => changes,
    happened: () => happened,
  };
}

/** A world of processes: each call of `spawn` is a new one, `kill` ends one. Time passes only by sleeping. */
export function processWorld() {
  const living = new Set<number>();
  let lastPid = 0;
  let time = 0;
  const spawn = (onSleep: () => void = () => {}): { pid: number; processes: Processes } => {
    lastPid += 1;
    const pid = lastPid;
    living.add(pid);
    const self: LockOwner = { pid, start: '1', host: '00000000', serial: 1 };
    const processes: Processes = {
      self: () => self,
      isAlive: (owner) => living.has(owner.pid),
      now: () => time,
      sleep(ms) {
        time += ms;
        onSleep();
      },
    };
    return { pid, processes };
  };
  return { spawn, kill: (pid: number) => living.delete(pid) };
}

/** A machine whose one process is new, over a disk that breaks or does not. */
export function machineOn(disk: Disk, world = processWorld()): OutputMachine {
  return { disk, processes: world.spawn().processes };
}

/** Beyond the largest process id that Linux gives. */
const NOBODY = 4_194_305;

function isJournal(file: string): boolean {
  return file.endsWith('journal.json');
}

/** A write of which nothing but the commit happened: files staged, journal in place, tree still the old one. */
export function writeKilledAfterCommit(outDir: string, files: Files): void {
  const processes: Processes = {
    ...processWorld().spawn().processes,
    self: () => ({ ...nodeProcesses.self(), pid: NOBODY }),
  };
  const disk = faultyDisk(nodeDisk, { kind: 'crash', at: isJournal, moment: 'after' });
  write(outDir, files, { machine: { disk, processes } });
  if (!disk.happened()) throw new Error('the write never came to its commit');
}
