import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Reader } from '../../src/readers/reader.ts';
import { hasFilesFor, judge, versionOf } from '../../src/readers/run.ts';

const NAME = 'modelwatch-test-reader';

/** Complains of every line that begins with `bad`. */
const reader: Reader = {
  program: NAME,
  target: 'prometheus',
  versionArgs: ['--version'],
  versionPattern: /version (\S+)/,
  help: 'Get it.',
  prepare: (files) => files.map((file) => ({ ...file, prefix: [] })),
  commands: (files) => files.map((file) => ['check', file.path]),
  complaints: (output, files) =>
    output
      .split('\n')
      .filter((line) => line.startsWith('bad'))
      .map((message) => ({ message, ...(files[0] && { path: files[0].path }) })),
};
const files = ['a.yaml', 'rules/b.yaml'].map((path) => ({ path, text: `${path}\n`, shown: path, marks: [] }));

describe('a program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modelwatch-readers-'));
  const scratch = mkdtempSync(join(tmpdir(), 'modelwatch-scratch-'));
  beforeAll(() => {
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
    // Where `judge` puts its copies.
    vi.stubEnv('TMPDIR', scratch);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    for (const each of [folder, scratch]) rmSync(each, { recursive: true, force: true });
  });

  function is(script: string): void {
    writeFileSync(join(folder, NAME), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, NAME), 0o755);
  }
  const judged = (script: string) => {
    is(script);
    const { diagnostics, read } = judge(reader, files);
    return { read, told: diagnostics.map(({ code, message }) => `${code}: ${message}`), diagnostics };
  };

  it('that is missing is told with how to get it', () => {
    expect(versionOf({ ...reader, program: `${NAME}-missing` })).toEqual({
      problem: {
        code: 'tool/missing',
        severity: 'error',
        message: `${NAME}-missing is not installed, so nobody has read the files of target prometheus`,
        hint: 'Get it.',
      },
    });
  });

  it.each([
    ['on standard output', 'echo "reader, version 1.2.3"'],
    ['on standard error', 'echo "reader, version 1.2.3" >&2'],
  ])('tells its version %s', (_, script) => {
    is(script);
    expect(versionOf(reader)).toEqual({ version: '1.2.3' });
  });

  it('that tells no version cannot be used', () => {
    is('echo nonsense >&2');
    expect(versionOf(reader)).toMatchObject({
      problem: {
        code: 'tool/failed',
        message: `${NAME} can't be used: it does not tell its version`,
        hint: 'nonsense',
      },
    });
  });

  it('that may not be run cannot be used', () => {
    is('exit 0');
    chmodSync(join(folder, NAME), 0o644);
    expect(versionOf(reader)).toMatchObject({ problem: { code: 'tool/failed' } });
    expect(judge(reader, files).diagnostics.map(({ code }) => code)).toEqual(['tool/failed', 'tool/failed']);
  });

  it('reads the files from where they would be, and is content', () => {
    expect(judged('test "$(cat "$2")" = "$2"')).toMatchObject({ read: 2, told: [] });
  });

  it('complains of each file it was called for', () => {
    expect(judged('echo "bad $2"; exit 1').told).toEqual([
      `tool/complaint: ${NAME} refuses a.yaml: bad a.yaml`,
      `tool/complaint: ${NAME} refuses rules/b.yaml: bad rules/b.yaml`,
    ]);
  });

  it('is believed when it ends well, whatever it writes', () => {
    expect(judged('echo "bad but content"').told).toEqual([]);
  });

  it('that fails without a complaint has failed, in its own words', () => {
    const { told, diagnostics } = judged('echo one; echo two >&2; exit 3');
    expect(told[0]).toBe(`tool/failed: ${NAME} can't be used: it ended with 3`);
    expect(diagnostics[0]?.hint).toBe('one\n\ntwo');
  });

  it('that fails without a word has failed', () => {
    const { told, diagnostics } = judged('exit 2');
    expect(told[0]).toBe(`tool/failed: ${NAME} can't be used: it ended with 2`);
    expect(diagnostics[0]).not.toHaveProperty('hint');
  });

  it('that is killed has failed, even after a complaint', () => {
    expect(judged('echo "bad a"; kill -9 $$').told[0]).toBe(
      `tool/failed: ${NAME} can't be used: it was ended by SIGKILL`,
    );
  });

  it('is not called when there is nothing for it', () => {
    is('exit 9');
    const picky = { ...reader, prepare: () => [] };
    expect([hasFilesFor(reader, files), hasFilesFor(reader, [])]).toEqual([true, false]);
    expect([hasFilesFor(picky, files), judge(picky, files)]).toEqual([false, { diagnostics: [], read: 0 }]);
    expect(judge(reader, [])).toEqual({ diagnostics: [], read: 0 });
  });

  it('leaves nothing behind', () => {
    judged('echo "bad"; exit 1');
    expect(readdirSync(scratch)).toEqual([]);
  });
});
