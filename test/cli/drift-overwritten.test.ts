import { expect, it } from 'vitest';
import { overwrittenFiles } from '../../src/commands/drift-overwritten.ts';
import { driftPlan, jobPolicy, jobSource } from '../support/drift-data.ts';

const ROOT = '/data/shop (old) [1]';
const PLAN = driftPlan(
  [
    jobSource('training', 'training.parquet'),
    jobSource('serving', 'serving/{date}/*.parquet'),
    jobSource('labels', '../labels/*.csv'),
    jobSource('archive', '/archive/**/*.parquet'),
  ],
  [jobPolicy(['price'], { baseline: { kind: 'dataset', source: 'training', snapshot: 'stored.json' } })],
);

function told(files: Partial<Parameters<typeof overwrittenFiles>[0]>): string[] {
  return overwrittenFiles({ plan: '/data/plan.json', root: ROOT, ...files }, PLAN).map(
    ({ message }) => message,
  );
}

it.each([
  [{ json: '/data/plan.json' }, '--plan and --json name the same file /data/plan.json'],
  [{ report: '/data/a', markdown: '/data/x/../a' }, '--report and --markdown name the same file /data/a'],
  [
    { json: `${ROOT}/training.parquet` },
    `--json would overwrite the data of training: ${ROOT}/training.parquet`,
  ],
  [
    { textfile: `${ROOT}/serving/2026-11-29/part-1.parquet` },
    `--textfile would overwrite the data of serving: ${ROOT}/serving/2026-11-29/part-1.parquet`,
  ],
  [{ json: '/data/labels/may.csv' }, '--json would overwrite the data of labels: /data/labels/may.csv'],
  [
    { json: '/archive/2026/may.parquet' },
    '--json would overwrite the data of archive: /archive/2026/may.parquet',
  ],
  [
    { markdown: `${ROOT}/stored.json` },
    `--markdown would overwrite the stored baseline of drift: ${ROOT}/stored.json`,
  ],
])('tells of %j', (files, message) => {
  expect(told(files)).toEqual([message]);
});

it('lets other files beside the data be written, and streams more than once', () => {
  expect(
    told({
      json: '/dev/stdout',
      markdown: '/dev/stdout',
      report: `${ROOT}/serving/report.html`,
      textfile: `${ROOT}/training.prom`,
    }),
  ).toEqual([]);
});
