import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Disk, errorCode } from './disk.ts';

/**
 * Who holds a lock, told by the lock file's name alone (a name is there or not; content could be cut short): process id,
 * start time of the process (ids are reused), machine and process namespace, and a running number.
 */
export interface LockOwner {
  readonly pid: number;
  readonly start: string;
  readonly host: string;
  readonly serial: number;
}

/** What the lock needs to know about processes; tests put their own in. */
export interface Processes {
  self(): LockOwner;
  /** `ageMs`: how long ago the lock was made, for processes of other machines, which cannot be looked up. */
  isAlive(owner: LockOwner, ageMs: number): boolean;
  now(): number;
  sleep(ms: number): void;
}

export type LockResult =
  | { readonly kind: 'held'; readonly name: string }
  | { readonly kind: 'busy'; readonly name: string; readonly owner: LockOwner };

const NAME = /^lock-(\d+)-(\d+)-([0-9a-f]{8})-(\d+)$/;

/** True for the name of a lock file. */
export function isLockName(name: string): boolean {
  return NAME.test(name);
}

/**
 * Takes the lock of a transaction folder, or tells who holds it after waiting `waitMs`. The folder is made if missing.
 *
 * Every contender puts down a file of its own name, then looks for others: whoever sees a living one takes its own away
 * and tries again later. Of two that are both there at least the later one sees the other, so never two hold the lock; and
 * because no two processes ever share a name, removing the file of a dead one can never hit a living one's.
 */
export function acquireLock(disk: Disk, folder: string, processes: Processes, waitMs: number): LockResult {
  const self = processes.self();
  const own = lockName(self);
  const deadline = processes.now() + waitMs;
  for (;;) {
    let other = othersIn(disk, folder, own, processes).living;
    if (other === undefined && announce(disk, folder, own)) {
      const others = othersIn(disk, folder, own, processes);
      other = others.living;
      if (other === undefined) {
        for (const name of others.dead) removeIfThere(disk, path.join(folder, name));
        return { kind: 'held', name: own };
      }
      removeIfThere(disk, path.join(folder, own));
    }
    if (other !== undefined && processes.now() >= deadline) return { kind: 'busy', ...other };
    // Different delays for different processes, or two that always meet would always both step back.
    processes.sleep(20 + ((self.pid * 7 + self.serial) % 31));
  }
}

/** The living process that holds the lock, if one does. Changes nothing. */
export function lockHolder(
  disk: Disk,
  folder: string,
  processes: Processes,
): { name: string; owner: LockOwner } | undefined {
  return othersIn(disk, folder, '', processes).living;
}

/**
 * Gives the lock back and removes the folder if nothing else is in it. Never throws: a lock that cannot be removed is soon
 * one of a dead process, which is taken over.
 */
export function releaseLock(disk: Disk, folder: string, name: string): void {
  try {
    removeIfThere(disk, path.join(folder, name));
    disk.removeFolder(folder);
  } catch {
    // An unfinished write, or another process on its way, keeps the folder.
  }
}

/** False when the folder was removed by another process between making it and writing into it. */
function announce(disk: Disk, folder: string, own: string): boolean {
  try {
    disk.makeFolder(folder);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  try {
    disk.writeNew(path.join(folder, own), new Uint8Array(), false);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    if (errorCode(error) !== 'EEXIST') removeIfThere(disk, path.join(folder, own));
    throw error;
  }
}

interface Others {
  living: { name: string; owner: LockOwner } | undefined;
  readonly dead: string[];
}

function othersIn(disk: Disk, folder: string, own: string, processes: Processes): Others {
  const others: Others = { living: undefined, dead: [] };
  for (const name of lockNames(disk, folder)) {
    const owner = parseName(name);
    if (name === own || owner === undefined) continue;
    const entry = disk.look(path.join(folder, name));
    if (entry === undefined) continue;
    if (processes.isAlive(owner, processes.now() - entry.changedAt)) others.living ??= { name, owner };
    else others.dead.push(name);
  }
  return others;
}

function lockNames(disk: Disk, folder: string): string[] {
  try {
    return disk.list(folder).filter(isLockName).toSorted();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function removeIfThere(disk: Disk, file: string): void {
  try {
    disk.removeFile(file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

function lockName({ pid, start, host, serial }: LockOwner): string {
  return `lock-${pid}-${start}-${host}-${serial}`;
}

function parseName(name: string): LockOwner | undefined {
  const [, pid, start, host, serial] = NAME.exec(name) ?? [];
  if (pid === undefined || start === undefined || host === undefined || serial === undefined)
    return undefined;
  return { pid: Number(pid), start, host, serial: Number(serial) };
}

/** A write takes seconds: a lock of another machine that is older was left by a process killed there. */
const FOREIGN_LOCK_LIFETIME_MS = 120_000;

let serial = 0;

/** The processes of this machine. */
export const nodeProcesses: Processes = {
  self() {
    serial += 1;
    return { pid: process.pid, start: processStart(process.pid) ?? '0', host: hostKey(), serial };
  },
  isAlive(owner, ageMs) {
    if (owner.host !== hostKey()) return ageMs < FOREIGN_LOCK_LIFETIME_MS;
    try {
      process.kill(owner.pid, 0);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return false;
    }
    const start = processStart(owner.pid);
    return start === undefined || owner.start === '0' || start === owner.start;
  },
  now: () => Date.now(),
  sleep(ms) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
};

/** Start of a process in clock ticks since boot; `dead` for a zombie; undefined where the platform does not tell. */
function processStart(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may hold anything; the state follows it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'dead' : fields[19];
  } catch {
    return undefined;
  }
}

function hostKey(): string {
  let namespace = '';
  try {
    namespace = fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has process namespaces.
  }
  return createHash('sha256').update(`${os.hostname()} ${namespace}`).digest('hex').slice(0, 8);
}
