import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { bundleKillChild } from '../../scripts/kill-campaign.mjs';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { recover } from '../../src/output/recover.ts';
import { codesOf, type Files, snapshot, tempFolder, write, writeKilledAfterCommit } from './helpers.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

let bundle = '';
beforeAll(async () => {
  bundle = await bundleKillChild(tempFolder());
  fs.chmodSync(bundle, 0o644);
});

interface ChildResult {
  readonly status?: string;
  readonly action?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the room in a process of its own, without root's rights. */
function asNobody(what: string, outDir: string): ChildResult {
  const env = { ...process.env, AS_USER: isRoot ? String(NOBODY) : '' };
  const text = execFileSync(process.execPath, [bundle, what, outDir], { env, encoding: 'utf8' });
  return JSON.parse(text) as ChildResult;
}

function giveAway(folder: string): void {
  if (!isRoot) return;
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    fs.lchownSync(path.join(folder, name), NOBODY, NOBODY);
  }
  fs.chownSync(folder, NOBODY, NOBODY);
}

describe('modes', () => {
  it.each(['077', '000', '022'])('are 0644 for files and 0755 for folders under umask %s', (umask) => {
    const outDir = path.join(tempFolder(), 'generated', 'campaign');
    execFileSync('sh', ['-c', `umask ${umask}; exec "$0" "$@"`, process.execPath, bundle, 'write-a', outDir]);
    for (const name of fs.readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
      const stat = fs.statSync(path.join(outDir, name));
      expect((stat.mode & 0o777).toString(8), name).toBe(stat.isDirectory() ? '755' : '644');
    }
  });
});

describe('without the permission to write', () => {
  const locked: string[] = [];
  const lock = (folder: string) => {
    locked.push(folder);
    fs.chmodSync(folder, 0o555);
  };
  afterEach(() => {
    for (const folder of locked.splice(0)) fs.chmodSync(folder, 0o755);
  });

  it('a read-only folder above: refused, nothing changed', () => {
    const root = tempFolder();
    lock(root);
    const outDir = path.join(root, 'generated', 'campaign');
    const { status, diagnostics } = asNobody('write-a', outDir);
    expect(status).toBe('refused');
    expect(diagnostics).toMatchObject([
      {
        code: 'output/write-failed',
        message: `cannot write ${path.dirname(outDir)}: permission denied (EACCES); no rendered file was changed`,
      },
    ]);
    expect(snapshot(root)).toEqual({});
  });

  it('a read-only output folder: refused, nothing changed; a write without changes is none', () => {
    const root = tempFolder();
    const outDir = path.join(root, 'campaign');
    execFileSync(process.execPath, [bundle, 'write-a', outDir]);
    giveAway(root);
    lock(outDir);
    const before = snapshot(outDir);
    expect(asNobody('write-a', outDir)).toMatchObject({ status: 'written', diagnostics: [] });
    const { status, diagnostics } = asNobody('write-b', outDir);
    expect(status).toBe('refused');
    expect(codesOf(diagnostics)).toEqual(['output/write-failed']);
    expect(snapshot(outDir)).toEqual(before);
  });

  it('a read-only folder deep in the tree: refused before anything is touched', () => {
    const root = tempFolder();
    const outDir = path.join(root, 'campaign');
    execFileSync(process.execPath, [bundle, 'write-a', outDir]);
    giveAway(root);
    lock(path.join(outDir, 'prod/prometheus/2'));
    const before = snapshot(outDir);
    const { status, diagnostics } = asNobody('write-b', outDir);
    expect(status).toBe('refused');
    expect(diagnostics[0]?.message).toContain(
      'campaign/prod/prometheus/2: permission denied (EACCES); no rendered',
    );
    expect(snapshot(outDir)).toEqual(before);
  });

  it('a folder that cannot be read: refused', () => {
    const root = tempFolder();
    const outDir = path.join(root, 'campaign');
    execFileSync(process.execPath, [bundle, 'write-a', outDir]);
    giveAway(root);
    lock(outDir);
    fs.chmodSync(outDir, 0o000);
    const { status, diagnostics } = asNobody('write-b', outDir);
    expect(status).toBe('refused');
    expect(codesOf(diagnostics)).toEqual(['output/write-failed']);
  });

  it('an interrupted write that cannot be mended here is told', () => {
    const root = tempFolder();
    const outDir = path.join(root, 'campaign');
    write(outDir, { a: 'a\n' });
    writeKilledAfterCommit(outDir, { a: 'b\n' });
    giveAway(root);
    lock(outDir);
    lock(path.join(outDir, '.modelwatch-tx'));
    const before = snapshot(outDir);
    const { action, diagnostics } = asNobody('recover', outDir);
    expect(action).toBe('failed');
    expect(codesOf(diagnostics)).toEqual(['output/unfinished']);
    expect(snapshot(outDir)).toEqual(before);
  });
});

