import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Severity } from '../diagnostics/diagnostic.ts';
import type { Format } from '../diagnostics/print/formats.ts';
import type { FindingOptions } from './findings.ts';

// Written out, so that `--help` need not load the printers.
const FORMATS: readonly Format[] = ['pretty', 'json', 'sarif', 'github'];
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** Adds the options that every reporting command has; `moreFormats` are for the command itself to print. */
export function withFindingOptions(command: Command, moreFormats: readonly string[] = []): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how findings are printed')
        .choices([...FORMATS, ...moreFormats])
        .default('pretty'),
    )
    .option(
      '--output <format=path>',
      'also write the findings to a file, in another format (repeatable)',
      outputCollector(FORMATS),
      [],
    )
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that makes the command fail')
        .choices(SEVERITIES)
        .default('error'),
    )
    .addOption(
      new Option(
        '--now <date>',
        'the day by which suppressions and calendars expire; today by default',
      ).argParser(parseDay),
    )
    .option('-q, --quiet', 'print no infos and no progress', false);
}

/** Adds the option of commands that render, or could. */
export function withStrictTargets(command: Command): Command {
  return command.option(
    '--strict-targets',
    'what a target cannot express is an error, and nothing is rendered',
    false,
  );
}

/** The parsed options as commands take them. Colour only on a terminal, and never against NO_COLOR (no-color.org). */
export function findingOptions(options: Record<string, unknown>): FindingOptions {
  return {
    format: options['format'] as Format,
    output: options['output'] as FindingOptions['output'],
    failOn: options['failOn'] as Severity,
    quiet: options['quiet'] === true,
    now: typeof options['now'] === 'string' ? options['now'] : new Date().toISOString().slice(0, 10),
    color: process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
  };
}

/** A day that the calendar has; not by the units room, which `--help` need not load. */
function parseDay(value: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value)
    throw new InvalidArgumentError('Write a day such as 2026-12-31.');
  return value;
}

/** Unix milliseconds of a date and time with its offset. */
export function parseMoment(value: string): number {
  const [, day] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/.exec(value) ?? [];
  // The 30th of February is the 2nd of March to Date.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day);
  const time = isDay ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('Write a time such as 2026-11-29T12:00:00Z.');
  return time;
}

/** `95%` or `0.95`, as a number from 0 to 1. */
export function parseShare(value: string): number {
  const [, percent, share] = /^(?:(\d+(?:\.\d+)?)%|(\d+(?:\.\d+)?))$/.exec(value) ?? [];
  const ratio = percent === undefined ? Number(share) : Number(percent) / 100;
  if (!(ratio <= 1)) throw new InvalidArgumentError('Write a share such as 95% or 0.95.');
  return ratio;
}

interface FormattedOutput<Name> {
  readonly format: Name;
  readonly path: string;
}

/** Reads an option `format=path` that may be given several times. */
export function outputCollector<Name extends string>(formats: readonly Name[]) {
  return (value: string, known: readonly FormattedOutput<Name>[]): FormattedOutput<Name>[] => {
    const [name, ...rest] = value.split('=');
    const format = formats.find((each) => each === name);
    const path = rest.join('=');
    if (format === undefined || path === '')
      throw new InvalidArgumentError(`Write it as format=path, with a format of ${formats.join(', ')}.`);
    return [...known, { format, path }];
  };
}

/** An option that may be given several times, or once with commas. */
export function collect(value: string, known: string[]): string[] {
  return [...known, ...value.split(',').filter((each) => each !== '')];
}

/** Where output goes, if the call says so. */
export function out(options: Record<string, unknown>): { out?: string } {
  return typeof options['out'] === 'string' ? { out: options['out'] } : {};
}
