import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { checkTree } from '../../src/output/check.ts';
import { nodeProcesses } from '../../src/output/lock.ts';
import type { Scope } from '../../src/output/paths.ts';
import { writeTree } from '../../src/output/transaction.ts';
import { codesOf, type Files, freshOutDir, manifestOf, put, snapshot, write } from './helpers.ts';

const FILES: Files = {
  'prod/prometheus/rules.yml': 'groups:\n  - name: slo\n    interval: 1m\n',
  'prod/alertmanager/alertmanager.yml': 'route: {}\nreceivers: []\n',
  'dev/prometheus/rules.yml': 'groups: []\n',
};

function written(files: Files = FILES): string {
  const outDir = freshOutDir();
  expect(write(outDir, files).status).toBe('written');
  return outDir;
}

function check(outDir: string, files: Files = FILES, scope: Scope = 'all'): Diagnostic[] {
  const before = snapshot(path.dirname(outDir));
  const found = checkTree(outDir, new Map(Object.entries(files)), manifestOf(files), scope);
  expect(snapshot(path.dirname(outDir))).toEqual(before);
  return found;
}

/** Findings as text, with the folder's changing name taken out. */
function told(outDir: string, found: readonly Diagnostic[]): string {
  return found
    .map((d) => `${d.severity} ${d.code}\n${d.message}\n${d.hint ?? ''}`)
    .join('\n\n')
    .replaceAll(outDir, 'generated/fraud');
}

