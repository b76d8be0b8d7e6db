import { describe, expect, it } from 'vitest';
import {
  driftPlan,
  type JobColumnChanges,
  jobColumn,
  jobPolicy,
  jobSource,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();

/** What lies beyond all values of a baseline, and columns of one or two values: expressions of `i`. */
const MOVED: readonly (readonly [string, string, string])[] = [
  ['constant_up', '5.0::DOUBLE', '7.0::DOUBLE'],
  ['constant_down', '5.0::DOUBLE', '3.0::DOUBLE'],
  ['constant_fraction', '0.1::DOUBLE', '0.3::DOUBLE'],
  ['constant_no_more', '5.0::DOUBLE', '(i % 10)::DOUBLE'],
  ['binary', '(i % 10 = 0)::INT', '(i % 10 < 6)::INT'],
  [
    'below_zeros',
    'CASE WHEN i % 2 = 0 THEN 0 ELSE i % 100 END',
    'CASE WHEN i % 2 = 0 THEN -3 ELSE i % 100 END',
  ],
  [
    'above_most',
    'CASE WHEN i % 2 = 0 THEN 100 ELSE i % 100 END',
    'CASE WHEN i % 2 = 0 THEN 500 ELSE i % 100 END',
  ],
];
const SAME: readonly (readonly [string, string, string])[] = [
  ['constant', '5.0::DOUBLE', '5.0::DOUBLE'],
  ['binary_same', '(i % 10 = 0)::INT', '(i % 10 = 3)::INT'],
  [
    'zeros_same',
    'CASE WHEN i % 2 = 0 THEN 0 ELSE i % 100 END',
    'CASE WHEN i % 2 = 1 THEN 0 ELSE (i + 1) % 100 END',
  ],
];
const DISTANCES = ['psi', 'kl', 'jensen-shannon', 'hellinger', 'tvd', 'l-infinity', 'cramers-v'] as const;
const SIGNIFICANCE = ['ks', 'chi-square', 'g'] as const;

async function run(test: NonNullable<JobColumnChanges['test']>) {
  const all = [...MOVED, ...SAME];
  await bench.write(
    'before.parquet',
    `SELECT ${all.map(([name, sql]) => `${sql} AS ${name}`).join(', ')} FROM range(2000) t(i)`,
  );
  await bench.write(
    'after.parquet',
    `SELECT ${all.map(([name, , sql]) => `${sql} AS ${name}`).join(', ')} FROM range(2000) t(i)`,
  );
  return bench.runPolicy(
    driftPlan(
      [jobSource('training', 'before.parquet'), jobSource('serving', 'after.parquet')],
      [jobPolicy(all.map(([name]) => jobColumn(name, { type: 'numeric', test })))],
    ),
  );
}

describe.each([
  ...DISTANCES.map((test) => ({ test, levels: { alert: 0.1 }, alpha: 0.01 })),
  ...SIGNIFICANCE.map((test) => ({ test, levels: { alert: 0.05 }, alpha: 0.01 })),
])('$test', (test) => {
  it('sees values beyond all of the baseline, and changes of one or two values', async () => {
    const result = await run(test);
    expect(MOVED.map(([name]) => [name, testOf(result, name)?.level])).toEqual(
      MOVED.map(([name]) => [name, 'alert']),
    );
    expect(SAME.map(([name]) => [name, testOf(result, name)?.level])).toEqual(
      SAME.map(([name]) => [name, 'none']),
    );
  });
});

it('wasserstein sees what does not merely lie beyond the ends, and tells a binary column exactly', async () => {
  const result = await run({
    test: 'wasserstein',
    levels: { alert: 0.1 },
    alpha: 0.01,
    normalise: 'baseline-std',
  });
  for (const name of ['constant_up', 'constant_down', 'constant_fraction', 'constant_no_more', 'binary'])
    expect(testOf(result, name)?.level, name).toBe('alert');
  for (const [name] of SAME) expect(testOf(result, name), name).toMatchObject({ level: 'none', score: 0 });
  // |0.6 − 0.1| in standard deviations of a share of 0.1.
  expect(testOf(result, 'binary')?.score).toBeCloseTo(0.5 / Math.sqrt(0.1 * 0.9), 9);
});
