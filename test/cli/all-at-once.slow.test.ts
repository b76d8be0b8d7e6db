import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { object } from '../support/bad-input.ts';
import { cli, REPOSITORY, tempFolder, treeOf, writeFiles } from '../support/cli.ts';

/** File, what is there, what is seeded instead, and the code of the one finding that must come of it. */
const SEEDS: readonly (readonly [string, string, string, string])[] = [
  ['defaults.yaml', 'window: 28d', 'window: 28', 'unit/duration'],
  ['envs/staging.yaml', 'minBadEvents: 20', 'minBadEvent: 20', 'schema/unknown-key'],
  ['envs/dev.yaml', 'name: dev', 'name: dve', 'env/unlisted'],
  ['models/fraud-detector/availability.yaml', '99.9%', '99.9', 'unit/objective'],
  ['models/fraud-detector/latency.yaml', '250ms', '200ms', 'metrics/threshold-not-a-bucket'],
  ['models/fraud-detector/feature-freshness.yaml', 'maxAge', 'maxage', 'schema/unknown-key'],
  ['models/fraud-detector/gpu.yaml', 'of: gpu', 'of: gpus', 'metrics/unknown-role'],
  [
    'models/fraud-detector/model.yaml',
    'statistic: mean\n      over: 30m',
    'statistic: share\n      over: 30m',
    'monitor/statistic',
  ],
  [
    'models/fraud-detector/model.yaml',
    'sum(rate(fraud_cases_total[6h]))',
    'sum(rate(fraud_cases_total[6h])',
    'promql/invalid-query',
  ],
  [
    'models/fraud-detector/model.yaml',
    'statistic: share\n      class: fraud\n      over: 1h\n      minSamples: 1000\n      threshold',
    'statistic: share\n      clas: fraud\n      over: 1h\n      minSamples: 1000\n      threshold',
    'schema/unknown-key',
  ],
  [
    'models/fraud-detector/model.yaml',
    'featureSet: transaction-features',
    'featureSet: transaction-feature',
    'reference/unknown',
  ],
  ['org/risk-ml.yaml', 'Europe/London', 'Europe/Lodnon', 'unit/timezone'],
  ['org/risk-ml.yaml', '"17:30"', '"09:00"', 'routing/empty-hours'],
  ['org/ml-critical.yaml', 'onCall: secondary', 'onCall: tertiary', 'reference/unknown-on-call'],
  ['org/fraud-serving.yaml', '  steps:', '  stepts:', 'schema/unknown-key'],
  ['org/weekly-feature-backfill.yaml', '"0 2 * * sun"', '"0 2 * * son"', 'calendar/cron'],
  ['sources/prometheus.yaml', 'retention: 100d', 'retention: 100', 'unit/duration'],
  ['sources/transactions-ingest.yaml', 'owner: risk-ml', 'owner: [risk-ml]', 'schema/wrong-type'],
];

it('twenty mistakes in a project of three environments are twenty findings, in one run and a stable order', () => {
  const folder = tempFolder();
  cpSync(path.join(REPOSITORY, 'examples/fraud-detector'), folder, { recursive: true });
  for (const [file, text, seed] of SEEDS) {
    const before = readFileSync(path.join(folder, file), 'utf8');
    expect(before.split(text), `${text} in ${file}`).toHaveLength(2);
    writeFileSync(path.join(folder, file), before.replace(text, seed));
  }
  writeFiles(folder, {
    'sources/carbon.yaml': object('CarbonBudget', 'fraud-carbon', '{ model: fraud-detector }'),
    'sources/again.yaml': object('Team', 'risk-ml', '{}'),
  });
  const tree = treeOf(folder);
  const { code, stdout } = cli(['compile', '--format', 'json'], { cwd: folder });
  const { findings } = JSON.parse(stdout) as {
    findings: { ruleId: string; file: string; severity: string }[];
  };
  const expected = [
    ...SEEDS.map(([file, , , ruleId]) => `${file} ${ruleId}`),
    'sources/carbon.yaml schema/unknown-kind',
    'sources/again.yaml reference/duplicate-object',
  ];
  expect(findings.map(({ file, ruleId }) => `${file} ${ruleId}`).toSorted()).toEqual(expected.toSorted());
  expect(findings.map(({ file }) => file)).toEqual(findings.map(({ file }) => file).toSorted());
  expect(code).toBe(2);
  expect(treeOf(folder)).toEqual(tree);
  expect(cli(['compile', '--format', 'json'], { cwd: folder }).stdout).toBe(stdout);
});
