// A lock between processes: a folder that holds its owner's name. It survives kill -9 of the owner.
import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 20_000;
const DEAD_AFTER_MS = 120_000;
const LEFTOVER_AFTER_MS = 600_000;

/**
 * Runs `work` while holding the lock `folder`; waits for its turn, and calls `onWait(pid)` once if it has to.
 * A lock whose process is gone is taken over at once; one whose process cannot be asked (another host, a pid
 * used again) when its heartbeat has not moved while we watched it for `deadAfterMs` (two minutes).
 */
export async function withLock(
  folder,
  work,
  { onWait = () => {}, pollMs = 200, deadAfterMs = DEAD_AFTER_MS } = {},
) {
  const token = randomUUID();
  await acquire(folder, token, { onWait, pollMs, deadAfterMs });
  const heartbeat = setInterval(() => beat(folder), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    clean(folder);
    return await work();
  } finally {
    clearInterval(heartbeat);
    release(folder, token);
  }
}

async function acquire(folder, token, { onWait, pollMs, deadAfterMs }) {
  let waited = false;
  let seen = { token: undefined, beat: undefined, since: 0 };
  mkdirSync(path.dirname(folder), { recursive: true });
  while (!take(folder, token)) {
    const owner = readOwner(folder);
    if (owner === undefined) continue; // released in this moment
    if (owner.token !== seen.token || owner.beat !== seen.beat) {
      seen = { token: owner.token, beat: owner.beat, since: performance.now() };
    }
    if (isGone(owner) || performance.now() - seen.since > deadAfterMs) {
      breakLock(folder, owner.token);
      continue;
    }
    if (!waited) onWait(owner.pid);
    waited = true;
    await sleep(pollMs);
  }
}

/** Makes the lock with its owner inside in one step: a folder does not rename onto one that is not empty. */
function take(folder, token) {
  if (readOwner(folder) !== undefined) return false;
  const draft = `${folder}.${token}.new`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(
    path.join(draft, 'owner.json'),
    JSON.stringify({ token, pid: process.pid, host: hostname() }),
  );
  if (move(draft, folder)) return true;
  rmSync(draft, { recursive: true, force: true });
  return false;
}

/**
 * Moves a dead owner's lock aside. Its new name is made of the owner's token and stays for a while: of two
 * processes that both found this owner dead only one can move it, so the slower never removes the lock that
 * the quicker has taken since.
 */
function breakLock(folder, token) {
  move(folder, `${folder}.${token}.broken`);
}

function release(folder, token) {
  if (readOwner(folder)?.token !== token) return;
  const done = `${folder}.${token}.done`;
  if (move(folder, done)) rmSync(done, { recursive: true, force: true });
}

function move(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code)) return false;
    throw error;
  }
}

function readOwner(folder) {
  let beat;
  try {
    beat = statSync(folder).mtimeMs;
    return { ...JSON.parse(readFileSync(path.join(folder, 'owner.json'), 'utf8')), beat };
  } catch (error) {
    if (beat === undefined || error.code === 'ENOENT') return undefined;
    // A machine that lost power may have kept the name and lost the text: nobody can be asked, so time decides.
    return { token: `unreadable-${beat}`, pid: 'unknown', host: undefined, beat };
  }
}

function isGone({ host, pid }) {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function beat(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // The lock was taken from us: release() sees that too.
  }
}

/** Removes what killed runs left beside the lock. */
function clean(folder) {
  const prefix = `${path.basename(folder)}.`;
  for (const name of readdirSync(path.dirname(folder))) {
    if (!name.startsWith(prefix) || !/\.(new|broken|done)$/.test(name)) continue;
    const leftover = path.join(path.dirname(folder), name);
    try {
      if (Date.now() - statSync(leftover).ctimeMs > LEFTOVER_AFTER_MS)
        rmSync(leftover, { recursive: true, force: true });
    } catch {
      // Gone already.
    }
  }
}
