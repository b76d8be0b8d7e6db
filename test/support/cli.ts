import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The folder of this repository. */
export const REPOSITORY = ROOT;

let built: string | undefined;

/** The bundled program; built first if its sources have changed. MODELWATCH_CLI names another build to test. */
export function cliPath(): string {
  const given = process.env['MODELWATCH_CLI'];
  if (built === undefined && given === undefined)
    execFileSync(process.execPath, [path.join(ROOT, 'scripts/build.mjs')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  built = given ?? path.join(ROOT, 'dist/cli.js');
  return built;
}

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  /** Added to this process's environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A shell line with `$CLI` in it instead of arguments: for pipes and umask. */
  readonly shell?: string;
  /** Without root's rights. The folder must be one that anybody may enter. */
  readonly asNobody?: boolean;
}

const NOBODY = 65_534;
export const isRoot = process.getuid?.() === 0;

let copied: string | undefined;

/** A copy of the program where anybody may read it: the clone may lie in root's home. */
function openCopy(): string {
  if (copied !== undefined) return copied;
  const folder = tempFolder();
  chmodSync(folder, 0o755);
  cpSync(path.dirname(cliPath()), path.join(folder, 'dist'), { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  copied = path.join(folder, 'dist', path.basename(cliPath()));
  return copied;
}

/** Runs the program to its end, without a terminal. Fails the test if it crashed with a stack trace. */
export function cli(args: readonly string[], options: CliOptions): CliRun {
  const env = { ...process.env, NO_COLOR: undefined, ...options.env };
  const common = { cwd: options.cwd, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const identity = options.asNobody === true && isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const program = options.asNobody === true ? openCopy() : cliPath();
  const run =
    options.shell === undefined
      ? spawnSync(process.execPath, [program, ...args], { ...common, env, ...identity })
      : spawnSync('bash', ['-c', options.shell], {
          ...common,
          env: { ...env, CLI: `${process.execPath} ${program}` },
        });
  expect(`${run.stdout}\n${run.stderr}`, 'no stack trace').not.toMatch(/\n\s+at .+[:(]\d+:\d+\)?/);
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, removed after the tests of the file. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'modelwatch-cli-')));
  folders.push(folder);
  return folder;
}

/** A new folder with the given files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = tempFolder();
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** The files below a folder with the hashes of their bytes; folders end with `/`. Equal for equal trees. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const name = path.relative(folder, path.join(entry.parentPath, entry.name));
      if (entry.isDirectory()) return [`${name}/`, ''] as const;
      const bytes = entry.isFile() ? readFileSync(path.join(folder, name)) : Buffer.alloc(0);
      return [name, createHash('sha256').update(bytes).digest('hex')] as const;
    })
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
