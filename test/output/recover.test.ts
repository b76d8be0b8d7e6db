import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLockName } from '../../src/output/lock.ts';
import { printManifest } from '../../src/output/manifest.ts';
import { type Recovery, recover } from '../../src/output/recover.ts';
import {
  codesOf,
  type Files,
  freshOutDir,
  manifestOf,
  put,
  snapshot,
  write,
  writeKilledAfterCommit,
} from './helpers.ts';

const OLD: Files = { 'prod/a.yml': 'a\n', 'prod/gone.yml': 'g\n' };
const NEW: Files = { 'prod/a.yml': 'a2\n', 'prod/b.yml': 'b\n' };

function treeOf(files: Files): Record<string, string> {
  return { ...files, 'MANIFEST.json': printManifest(manifestOf(files)) };
}

/** A tree whose write from OLD to NEW was killed right after its commit. */
function interrupted(): string {
  const outDir = freshOutDir();
  write(outDir, OLD);
  writeKilledAfterCommit(outDir, NEW);
  const { 'prod/a.yml': a } = snapshot(outDir);
  expect(a).toBe('a\n');
  return outDir;
}

function told(outDir: string, recovery: Recovery): string {
  const lines = recovery.diagnostics.map((d) =>
    `${d.severity} ${d.code}: ${d.message}\n${d.hint ?? ''}`.trim(),
  );
  return [recovery.action, ...lines].join('\n').replaceAll(outDir, 'generated/fraud');
}

const staged = (outDir: string) => path.join(outDir, '.modelwatch-tx', 'new');

