import { isDeepStrictEqual as isEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../src/output/check.ts';
import { type Disk, nodeDisk } from '../../src/output/disk.ts';
import { printManifest } from '../../src/output/manifest.ts';
import { collisions, TX_NAME } from '../../src/output/paths.ts';
import { type OutputMachine, recover } from '../../src/output/recover.ts';
import {
  codesOf,
  type Fault,
  type Files,
  faultyDisk,
  freshOutDir,
  machineOn,
  manifestOf,
  processWorld,
  put,
  treeOn,
  write,
} from './helpers.ts';
import { type MemoryDisk, memoryDisk } from './memory-disk.ts';

const OUT = '/project/generated/fraud';

/** Files of somebody else, which have to survive everything. */
const OTHERS: Files = { 'notes.md': 'mine\n', 'prod/dashboards/mine.json': '{}\n' };

/** Pairs that exercise every kind of change; undefined is a folder never written before. */
const PAIRS: readonly (readonly [string, Files | undefined, Files])[] = [
  ['the first write', undefined, { 'prod/prometheus/rules.yml': 'groups: []\n', 'prod/readme.md': 'hi\n' }],
  ['one changed file', { 'prod/a.yml': 'a: 1\n' }, { 'prod/a.yml': 'a: 2\n' }],
  [
    'changed, added, removed, unchanged',
    { 'prod/a.yml': 'a: 1\n', 'prod/old/b.yml': 'b\n', 'prod/same.yml': 's\n', 'stage/x/y/z.yml': 'z\n' },
    { 'prod/a.yml': 'a: 2\n', 'prod/new/c.yml': 'c\n', 'prod/same.yml': 's\n', 'prod/new/d/e.yml': 'e\n' },
  ],
  [
    'a file becomes a folder and a folder a file',
    { 'prod/a': 'file\n', 'prod/b/x': 'x\n', 'prod/b/y/z': 'z\n' },
    { 'prod/a/x': 'x\n', 'prod/b': 'file\n' },
  ],
  ['everything goes', { 'prod/a.yml': 'a\n', 'prod/b/c.yml': 'c\n' }, {}],
];

/** What the folder holds after an undisturbed write of these files. */
function treeOf(files: Files | undefined): Record<string, string> {
  if (files === undefined) return { ...OTHERS };
  return { ...OTHERS, ...files, 'MANIFEST.json': printManifest(manifestOf(files)) };
}

/** A disk whose output folder holds these files. */
function diskWith(files: Files | undefined): MemoryDisk {
  const disk = memoryDisk();
  prepare(disk, OUT, files);
  return disk;
}

function prepare(disk: Disk, outDir: string, files: Files | undefined): void {
  put(outDir, OTHERS, disk);
  if (files !== undefined) {
    expect(write(outDir, files, { machine: machineOn(faultyDisk(disk)) }).status).toBe('written');
  }
  expect(treeOn(disk, outDir)).toEqual(treeOf(files));
}

/** Changes of the disk that the undisturbed write makes. */
function changesOf(before: Files | undefined, after: Files): number {
  const disk = faultyDisk(diskWith(before));
  expect(write(OUT, after, { machine: machineOn(disk) }).status).toBe('written');
  expect(treeOn(disk, OUT)).toEqual(treeOf(after));
  return disk.changes();
}

/** The folder without the transaction folder. */
function renderedOn(disk: Disk, outDir: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(treeOn(disk, outDir)).filter(([name]) => !name.startsWith(TX_NAME)),
  );
}

/** Lets a process write that dies as told. Returns the machine of a later process. */
function killedWrite(
  disk: Disk,
  outDir: string,
  files: Files,
  fault: Fault,
  world = processWorld(),
): OutputMachine {
  const victim = world.spawn();
  const faulty = faultyDisk(disk, fault);
  write(outDir, files, { machine: { disk: faulty, processes: victim.processes } });
  expect(faulty.happened()).toBe(true);
  world.kill(victim.pid);
  return machineOn(disk, world);
}