describe('checkTree', () => {
  it('finds nothing in a tree that was just written', () => {
    expect(check(written())).toEqual([]);
  });

  it('tells what changed, is missing and is no longer rendered', () => {
    const outDir = written();
    const { 'dev/prometheus/rules.yml': _, ...rest } = FILES;
    const next = {
      ...rest,
      'prod/prometheus/rules.yml': 'groups:\n  - name: slo\n    interval: 2m\n',
      'prod/runbooks/a.md': '# A\n',
    };
    const found = check(outDir, next);
    expect(told(outDir, found)).toMatchInlineSnapshot(`
      "error output/stale
      3 files in generated/fraud are not what the specs render now: 1 changed (prod/prometheus/rules.yml), 1 not written yet (prod/runbooks/a.md), 1 no longer rendered (dev/prometheus/rules.yml)
      Run modelwatch compile and commit what it writes.
      --- generated/fraud/prod/prometheus/rules.yml (on the disk)
      +++ generated/fraud/prod/prometheus/rules.yml (rendered)
      @@ line 3 @@
         - name: slo
      -    interval: 1m
      +    interval: 2m"
    `);
    expect(found[0]?.data).toEqual({
      changed: ['prod/prometheus/rules.yml'],
      missing: ['prod/runbooks/a.md'],
      extra: ['dev/prometheus/rules.yml'],
    });
  });

  it('tells files that were changed by hand, cut short and deleted', () => {
    const outDir = written();
    put(outDir, {
      'prod/prometheus/rules.yml': 'groups:\n  - name: slo\n    interval: 5m\n',
      'prod/alertmanager/alertmanager.yml': 'route: {}\nrece',
    });
    fs.rmSync(path.join(outDir, 'dev'), { recursive: true });
    expect(told(outDir, check(outDir))).toMatchInlineSnapshot(`
      "error output/missing
      rendered files that are gone: generated/fraud/dev/prometheus/rules.yml
      Run modelwatch compile and commit what it writes.

      error output/truncated
      rendered files that were cut short: generated/fraud/prod/alertmanager/alertmanager.yml
      Run modelwatch compile and commit what it writes.
      --- generated/fraud/prod/alertmanager/alertmanager.yml (on the disk)
      +++ generated/fraud/prod/alertmanager/alertmanager.yml (rendered)
      @@ line 2 @@
       route: {}
      -rece (no newline at the end)
      +receivers: []

      error output/edited
      rendered files that were changed by hand: generated/fraud/prod/prometheus/rules.yml
      Change the spec instead; modelwatch compile replaces what was edited.
      --- generated/fraud/prod/prometheus/rules.yml (on the disk)
      +++ generated/fraud/prod/prometheus/rules.yml (rendered)
      @@ line 3 @@
         - name: slo
      -    interval: 5m
      +    interval: 1m"
    `);
  });

  it('tells an edit and a stale file apart when both are true', () => {
    const outDir = written();
    put(outDir, { 'dev/prometheus/rules.yml': 'edited: true\n' });
    const found = check(outDir, { ...FILES, 'dev/prometheus/rules.yml': 'rendered: anew\n' });
    expect(codesOf(found)).toEqual(['output/edited', 'output/stale']);
  });

  it.each([
    ['emptied', ''],
    ['cut in the middle of a line', 'groups:\n  - na'],
    ['cut after a line', 'groups:\n'],
  ])('calls a file that was %s cut short', (_, text) => {
    const outDir = written();
    put(outDir, { 'prod/prometheus/rules.yml': text });
    expect(codesOf(check(outDir))).toEqual(['output/truncated']);
  });

  it('calls a file that is shorter but another one edited', () => {
    const outDir = written();
    put(outDir, { 'prod/prometheus/rules.yml': 'groups: []\n' });
    expect(codesOf(check(outDir))).toEqual(['output/edited']);
  });

  it('reads files that are not UTF-8', () => {
    const outDir = written();
    fs.writeFileSync(
      path.join(outDir, 'dev/prometheus/rules.yml'),
      Buffer.from([0x67, 0xff, 0xfe, 0x00, 0x0a]),
    );
    expect(codesOf(check(outDir))).toEqual(['output/edited']);
  });

  it('knows every single byte that is cut off or changed', () => {
    const outDir = written();
    const file = path.join(outDir, 'prod/prometheus/rules.yml');
    const text = FILES['prod/prometheus/rules.yml'] ?? '';
    for (let at = 0; at < text.length; at += 1) {
      fs.writeFileSync(file, text.slice(0, at));
      expect(codesOf(check(outDir)), `cut at ${at}`).toEqual(['output/truncated']);
      fs.writeFileSync(file, `${text.slice(0, at)}#${text.slice(at + 1)}`);
      expect(codesOf(check(outDir)), `changed at ${at}`).toEqual(['output/edited']);
    }
  });

  it('ignores files of others', () => {
    const outDir = written();
    put(outDir, { 'notes.md': 'mine\n', 'prod/prometheus/mine.yml': 'x\n' });
    expect(check(outDir)).toEqual([]);
  });

  it('tells a file of somebody else, a link and a folder in the place of rendered ones', () => {
    const outDir = written({});
    put(outDir, { 'prod/prometheus/rules.yml': 'mine\n', 'dev/prometheus/rules.yml/x': 'mine\n' });
    fs.symlinkSync('/etc', path.join(outDir, 'prod/alertmanager'));
    expect(codesOf(check(outDir))).toEqual(['output/not-a-file', 'output/foreign-file']);
  });

  it('takes a folder of ours that becomes a file for nothing but stale', () => {
    const outDir = written({ 'prod/a': 'x\n', 'prod/b/c': 'x\n' });
    const found = check(outDir, { 'prod/a/b': 'x\n', 'prod/b': 'x\n' });
    expect(codesOf(found)).toEqual(['output/stale']);
    expect(found[0]?.data).toEqual({
      changed: [],
      missing: ['prod/a/b', 'prod/b'],
      extra: ['prod/a', 'prod/b/c'],
    });
  });

  it('tells a manifest that is missing, broken, of somebody else or of another project', () => {
    const outDir = written();
    const file = path.join(outDir, 'MANIFEST.json');
    const text = fs.readFileSync(file, 'utf8');
    const found: string[] = [];
    for (const change of [
      text.slice(0, 200),
      '{}\n',
      text.replace('"project": "fraud"', '"project": "churn"'),
      text.replace('"compiler": "0.1.0"', '"compiler": "0.0.9"'),
    ]) {
      fs.writeFileSync(file, change);
      found.push(told(outDir, check(outDir)));
    }
    fs.rmSync(file);
    found.push(told(outDir, check(outDir)));
    expect(found.join('\n\n')).toMatchInlineSnapshot(`
      "error output/manifest-broken
      generated/fraud/MANIFEST.json is broken: it is not JSON
      Run modelwatch compile and commit what it writes.

      error output/manifest-foreign
      generated/fraud/MANIFEST.json was not written by modelwatch
      Choose another output folder.

      error output/manifest-foreign
      generated/fraud/MANIFEST.json belongs to the project "churn", not to "fraud"
      Choose another output folder, or delete this one if the project was renamed.

      error output/stale
      1 file in generated/fraud is not what the specs render now: 1 changed (MANIFEST.json)
      Run modelwatch compile and commit what it writes.
      --- generated/fraud/MANIFEST.json (on the disk)
      +++ generated/fraud/MANIFEST.json (rendered)
      @@ line 4 @@
         "project": "fraud",
      -  "compiler": "0.0.9",
      +  "compiler": "0.1.0",

      error output/missing
      generated/fraud/MANIFEST.json is missing: it tells which files are ours
      Run modelwatch compile and commit what it writes."
    `);
  });

  it('tells an empty or missing output folder', () => {
    const outDir = freshOutDir();
    expect(codesOf(check(outDir))).toEqual(['output/missing']);
    fs.mkdirSync(outDir, { recursive: true });
    expect(codesOf(check(outDir))).toEqual(['output/missing']);
  });

  it('looks at the scope only', () => {
    const outDir = written();
    put(outDir, { 'dev/prometheus/rules.yml': 'edited\n' });
    const part = { 'prod/prometheus/rules.yml': FILES['prod/prometheus/rules.yml'] ?? '' };
    expect(check(outDir, part, ['prod/prometheus'])).toEqual([]);
    const found = check(outDir, part, ['prod']);
    expect(found[0]?.data).toEqual({
      changed: [],
      missing: [],
      extra: ['prod/alertmanager/alertmanager.yml'],
    });
    expect(codesOf(check(outDir, {}, ['dev']))).toEqual(['output/edited', 'output/stale']);
  });

  it('refuses names that no file may have', () => {
    expect(codesOf(check(written(), { '../x': 'x' }))).toEqual(['output/bad-path']);
  });

  it('tells a write that was begun, and one that is going on', () => {
    const outDir = written();
    const tx = path.join(outDir, '.modelwatch-tx');
    const found: string[] = [];
    fs.mkdirSync(path.join(tx, 'new'), { recursive: true });
    found.push(told(outDir, check(outDir)));
    fs.writeFileSync(path.join(tx, 'journal.json'), '{}');
    found.push(told(outDir, check(outDir)));
    fs.rmSync(tx, { recursive: true });
    fs.mkdirSync(tx);
    const { pid, start, host, serial } = nodeProcesses.self();
    const lock = `lock-${pid}-${start}-${host}-${serial}`;
    fs.writeFileSync(path.join(tx, lock), '');
    found.push(told(outDir, check(outDir)).replace(lock, 'LOCK').replace(`${pid}`, 'PID'));
    fs.rmSync(tx, { recursive: true });
    fs.writeFileSync(tx, '');
    found.push(told(outDir, check(outDir)));
    expect(found.join('\n\n')).toMatchInlineSnapshot(`
      "error output/unfinished
      a write of generated/fraud was interrupted before it changed any file (generated/fraud/.modelwatch-tx)
      The next modelwatch compile undoes it.

      error output/unfinished
      a write of generated/fraud was interrupted: its files are a mix of old and new (generated/fraud/.modelwatch-tx)
      The next modelwatch compile finishes it.

      error output/busy
      another modelwatch (process PID) is writing generated/fraud
      Wait for it to end. If no such process runs on any machine, delete generated/fraud/.modelwatch-tx/LOCK.

      error output/not-a-file
      generated/fraud/.modelwatch-tx is a file: a folder of ours belongs there
      Move it away."
    `);
  });

  it('agrees with what a write would do', () => {
    const outDir = written();
    const next = { ...FILES, 'prod/prometheus/rules.yml': 'groups: []\n' };
    expect(check(outDir, next)).not.toEqual([]);
    writeTree(outDir, new Map(Object.entries(next)), manifestOf(next));
    expect(check(outDir, next)).toEqual([]);
  });
});
