import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { nodeDisk } from '../../output/disk.ts';
import { acquireLock, nodeProcesses, releaseLock } from '../../output/lock.ts';
import { makeFolder } from '../../output/whole-file.ts';
import { reasonOf } from '../../support/file-errors.ts';

/** How long a run waits for another one to end. */
const WAIT_MS = 5000;

/** Another machine takes a lock for left that is two minutes old (output/lock.ts), and runs may take hours. */
const REFRESH_MS = 30_000;

export interface HeldHistory {
  /** True when another run has taken it over: this one stood still for longer than a lock lasts. */
  isLost(): boolean;
  release(): void;
}

/**
 * Holds a history, so that no other run reads what this one is about to write: verdicts are confirmed by the runs before. The lock of
 * a run that was killed is taken over. The problem says who holds it, or why it can't be held.
 */
export function holdHistory(folder: string): HeldHistory | { readonly problem: Diagnostic } {
  const place = path.join(folder, '.lock');
  try {
    makeFolder(folder);
    const lock = acquireLock(nodeDisk, place, nodeProcesses, WAIT_MS);
    if (lock.kind === 'held') return held(place, lock.name);
    return {
      problem: {
        code: 'history/busy',
        severity: 'error',
        message: `another run (process ${lock.owner.pid}) writes the history ${folder}`,
        hint: 'Wait for it to end; schedules should not overlap.',
      },
    };
  } catch (error) {
    return {
      problem: {
        code: 'history/not-writable',
        severity: 'error',
        message: `the history ${folder} can't be written: ${reasonOf(error)}`,
        hint: 'Give --history a folder that the job may write.',
      },
    };
  }
}

function held(place: string, name: string): HeldHistory {
  const file = path.join(place, name);
  const timer = setInterval(() => refresh(file), REFRESH_MS);
  timer.unref();
  return {
    isLost: () => !existsSync(file),
    release: () => {
      clearInterval(timer);
      releaseLock(nodeDisk, place, name);
    },
  };
}

/** Makes a lock new. It is written, so that the time is that of the file's server, as it was when it was made; never made again. */
function refresh(file: string): void {
  try {
    const handle = openSync(file, 'r+');
    try {
      writeSync(handle, '.', 0);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Taken over, which is told at the end; or the disk is away for a moment.
  }
}
