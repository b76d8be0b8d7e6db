import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdHistory } from '../../../src/drift/world/history-lock.ts';
import { nodeDisk } from '../../../src/output/disk.ts';
import { acquireLock, nodeProcesses, type Processes, releaseLock } from '../../../src/output/lock.ts';
import { tempFolder } from '../../output/helpers.ts';

/** How a process of another machine sees the lock: by its age alone. */
const ELSEWHERE: Processes = {
  ...nodeProcesses,
  self: () => ({ ...nodeProcesses.self(), host: 'ffffffff' }),
  isAlive: (owner, ageMs) => nodeProcesses.isAlive({ ...owner, host: '00000000' }, ageMs),
};

describe('the lock of a history', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function hold() {
    const folder = path.join(tempFolder(), 'history');
    const held = holdHistory(folder);
    if ('problem' in held) throw new Error(held.problem.message);
    const place = path.join(folder, '.lock');
    const file = path.join(place, readdirSync(place)[0] ?? '');
    const age = (seconds: number): void => {
      const then = Date.now() / 1000 - seconds;
      utimesSync(file, then, then);
    };
    return { folder, held, place, file, age };
  }

  it('is not taken over by another machine however long a run takes', () => {
    const { held, place, file, age } = hold();
    for (let minutes = 0; minutes < 3; minutes += 1) {
      age(100);
      vi.advanceTimersByTime(60_000);
      expect(Date.now() - statSync(file).mtimeMs).toBeLessThan(60_000);
      expect(acquireLock(nodeDisk, place, ELSEWHERE, 0).kind).toBe('busy');
    }
    expect(held.isLost()).toBe(false);
    held.release();
    expect(readdirSync(path.dirname(place))).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(readdirSync(path.dirname(place))).toEqual([]);
  });

  it('is lost by a run that stood still, which knows it and does not take it back', () => {
    const { held, place, age } = hold();
    age(130);
    const taken = acquireLock(nodeDisk, place, ELSEWHERE, 0);
    if (taken.kind !== 'held') throw new Error('it is old enough');
    vi.advanceTimersByTime(60_000);
    expect(held.isLost()).toBe(true);
    expect(readdirSync(place)).toEqual([taken.name]);
    held.release();
    expect(readdirSync(place)).toEqual([taken.name]);
    releaseLock(nodeDisk, place, taken.name);
  });

  it('is held again once it was given back', () => {
    const { folder, held } = hold();
    held.release();
    const again = holdHistory(folder);
    if ('problem' in again) throw new Error(again.problem.message);
    again.release();
    rmSync(folder, { recursive: true });
  });
});
