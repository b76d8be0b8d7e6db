import path from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../support/cli.ts';
import { runWithSlowPromtool } from '../support/slow-promtool.ts';

it.each(['SIGINT', 'SIGTERM'] as const)('check leaves no folder behind when %s ends it', async (signal) => {
  const project = path.join(REPOSITORY, 'examples/minimal');
  const run = await runWithSlowPromtool(['check', project, '--out', path.join(REPOSITORY, 'generated')], 2);
  expect(run.temporary()).toHaveLength(2);
  run.kill(signal);
  expect(await run.ended).toEqual([null, signal]);
  expect(run.temporary()).toEqual(['.keep']);
});
