import { describe, expect, it } from 'vitest';
import { driftPlan, jobColumn, jobPolicy, jobSource, useDriftBench } from '../../support/drift-data.ts';

const bench = useDriftBench();

/** Wasserstein's distances of `x` by the segment's value; '' for all rows. */
async function distances(exact: boolean): Promise<Record<string, number | null>> {
  const test = { test: 'wasserstein', levels: { alert: 1 }, alpha: 0.01 } as const;
  const { tests } = await bench.runPolicy(
    driftPlan(
      [jobSource('training', 'training.parquet'), jobSource('serving', 'serving.parquet')],
      [
        jobPolicy([jobColumn('x', { test, nulls: {}, unseen: {} })], {
          segments: [{ name: 'place', column: 'place', top: 3 }],
        }),
      ],
    ),
    { exact },
  );
  const values = tests.filter(({ aspect }) => aspect === 'values');
  return Object.fromEntries(values.map(({ segmentValue, score }) => [segmentValue ?? '', score]));
}

describe('all values', () => {
  it('are compared where it is asked, of all rows and of each segment by itself', async () => {
    const rows = (value: string): string =>
      `SELECT (${value})::DOUBLE AS x, if(i % 2 = 0, 'a', 'b') AS place FROM range(4096) t(i)`;
    await bench.write('training.parquet', rows('(i // 2) ** 2 / 1000'));
    // In the place b all values are larger by 10, and nothing is lost of that.
    await bench.write('serving.parquet', rows('(i // 2) ** 2 / 1000 + if(i % 2 = 0, 0, 10)'));
    expect(await distances(true)).toEqual({ '': 5, a: 0, b: 10 });
    const binned = await distances(false);
    expect(binned['b']).toBeCloseTo(10, 0);
    expect(binned['b']).not.toBe(10);
  });
});
