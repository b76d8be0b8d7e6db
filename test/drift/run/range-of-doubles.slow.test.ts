import { describe, expect, it } from 'vitest';
import type { JobTest } from '../../../src/plan/drift-job.ts';
import {
  codesOf,
  driftPlan,
  jobColumn,
  jobPolicy,
  jobSource,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();

const SOURCES = ['training', 'serving'].map((name) => jobSource(name, `${name}.parquet`));

/** What a test says of two thousand values of each side, the current ones half as wide, in a unit. */
async function judged(test: JobTest, unit: number, exact = false) {
  const values = (prime: number, width: number): string =>
    `SELECT (((i * ${prime} % 1000) - 300) / 700.0 * ${width})::DOUBLE * ${unit}::DOUBLE AS x FROM range(2000) t(i)`;
  await bench.write('training.parquet', values(7919, 1));
  await bench.write('serving.parquet', values(7907, 0.5));
  const plan = driftPlan(SOURCES, [jobPolicy([jobColumn('x', { type: 'numeric', test })])]);
  const result = await bench.runPolicy(plan, { exact });
  return { codes: codesOf(result), values: testOf(result, 'x') };
}

/** Edges of bins are rounded to decimal digits, which differ by the unit. */
function expectAlike(value: number | null | undefined, wanted: number | null | undefined): void {
  expect((value ?? 0) / (wanted ?? Number.NaN)).toBeCloseTo(1, 2);
}

const LEVELS = { levels: { warn: 0.05, alert: 0.12 }, alpha: 0.01 } as const;

describe('values at the ends of what a double can be', () => {
  it.each([
    ['ks', false],
    ['ks', true],
    ['psi', false],
    ['mann-whitney', false],
    ['anderson-darling', false],
    ['cramer-von-mises', false],
    ['wasserstein', false],
    ['wasserstein', true],
    ['energy', false],
  ] as const)('are compared by %s as all others are (exact: %s)', async (test, exact) => {
    const unitless = { test, normalise: 'baseline-std', ...LEVELS } as const;
    const usual = (await judged(unitless, 1, exact)).values;
    expect(usual?.level).toBe('alert');
    for (const unit of [2 ** 1023, 2 ** 532, 2 ** -996]) {
      const { values, codes } = await judged(unitless, unit, exact);
      expect(values?.level, `${unit}`).toBe('alert');
      expectAlike(values?.effect, usual?.effect);
      expect(codes.filter((code) => code !== 'source/uncut')).toEqual([]);
    }
  });

  it.each([
    ['wasserstein', false, (unit: number) => unit],
    ['wasserstein', true, (unit: number) => unit],
    ['energy', false, Math.sqrt],
  ] as const)('have a distance in their own unit: %s (exact: %s)', async (test, exact, inUnit) => {
    const usual = (await judged({ test, ...LEVELS }, 1, exact)).values;
    for (const unit of [2 ** 1023, 2 ** 532]) {
      const { values } = await judged({ test, ...LEVELS }, unit, exact);
      expect(values?.level).toBe('alert');
      for (const of of ['score', 'effect'] as const)
        expectAlike((values?.[of] ?? 0) / inUnit(unit), usual?.[of]);
      expectAlike((values?.noise?.mean ?? 0) / inUnit(unit), usual?.noise?.mean);
    }
  });

  it.each([1.7e308, 1e160, 1e-200])('that t can not square (%d) are told with the column', async (unit) => {
    const { values, codes } = await judged({ test: 't', ...LEVELS }, unit);
    expect(values).toMatchObject({ level: 'none', effect: null });
    expect(values?.reason).toBe(
      'not decided: values are too large or too small for t: their squares are no numbers any more',
    );
    expect(codes).toContain('column/out-of-range x');
  });
});

it('a test of numbers is told that can not compare what a column holds', async () => {
  const words = "SELECT 'w' || (i % 7) AS x FROM range(2000) t(i)";
  await bench.write('training.parquet', words);
  await bench.write('serving.parquet', words);
  const plan = driftPlan(SOURCES, [jobPolicy([jobColumn('x', { test: { test: 'ks', ...LEVELS } })])]);
  const result = await bench.runPolicy(plan);
  expect(codesOf(result)).toContain('column/wrong-test x');
  expect(testOf(result, 'x')?.reason).toBe('not decided: ks does not compare categories');
});
