import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileCommand } from '../../src/commands/compile.ts';
import { validate } from '../../src/commands/validate.ts';
import { compile } from '../../src/compile.ts';
import { findProject, loadProject } from '../../src/load.ts';
import { minimalWith, object } from '../support/bad-input.ts';
import { cli, folderWith, isRoot, REPOSITORY, tempFolder, treeOf, writeFiles } from '../support/cli.ts';
import { command, DEFAULTS } from '../support/command.ts';

vi.setConfig({ testTimeout: 60_000 });

const MINIMAL = { 'modelwatch.yaml': minimalWith('', '') };
const NOBODY = 65_534;

/** Gives a folder and all in it to the user that the child processes are. */
function giveAway(folder: string): void {
  chmodSync(folder, 0o755);
  if (!isRoot) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(path.join(folder, name), NOBODY, NOBODY);
  lchownSync(folder, NOBODY, NOBODY);
}

describe.skipIf(process.platform === 'win32')('without permission', () => {
  const locked: string[] = [];
  const lock = (file: string, mode: number) => {
    locked.push(file);
    chmodSync(file, mode);
  };
  afterEach(() => {
    for (const file of locked.splice(0)) chmodSync(file, 0o755);
  });

  it('a folder of specs that cannot be read: nothing is rendered from the rest', () => {
    const folder = folderWith({
      ...MINIMAL,
      'models/a.yaml': object('Runbook', 'a', '{}'),
      'teams/b.yaml': object('Runbook', 'b', '{}'),
    });
    giveAway(folder);
    lock(path.join(folder, 'models'), 0o000);
    lock(path.join(folder, 'teams/b.yaml'), 0o000);
    const { code, stdout } = cli(['compile'], { cwd: folder, asNobody: true });
    expect(stdout).toMatchInlineSnapshot(`
      "error  file/unreadable
         the folder "models" cannot be read: permission denied (EACCES)
         Nothing is rendered from a part of the specs. Grant access, or exclude the folder.
      teams/b.yaml:1:1  error  file/unreadable
         the spec file cannot be read: permission denied (EACCES)
      2 errors, 0 warnings in 5 objects
      "
    `);
    expect(code).toBe(2);
    expect(existsSync(path.join(folder, 'generated'))).toBe(false);
  });

  it('a project file that cannot be read', () => {
    const folder = folderWith(MINIMAL);
    giveAway(folder);
    lock(path.join(folder, 'modelwatch.yaml'), 0o000);
    const { code, stdout } = cli(['validate'], { cwd: folder, asNobody: true });
    expect(stdout).toMatchInlineSnapshot(`
      "modelwatch.yaml:1:1  error  file/unreadable
         the spec file cannot be read: permission denied (EACCES)
      1 error, 0 warnings in 0 objects
      "
    `);
    expect(code).toBe(2);
  });

  it('a project in a folder that cannot be entered', () => {
    const folder = folderWith({ 'inner/modelwatch.yaml': MINIMAL['modelwatch.yaml'] });
    giveAway(folder);
    lock(path.join(folder, 'inner'), 0o000);
    const { code, stdout } = cli(['validate', 'inner'], { cwd: folder, asNobody: true });
    expect(stdout).toMatchInlineSnapshot(`
      "error  usage/not-found
         inner can't be read: permission denied (EACCES)
         Name the project's folder, or run \`modelwatch init\` to make one.
      1 error, 0 warnings
      "
    `);
    expect(code).toBe(2);
  });

  it('a project folder that cannot be written', () => {
    const folder = folderWith(MINIMAL);
    giveAway(folder);
    lock(folder, 0o555);
    const { code, stdout } = cli(['compile', '--quiet'], { cwd: folder, asNobody: true });
    expect(stdout.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
      "error  output/write-failed
         cannot write generated: permission denied (EACCES); no rendered file was changed
      1 error, 0 warnings in 5 objects
      "
    `);
    expect(code).toBe(2);
    expect(Object.keys(treeOf(folder))).toEqual(['modelwatch.yaml']);
    expect(cli(['init', 'new'], { cwd: folder, asNobody: true }).code).toBe(2);
  });
});

describe('a disk without room', () => {
  const mounts: string[] = [];
  afterEach(() => {
    for (const mount of mounts.splice(0)) execFileSync('umount', [mount]);
  });

  it('keeps the old output, whole, and says so', (context) => {
    const disk = tempFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'modelwatch-test', disk], { stdio: 'pipe' });
    } catch {
      context.skip('a small disk cannot be mounted here (it takes root on Linux)');
    }
    mounts.push(disk);
    const example = path.join(tempFolder(), 'example');
    cpSync(path.join(REPOSITORY, 'examples/minimal'), example, { recursive: true });
    const out = path.join(disk, 'generated');
    expect(cli(['compile', example, '--out', out, '--quiet'], { cwd: example }).code).toBe(0);
    const before = treeOf(out);
    // What is left is less than what is written anew.
    writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(1500 * 1024 - sizeOf(out) - 24 * 1024));
    writeFiles(example, {
      'modelwatch.yaml': minimalWith('99.9%', '99.5%').replace(
        'name: my-model',
        'name: my-model, displayName: Other',
      ),
    });
    const { code, stdout } = cli(['compile', example, '--out', out, '--quiet'], { cwd: example });
    expect(stdout).toMatch(
      /^error {2}output\/write-failed\n {3}cannot write \S+: the disk is full \(ENOSPC\); no rendered file was changed\n/,
    );
    expect(code).toBe(2);
    expect(treeOf(out)).toEqual(before);
  });

  it.skipIf(!existsSync('/dev/full'))('behind > ends the command with a word, not a stack trace', () => {
    const folder = folderWith(MINIMAL);
    const { code, stderr } = cli([], { cwd: folder, shell: '$CLI show > /dev/full' });
    expect(stderr).toBe("the output can't be written: ENOSPC: no space left on device, write\n");
    expect(code).toBe(2);
  });
});

/** Bytes that files take on a disk of pages of 4 KiB. */
function sizeOf(folder: string): number {
  return Number(execFileSync('du', ['-s', '--block-size=1', folder], { encoding: 'utf8' }).split('\t')[0]);
}

describe('an output folder that is none', () => {
  it('a file: refused', () => {
    const folder = folderWith({ ...MINIMAL, generated: 'notes\n' });
    const before = treeOf(folder);
    const { code, stdout } = cli(['compile', '--quiet'], { cwd: folder });
    expect(stdout.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
      "error  output/write-failed
         cannot write generated/minimal: a part of the path is a file, not a folder (ENOTDIR); no rendered file was changed
      1 error, 0 warnings in 5 objects
      "
    `);
    expect(code).toBe(2);
    expect(treeOf(folder)).toEqual(before);
  });

  it("somebody else's files: left alone, and named when they are in the way", () => {
    const folder = folderWith({
      ...MINIMAL,
      'generated/minimal/default/prometheus/rules/model-my-model.yaml': 'groups: []\n',
      'generated/minimal/notes.txt': 'mine\n',
    });
    const before = treeOf(folder);
    const { code, stdout } = cli(['compile', '--quiet'], { cwd: folder });
    expect(stdout.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
      "error  output/foreign-file
         not written by modelwatch, and in the place of rendered files: generated/minimal/default/prometheus/rules/model-my-model.yaml
         There is no MANIFEST.json: restore it from version control, or delete the files, then compile again.
      1 error, 0 warnings in 5 objects
      "
    `);
    expect(code).toBe(2);
    expect(treeOf(folder)).toEqual(before);
  });

  it('is never read for specs, whatever it is called', () => {
    const folder = folderWith(MINIMAL);
    const quiet = { ...DEFAULTS, quiet: true };
    for (const out of ['other/place', '.', 'generated']) {
      const options = { ...quiet, env: [], target: [], check: false, out };
      expect(command(folder, () => compileCommand(undefined, options))).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
    }
    expect(command(folder, () => validate(undefined, quiet))).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('a project that is not where one looks', () => {
  const folder = folderWith({
    'a/modelwatch.yaml': MINIMAL['modelwatch.yaml'],
    'a/b/c/x.txt': '',
    'notes.txt': '',
  });

  it.each<[string | undefined, string]>([
    [undefined, 'a/b/c'],
    ['a', ''],
    ['a/modelwatch.yaml', ''],
    ['../..', 'a/b/c'],
  ])('%s is found from %s', (given, cwd) => {
    expect(findProject(given, path.join(folder, cwd))).toEqual({ root: path.join(folder, 'a') });
  });

  it.each<[string | undefined, string]>([
    [undefined, 'there is no modelwatch.yaml here or in a folder above'],
    ['nowhere', 'nowhere does not exist'],
    ['a/b', 'a/b has no modelwatch.yaml'],
    ['notes.txt', 'notes.txt is no modelwatch.yaml'],
    ['notes.txt/x', "notes.txt/x can't be read: a part of the path is a file, not a folder (ENOTDIR)"],
  ])('%s: %s', (given, message) => {
    expect(findProject(given, folder)).toMatchObject({ problem: { code: 'usage/not-found', message } });
  });

  it('ends a command with 2', () => {
    const { code, stdout } = cli(['compile', 'a/b'], { cwd: folder });
    expect([code, stdout.split('\n')[1]]).toEqual([2, '   a/b has no modelwatch.yaml']);
  });
});

it('a calendar that is a pipe, a folder or a link out of the project is not read', () => {
  const project = minimalWith('spec: { channels', 'spec: { calendarUntil: 2027-12-31, channels').replace(
    'spec: { onCall',
    'spec: { businessHours: { days: [mon], from: "09:00", to: "17:00", holidays: days.ics }, onCall',
  );
  const make: ((file: string) => void)[] = [
    (file) => execFileSync('mkfifo', [file]),
    (file) => mkdirSync(file),
    (file) => symlinkSync(path.join(REPOSITORY, 'examples/fraud-detector/calendars/uk.ics'), file),
  ];
  for (const makeFile of make) {
    const folder = folderWith({ 'modelwatch.yaml': project });
    makeFile(path.join(folder, 'days.ics'));
    const { diagnostics } = compile(loadProject(folder).input);
    expect(diagnostics.map(({ code }) => code)).toContain('calendar/unreadable');
  }
});
