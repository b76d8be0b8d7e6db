import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/drift/delivery.ts';
import { expositionOf } from '../../../src/drift/exposition.ts';
import type { RunResult } from '../../../src/drift/result.ts';
import { samplesOf } from '../../../src/drift/samples.ts';
import { type TextfileDisk, writeTextfile } from '../../../src/drift/world/textfile.ts';
import { nodeDisk as lockDisk } from '../../../src/output/disk.ts';
import { acquireLock, type LockOwner, nodeProcesses, releaseLock } from '../../../src/output/lock.ts';
import { datasetResult, policyResult, runResult, testResult } from '../../support/drift-outputs.ts';
import { qualityResult } from '../results.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-textfile-'));
  file = path.join(folder, 'drift.prom');
});
afterEach(() => rmSync(folder, { recursive: true }));

const OLD = 'modelwatch_drift_samples{model="other",policy="other"} 5\n';

function textOf(...runs: readonly RunResult[]): string {
  return expositionOf(runs.flatMap(samplesOf));
}

function fileText(): string {
  return readFileSync(file, 'utf8');
}

function error(code: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code });
}

/** Nobody is waited for. */
const NOT_LONG = 100;

/** The real disk, but for some operations. */
function disk(changed: Partial<TextfileDisk>): TextfileDisk {
  return {
    look: async (name) => {
      try {
        const found = await stat(name);
        return { kind: found.isFile() ? 'file' : 'folder', changedAtMs: found.mtimeMs };
      } catch {
        return undefined;
      }
    },
    read: (name) => readFile(name, 'utf8'),
    openNew: (name) => open(name, 'wx', 0o600),
    rename,
    remove: unlink,
    ...changed,
  };
}

