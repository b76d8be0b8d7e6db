import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../src/output/check.ts';
import { type Disk, nodeDisk } from '../../src/output/disk.ts';
import { nodeProcesses } from '../../src/output/lock.ts';
import { printManifest } from '../../src/output/manifest.ts';
import type { Scope } from '../../src/output/paths.ts';
import { nodeMachine, recover } from '../../src/output/recover.ts';
import { type WriteOutcome, writeTree } from '../../src/output/transaction.ts';
import {
  codesOf,
  type Files,
  freshOutDir,
  manifestOf,
  put,
  snapshot,
  tempFolder,
  write,
  writeKilledAfterCommit,
} from './helpers.ts';

const FILES: Files = { 'prod/a.yml': 'a\n', 'prod/b/c.yml': 'c\n' };

function writtenTree(files: Files = FILES): string {
  const outDir = freshOutDir();
  expect(write(outDir, files).status).toBe('written');
  return outDir;
}

/** Asserts that a write is refused with one finding, and that not a byte of the surroundings changed. Returns the message. */
function refusal(outDir: string, files: Files, code: string, act = () => write(outDir, files)): string {
  const surroundings = path.dirname(path.dirname(outDir));
  const before = snapshot(surroundings);
  const outcome = act();
  expect(snapshot(surroundings)).toEqual(before);
  expect(outcome.status).toBe('refused');
  expect(codesOf(outcome.diagnostics)).toEqual([code]);
  const [finding] = outcome.diagnostics;
  return `${finding?.message}. ${finding?.hint ?? ''}`.replaceAll(surroundings, '…').trim();
}

function writeScope(outDir: string, files: Files, scope: Scope): WriteOutcome {
  return writeTree(outDir, new Map(Object.entries(files)), manifestOf(files), scope);
}

describe('what is written', () => {
  it('the first time: the files, the manifest and nothing else', () => {
    const outDir = freshOutDir();
    expect(write(outDir, FILES)).toEqual({
      status: 'written',
      written: ['prod/a.yml', 'prod/b/c.yml'],
      removed: [],
      unchanged: [],
      edited: [],
      diagnostics: [],
    });
    expect(snapshot(outDir)).toEqual({ ...FILES, 'MANIFEST.json': printManifest(manifestOf(FILES)) });
  });

  it('only what changed; folders that become empty go', () => {
    const outDir = writtenTree({ ...FILES, 'prod/same.yml': 'same\n' });
    const inode = fs.statSync(path.join(outDir, 'prod/same.yml')).ino;
    expect(
      write(outDir, { 'prod/a.yml': 'new\n', 'prod/same.yml': 'same\n', 'dev/d.yml': 'd\n' }),
    ).toMatchObject({
      written: ['dev/d.yml', 'prod/a.yml'],
      removed: ['prod/b/c.yml'],
      unchanged: ['prod/same.yml'],
    });
    expect(Object.keys(snapshot(outDir))).toEqual([
      'MANIFEST.json',
      'dev/d.yml',
      'prod/a.yml',
      'prod/same.yml',
    ]);
    expect(fs.statSync(path.join(outDir, 'prod/same.yml')).ino).toBe(inode);
  });

  it('the bytes as given, whatever they are', () => {
    const files = {
      crlf: 'a\r\nb\r\n',
      bom: '\ufeffa\n',
      'no newline': 'a',
      empty: '',
      nul: 'a\u0000b',
      ünï: '日本 🎉\n',
      large: 'x'.repeat(3_000_000),
    };
    const outDir = writtenTree(files);
    for (const [file, text] of Object.entries(files)) {
      expect(fs.readFileSync(path.join(outDir, file)).equals(Buffer.from(text)), file).toBe(true);
    }
  });

  it('nothing the second time, not even a time stamp', () => {
    const outDir = writtenTree();
    const times = () =>
      [outDir, ...Object.keys(snapshot(outDir)).map((f) => path.join(outDir, f))].map(
        (f) => fs.statSync(f).mtimeMs,
      );
    const before = times();
    expect(write(outDir, FILES)).toMatchObject({
      written: [],
      removed: [],
      unchanged: ['prod/a.yml', 'prod/b/c.yml'],
    });
    expect(times()).toEqual(before);
  });

  it('a tree without files: the manifest alone', () => {
    const outDir = writtenTree({});
    expect(Object.keys(snapshot(outDir))).toEqual(['MANIFEST.json']);
    expect(write(writtenTree(), {})).toMatchObject({ removed: ['prod/a.yml', 'prod/b/c.yml'] });
  });

  it('into a folder below a symbolic link, which is the choice of the user', () => {
    const root = tempFolder();
    fs.mkdirSync(path.join(root, 'elsewhere'));
    fs.symlinkSync('elsewhere', path.join(root, 'generated'));
    expect(write(path.join(root, 'generated', 'fraud'), FILES).status).toBe('written');
    expect(fs.existsSync(path.join(root, 'elsewhere', 'fraud', 'prod', 'a.yml'))).toBe(true);
  });
});

