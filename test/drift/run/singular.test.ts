import { describe, expect, it } from 'vitest';
import { needing } from '../../../src/drift/figure.ts';
import type { JobDataset } from '../../../src/plan/drift-job.ts';
import { counted } from '../../../src/support/counted.ts';
import {
  driftPlan,
  jobColumn,
  jobPolicy,
  jobSource,
  only,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();

describe('messages about one of something', () => {
  it.each([
    [counted(1, 'row'), '1 row'],
    [counted(0, 'row'), '0 rows'],
    [counted(1, 'row', ['repeats', 'repeat']), '1 row repeats'],
    [counted(2, 'row', ['repeats', 'repeat']), '2 rows repeat'],
    [needing(1, 100), '1 row, 100 are needed'],
    [needing(0, 1), '0 rows, 1 is needed'],
  ])('%s', (said, right) => expect(said).toBe(right));

  it('are in the singular where a run finds one', async () => {
    await bench.write('training.parquet', 'SELECT i::DOUBLE AS x FROM range(200) t(i)');
    await bench.write('serving.parquet', "SELECT i::DOUBLE AS x FROM range(1) t(i) UNION ALL SELECT 'nan'");
    const sources = [jobSource('training', 'training.parquet'), jobSource('serving', 'serving.parquet')];
    const x = jobColumn('x', { type: 'numeric' });
    const result = await bench.runPolicy(driftPlan(sources, [jobPolicy([x])]));
    expect(result.findings.map(({ message }) => message)).toContain(
      'x has 1 value in the current data that is no finite number; it counts as missing',
    );
    expect(testOf(result, 'x')?.reason).toBe('not decided: 1 row, 100 are needed');
  });

  it('are in the singular where one row of a feature set is wrong', async () => {
    await bench.write('served.parquet', "SELECT * FROM (VALUES ('1', 7), ('a', 7)) rows(amount, id)");
    const dataset: JobDataset = {
      name: 'payments',
      source: 'served',
      schedule: { everySeconds: 86_400, timezone: 'UTC' },
      windowSeconds: 86_400,
      lagSeconds: 0,
      key: ['id'],
      features: [
        { name: 'amount', type: 'int', pii: false },
        { name: 'id', type: 'int', pii: false, values: [8], maxCardinality: 1 },
      ],
    };
    const { datasets } = await bench.run(driftPlan([jobSource('served', 'served.parquet')], [], [dataset]));
    const told = only(datasets).checks.map(({ check, message }) => `${check}: ${message}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'type: 1 value is not of type int',
        'duplicates: 1 row repeats the key id of another',
        'values: 2 values are not among those that there are',
        'cardinality: 1 distinct value',
      ]),
    );
  });
});
