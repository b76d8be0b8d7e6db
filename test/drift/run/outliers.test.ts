import { describe, expect, it } from 'vitest';
import {
  codesOf,
  driftPlan,
  jobColumn,
  jobPolicy,
  jobSource,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();

async function findingsFor(current: string, changes = {}) {
  await bench.write('training.parquet', 'SELECT (i % 1000) / 10.0 AS x FROM range(5000) t(i)');
  await bench.write('serving.parquet', current);
  return bench.runPolicy(
    driftPlan(
      ['training', 'serving'].map((name) => jobSource(name, `${name}.parquet`)),
      [jobPolicy([jobColumn('x', { type: 'numeric', ...changes })])],
    ),
  );
}

const SAME = 'SELECT (i % 1000) / 10.0 AS x FROM range(5000) t(i)';

describe('outliers', () => {
  it('are told, though one value moves no distribution', async () => {
    const result = await findingsFor(`${SAME} UNION ALL SELECT 999999`);
    expect(codesOf(result)).toContain('column/outliers x');
    expect(result.findings.find(({ code }) => code === 'column/outliers')?.message).toBe(
      'x has values as far out as 999999; half of the baseline is between 25.6 and 75.2',
    );
    expect(result.tests.every(({ level }) => level === 'none')).toBe(true);
  });

  it('are told of both ends, and without their value where it is personal', async () => {
    const result = await findingsFor(`${SAME} UNION ALL SELECT 1e7 UNION ALL SELECT -12345`, { pii: true });
    const [finding] = result.findings.filter(({ code }) => code === 'column/outliers');
    expect(finding?.message).toBe('x has values far from those of the baseline');
    expect(JSON.stringify(result)).not.toMatch(/12345|10000000/);
  });

  it('are none where values stay near those of the baseline, or the whole column is one value', async () => {
    expect(codesOf(await findingsFor(`${SAME} UNION ALL SELECT 140`))).not.toContain('column/outliers x');
    expect(codesOf(await findingsFor('SELECT 50.0 AS x FROM range(5000)'))).not.toContain(
      'column/outliers x',
    );
  });
});