describe('files of others', () => {
  it('are left alone, in folders of ours too', () => {
    const outDir = writtenTree();
    const others = { 'notes.md': 'n\n', 'prod/b/mine.yml': 'm\n' };
    put(outDir, others);
    expect(write(outDir, {}).status).toBe('written');
    expect(snapshot(outDir)).toEqual({ ...others, 'MANIFEST.json': printManifest(manifestOf({})) });
  });

  it('stop the write when they are in the way', () => {
    const outDir = writtenTree();
    put(outDir, { 'prod/d.yml': 'mine\n', 'prod/e.yml': 'mine\n' });
    const next = { 'prod/a.yml': 'new\n', 'prod/d.yml': 'd\n', 'prod/e.yml': 'e\n' };
    expect(refusal(outDir, next, 'output/foreign-file')).toBe(
      'not written by modelwatch, and in the place of rendered files: …/generated/fraud/prod/d.yml, …/generated/fraud/prod/e.yml. Move or delete what is listed: MANIFEST.json does not know it.',
    );
  });

  it('become ours when they have the same bytes already', () => {
    const outDir = writtenTree();
    put(outDir, { 'prod/d.yml': 'd\n' });
    expect(write(outDir, { ...FILES, 'prod/d.yml': 'd\n' })).toMatchObject({
      status: 'written',
      written: [],
    });
    expect(write(outDir, FILES)).toMatchObject({ removed: ['prod/d.yml'] });
  });

  it('are all files when there is no manifest', () => {
    const outDir = writtenTree();
    fs.rmSync(path.join(outDir, 'MANIFEST.json'));
    expect(refusal(outDir, { ...FILES, 'prod/a.yml': 'new\n' }, 'output/foreign-file')).toContain(
      'There is no MANIFEST.json: restore it from version control',
    );
    expect(write(outDir, FILES)).toMatchObject({
      status: 'written',
      unchanged: ['prod/a.yml', 'prod/b/c.yml'],
    });
    expect(fs.existsSync(path.join(outDir, 'MANIFEST.json'))).toBe(true);
  });

  it('a long list is cut', () => {
    const outDir = writtenTree();
    fs.rmSync(path.join(outDir, 'MANIFEST.json'));
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, 'mine\n']));
    put(outDir, many);
    const next = Object.fromEntries(Object.keys(many).map((name) => [name, 'ours\n']));
    expect(refusal(outDir, next, 'output/foreign-file')).toContain('fraud/f4 and 4 more.');
  });
});

describe('files of ours that were changed by hand', () => {
  it('are replaced or removed, and named', () => {
    const outDir = writtenTree({ ...FILES, 'prod/gone.yml': 'g\n' });
    put(outDir, { 'prod/a.yml': 'edited\n', 'prod/gone.yml': 'edited\n' });
    const outcome = write(outDir, FILES);
    expect(outcome).toMatchObject({
      status: 'written',
      written: ['prod/a.yml'],
      removed: ['prod/gone.yml'],
      edited: ['prod/a.yml', 'prod/gone.yml'],
    });
    expect(
      outcome.diagnostics.map((d) => `${d.severity} ${d.code} ${d.message}`.replaceAll(outDir, '…')),
    ).toEqual(['warning output/overwrote-edit changed by hand and replaced: …/prod/a.yml, …/prod/gone.yml']);
    expect(checkTree(outDir, new Map(Object.entries(FILES)), manifestOf(FILES))).toEqual([]);
  });

  it('are mended when they were deleted', () => {
    const outDir = writtenTree();
    fs.rmSync(path.join(outDir, 'prod'), { recursive: true });
    expect(write(outDir, FILES)).toMatchObject({ written: ['prod/a.yml', 'prod/b/c.yml'], edited: [] });
  });

  it('are no loss when they were edited into what is rendered now', () => {
    const outDir = writtenTree();
    put(outDir, { 'prod/a.yml': 'new\n' });
    const next = { ...FILES, 'prod/a.yml': 'new\n' };
    expect(write(outDir, next)).toMatchObject({
      unchanged: ['prod/a.yml', 'prod/b/c.yml'],
      edited: [],
      diagnostics: [],
    });
    expect(checkTree(outDir, new Map(Object.entries(next)), manifestOf(next))).toEqual([]);
  });
});

