import { Option } from 'commander';
import type { DiffFormat, DiffOptions } from './diff.ts';
import { outputCollector } from './options.ts';

// Written out, so that `--help` need not load the printers.
const FORMATS: readonly DiffFormat[] = ['pretty', 'markdown', 'json', 'github'];

export function diffFormatOption(): Option {
  return new Option('--format <format>', 'how changes are printed').choices(FORMATS).default('pretty');
}

/** The parsed options as the command takes them. */
export function diffOptions(options: Record<string, unknown>): DiffOptions {
  return {
    env: options['env'] as string[],
    format: options['format'] as DiffFormat,
    output: options['output'] as DiffOptions['output'],
    failOn: options['failOn'] as string[],
    exitCode: options['exitCode'] === true,
    color: process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    ...(typeof options['project'] === 'string' && { project: options['project'] }),
  };
}

/** Reads `--output` of the diff. */
export const collectDiffOutput = outputCollector(FORMATS);
