import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OPTIONS = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--target', 'es2022'];

/** A type of a package as JSON has it: values of enumerations are plain texts. For the head of a checked source. */
export const JSON_OF = `
type Json<T> = T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T
  : T extends readonly (infer U)[] ? Json<U>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
`;

/** What the compiler says of a source that may import what this project may; empty when nothing is wrong. */
export function complaintsOf(source: string): string {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache', 'type-check-'));
  try {
    writeFileSync(path.join(folder, 'checked.ts'), source);
    const { stdout, status } = spawnSync(
      path.join(ROOT, 'node_modules/.bin/tsc'),
      ['--ignoreConfig', ...OPTIONS, '--moduleResolution', 'bundler', 'checked.ts'],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0 && stdout === '') throw new Error('the compiler says nothing');
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
