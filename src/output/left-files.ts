import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { nodeProcesses } from './lock.ts';
import { removeIfThere } from './whole-file.ts';

/** Containers may share a folder and not see each other's processes: only what is older than this is taken for left. */
const FILE_LIFETIME_MS = 3600 * 1000;

/** Removes what dead processes of this machine began to write for `target` an hour ago or longer. Never throws. */
export function removeLeftFiles(target: string, now: number = Date.now()): void {
  const [folder, before] = [path.dirname(target), `.${path.basename(target)}.`];
  for (const name of namesIn(folder)) {
    if (!name.startsWith(before)) continue;
    const [, pid] = /^(\d+)\.tmp$/.exec(name.slice(before.length)) ?? [];
    const file = path.join(folder, name);
    if (pid !== undefined && now - lastWrite(file) > FILE_LIFETIME_MS && !isRunning(Number(pid)))
      removeIfThere(file);
  }
}

function lastWrite(file: string): number {
  try {
    return lstatSync(file).mtimeMs;
  } catch {
    return Number.NaN;
  }
}

/** This process is about to write: what has its number is of an earlier one. In a container all have the same. */
function isRunning(pid: number): boolean {
  return pid !== process.pid && nodeProcesses.isAlive({ ...nodeProcesses.self(), pid, start: '0' }, 0);
}

/** What is in a folder; nothing where it is not there or may not be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
