import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRoot, tempFolder, treeOf } from '../support/cli.ts';
import { AT, outputsIn, useDriftCli } from '../support/drift-cli.ts';

const drift = useDriftCli();

describe('places that cannot be written', () => {
  it('are told one by one, and keep no other output from being written', () => {
    const folder = tempFolder();
    writeFileSync(path.join(folder, 'file'), '');
    const { code, stdout } = drift.run(drift.plans.simple, [
      '--json',
      path.join(folder, 'file', 'result.json'),
      '--report',
      path.join(folder, 'absent', 'report.html'),
      '--markdown',
      folder,
      '--textfile',
      path.join(folder, 'drift.prom'),
      '--history',
      path.join(folder, 'deep', 'er', 'history'),
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/result\.json can't be written: .+ \(E(?:EXIST|NOTDIR)\)/);
    expect(stdout).toContain(`${folder} can't be written: it is a folder (EISDIR)`);
    expect(existsSync(path.join(folder, 'absent', 'report.html'))).toBe(true);
    expect(existsSync(path.join(folder, 'drift.prom'))).toBe(true);
    expect(readdirSync(path.join(folder, 'deep', 'er', 'history', 'drift'))).toHaveLength(1);
    expect(readdirSync(folder).toSorted()).toEqual(['absent', 'deep', 'drift.prom', 'file']);
  });

  it('the history: a file in its place, before anything is read', () => {
    const folder = tempFolder();
    writeFileSync(path.join(folder, 'history'), '');
    const { code, stdout } = drift.run(drift.plans.simple, ['--history', path.join(folder, 'history')]);
    expect(code).toBe(2);
    expect(stdout).toContain('history/not-writable');
  });

  it('temporary files', () => {
    const { code, stdout } = drift.run(drift.plans.simple, [], { env: { TMPDIR: '/proc/1/nothing' } });
    expect(code).toBe(4);
    expect(stdout).toContain('no temporary folder can be made in /proc/1/nothing');
  });

  it('a file that grows beyond what the user may write', () => {
    const folder = tempFolder();
    const { files, args } = outputsIn(folder);
    drift.run(drift.plans.simple, args);
    const before = readFileSync(files.report, 'utf8');
    const runs = readdirSync(path.join(files.history, 'drift'));
    // In KiB: enough for the lock, and for no output.
    const { code, stdout } = drift.run(drift.plans.drifted, [], {
      shell: `ulimit -f 1; $CLI drift run --plan ${drift.plans.drifted} --root ${drift.bench.root} --at ${AT} ${args.join(' ')}`,
    });
    expect(code).toBe(2);
    expect(stdout).toContain(
      `${files.report} can't be written: the file is larger than this user or disk allows`,
    );
    expect(stdout).toContain('publish/textfile-write-failed');
    expect(stdout).toContain('history/not-written');
    expect(readFileSync(files.report, 'utf8')).toBe(before);
    expect(readdirSync(path.join(files.history, 'drift'))).toEqual(runs);
    expect(readdirSync(folder).toSorted()).toEqual(
      Object.values(files)
        .map((file) => path.basename(file))
        .toSorted(),
    );
  });

  it.runIf(canMount())('a disk that is full, or mounted read-only', () => {
    const folder = tempFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    try {
      const { args, files } = outputsIn(folder);
      const apart = [
        ...args.slice(0, args.indexOf('--history')),
        '--history',
        path.join(tempFolder(), 'history'),
      ];
      expect(drift.run(drift.plans.simple, args).code).toBe(0);
      const whole = treeOf(folder);
      const unchanged = (given: readonly string[], expected: number, ...told: readonly string[]): void => {
        const { code, stdout } = drift.run(drift.plans.drifted, given);
        expect(code).toBe(expected);
        for (const text of told) expect(stdout).toContain(text);
        expect({ ...treeOf(folder), full: undefined }).toEqual({ ...whole, full: undefined });
      };
      execFileSync('sh', ['-c', 'dd if=/dev/zero of="$0/full" bs=1k count=1000 2>/dev/null || true', folder]);
      unchanged(
        apart,
        2,
        `${files.report} can't be written: the disk is full (ENOSPC)`,
        'publish/textfile-write-failed',
      );
      unchanged(args, 2, 'history/not-written', 'No space left on device', 'the disk is full (ENOSPC)');
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      unchanged(apart, 2, `${files.json} can't be written: the disk is mounted read-only (EROFS)`);
      unchanged(args, 2, 'history/not-writable', 'the disk is mounted read-only (EROFS)');
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

function canMount(): boolean {
  if (!isRoot) return false;
  const folder = tempFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
