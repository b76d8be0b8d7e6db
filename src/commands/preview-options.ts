import { type Command, InvalidArgumentError } from 'commander';
import { findingOptions, parseMoment } from './options.ts';
import type { PreviewOptions } from './preview.ts';

const DEFAULT_RANGE_S = 6 * 3600;

export function withPreviewOptions(command: Command): Command {
  return command
    .option('--env <name>', 'the environment; needed when there are several')
    .option('--record <url>', "ask a Prometheus all that the dashboards' panels and variables ask")
    .option('--recording <file>', 'a recording: with --record written, else read')
    .option('--live <url>', 'draw live from a Prometheus: served on this machine, or written by --out')
    .option('--out <file>', 'write the page: one HTML file that needs nothing else')
    .option('--png <folder>', 'take pictures of all dashboards, with Chromium')
    .option('--before <folder|revision>', 'show another state of the specs beside this one, and what changed')
    .option(
      '--from <time>',
      'begin of the range: 2026-11-29T12:00:00Z; 6 h before its end by default',
      parseTime,
    )
    .option('--to <time>', 'end of the range; now by default', parseTime)
    .option('--token-env <name>', 'environment variable with a bearer token for the Prometheus')
    .option('--port <port>', 'where --live serves; a free port by default', parsePort, 0);
}

/** The parsed options as the command takes them; `nowS` is the end of the range where none is said, seconds since 1970. */
export function previewOptions(options: Record<string, unknown>, nowS: number): PreviewOptions {
  const endS = typeof options['to'] === 'number' ? options['to'] : nowS;
  const startS = typeof options['from'] === 'number' ? options['from'] : endS - DEFAULT_RANGE_S;
  const names = ['env', 'record', 'recording', 'live', 'out', 'png', 'before', 'tokenEnv'] as const;
  const given = names.flatMap((name) => (typeof options[name] === 'string' ? [[name, options[name]]] : []));
  return {
    ...findingOptions(options),
    ...(Object.fromEntries(given) as Partial<Record<(typeof names)[number], string>>),
    port: typeof options['port'] === 'number' ? options['port'] : 0,
    startS,
    endS,
  };
}

/** Seconds since 1970 of a date and time with its offset. */
function parseTime(value: string): number {
  return parseMoment(value) / 1000;
}

function parsePort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('Write a port from 1 to 65535.');
  return port;
}
