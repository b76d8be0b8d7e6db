import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unifiedDiff, writeChanges } from '../../../src/commands/calibrate-files.ts';

const CHANGES = [
  { path: 'a.yaml', before: 'a: 1\n# c\n', after: 'a: 2\n# c\n' },
  { path: 'b/b.yaml', before: 'b: 1\r\n', after: 'b: 2\r\n' },
];

describe('changes of spec files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'modelwatch-specs-'));
    mkdirSync(join(folder, 'b'));
    for (const { path, before } of CHANGES) writeFileSync(join(folder, path), before);
  });
  afterEach(() => {
    chmodSync(join(folder, 'b'), 0o755);
    rmSync(folder, { recursive: true });
  });

  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

  it('are written to all files, as they are kept', () => {
    chmodSync(join(folder, 'a.yaml'), 0o640);
    writeFileSync(join(folder, 'b/real.yaml'), '\uFEFFb: 1\r\n');
    rmSync(join(folder, 'b/b.yaml'));
    symlinkSync('real.yaml', join(folder, 'b/b.yaml'));
    expect(writeChanges(folder, CHANGES)).toBeUndefined();
    expect([read('a.yaml'), read('b/real.yaml')]).toEqual(['a: 2\n# c\n', '\uFEFFb: 2\r\n']);
    expect(statSync(join(folder, 'a.yaml')).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(folder, 'b/b.yaml')).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['a.yaml', 'b']);
  });

  it('are written to none when one is not as it was read', () => {
    writeFileSync(join(folder, 'b/b.yaml'), 'b: 3\r\n');
    expect(writeChanges(folder, CHANGES)).toMatchObject({ code: 'calibrate/changed' });
    expect([read('a.yaml'), read('b/b.yaml')]).toEqual(['a: 1\n# c\n', 'b: 3\r\n']);
    expect(readdirSync(folder).toSorted()).toEqual(['a.yaml', 'b']);
  });

  it('are written to none when one can not be written', () => {
    rmSync(join(folder, 'b/b.yaml'));
    expect(writeChanges(folder, CHANGES)).toMatchObject({
      code: 'calibrate/not-written',
      message: expect.stringContaining('b/b.yaml'),
    });
    expect(read('a.yaml')).toBe('a: 1\n# c\n');
    expect(readdirSync(folder).toSorted()).toEqual(['a.yaml', 'b']);
  });

  it('are shown as a diff that can be applied', () => {
    for (const change of CHANGES) {
      const diff = unifiedDiff([change]);
      expect(diff.startsWith(`--- a/${change.path}\n+++ b/${change.path}\n@@ -1`)).toBe(true);
      expect(applyPatch(change.before, diff)).toBe(change.after);
    }
    expect(unifiedDiff([])).toBe('');
  });
});