describe('a full disk', () => {
  /** A small disk of its own, or a loud skip. */
  function smallDisk(context: TestContext, options: string): string {
    const folder = tempFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'modelwatch-test', folder], { stdio: 'pipe' });
    } catch (error) {
      const why = 'a small disk cannot be mounted here (it takes root on Linux)';
      console.warn(`SKIPPED: ${context.task.name}: ${why}: ${String(error)}`);
      context.skip(why);
    }
    mounts.push(folder);
    return folder;
  }
  const mounts: string[] = [];
  afterEach(() => {
    for (const folder of mounts.splice(0)) execFileSync('umount', [folder]);
  });

  const OLD: Files = { 'prod/a.yml': 'a'.repeat(5_000), 'prod/b.yml': 'b\n', 'prod/c.yml': 'c\n' };
  const NEW: Files = {
    'prod/a.yml': 'A'.repeat(9_000),
    'prod/b.yml': 'B\n',
    'dev/x/y/z.yml': 'z\n',
    'dev/x/u.yml': 'u'.repeat(6_000),
    'stage/v.yml': 'v\n',
  };

  /** Writes over OLD on a disk that has only so much room left, for every amount up to enough. */
  function tryEveryRoom(disk: string, fill: (room: number) => void, empty: () => void, most: number) {
    const outDir = path.join(disk, 'generated', 'fraud');
    const statuses: string[] = [];
    for (let room = 0; room <= most; room += 1) {
      fs.rmSync(path.join(disk, 'generated'), { recursive: true, force: true });
      expect(write(outDir, OLD).status).toBe('written');
      const old = snapshot(outDir);
      fill(room);
      const outcome = write(outDir, NEW);
      const now = snapshot(outDir);
      empty();
      statuses.push(outcome.status);
      if (outcome.status === 'written') continue;
      expect(outcome.status, `room for ${room}`).toBe('refused');
      expect(codesOf(outcome.diagnostics)).toEqual(['output/write-failed']);
      expect(outcome.diagnostics[0]?.message).toContain(
        'the disk is full (ENOSPC); no rendered file was changed',
      );
      expect(now, `room for ${room}`).toEqual(old);
      expect(recover(outDir).action).toBe('none');
    }
    expect(statuses[0]).toBe('refused');
    expect(statuses.at(-1)).toBe('written');
  }

  it('of bytes: refused, nothing changed, nothing left', (context) => {
    const disk = smallDisk(context, 'size=256k');
    const filler = path.join(disk, 'filler');
    const page = 4096;
    const fill = (room: number) => {
      const file = fs.openSync(filler, 'w');
      try {
        for (;;) fs.writeSync(file, Buffer.alloc(page, 1));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
      const { size } = fs.fstatSync(file);
      fs.ftruncateSync(file, size - room * page);
      fs.closeSync(file);
    };
    tryEveryRoom(disk, fill, () => fs.rmSync(filler), 20);
  });

  it('of inodes: refused, nothing changed, nothing left', (context) => {
    const disk = smallDisk(context, 'size=4m,nr_inodes=64');
    const filler = path.join(disk, 'filler');
    const fill = (room: number) => {
      fs.mkdirSync(filler);
      const made: string[] = [];
      try {
        for (;;) {
          const name = path.join(filler, String(made.length));
          fs.writeFileSync(name, '');
          made.push(name);
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
      for (const name of made.slice(made.length - room)) fs.rmSync(name);
    };
    tryEveryRoom(disk, fill, () => fs.rmSync(filler, { recursive: true }), 30);
  });

  it('the first write on a full disk leaves no folder behind', (context) => {
    const disk = smallDisk(context, 'size=64k');
    const outDir = path.join(disk, 'generated', 'fraud');
    const outcome = write(outDir, { 'prod/large.yml': 'x'.repeat(100_000) });
    expect(outcome.status).toBe('refused');
    expect(snapshot(disk)).toEqual({});
  });
});

describe('a part of the output folder on another disk', () => {
  it('is refused before anything is touched', (context) => {
    const outDir = path.join(tempFolder(), 'fraud');
    write(outDir, { 'prod/a.yml': 'a\n', 'dev/b.yml': 'b\n' });
    const mounted = path.join(outDir, 'prod');
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'modelwatch-test', mounted], { stdio: 'pipe' });
    } catch (error) {
      console.warn(`SKIPPED: ${context.task.name}: ${String(error)}`);
      context.skip('a disk cannot be mounted here');
    }
    try {
      const outcome = write(outDir, { 'prod/a.yml': 'A\n', 'dev/b.yml': 'B\n' });
      expect(outcome.status).toBe('refused');
      expect(outcome.diagnostics[0]?.message).toContain(
        'prod: it lies on another disk than the output folder (EXDEV)',
      );
      expect(snapshot(outDir)['dev/b.yml']).toBe('b\n');
    } finally {
      execFileSync('umount', [mounted]);
    }
  });
});

describe('several processes at once', () => {
  it('write one after the other: the tree is the one of the last, all succeed', async () => {
    const outDir = path.join(tempFolder(), 'generated', 'campaign');
    execFileSync(process.execPath, [bundle, 'write-a', outDir]);
    const a = snapshot(outDir);
    execFileSync(process.execPath, [bundle, 'write-b', outDir]);
    const b = snapshot(outDir);
    const children = ['a', 'b', 'a', 'b', 'a'].map(async (variant) => {
      const child = spawn(process.execPath, [bundle, `write-${variant}`, outDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      await once(child, 'close');
      return JSON.parse(text) as ChildResult;
    });
    for (const result of await Promise.all(children)) {
      expect(result).toMatchObject({ status: 'written', diagnostics: [] });
    }
    expect([a, b]).toContainEqual(snapshot(outDir));
  });
});
