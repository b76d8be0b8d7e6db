import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenStopped } from './when-stopped.ts';

const present = new Set<string>();
let isWatched = false;

/**
 * Does some work in a new folder of the system's temporary ones, which is removed when the work is done or fails, and when somebody
 * stops the process. Throws file errors when none can be made.
 */
export function inTemporaryFolder<Result>(name: string, work: (folder: string) => Result): Result {
  if (!isWatched) whenStopped(() => present.forEach(remove));
  isWatched = true;
  const folder = mkdtempSync(join(tmpdir(), `modelwatch-${name}-`));
  present.add(folder);
  try {
    return work(folder);
  } finally {
    remove(folder);
    // A signal that came meanwhile is told in the second turn of the event loop, which would not come when nothing is left to do.
    setImmediate(() => setImmediate(() => undefined));
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  present.delete(folder);
}
