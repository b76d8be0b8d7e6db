import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cliPath, folderWith } from './cli.ts';
import { until } from './until.ts';

/** A command of ours that waits for promtool. */
export interface WaitingRun {
  /** Process id of the promtool that it waits for. */
  readonly promtool: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Exit code and signal. */
  readonly ended: Promise<unknown[]>;
  /** Names in the folder for temporary files, `.keep` among them. */
  readonly temporary: () => string[];
}

/** Runs a command of ours with a promtool that takes so many seconds for whatever it is asked. */
export async function runWithSlowPromtool(args: readonly string[], seconds: number): Promise<WaitingRun> {
  const folder = folderWith({
    'bin/promtool': [
      '#!/bin/sh',
      'if [ "$1" = --version ]; then echo "promtool, version 3.16.0"; exit; fi',
      'echo $$ > "$STARTED"',
      `exec sleep ${seconds}`,
      '',
    ].join('\n'),
    'tmp/.keep': '',
  });
  chmodSync(path.join(folder, 'bin/promtool'), 0o755);
  const started = path.join(folder, 'started');
  const child = spawn(process.execPath, [cliPath(), ...args], {
    stdio: 'ignore',
    env: {
      ...process.env,
      PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH']}`,
      TMPDIR: path.join(folder, 'tmp'),
      STARTED: started,
    },
  });
  const ended = once(child, 'exit');
  const promtool = await until(() => existsSync(started) && Number(readFileSync(started, 'utf8')), {
    what: 'promtool to start',
  });
  return {
    promtool,
    kill: (signal) => child.kill(signal),
    ended,
    temporary: () => readdirSync(path.join(folder, 'tmp')),
  };
}
