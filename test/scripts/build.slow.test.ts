import { existsSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Clone, makeClone } from '../support/clone.ts';

const SOURCES = {
  'src/cli.ts': `
import { words } from './words.ts';
const { shout } = await import('./late.ts');
console.log(shout(words));`,
  'src/words.ts': `export const words: string = 'good morning';`,
  // A CommonJS package that asks for a module of Node: in an ES module there is no \`require\` to do so.
  'src/late.ts': `import shouter from 'shouter'; export const shout = (words: string): string => shouter(words);`,
  'node_modules/shouter/package.json': '{"name":"shouter","main":"index.js"}',
  'node_modules/shouter/index.js': `
const { format } = require('node:util');
module.exports = (words) => format('%s!', words.toUpperCase());`,
};

describe('the bundle', { timeout: 60_000 }, () => {
  it('is one program that runs by itself, and loads its parts when it needs them', async () => {
    const clone = makeProject();
    expect(await build(clone)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(path.join(clone.root, 'dist')).toSorted()).toEqual(['built.json', 'chunks', 'cli.js']);
    const cli = path.join(clone.root, 'dist/cli.js');
    expect(readFileSync(cli, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(cli).mode & 0o111).toBe(0o111);
    expect(await runCli(clone)).toBe('GOOD MORNING!\n');
  });

  it('is left alone while its sources are the same, and built again when one changes', async () => {
    const clone = makeProject();
    await build(clone);
    const first = statSync(path.join(clone.root, 'dist/cli.js')).ino;
    await build(clone);
    expect(statSync(path.join(clone.root, 'dist/cli.js')).ino).toBe(first);
    clone.write('src/words.ts', `export const words: string = 'good night';`);
    await build(clone);
    expect(await runCli(clone)).toBe('GOOD NIGHT!\n');
  });

  it('is built again when a part of it was lost, and holds no part of an earlier one', async () => {
    const clone = makeProject();
    await build(clone);
    clone.write('dist/chunks/earlier.js', '');
    clone.write('dist/cli.js', '');
    await build(clone);
    expect(await runCli(clone)).toBe('GOOD MORNING!\n');
    expect(existsSync(path.join(clone.root, 'dist/chunks/earlier.js'))).toBe(false);
  });

  it('stays the earlier one when the sources do not bundle', async () => {
    const clone = makeProject();
    await build(clone);
    clone.write('src/words.ts', 'export const words = ;');
    const { code, stderr } = await build(clone);
    expect(code).toBe(1);
    expect(stderr).toContain('src/words.ts:1:');
    expect(await runCli(clone)).toBe('GOOD MORNING!\n');
  });

  it('is refused if it holds a file whose change would not be noticed', async () => {
    const clone = makeProject();
    clone.write('src/words.ts', `export { words } from '../elsewhere/words.ts';`);
    clone.write('elsewhere/words.ts', `export const words = 'good evening';`);
    const { code, stderr } = await build(clone);
    expect(code).toBe(1);
    expect(stderr).toBe('build: elsewhere/words.ts is bundled, but is neither in src/ nor a package\n');
  });

  it('is whole after several builds at once', async () => {
    const clone = makeProject();
    const builds = await Promise.all(Array.from({ length: 4 }, () => build(clone)));
    expect(builds).toEqual(builds.map(() => ({ code: 0, stdout: '', stderr: '' })));
    expect(await runCli(clone)).toBe('GOOD MORNING!\n');
    expect(readdirSync(path.join(clone.root, '.cache'))).toEqual([]);
  });

  it('runs, old or new, after a build was killed at any moment', async () => {
    const clone = makeProject();
    await build(clone);
    for (let turn = 1; turn <= 12; turn += 1) {
      clone.write('src/words.ts', `export const words: string = 'turn ${turn}';`);
      const killed = clone.node(['scripts/build.mjs']);
      await sleep(turn * 20);
      killed.kill();
      await killed.ended;
      expect(await runCli(clone)).toMatch(/^(GOOD MORNING|TURN \d+)!\n$/);
    }
    await build(clone);
    expect(await runCli(clone)).toBe('TURN 12!\n');
    expect(readdirSync(path.join(clone.root, '.cache')).filter((name) => name.startsWith('dist-'))).toEqual(
      [],
    );
  });
});

function makeProject(): Clone {
  const clone = makeClone(SOURCES);
  const esbuild = realpathSync(path.resolve(import.meta.dirname, '../../node_modules/esbuild'));
  symlinkSync(esbuild, path.join(clone.root, 'node_modules/esbuild'));
  return clone;
}

function build(clone: Clone): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return clone.node(['scripts/build.mjs']).ended;
}

async function runCli(clone: Clone): Promise<string> {
  const { stdout, stderr } = await clone.node(['dist/cli.js']).ended;
  return stdout + stderr;
}
