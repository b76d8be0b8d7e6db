import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Clone, makeClone } from '../support/clone.ts';
import { until } from '../support/until.ts';

// Adds one to a counter, slowly and without care: two at once would lose one.
const ADD = `
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './scripts/lock.mjs';
for (let turn = 0; turn < 3; turn += 1) {
  await withLock('locks/the.lock', async () => {
    const count = Number(readFileSync('count', 'utf8'));
    await sleep(5);
    writeFileSync('count', String(count + 1));
  }, { pollMs: 2 });
}`;

const HOLD = `
import { writeFileSync } from 'node:fs';
import { withLock } from './scripts/lock.mjs';
await withLock('locks/the.lock', () => {
  writeFileSync('held', '');
  return new Promise((resolve) => setTimeout(resolve, 600_000));
});`;

describe('the lock between processes', { timeout: 60_000 }, () => {
  it('lets one in at a time', async () => {
    const clone = makeClone({ 'add.mjs': ADD, count: '0' });
    await addBySix(clone);
    expect(readFileSync(path.join(clone.root, 'count'), 'utf8')).toBe('18');
    expect(readdirSync(path.join(clone.root, 'locks'))).toEqual([]);
  });

  it('is taken over by exactly one of many when its owner was killed', async () => {
    const clone = makeClone({ 'add.mjs': ADD, 'hold.mjs': HOLD, count: '0' });
    await killWhileHolding(clone);
    await addBySix(clone);
    expect(readFileSync(path.join(clone.root, 'count'), 'utf8')).toBe('18');
    expect(existsSync(path.join(clone.root, 'locks/the.lock'))).toBe(false);
  });

  it('is released when the work fails', async () => {
    const clone = makeClone({
      'fail.mjs': `
import { withLock } from './scripts/lock.mjs';
await withLock('locks/the.lock', () => { throw new Error('the work failed'); }).catch((error) => console.log(error.message));
await withLock('locks/the.lock', () => console.log('in again'));`,
    });
    expect((await clone.node(['fail.mjs']).ended).stdout).toBe('the work failed\nin again\n');
  });

  it.each([
    ['whose process lives', owner],
    ['whose owner cannot be read', () => '{"tok'],
  ])('waits for a lock %s', async (_, text) => {
    const clone = makeClone({ 'locks/the.lock/owner.json': text() });
    clone.write('wait.mjs', WAIT);
    const waiting = clone.node(['wait.mjs']);
    await until(() => existsSync(path.join(clone.root, 'waits')), { what: 'the wait' });
    expect(existsSync(path.join(clone.root, 'in'))).toBe(false);
    waiting.kill();
    await waiting.ended;
    expect(readdirSync(path.join(clone.root, 'locks'))).toEqual(['the.lock']);
  });

  it.each([
    ['whose pid means another process now', owner],
    ['whose owner cannot be read', () => '{"tok'],
  ])('takes a lock %s once its heartbeat has stopped', async (_, text) => {
    const clone = makeClone({ 'locks/the.lock/owner.json': text() });
    clone.write('wait.mjs', WAIT.replace('onWait', 'deadAfterMs: 50, pollMs: 5, onWait'));
    expect(await clone.node(['wait.mjs']).ended).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(path.join(clone.root, 'in'))).toBe(true);
  });
});

function owner(): string {
  return JSON.stringify({ token: 't', pid: process.pid, host: hostname() });
}

const WAIT = `
import { writeFileSync } from 'node:fs';
import { withLock } from './scripts/lock.mjs';
await withLock('locks/the.lock', () => writeFileSync('in', ''), { onWait: () => writeFileSync('waits', '') });`;

async function addBySix(clone: Clone): Promise<void> {
  const runs = Array.from({ length: 6 }, () => clone.node(['add.mjs']).ended);
  for (const { code, stderr } of await Promise.all(runs)) {
    expect(stderr).toBe('');
    expect(code).toBe(0);
  }
}

async function killWhileHolding(clone: Clone): Promise<void> {
  const holder = clone.node(['hold.mjs']);
  await until(() => existsSync(path.join(clone.root, 'held')), { what: 'the lock' });
  holder.kill();
  await holder.ended;
}
