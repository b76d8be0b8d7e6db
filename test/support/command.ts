import { afterEach } from 'vitest';
import type { FindingOptions } from '../../src/commands/findings.ts';
import type { CliRun } from './cli.ts';

/** Options of a command as the command line gives them when nothing is said. */
export const DEFAULTS: FindingOptions = {
  format: 'pretty',
  output: [],
  failOn: 'error',
  quiet: false,
  color: false,
};

const start = process.cwd();
afterEach(() => process.chdir(start));

/** Runs a command of the program in this process, as from a folder: many times faster than the program itself. */
export function command(cwd: string, run: () => number): CliRun {
  const written = { stdout: '', stderr: '' };
  const real = { stdout: process.stdout.write, stderr: process.stderr.write };
  const capture = (stream: 'stdout' | 'stderr') => {
    process[stream].write = (text: string | Uint8Array) => {
      written[stream] += String(text);
      return true;
    };
  };
  process.chdir(cwd);
  capture('stdout');
  capture('stderr');
  try {
    return { code: run(), ...written };
  } finally {
    process.stdout.write = real.stdout;
    process.stderr.write = real.stderr;
    process.chdir(start);
  }
}
