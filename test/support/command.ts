import { afterEach, vi } from 'vitest';
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
  const capture = (stream: 'stdout' | 'stderr') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  const spies = [capture('stdout'), capture('stderr')];
  process.chdir(cwd);
  try {
    return { code: run(), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.chdir(start);
  }
}
