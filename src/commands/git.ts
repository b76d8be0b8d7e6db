import { spawnSync } from 'node:child_process';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

const TIMEOUT_MS = 120_000;
const MOST_OUTPUT_BYTES = 1024 * 1024 * 1024;

/** What a run of git gave, or why there is no git to run. */
export type GitRun =
  | { readonly ok: true; readonly stdout: Buffer }
  | { readonly ok: false; readonly problem: Diagnostic; readonly isMissing: boolean };

/**
 * Runs git in a folder, without asking anybody anything and without taking locks. What it answers on stdout; a problem when it
 * is not installed (exit code 4), was killed, or ended with an error, told in its own words.
 */
export function git(cwd: string, args: readonly string[], input?: string): GitRun {
  const run = spawnSync('git', ['--no-pager', ...args], {
    cwd,
    timeout: TIMEOUT_MS,
    maxBuffer: MOST_OUTPUT_BYTES,
    ...(input !== undefined && { input }),
    env: {
      ...process.env,
      LC_ALL: 'C',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      GIT_LITERAL_PATHSPECS: '1',
    },
  });
  if (run.error && 'code' in run.error && run.error.code === 'ENOENT') {
    return {
      ok: false,
      isMissing: true,
      problem: {
        code: 'tool/missing',
        severity: 'error',
        message: 'git is not installed, so no revision can be read',
        hint: 'Install git, or compare two folders: modelwatch diff old/ new/.',
      },
    };
  }
  if (run.status === 0) return { ok: true, stdout: run.stdout };
  const said = (run.stderr as Buffer | null)?.toString('utf8').trim() ?? '';
  const why =
    run.error?.message ?? (run.status === null ? `it was ended by ${run.signal ?? 'a signal'}` : '');
  return {
    ok: false,
    isMissing: false,
    problem: {
      code: 'tool/failed',
      severity: 'error',
      message: `git can't be used: ${[why, said.split('\n')[0] ?? ''].filter((text) => text !== '').join(': ')}`,
      ...(said.includes('\n') && { hint: said.split('\n').slice(1, 5).join('\n') }),
    },
  };
}

/** The first line of what git says; undefined when it ends with an error. */
export function gitLine(cwd: string, args: readonly string[]): string | undefined {
  const run = git(cwd, args);
  return run.ok ? run.stdout.toString('utf8').replace(/\r?\n[^]*$/, '') : undefined;
}