describe('links, folders and devices in the way', () => {
  it('a link in the place of a file is refused, and what it leads to is not touched', () => {
    const outDir = writtenTree();
    const target = path.join(path.dirname(path.dirname(outDir)), 'target');
    fs.writeFileSync(target, 'precious\n');
    fs.rmSync(path.join(outDir, 'prod/a.yml'));
    fs.symlinkSync(target, path.join(outDir, 'prod/a.yml'));
    expect(refusal(outDir, { 'prod/a.yml': 'new\n' }, 'output/not-a-file')).toBe(
      '…/generated/fraud/prod/a.yml is a symbolic link: a rendered file belongs there. Symbolic links in the output folder are never followed.',
    );
    expect(fs.readFileSync(target, 'utf8')).toBe('precious\n');
  });

  it('a link in the place of a folder is refused, for writing and for removing', () => {
    const outDir = writtenTree();
    const target = path.join(path.dirname(path.dirname(outDir)), 'target');
    put(target, { 'a.yml': 'a\n', 'b/c.yml': 'c\n' });
    fs.rmSync(path.join(outDir, 'prod'), { recursive: true });
    fs.symlinkSync(target, path.join(outDir, 'prod'));
    expect(refusal(outDir, { 'prod/d.yml': 'd\n' }, 'output/not-a-file')).toContain(
      'fraud/prod is a symbolic link: a folder for prod/d.yml belongs there',
    );
    const outcome = write(outDir, {});
    expect(codesOf(outcome.diagnostics)).toEqual(['output/left-alone', 'output/left-alone']);
    expect(snapshot(target)).toEqual({ 'a.yml': 'a\n', 'b/c.yml': 'c\n' });
  });

  it('a dangling link counts as well', () => {
    const outDir = writtenTree({});
    fs.symlinkSync('/nowhere/at/all', path.join(outDir, 'x'));
    refusal(outDir, { x: 'x\n' }, 'output/not-a-file');
    refusal(outDir, { 'x/y': 'x\n' }, 'output/not-a-file');
  });

  it('folders that are not ours, or not ours alone', () => {
    const outDir = writtenTree();
    put(outDir, { 'mine/x': 'x\n', 'prod/b/mine': 'x\n' });
    fs.mkdirSync(path.join(outDir, 'empty'));
    refusal(outDir, { ...FILES, mine: 'ours\n' }, 'output/not-a-file');
    refusal(outDir, { 'prod/b': 'ours\n' }, 'output/not-a-file');
    expect(refusal(outDir, { ...FILES, empty: 'ours\n' }, 'output/not-a-file')).toBe(
      '…/generated/fraud/empty is a folder: a rendered file belongs there.',
    );
  });

  it('a file of somebody else where a folder belongs', () => {
    const outDir = writtenTree();
    put(outDir, { dev: 'mine\n' });
    refusal(outDir, { ...FILES, 'dev/a.yml': 'a\n' }, 'output/not-a-file');
  });

  it('an output folder that is a file or a link', () => {
    const outDir = freshOutDir();
    fs.mkdirSync(path.dirname(outDir));
    fs.writeFileSync(outDir, 'mine\n');
    expect(refusal(outDir, FILES, 'output/not-a-file')).toBe(
      '…/generated/fraud is a file: the output folder belongs there.',
    );
    fs.rmSync(outDir);
    const elsewhere = path.join(tempFolder(), 'fraud');
    write(elsewhere, { 'prod/a.yml': 'old\n' });
    writeKilledAfterCommit(elsewhere, FILES);
    const before = snapshot(elsewhere);
    fs.symlinkSync(elsewhere, outDir);
    expect(refusal(outDir, FILES, 'output/not-a-file')).toContain('fraud is a symbolic link');
    expect(recover(outDir).action).toBe('none');
    expect(snapshot(elsewhere)).toEqual(before);
  });

  it('a file where the folder above the output folder belongs', () => {
    const outDir = freshOutDir();
    fs.writeFileSync(path.dirname(outDir), 'mine\n');
    expect(refusal(outDir, FILES, 'output/write-failed')).toBe(
      'cannot write …/generated/fraud: a part of the path is a file, not a folder (ENOTDIR); no rendered file was changed.',
    );
    expect(recover(outDir).action).toBe('none');
  });

  it('something else in the place of the transaction folder', () => {
    const outDir = writtenTree();
    fs.symlinkSync(tempFolder(), path.join(outDir, '.modelwatch-tx'));
    refusal(outDir, { a: 'a\n' }, 'output/not-a-file');
    expect(recover(outDir).action).toBe('failed');
  });
});

