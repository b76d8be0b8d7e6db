import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDuckDb } from '../../../src/drift/world/duckdb.ts';
import { makeSpillFolder } from '../../../src/drift/world/leftovers.ts';
import { writeRendered } from '../../../src/drift/world/write-outputs.ts';
import { nodeProcesses } from '../../../src/output/lock.ts';
import { processWorld, tempFolder } from '../../output/helpers.ts';

const HOURS = 3600;

function setAge(file: string, hours: number): void {
  const changed = Date.now() / 1000 - hours * HOURS;
  utimesSync(file, changed, changed);
}

/** A folder as a run makes it, with a file of what did not fit into memory. */
function spilled(
  parent: string,
  by: Parameters<typeof makeSpillFolder>[1],
  hours: number,
  fileHours = hours,
) {
  const folder = makeSpillFolder(parent, by);
  const file = path.join(folder, 'duckdb_temp_storage-0.tmp');
  writeFileSync(file, 'values');
  setAge(file, fileHours);
  setAge(folder, hours);
  return path.basename(folder);
}

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

describe('folders that killed runs left', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('are removed by the next run: a day old, and of a process that is dead', () => {
    const parent = tempFolder();
    const world = processWorld();
    const [dead, living, next] = [world.spawn(), world.spawn(), world.spawn()];
    const now = { now: () => Date.now() };
    const left = spilled(parent, { ...dead.processes, ...now }, 30);
    const kept = [
      spilled(parent, { ...dead.processes, ...now }, 20),
      // Someone wrote into it an hour ago: its process may be one of another container.
      spilled(parent, { ...dead.processes, ...now }, 30, 1),
      spilled(parent, { ...living.processes, ...now }, 30),
    ];
    for (const foreign of ['modelwatch-drift-campaign-Ab12Cd', 'modelwatch-drift-AbCdEf', 'other']) {
      mkdirSync(path.join(parent, foreign));
      setAge(path.join(parent, foreign), 99);
      kept.push(foreign);
    }
    world.kill(dead.pid);
    const own = path.basename(makeSpillFolder(parent, { ...next.processes, ...now }));
    expect(readdirSync(parent)).not.toContain(left);
    expect(readdirSync(parent).toSorted()).toEqual([...kept, own].toSorted());
  });

  it('are not followed where they are links', () => {
    const [parent, elsewhere] = [tempFolder(), tempFolder()];
    writeFileSync(path.join(elsewhere, 'precious'), '');
    setAge(path.join(elsewhere, 'precious'), 99);
    setAge(elsewhere, 99);
    symlinkSync(elsewhere, path.join(parent, 'modelwatch-drift-1-1-00000000-AAAAAA'));
    makeSpillFolder(parent);
    expect(existsSync(path.join(elsewhere, 'precious'))).toBe(true);
    expect(readdirSync(parent)).toContain('modelwatch-drift-1-1-00000000-AAAAAA');
  });

  it('have the process in their names, and are gone when the engine is closed', async () => {
    const parent = tempFolder();
    vi.stubEnv('TMPDIR', parent);
    const engine = await openDuckDb({ memoryLimit: '100MB', threads: 1 });
    expect(readdirSync(parent)).toEqual([
      expect.stringContaining(`modelwatch-drift-${process.pid}-${nodeProcesses.self().start}-`),
    ]);
    engine.close();
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('files that killed runs began', () => {
  it('are removed when the same file is written again: an hour old, and of a process that is dead', async () => {
    const folder = tempFolder();
    const dead = await deadPid();
    const begin = (name: string, hours: number): string => {
      writeFileSync(path.join(folder, name), 'half');
      setAge(path.join(folder, name), hours);
      return name;
    };
    begin(`.out.json.${dead}.tmp`, 2);
    // In a container every run may have the same number.
    begin(`.out.json.${process.pid}.tmp`, 2);
    const kept = [
      begin(`.out.json.${dead + 1}.tmp.bak`, 2),
      begin(`.out.json.${process.ppid}.tmp`, 2),
      begin(`.other.json.${dead}.tmp`, 2),
      begin('.out.json.x1.tmp', 2),
    ];
    expect(writeRendered(path.join(folder, 'out.json'), () => 'whole')).toBeUndefined();
    expect(readdirSync(folder).toSorted()).toEqual([...kept, 'out.json'].toSorted());
    expect(readFileSync(path.join(folder, 'out.json'), 'utf8')).toBe('whole');
    kept.push(begin(`.out.json.${dead}.tmp`, 0.5));
    expect(writeRendered(path.join(folder, 'out.json'), () => 'again')).toBeUndefined();
    expect(readdirSync(folder).toSorted()).toEqual([...kept, 'out.json'].toSorted());
  });
});