describe('writeTextfile', () => {
  it('writes a file that all can read, and nothing beside it', async () => {
    const umask = process.umask(0o077);
    try {
      expect(await writeTextfile(file, runResult())).toEqual({
        output: 'textfile',
        target: file,
        state: 'delivered',
        series: 7,
        findings: [],
      });
    } finally {
      process.umask(umask);
    }
    expect(fileText()).toBe(textOf(runResult()));
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(readdirSync(folder)).toEqual(['drift.prom']);
  });

  it('keeps series of other policies and feature sets, and replaces its own as a whole', async () => {
    const one = runResult({ datasets: [] });
    const two = runResult({ policies: [policyResult({ policy: 'other' })], datasets: [datasetResult()] });
    await writeTextfile(file, one);
    await writeTextfile(file, two);
    expect(fileText()).toBe(textOf(one, two));
    const later = runResult({
      endedAt: '2026-11-30T01:00:00Z',
      policies: [policyResult({ tests: [testResult({ feature: 'age' })] })],
      datasets: [],
    });
    await writeTextfile(file, later);
    expect(fileText()).toBe(textOf(later, two));
    expect(fileText()).not.toContain('policy="fraud-drift",part="features",feature="amount"');
  });

  it('replaces the quality of the models of a run, and keeps that of others', async () => {
    const one = runResult({ policies: [], datasets: [], qualities: [qualityResult()] });
    const two = runResult({
      policies: [policyResult()],
      datasets: [],
      qualities: [qualityResult({ model: 'other' })],
    });
    await writeTextfile(file, one);
    await writeTextfile(file, two);
    expect(fileText()).toBe(textOf(one, two));
    const later = runResult({ policies: [], datasets: [], qualities: [qualityResult({ metrics: [] })] });
    await writeTextfile(file, later);
    expect(fileText()).toBe(textOf(later, two));
  });

  it('keeps what an evaluation of quality wrote', async () => {
    const quality = 'modelwatch_quality{model="fraud-detector",metric="recall"} 0.9\n';
    writeFileSync(file, quality);
    await writeTextfile(file, runResult());
    expect(fileText()).toContain(`# TYPE modelwatch_quality gauge\n${quality}`);
  });

  it('loses no series when jobs write at the same time', async () => {
    const runs = Array.from({ length: 12 }, (_, index) =>
      runResult({ policies: [policyResult({ policy: `policy-${index}` })], datasets: [] }),
    );
    const deliveries = await Promise.all(runs.map((run) => writeTextfile(file, run)));
    expect(deliveries.map(({ state }) => state)).toEqual(runs.map(() => 'delivered'));
    expect(fileText()).toBe(textOf(...runs));
    expect(readdirSync(folder)).toEqual(['drift.prom']);
  });

  it('writes a broken file anew, and says so', async () => {
    writeFileSync(file, `${OLD}modelwatch_drift_samples{model="m`);
    const delivery = await writeTextfile(file, runResult());
    expect(delivery).toMatchObject({
      state: 'delivered',
      findings: [
        {
          code: 'publish/textfile-broken',
          severity: 'warning',
          message: `${file} was not in the text format (line 2: labels are written as {name="value",other="value"}) and was replaced`,
        },
      ],
    });
    expect(fileText()).toBe(textOf(runResult()));
  });

  it('leaves a file of another program as it is', async () => {
    writeFileSync(file, 'apt_upgrades_pending 3\n');
    expect(await writeTextfile(file, runResult())).toMatchObject({
      state: 'refused',
      series: 0,
      findings: [
        {
          code: 'publish/textfile-foreign',
          message: `${file} has series of another program: apt_upgrades_pending`,
        },
      ],
    });
    expect(fileText()).toBe('apt_upgrades_pending 3\n');
    expect(readdirSync(folder)).toEqual(['drift.prom']);
  });

  const refused = async (name: string, changed?: Partial<TextfileDisk>): Promise<Delivery> => {
    const delivery = await writeTextfile(name, runResult(), changed && disk(changed), NOT_LONG);
    expect(delivery).toMatchObject({ state: 'refused', series: 0 });
    return delivery;
  };

  it('refuses a name that is not read, a folder that is not there, and what is no file', async () => {
    expect((await refused(path.join(folder, 'drift.txt'))).findings).toMatchObject([
      {
        code: 'publish/textfile-name',
        message: `the name of the text file must end in .prom: ${folder}/drift.txt`,
      },
    ]);
    expect((await refused(path.join(folder, 'none/drift.prom'))).findings).toMatchObject([
      { code: 'publish/textfile-folder', message: `the folder ${folder}/none does not exist` },
    ]);
    writeFileSync(path.join(folder, 'file'), '');
    expect((await refused(path.join(folder, 'file/drift.prom'))).findings).toMatchObject([
      { code: 'publish/textfile-folder', message: `the folder ${folder}/file is not a folder` },
    ]);
    mkdirSync(path.join(folder, 'folder.prom'));
    expect((await refused(path.join(folder, 'folder.prom'))).findings).toMatchObject([
      { code: 'publish/textfile-not-a-file', message: `${folder}/folder.prom is a folder` },
    ]);
  });

  it.each([
    ['EACCES', 'permission denied', 'The user of the job must be able to make files in'],
    ['EROFS', 'the disk is mounted read-only', 'Mount'],
  ])('says that the folder is read-only: %s', async (code, reason, hint) => {
    writeFileSync(file, OLD);
    const { findings } = await refused(file, { openNew: () => Promise.reject(error(code)) });
    expect(findings).toMatchObject([
      { code: 'publish/textfile-write-failed', message: `cannot write ${file}: ${reason} (${code})` },
    ]);
    expect(findings[0]?.hint).toContain(hint);
    expect(fileText()).toBe(OLD);
  });

  it.skipIf(process.getuid?.() === 0)('says so of a real folder that may not be written', async () => {
    chmodSync(folder, 0o555);
    const { findings } = await refused(file);
    chmodSync(folder, 0o755);
    expect(findings).toMatchObject([{ code: 'publish/textfile-write-failed' }]);
  });

  it('leaves the old file, and nothing else, when the disk is full', async () => {
    writeFileSync(file, OLD);
    const { findings } = await refused(file, {
      openNew: async (name) => {
        const handle = await open(name, 'wx', 0o600);
        return new Proxy(handle, {
          get: (target, key) => {
            if (key === 'writeFile') return () => Promise.reject(error('ENOSPC'));
            const value: unknown = Reflect.get(target, key, target);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        });
      },
    });
    expect(findings).toMatchObject([
      {
        code: 'publish/textfile-write-failed',
        message: `cannot write ${file}: the disk is full (ENOSPC)`,
        hint: `Free some space: df -h ${folder}`,
      },
    ]);
    expect(fileText()).toBe(OLD);
    expect(readdirSync(folder)).toEqual(['drift.prom']);
  });

  it('waits for another job only so long, and says who it is', async () => {
    const place = path.join(folder, '.drift.prom.modelwatch-lock');
    const lock = acquireLock(lockDisk, place, nodeProcesses, 0);
    const { findings } = await refused(file);
    expect(findings).toMatchObject([
      {
        code: 'publish/textfile-busy',
        message: `another job (process ${process.pid}) is writing ${file}`,
        hint: `If it is not: rm -r ${place}`,
      },
    ]);
    releaseLock(lockDisk, place, lock.name);
    expect(await writeTextfile(file, runResult())).toMatchObject({ state: 'delivered' });
  });

  it.each([
    ['of this machine that is dead', (self: LockOwner) => ({ ...self, pid: 2 ** 22 + 1 }), 0],
    ['of another machine that began long ago', (self: LockOwner) => ({ ...self, host: '00000000' }), 11],
  ])('takes over from a job %s', async (_name, ownerOf, ageSeconds) => {
    const place = path.join(folder, '.drift.prom.modelwatch-lock');
    const { pid, start, host, serial } = ownerOf(nodeProcesses.self());
    mkdirSync(place);
    const lock = path.join(place, `lock-${pid}-${start}-${host}-${serial}`);
    writeFileSync(lock, '');
    const then = Date.now() / 1000 - ageSeconds;
    utimesSync(lock, then, then);
    writeFileSync(path.join(folder, '.drift.prom.modelwatch-new'), 'half a fi');
    expect(await writeTextfile(file, runResult())).toMatchObject({ state: 'delivered' });
    expect(readdirSync(folder)).toEqual(['drift.prom']);
  });

  it('throws what is a fault of the program', async () => {
    await expect(writeTextfile(file, runResult({ endedAt: '' }))).rejects.toThrow(RangeError);
  });
});
