import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BlockData, camelCased, GENERATED } from './provider.ts';

const MODULES = path.resolve(import.meta.dirname, '../../../node_modules');

/** What the TypeScript compiler says of the blocks as values of the provider's configuration types. */
export function typeErrors(blocks: readonly BlockData[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-typed-'));
  try {
    writeFileSync(path.join(folder, 'blocks.ts'), sourceOf(blocks));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--types', ''];
    const resolution = ['--module', 'nodenext', '--target', 'es2022', '--pretty', 'false'];
    const tsc = path.join(MODULES, 'typescript/bin/tsc');
    const { stdout, error } = spawnSync(
      process.execPath,
      [tsc, ...options, ...resolution, path.join(folder, 'blocks.ts')],
      { encoding: 'utf8', cwd: folder },
    );
    if (error !== undefined) throw error;
    return stdout.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Two blocks a line: a constant of the type that the provider has for it. */
function sourceOf(blocks: readonly BlockData[]): string {
  const lines = blocks.map(({ kind, body }, index) => {
    const found = GENERATED[kind];
    if (found === undefined) throw new Error(`the provider has no ${kind}`);
    const module = path.join(MODULES, '@cdktf/provider-pagerduty/lib', found.module, 'index.js');
    const type = `import(${JSON.stringify(module)}).${found.config}`;
    return `export const block${index}: ${type} = ${JSON.stringify(camelCased(body))};`;
  });
  return `${lines.join('\n')}\n`;
}