/** Asserts what has to hold after a kill, and returns what the recovery did. */
function expectWholeAfter(
  disk: Disk,
  outDir: string,
  before: Files | undefined,
  after: Files,
  machine: OutputMachine,
  where: string,
): string {
  const [old, next] = [treeOf(before), treeOf(after)];
  const left = renderedOn(disk, outDir);
  // Nobody may meet a mixed tree without a warning.
  if (!isEqual(left, old) && !isEqual(left, next)) {
    const warnings = checkTree(outDir, new Map(Object.entries(after)), manifestOf(after), 'all', machine);
    expect(codesOf(warnings), where).toEqual(['output/unfinished']);
  }
  const recovery = recover(outDir, machine);
  const now = treeOn(disk, outDir);
  expect([old, next], where).toContainEqual(now);
  if (recovery.action === 'rolled-back') expect(now, where).toEqual(old);
  if (recovery.action === 'rolled-forward') expect(now, where).toEqual(next);
  if (recovery.action === 'none') expect(now, where).toEqual(left);
  expect(recovery.message === '', where).toBe(recovery.action === 'none');
  expect(recover(outDir, machine).action, where).toBe('none');
  expect(write(outDir, after, { machine }).status, where).toBe('written');
  expect(treeOn(disk, outDir), where).toEqual(next);
  return recovery.action;
}

const MOMENTS = ['before', 'after', 'torn'] as const;

describe.each(PAIRS)('a process killed while writing: %s', (_, before, after) => {
  const total = changesOf(before, after);

  it.each(MOMENTS)('all old or all new after the next command, killed %s each change', (moment) => {
    const start = diskWith(before);
    const actions = new Set<string>();
    for (let at = 0; at < total; at += 1) {
      const disk = start.copy();
      const machine = killedWrite(disk, OUT, after, { kind: 'crash', at, moment });
      actions.add(expectWholeAfter(disk, OUT, before, after, machine, `killed ${moment} change ${at}`));
    }
    expect([...actions].toSorted()).toEqual(['none', 'rolled-back', 'rolled-forward']);
  });

  it('the same when the power fails: what was not waited for is lost', () => {
    const start = diskWith(before);
    for (let at = 0; at < total; at += 1) {
      const disk = start.copy();
      const machine = killedWrite(disk, OUT, after, { kind: 'crash', at, moment: 'after' });
      disk.cutPower();
      expectWholeAfter(disk, OUT, before, after, machine, `power cut after change ${at}`);
    }
  });

  it('the same when the recovery is killed as well', () => {
    const start = diskWith(before);
    let kills = 0;
    // Every second change is enough here: its neighbour leaves nearly the same work to do.
    for (let at = total % 2; at < total; at += 2) {
      for (let second = 0; ; second += 1) {
        const disk = start.copy();
        const world = processWorld();
        killedWrite(disk, OUT, after, { kind: 'crash', at, moment: 'torn' }, world);
        const helper = world.spawn();
        const faulty = faultyDisk(disk, { kind: 'crash', at: second, moment: 'after' });
        recover(OUT, { disk: faulty, processes: helper.processes });
        world.kill(helper.pid);
        const where = `killed at ${at}, then at ${second}`;
        expectWholeAfter(disk, OUT, before, after, machineOn(disk, world), where);
        if (!faulty.happened()) break;
        kills += 1;
      }
    }
    expect(kills).toBeGreaterThan(total);
  });

  it.each(['ENOSPC', 'EIO'])(
    '%s at each change: nothing changed, or finished by the next command',
    (code) => {
      const start = diskWith(before);
      for (const lasting of [false, true]) {
        for (let at = 0; at < total; at += 1) {
          const disk = start.copy();
          const world = processWorld();
          const failing = world.spawn();
          const faulty = faultyDisk(disk, { kind: 'error', at, code, lasting });
          const outcome = write(OUT, after, { machine: { disk: faulty, processes: failing.processes } });
          world.kill(failing.pid);
          const machine = machineOn(disk, world);
          const where = `change ${at}${lasting ? ' and later' : ''}: ${outcome.status}`;
          if (outcome.status === 'refused') {
            expect(codesOf(outcome.diagnostics), where).toEqual(['output/write-failed']);
            expect(outcome.diagnostics[0]?.message, where).toContain(
              `(${code}); no rendered file was changed`,
            );
            expect(renderedOn(disk, OUT), where).toEqual(treeOf(before));
            expect(['none', 'rolled-back'], where).toContain(recover(OUT, machine).action);
            expect(treeOn(disk, OUT), where).toEqual(treeOf(before));
          } else if (outcome.status === 'unfinished') {
            expect(codesOf(outcome.diagnostics), where).toEqual(['output/unfinished']);
            expect(recover(OUT, machine).action, where).toBe('rolled-forward');
            expect(treeOn(disk, OUT), where).toEqual(treeOf(after));
          } else {
            expect(renderedOn(disk, OUT), where).toEqual(treeOf(after));
            expect(recover(OUT, machine).action, where).toBe('none');
            expect(treeOn(disk, OUT), where).toEqual(treeOf(after));
          }
        }
      }
    },
  );
});