describe('names that no file may have', () => {
  it.each([
    '../up',
    '/etc/modelwatch',
    'a/../../b',
    'a\u0000b',
    'MANIFEST.json',
    '.modelwatch-tx/x',
    'x'.repeat(256),
  ])('%j is refused before anything is touched', (name) => {
    const outDir = freshOutDir();
    refusal(outDir, { ...FILES, [name]: 'x\n' }, 'output/bad-path');
    expect(fs.existsSync(path.dirname(outDir))).toBe(false);
  });

  it('names that are one file on other disks are refused, also against what stays and what goes', () => {
    const outDir = writtenTree({ 'prod/a.yml': 'a\n', 'dev/d.yml': 'd\n' });
    refusal(outDir, { 'prod/x.yml': '1\n', 'prod/X.yml': '2\n' }, 'output/path-collision');
    refusal(outDir, { 'prod/A.yml': 'a\n' }, 'output/path-collision', () =>
      writeScope(outDir, { 'prod/A.yml': 'a\n' }, 'all'),
    );
    refusal(outDir, {}, 'output/path-collision', () => writeScope(outDir, { 'DEV/x.yml': 'a\n' }, ['DEV']));
  });
});

describe('a write of a part', () => {
  const whole = {
    'dev/prometheus/r.yml': 'd\n',
    'prod/alertmanager/a.yml': 'a\n',
    'prod/prometheus/r.yml': 'r\n',
  };

  it('leaves the other parts and their entries as they are', () => {
    const outDir = writtenTree(whole);
    const part = { 'prod/prometheus/s.yml': 's\n' };
    expect(writeScope(outDir, part, ['prod/prometheus'])).toMatchObject({
      written: ['prod/prometheus/s.yml'],
      removed: ['prod/prometheus/r.yml'],
      unchanged: [],
    });
    const { 'prod/prometheus/r.yml': _, ...rest } = whole;
    const expected = { ...rest, ...part };
    expect(snapshot(outDir)).toEqual({ ...expected, 'MANIFEST.json': printManifest(manifestOf(expected)) });
  });

  it('leaves an edit in another part alone', () => {
    const outDir = writtenTree(whole);
    put(outDir, { 'dev/prometheus/r.yml': 'edited\n' });
    expect(writeScope(outDir, { 'prod/prometheus/r.yml': 'new\n' }, ['prod'])).toMatchObject({ edited: [] });
    expect(snapshot(outDir)['dev/prometheus/r.yml']).toBe('edited\n');
  });

  it('is a mistake of the caller if a file lies outside', () => {
    expect(() => writeScope(freshOutDir(), whole, ['prod'])).toThrow(
      'dev/prometheus/r.yml lies outside the scope',
    );
  });
});