describe('recover', () => {
  it('does nothing where nothing was begun, or where there is no folder', () => {
    const outDir = freshOutDir();
    expect(recover(outDir)).toEqual({ action: 'none', message: '', diagnostics: [] });
    expect(fs.existsSync(path.dirname(outDir))).toBe(false);
    write(outDir, OLD);
    expect(recover(outDir).action).toBe('none');
  });

  it('finishes a write that was committed, and says so', () => {
    const outDir = interrupted();
    const recovery = recover(outDir);
    expect(told(outDir, recovery)).toMatchInlineSnapshot(`
      "rolled-forward
      warning output/recovered: an earlier write of generated/fraud was interrupted: finished, the files are the new ones (3 files written, 1 removed)"
    `);
    expect(recovery.message).toBe(recovery.diagnostics[0]?.message);
    expect(snapshot(outDir)).toEqual(treeOf(NEW));
  });

  it('undoes a write that was not', () => {
    const outDir = interrupted();
    fs.renameSync(
      path.join(outDir, '.modelwatch-tx/journal.json'),
      path.join(outDir, '.modelwatch-tx/journal.draft'),
    );
    expect(told(outDir, recover(outDir))).toMatchInlineSnapshot(`
      "rolled-back
      warning output/recovered: an earlier write of generated/fraud was interrupted before it changed any file: undone, the files are the old ones"
    `);
    expect(snapshot(outDir)).toEqual(treeOf(OLD));
  });

  it('names files of ours that were changed since the interruption, and replaces them', () => {
    const outDir = interrupted();
    put(outDir, { 'prod/a.yml': 'edited\n', 'prod/gone.yml': 'edited\n' });
    expect(told(outDir, recover(outDir))).toMatchInlineSnapshot(`
      "rolled-forward
      warning output/recovered: an earlier write of generated/fraud was interrupted: finished, the files are the new ones (3 files written, 1 removed)
      warning output/overwrote-edit: changed by hand since the interruption, and replaced: generated/fraud/prod/gone.yml, generated/fraud/prod/a.yml"
    `);
    expect(snapshot(outDir)).toEqual(treeOf(NEW));
  });

  it('never replaces a file that somebody put there since; goes on when it is moved', () => {
    const outDir = interrupted();
    put(outDir, { 'prod/b.yml': 'mine\n' });
    expect(told(outDir, recover(outDir))).toMatchInlineSnapshot(`
      "failed
      error output/unfinished: a write of generated/fraud was interrupted and cannot be finished: generated/fraud/prod/b.yml is a file that somebody else put there meanwhile
      Move it away; the next modelwatch command finishes the write. Until then the folder is a mix of old and new files."
    `);
    expect(snapshot(outDir)['prod/b.yml']).toBe('mine\n');
    expect(write(outDir, NEW)).toMatchObject({
      status: 'refused',
      diagnostics: [{ code: 'output/unfinished' }],
    });
    fs.rmSync(path.join(outDir, 'prod/b.yml'));
    expect(recover(outDir).action).toBe('rolled-forward');
    expect(snapshot(outDir)).toEqual(treeOf(NEW));
  });

  it.each(['folder', 'link'])('never goes through a %s that somebody put there since', (kind) => {
    const outDir = interrupted();
    const target = path.join(path.dirname(outDir), 'target');
    put(target, { 'gone.yml': 'precious\n' });
    if (kind === 'folder') fs.mkdirSync(path.join(outDir, 'prod/b.yml'));
    else {
      fs.renameSync(path.join(outDir, 'prod'), path.join(outDir, 'moved'));
      fs.symlinkSync(target, path.join(outDir, 'prod'));
    }
    expect(recover(outDir).action).toBe('failed');
    expect(snapshot(target)).toEqual({ 'gone.yml': 'precious\n' });
  });

  it('gives up when all old files were restored and the new ones are lost', () => {
    const outDir = interrupted();
    fs.rmSync(staged(outDir), { recursive: true });
    expect(told(outDir, recover(outDir))).toMatchInlineSnapshot(`
      "rolled-back
      warning output/recovered: an earlier write of generated/fraud was interrupted, and the old files were restored since: it was given up"
    `);
    expect(snapshot(outDir)).toEqual(treeOf(OLD));
  });

  it('says so when the new files are lost or damaged and the tree is a mix', () => {
    for (const damage of ['lost', 'damaged'] as const) {
      const outDir = interrupted();
      fs.rmSync(path.join(outDir, 'prod/gone.yml'));
      for (const name of fs.readdirSync(staged(outDir))) {
        if (damage === 'lost') fs.rmSync(path.join(staged(outDir), name));
        else fs.truncateSync(path.join(staged(outDir), name), 1);
      }
      const recovery = recover(outDir);
      expect(codesOf(recovery.diagnostics)).toEqual(['output/journal-broken']);
      expect(recovery.message).toContain(`the new prod/a.yml is ${damage === 'lost' ? 'gone' : 'damaged'}`);
    }
  });

  it.each([
    ['is cut short', '{"format":"modelwatch-jour'],
    ['has another shape', '{"format":"modelwatch-journal/1"}'],
    [
      'leads out of the folder',
      `{"format":"modelwatch-journal/1","operations":[{"op":"remove","path":"../precious","old":"${'0'.repeat(64)}"}]}`,
    ],
    [
      'takes its files from elsewhere',
      `{"format":"modelwatch-journal/1","operations":[{"op":"write","path":"x","stage":"../../../precious","old":null,"new":"${'0'.repeat(64)}"}]}`,
    ],
  ])('does not follow a journal that %s', (_, text) => {
    const outDir = interrupted();
    put(path.dirname(outDir), { precious: 'p\n' });
    put(outDir, { '.modelwatch-tx/journal.json': text });
    for (const name of fs.readdirSync(path.join(outDir, '.modelwatch-tx')).filter(isLockName)) {
      fs.rmSync(path.join(outDir, '.modelwatch-tx', name));
    }
    const before = snapshot(path.dirname(outDir));
    const recovery = recover(outDir);
    expect(recovery.action).toBe('failed');
    expect(codesOf(recovery.diagnostics)).toEqual(['output/journal-broken']);
    expect(snapshot(path.dirname(outDir))).toEqual(before);
    expect(write(outDir, NEW).status).toBe('refused');
    fs.rmSync(path.join(outDir, '.modelwatch-tx'), { recursive: true });
    expect(write(outDir, NEW).status).toBe('written');
  });

  it('leaves what others put into the transaction folder', () => {
    const outDir = interrupted();
    put(outDir, { '.modelwatch-tx/mine': 'm\n' });
    expect(recover(outDir).action).toBe('rolled-forward');
    expect(snapshot(outDir)).toEqual({ ...treeOf(NEW), '.modelwatch-tx/mine': 'm\n' });
    expect(recover(outDir).action).toBe('none');
    expect(write(outDir, OLD).status).toBe('written');
  });
});