describe('a command that compiles something else after the kill', () => {
  it('recovers first and then writes its own tree', () => {
    const before = { 'prod/a.yml': 'a: 1\n', 'prod/b.yml': 'b\n' };
    const after = { 'prod/a.yml': 'a: 2\n', 'prod/c/d.yml': 'd\n' };
    const third = { 'prod/a.yml': 'a: 3\n', 'prod/c': 'c\n' };
    const start = diskWith(before);
    const total = changesOf(before, after);
    for (let at = 0; at < total; at += 1) {
      const disk = start.copy();
      const machine = killedWrite(disk, OUT, after, { kind: 'crash', at, moment: 'after' });
      expect(write(OUT, third, { machine }).status, `killed at ${at}`).toBe('written');
      expect(treeOn(disk, OUT), `killed at ${at}`).toEqual(treeOf(third));
    }
  });
});

describe('on the real disk', () => {
  it('all old or all new, killed after every second change', () => {
    const [, before, after] = PAIRS[2] ?? PAIRS[0] ?? [];
    if (after === undefined) throw new Error('no pair');
    const total = changesOf(before, after);
    for (let at = 0; at < total; at += 2) {
      const outDir = freshOutDir();
      prepare(nodeDisk, outDir, before);
      const machine = killedWrite(nodeDisk, outDir, after, { kind: 'crash', at, moment: 'after' });
      expectWholeAfter(nodeDisk, outDir, before, after, machine, `killed after change ${at}`);
    }
  });
});

describe('trees of any shape', () => {
  const paths = ['a', 'a/b', 'a/b/c', 'a/d', 'e', 'e/f', 'g/h/i', 'g/j', 'k.yml'];
  const files = fc
    .dictionary(fc.constantFrom(...paths), fc.constantFrom('', 'x\n', 'y\n', 'ünï\n'), { maxKeys: 6 })
    .map((tree) => ({ ...tree }))
    .filter((tree) => collisions(Object.keys(tree)).length === 0);

  it('all old or all new, killed at any change', () => {
    fc.assert(
      fc.property(files, files, fc.nat(), fc.constantFrom(...MOMENTS), (before, after, k, moment) => {
        fc.pre(!isEqual(before, after));
        const at = k % changesOf(before, after);
        const disk = diskWith(before);
        const machine = killedWrite(disk, OUT, after, { kind: 'crash', at, moment });
        expectWholeAfter(disk, OUT, before, after, machine, `killed ${moment} change ${at}`);
      }),
      { seed: 20_251, numRuns: 200 },
    );
  });

  it('a write leads from any tree to any tree, and a second one changes nothing', () => {
    fc.assert(
      fc.property(fc.array(files, { minLength: 2, maxLength: 5 }), (trees) => {
        const disk = diskWith(undefined);
        for (const tree of trees) {
          expect(write(OUT, tree, { machine: machineOn(disk) }).status).toBe('written');
          expect(treeOn(disk, OUT)).toEqual(treeOf(tree));
          const machine = machineOn(disk);
          expect(checkTree(OUT, new Map(Object.entries(tree)), manifestOf(tree), 'all', machine)).toEqual([]);
          const again = faultyDisk(disk);
          write(OUT, tree, { machine: machineOn(again) });
          expect(again.changes()).toBe(0);
        }
      }),
      { seed: 20_252, numRuns: 100 },
    );
  });
});
