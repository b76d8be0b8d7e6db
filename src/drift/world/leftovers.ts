import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { namesIn } from '../../output/left-files.ts';
import { type LockOwner, nodeProcesses, type Processes } from '../../output/lock.ts';

// What a process that was killed has left is removed by a later one. Names say whose it is. Containers may share a folder and not
// see each other's processes: only what has not been changed for long is taken for left, whoever seems to be dead.

const FOLDER_LIFETIME_MS = 24 * 3600 * 1000;

const FOLDER = /^modelwatch-drift-(\d+)-(\d+)-([0-9a-f]{8})-[A-Za-z0-9]{6}$/;

/**
 * A new folder for what does not fit into memory, inside `parent`; its name has the process. Folders there that dead processes of
 * this user left a day ago or longer are removed. Throws Node's error when none can be made.
 */
export function makeSpillFolder(parent: string, processes: Processes = nodeProcesses): string {
  removeLeftFolders(parent, processes);
  const { pid, start, host } = processes.self();
  return mkdtempSync(path.join(parent, `modelwatch-drift-${pid}-${start}-${host}-`));
}

function removeLeftFolders(parent: string, processes: Processes): void {
  for (const name of namesIn(parent)) {
    const [, pid, start = '', host = ''] = FOLDER.exec(name) ?? [];
    if (pid === undefined) continue;
    const folder = path.join(parent, name);
    const ageMs = processes.now() - lastChange(folder);
    const owner: LockOwner = { pid: Number(pid), start, host, serial: 0 };
    if (!(ageMs > FOLDER_LIFETIME_MS) || processes.isAlive(owner, ageMs)) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run removes it at the same time, or may and this one may not.
    }
  }
}

/** When a folder or a file in it was changed last; NaN for what is no folder of this user, or is gone. */
function lastChange(folder: string): number {
  try {
    const own = lstatSync(folder);
    if (!own.isDirectory() || own.uid !== (process.getuid?.() ?? own.uid)) return Number.NaN;
    return Math.max(
      own.mtimeMs,
      ...readdirSync(folder).map((name) => lstatSync(path.join(folder, name)).mtimeMs),
    );
  } catch {
    return Number.NaN;
  }
}