describe('a manifest that is not as we wrote it', () => {
  it('of somebody else or another project: refused', () => {
    const outDir = writtenTree();
    put(outDir, { 'MANIFEST.json': '{ "name": "app" }\n' });
    refusal(outDir, {}, 'output/manifest-foreign');
    put(outDir, { 'MANIFEST.json': printManifest(manifestOf(FILES, 'churn')) });
    expect(refusal(outDir, {}, 'output/manifest-foreign')).toContain(
      'belongs to the project "churn", not to "fraud"',
    );
  });

  it('with merge conflicts: the files of both sides are ours, a write of everything mends it', () => {
    const outDir = writtenTree();
    const theirs = { 'prod/a.yml': 'theirs\n', 'prod/theirs.yml': 't\n' };
    put(outDir, theirs);
    const sides = [FILES, theirs].map((files) => printManifest(manifestOf(files)));
    put(outDir, { 'MANIFEST.json': `<<<<<<< HEAD\n${sides.join('=======\n')}>>>>>>> theirs\n` });
    const next = { 'prod/a.yml': 'merged\n' };
    const outcome = write(outDir, next);
    expect(outcome).toMatchObject({ status: 'written', removed: ['prod/b/c.yml', 'prod/theirs.yml'] });
    expect(outcome.diagnostics.map((d) => `${d.severity} ${d.code}`)).toEqual([
      'warning output/manifest-broken',
    ]);
    expect(snapshot(outDir)).toEqual({ ...next, 'MANIFEST.json': printManifest(manifestOf(next)) });
  });

  it('broken, for a write of a part: refused, since the other entries would be lost', () => {
    const outDir = writtenTree();
    put(outDir, { 'MANIFEST.json': printManifest(manifestOf(FILES)).slice(0, -20) });
    refusal(outDir, {}, 'output/manifest-broken', () =>
      writeScope(outDir, { 'prod/a.yml': 'new\n' }, ['prod']),
    );
  });

  it('that lists a file outside the folder: never touched', () => {
    const outDir = writtenTree();
    const precious = path.join(path.dirname(outDir), 'precious');
    fs.writeFileSync(precious, 'p\n');
    put(outDir, { 'MANIFEST.json': printManifest(manifestOf(FILES)).replace('prod/a.yml', '../precious') });
    write(outDir, { 'x.yml': 'x\n' });
    expect(fs.readFileSync(precious, 'utf8')).toBe('p\n');
  });

  it('that is a folder: refused', () => {
    const outDir = freshOutDir();
    fs.mkdirSync(path.join(outDir, 'MANIFEST.json'), { recursive: true });
    refusal(outDir, FILES, 'output/not-a-file');
  });
});

describe('another process that is writing', () => {
  it('is waited for, and then named; nothing is changed', () => {
    const outDir = writtenTree();
    const { pid, start, host } = nodeProcesses.self();
    const lock = path.join(outDir, '.modelwatch-tx', `lock-${pid}-${start}-${host}-0`);
    fs.mkdirSync(path.dirname(lock));
    fs.writeFileSync(lock, '');
    const act = () => writeTree(outDir, new Map(), manifestOf({}), 'all', { waitMs: 60 });
    expect(refusal(outDir, {}, 'output/busy', act)).toBe(
      `another modelwatch (process ${pid}) is writing …/generated/fraud. Wait for it to end. If no such process runs on any machine, delete ${lock}.`.replace(
        path.dirname(path.dirname(outDir)),
        '…',
      ),
    );
    expect(recover(outDir)).toMatchObject({ action: 'busy', diagnostics: [{ severity: 'warning' }] });
    fs.rmSync(lock);
    expect(write(outDir, {}).status).toBe('written');
  });

  it('and has ended just before we get the lock: its tree is the one that we change', () => {
    const third = { 'prod/b/c.yml': 'third\n', 'dev/d.yml': 'd\n' };
    // The manifest is the same before and after what the other one mends.
    for (const other of [third, FILES]) {
      const outDir = writtenTree();
      fs.rmSync(path.join(outDir, 'prod/b/c.yml'));
      let came = false;
      const disk: Disk = {
        ...nodeDisk,
        makeFolder(folder) {
          if (!came) {
            came = true;
            expect(write(outDir, other).status).toBe('written');
          }
          nodeDisk.makeFolder(folder);
        },
      };
      const next = { 'prod/b/c.yml': 'next\n' };
      expect(write(outDir, next, { machine: { ...nodeMachine, disk } })).toMatchObject({
        status: 'written',
        removed: other === FILES ? ['prod/a.yml'] : ['dev/d.yml'],
        edited: [],
      });
      expect(snapshot(outDir)).toEqual({ ...next, 'MANIFEST.json': printManifest(manifestOf(next)) });
    }
  });

  it('keeps no lock when the disk fails before the write begins', () => {
    const outDir = writtenTree();
    let locked = false;
    const disk: Disk = {
      ...nodeDisk,
      makeFolder(folder) {
        locked = true;
        nodeDisk.makeFolder(folder);
      },
      read(file) {
        if (locked) throw Object.assign(new Error('broken disk'), { code: 'EIO', path: file });
        return nodeDisk.read(file);
      },
    };
    const act = () => write(outDir, { 'prod/a.yml': 'new\n' }, { machine: { ...nodeMachine, disk } });
    expect(refusal(outDir, {}, 'output/write-failed', act)).toContain('an input/output error (EIO)');
  });
});
