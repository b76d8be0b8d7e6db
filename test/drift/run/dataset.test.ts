import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../../src/drift/result.ts';
import type { JobDataset, JobFeature } from '../../../src/plan/drift-job.ts';
import { driftPlan, jobSource, NOW, only, useDriftBench } from '../../support/drift-data.ts';

const bench = useDriftBench();

function dataset(changes: Partial<JobDataset> & Pick<JobDataset, 'features'>): JobDataset {
  return {
    name: 'payments',
    source: 'served',
    schedule: { everySeconds: 86_400, timezone: 'UTC' },
    windowSeconds: 86_400,
    lagSeconds: 0,
    ...changes,
  };
}

async function check(sql: string, changes: Parameters<typeof dataset>[0], file = 'served.parquet') {
  await bench.write(file, `${sql} FROM range(1000) t(i)`);
  const { datasets } = await bench.run(driftPlan([jobSource('served', file)], [], [dataset(changes)]));
  return only(datasets);
}

function feature(name: string, type: JobFeature['type'], rest: Partial<JobFeature> = {}): JobFeature {
  return { name, type, pii: false, ...rest };
}

/** What failed, as `check feature value`. */
function failures(checks: readonly CheckResult[]): string[] {
  return checks
    .filter(({ failed }) => failed)
    .map(({ check: name, feature: of, value }) => `${name} ${of ?? '-'} ${value ?? '-'}`);
}

describe('checks of a feature set', () => {
  it('hold for rows as they are described, in Parquet and in texts', async () => {
    const sql = `SELECT (i % 3)::DOUBLE AS code, 'v' || (i % 4) AS kind, i / 7 AS amount, i % 2 = 0 AS flag, i AS c`;
    const features = [
      feature('code', 'int', { values: [0, 1, 2], range: [0, 2], maxNulls: 0 }),
      feature('kind', 'category', { values: ['v0', 'v1', 'v2', 'v3'], maxCardinality: 4 }),
      feature('amount', 'float', { range: [0, 143] }),
      feature('flag', 'bool'),
      feature('c', 'int'),
    ];
    for (const end of ['parquet', 'csv', 'jsonl']) {
      const { checks, findings } = await check(
        sql,
        { features, key: ['c'], rows: { typical: 1000, tolerance: 0.1 } },
        `served.${end}`,
      );
      expect(failures(checks), end).toEqual([]);
      expect(findings, end).toEqual([]);
    }
  });

  it('count what is otherwise', async () => {
    const { checks } = await check(
      `SELECT CASE WHEN i % 10 = 0 THEN 7 ELSE i % 3 END AS code, CASE WHEN i < 20 THEN NULL ELSE i % 2 END AS gap, CASE WHEN i = 5 THEN 'x' ELSE i::VARCHAR END AS number, i // 2 AS c`,
      {
        features: [
          feature('code', 'int', { values: [0, 1, 2], range: [0, 2] }),
          feature('gap', 'int', { maxNulls: 0.01, maxCardinality: 1 }),
          feature('number', 'float'),
          feature('absent', 'float'),
        ],
        key: ['c'],
        rows: { typical: 2000, tolerance: 0.1 },
      },
    );
    expect(failures(checks)).toEqual([
      'rows - 1000',
      'duplicates - 500',
      'range code 100',
      'values code 100',
      'nulls gap 20',
      'cardinality gap 2',
      'type number 1',
      'type absent -',
      'schema - 1',
    ]);
  });

  it('are none where the rows cannot be read, so that the rules tell of it', async () => {
    const { datasets } = await bench.run(
      driftPlan([jobSource('served', 'absent.parquet')], [], [dataset({ features: [feature('a', 'int')] })]),
    );
    expect(only(datasets)).toMatchObject({ checks: [], findings: [{ code: 'source/no-files' }] });
  });

  it('of a column that is damaged fail, and those of others do not', async () => {
    await bench.write(
      'whole.parquet',
      "SELECT 'k' || (i * 7919) % 1000003 AS id, i % 5 AS code FROM range(20000) t(i)",
    );
    bench.damage('whole.parquet', 'damaged.parquet', 60, 2000);
    const { datasets } = await bench.run(
      driftPlan(
        [jobSource('served', 'damaged.parquet')],
        [],
        [
          dataset({
            features: [
              feature('id', 'string', { maxCardinality: 5 }),
              feature('code', 'int', { range: [0, 4] }),
            ],
          }),
        ],
      ),
    );
    const { checks, findings } = only(datasets);
    expect(findings).toMatchObject([{ code: 'column/failed', column: 'id' }]);
    expect(failures(checks)).toEqual(['type id -']);
  });

  it('know how old the newest row is', async () => {
    const newest = (minutes: number) =>
      `SELECT i AS a, TIMESTAMPTZ '2026-11-29 00:00:00+00' - INTERVAL ${minutes} MINUTE - INTERVAL 1 SECOND * i AS at`;
    for (const [minutes, failed] of [
      [30, false],
      [90, true],
    ] as const) {
      await bench.write('timed.parquet', `${newest(minutes)} FROM range(1000) t(i)`);
      const { datasets } = await bench.run(
        driftPlan(
          [jobSource('served', 'timed.parquet', { timestamp: 'at' })],
          [],
          [dataset({ features: [feature('a', 'int')], maxAgeSeconds: 3600 })],
        ),
        { now: NOW },
      );
      const { newest: at, checks } = only(datasets);
      expect(at).toBe(new Date(NOW - minutes * 60_000).toISOString().replace('.000Z', 'Z'));
      expect(checks.find(({ check: name }) => name === 'freshness')).toMatchObject({
        failed,
        value: minutes * 60,
      });
    }
  });
});
