import { describe, expect, it } from 'vitest';
import { LEAST_ROWS } from '../../../src/drift/baseline.ts';
import type { CategoryCounts } from '../../../src/drift/counting/counts.ts';
import { scoreUnseen } from '../../../src/drift/scoring/unseen.ts';
import { createRandom, type Random } from '../../../src/statistics/random.ts';

/** Shares of about 1/rank. */
const zipf = (values: number): number[] =>
  Array.from({ length: values }, (_, index) => Math.log((index + 2) / (index + 1)) / Math.log(values + 1));
const withNew = (share: number, values: number): number[] => [
  ...zipf(values).map((each) => each * (1 - share)),
  share,
];

function counts(of: readonly number[]): CategoryCounts {
  const values = of.map((count, index) => [`v${index}`, count] as const).filter(([, count]) => count > 0);
  const rows = of.reduce((sum, count) => sum + count, 0);
  return { kind: 'category', rows, nulls: 0, values: new Map(values), rest: 0 };
}

/** As a stored baseline has it: values of few rows without their names. */
function stored(all: CategoryCounts): CategoryCounts {
  const values = new Map([...all.values].filter(([, count]) => count >= LEAST_ROWS));
  const named = [...values.values()].reduce((sum, count) => sum + count, 0);
  return { ...all, values, rest: all.rows - named };
}

const drawn = (random: Random, rows: number, shares: readonly number[]): CategoryCounts =>
  counts(random.multinomial(rows, shares));

const RUNS = 400;
const CASES = [
  [20, 200, 200],
  [200, 1000, 1000],
  [200, 5000, 5000],
  [2000, 5000, 5000],
  [2000, 1000, 50_000],
  [2000, 50_000, 1000],
] as const;

describe('unseen values', () => {
  it.each(CASES)(
    'are as rare as they should be without drift: %i categories, %i and %i rows',
    (values, m, n) => {
      const random = createRandom(3);
      const shares = zipf(values);

      const pValues = Array.from(
        { length: RUNS },
        () => scoreUnseen(drawn(random, m, shares), drawn(random, n, shares)).pValue,
      );

      const share = (alpha: number): number => pValues.filter((p) => p <= alpha).length / RUNS;
      const chance = (alpha: number): number => 3 * Math.sqrt((alpha * (1 - alpha)) / RUNS);
      expect(share(0.05)).toBeLessThanOrEqual(0.05 + chance(0.05));
      expect(share(0.01)).toBeLessThanOrEqual(0.01 + chance(0.01));
    },
  );

  it.each(CASES)(
    'are none by chance against a stored baseline: %i categories, %i and %i rows',
    (values, m, n) => {
      const random = createRandom(4);
      const shares = zipf(values);

      const flagged = Array.from({ length: RUNS }, () =>
        scoreUnseen(stored(drawn(random, m, shares)), drawn(random, n, shares)),
      ).filter(({ pValue, effect }) => pValue <= 0.01 && effect >= 0.01);

      expect(flagged.length).toBeLessThanOrEqual(1);
    },
  );

  it.each([
    ['with all values', (all: CategoryCounts) => all],
    ['stored', stored],
  ])('are found when a new value comes, against a baseline %s', (_, kept) => {
    const random = createRandom(5);

    for (let run = 0; run < 20; run += 1) {
      const before = kept(drawn(random, 5000, [...zipf(200), 0]));
      const { score, effect, pValue } = scoreUnseen(before, drawn(random, 5000, withNew(0.04, 200)));
      expect(score).toBeGreaterThan(0.03);
      expect(effect).toBeGreaterThan(0.02);
      expect(pValue).toBeLessThan(1e-6);
    }
  });

  it('takes a single value with many rows for new, and the same values for known', () => {
    expect(scoreUnseen(counts([500, 500]), counts([500, 480, 20])).pValue).toBeLessThan(1e-4);
    expect(scoreUnseen(counts([500, 500]), counts([520, 480]))).toMatchObject({
      score: 0,
      effect: 0,
      pValue: 1,
    });
    expect(scoreUnseen(counts([1000]), counts([999, 1])).pValue).toBeGreaterThan(0.05);
  });
});
