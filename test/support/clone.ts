import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** How a process ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that was started: to be waited for, or to be killed. */
export interface Started {
  readonly kill: () => void;
  /** What it has written to stderr so far. */
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

/** A folder with this project's scripts and files of a test's own, to run the scripts in. Removed after the test. */
export interface Clone {
  readonly root: string;
  readonly write: (file: string, text: string, mode?: number) => void;
  /** Starts Node with these arguments in the folder. `env` is the whole environment. */
  readonly node: (args: readonly string[], env?: NodeJS.ProcessEnv) => Started;
}

/** Makes such a folder. Its package-lock.json asks for no packages, and npm's record says that none are installed. */
export function makeClone(files: Readonly<Record<string, string>> = {}): Clone {
  const root = mkdtempSync(path.join(tmpdir(), 'modelwatch-clone-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
  const write = (file: string, text: string, mode = 0o644): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text, { mode });
  };
  cpSync(path.resolve(import.meta.dirname, '../../scripts'), path.join(root, 'scripts'), {
    recursive: true,
    // A workspace with half a gigabyte of packages.
    filter: (from) => path.basename(from) !== 'preview-page',
  });
  const own = {
    'package.json': '{"type":"module"}',
    'package-lock.json': '{"lockfileVersion":3,"packages":{"":{}}}',
    'node_modules/.package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    ...files,
  };
  for (const [file, text] of Object.entries(own)) write(file, text);
  return { root, write, node: (args, env = {}) => startNode(root, args, env) };
}

function startNode(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { kill: () => child.kill('SIGKILL'), stderr: () => stderr, ended };
}
