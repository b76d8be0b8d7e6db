import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/output/disk.ts';
import { acquireLock, isLockName, lockHolder, nodeProcesses, releaseLock } from '../../src/output/lock.ts';
import { processWorld, tempFolder } from './helpers.ts';
import { memoryDisk } from './memory-disk.ts';

const TX = '/tx';

describe('the lock', () => {
  it('is held by one, who gives it back and leaves nothing', () => {
    const disk = memoryDisk();
    const world = processWorld();
    const first = world.spawn();
    const second = world.spawn();
    const held = acquireLock(disk, TX, first.processes, 0);
    expect(held.kind).toBe('held');
    expect(acquireLock(disk, TX, second.processes, 100)).toMatchObject({
      kind: 'busy',
      owner: { pid: first.pid },
    });
    expect(lockHolder(disk, TX, second.processes)?.owner.pid).toBe(first.pid);
    if (held.kind === 'held') releaseLock(disk, TX, held.name);
    expect(disk.look(TX)).toBeUndefined();
    expect(lockHolder(disk, TX, second.processes)).toBeUndefined();
    expect(acquireLock(disk, TX, second.processes, 0).kind).toBe('held');
  });

  it('waits for a holder that ends', () => {
    const disk = memoryDisk();
    const world = processWorld();
    const first = world.spawn();
    const held = acquireLock(disk, TX, first.processes, 0);
    let naps = 0;
    const second = world.spawn(() => {
      naps += 1;
      if (naps === 3 && held.kind === 'held') releaseLock(disk, TX, held.name);
    });
    expect(acquireLock(disk, TX, second.processes, 10_000).kind).toBe('held');
    expect(naps).toBe(3);
  });

  it('is taken from the dead', () => {
    const disk = memoryDisk();
    const world = processWorld();
    const first = world.spawn();
    acquireLock(disk, TX, first.processes, 0);
    world.kill(first.pid);
    const second = world.spawn();
    const taken = acquireLock(disk, TX, second.processes, 0);
    expect(taken.kind).toBe('held');
    expect(disk.list(TX)).toEqual(taken.kind === 'held' ? [taken.name] : []);
  });

  it('leaves no file when the disk fails right after making it', () => {
    const base = memoryDisk();
    const disk: Disk = {
      ...base,
      writeNew(file, bytes, durable) {
        base.writeNew(file, bytes, durable);
        throw Object.assign(new Error('broken disk'), { code: 'EIO' });
      },
    };
    expect(() => acquireLock(disk, TX, processWorld().spawn().processes, 0)).toThrow('broken disk');
    expect(base.list(TX)).toEqual([]);
  });

  it('is not counted among the files of others in the folder', () => {
    const disk = memoryDisk();
    disk.makeFolder(TX);
    disk.writeNew(`${TX}/lock-of-mine`, new Uint8Array(), true);
    expect(acquireLock(disk, TX, processWorld().spawn().processes, 0).kind).toBe('held');
    expect(isLockName('lock-of-mine')).toBe(false);
  });
});

/** Calls back before every operation that the lock uses. */
function hookedDisk(base: Disk, before: () => void): Disk {
  const hooked =
    <R>(act: () => R) =>
    (): R => {
      before();
      return act();
    };
  return {
    ...base,
    look: (file) => hooked(() => base.look(file))(),
    list: (file) => hooked(() => base.list(file))(),
    makeFolder: (file) => hooked(() => base.makeFolder(file))(),
    writeNew: (file, bytes, durable) => hooked(() => base.writeNew(file, bytes, durable))(),
    removeFile: (file) => hooked(() => base.removeFile(file))(),
  };
}

describe('two that want it at the same time', () => {
  // The second process runs as a whole (takes the lock if it can, and gives it back or not) before the k-th operation of
  // the first, for every k until the first runs undisturbed.
  it.each([
    { givesBack: false, deadLock: false },
    { givesBack: false, deadLock: true },
    { givesBack: true, deadLock: false },
    { givesBack: true, deadLock: true },
  ])('never both hold it ($givesBack, $deadLock)', ({ givesBack, deadLock }) => {
    const outcomes = new Set<string>();
    for (let k = 0, intruded = true; intruded; k += 1) {
      const base = memoryDisk();
      const world = processWorld();
      if (deadLock) {
        const dead = world.spawn();
        acquireLock(base, TX, dead.processes, 0);
        world.kill(dead.pid);
      }
      const [first, second] = [world.spawn(), world.spawn()];
      let secondHolds = false;
      let operations = 0;
      intruded = false;
      const disk = hookedDisk(base, () => {
        operations += 1;
        if (operations !== k + 1) return;
        intruded = true;
        const taken = acquireLock(base, TX, second.processes, 0);
        secondHolds = taken.kind === 'held' && !givesBack;
        if (taken.kind === 'held' && givesBack) releaseLock(base, TX, taken.name);
      });
      const result = acquireLock(disk, TX, first.processes, 0);
      expect(result.kind === 'held' && secondHolds, `before operation ${k}`).toBe(false);
      if (result.kind === 'held') expect(base.list(TX), `before operation ${k}`).toEqual([result.name]);
      outcomes.add(`${result.kind} ${secondHolds ? 'by the second' : 'by the first'}`);
    }
    expect(outcomes).toContain('held by the first');
    if (!givesBack) expect(outcomes).toContain('busy by the second');
  });
});

describe('a contender that announces itself while another takes the lock', () => {
  it('keeps its file, whenever it comes', () => {
    for (let k = 0, came = true; came; k += 1) {
      const base = memoryDisk();
      const world = processWorld();
      const [dead, first, second] = [world.spawn(), world.spawn(), world.spawn()];
      acquireLock(base, TX, dead.processes, 0);
      world.kill(dead.pid);
      const file = `${TX}/lock-${second.pid}-1-00000000-1`;
      let operations = 0;
      came = false;
      const disk = hookedDisk(base, () => {
        operations += 1;
        if (operations !== k + 1) return;
        came = true;
        base.writeNew(file, new Uint8Array(), false);
      });
      acquireLock(disk, TX, first.processes, 0);
      expect(base.look(file) !== undefined, `before operation ${k}`).toBe(came);
    }
  });
});

describe('the processes of this machine', () => {
  it('know themselves, and give each lock a name of its own', () => {
    const [one, two] = [nodeProcesses.self(), nodeProcesses.self()];
    expect(one.pid).toBe(process.pid);
    expect(one.serial).not.toBe(two.serial);
    expect(nodeProcesses.isAlive(one, 0)).toBe(true);
  });

  it('take a process id that was used again for another process', () => {
    const self = nodeProcesses.self();
    if (self.start === '0') return;
    expect(nodeProcesses.isAlive({ ...self, start: '1' }, 0)).toBe(false);
  });

  it('cannot look up processes of other machines, and go by the age of the lock', () => {
    const elsewhere = { pid: 1, start: '1', host: 'ffffffff', serial: 1 };
    expect(nodeProcesses.isAlive(elsewhere, 1_000)).toBe(true);
    expect(nodeProcesses.isAlive(elsewhere, 600_000)).toBe(false);
  });

  it('leave a lock on the real disk that is found again', () => {
    const folder = path.join(tempFolder(), 'tx');
    fs.mkdirSync(folder);
    const { pid, start, host } = nodeProcesses.self();
    fs.writeFileSync(path.join(folder, `lock-${pid}-${start}-${host}-0`), '');
    fs.writeFileSync(path.join(folder, `lock-4194305-1-${host}-0`), '');
    expect(lockHolder(nodeDisk, folder, nodeProcesses)?.owner.pid).toBe(pid);
  });
});
