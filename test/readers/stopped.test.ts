import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { cliPath, folderWith, REPOSITORY } from '../support/cli.ts';
import { until } from '../support/until.ts';

it.each(['SIGINT', 'SIGTERM'] as const)('check leaves no folder behind when %s ends it', async (signal) => {
  const folder = folderWith({
    'bin/promtool': [
      '#!/bin/sh',
      'if [ "$1" = --version ]; then echo "promtool, version 3.16.0"; exit; fi',
      'touch "$STARTED"',
      'exec sleep 2',
      '',
    ].join('\n'),
    'tmp/.keep': '',
  });
  chmodSync(path.join(folder, 'bin/promtool'), 0o755);
  const started = path.join(folder, 'started');
  const project = [
    'check',
    path.join(REPOSITORY, 'examples/minimal'),
    '--out',
    path.join(REPOSITORY, 'generated'),
  ];
  const child = spawn(process.execPath, [cliPath(), ...project], {
    stdio: 'ignore',
    env: {
      ...process.env,
      PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH']}`,
      TMPDIR: path.join(folder, 'tmp'),
      STARTED: started,
    },
  });
  const ended = once(child, 'exit');
  await until(() => existsSync(started), { what: 'promtool to start' });
  expect(readdirSync(path.join(folder, 'tmp'))).toHaveLength(2);
  child.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect(readdirSync(path.join(folder, 'tmp'))).toEqual(['.keep']);
});
