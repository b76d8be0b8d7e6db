import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { nodeDisk } from '../../output/disk.ts';
import { acquireLock, nodeProcesses, releaseLock } from '../../output/lock.ts';
import { reasonOf } from '../../support/file-errors.ts';

/** How long a run waits for another one to end. */
const WAIT_MS = 5000;

/**
 * Holds a history, so that no other run reads what this one is about to write: verdicts are confirmed by the runs before. The lock of
 * a run that was killed is taken over. The problem says who holds it, or why it can't be held.
 */
export function holdHistory(folder: string): { release(): void } | { readonly problem: Diagnostic } {
  const place = path.join(folder, '.lock');
  try {
    mkdirSync(folder, { recursive: true });
    const lock = acquireLock(nodeDisk, place, nodeProcesses, WAIT_MS);
    if (lock.kind === 'held') return { release: () => releaseLock(nodeDisk, place, lock.name) };
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
