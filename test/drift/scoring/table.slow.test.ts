import { describe, expect, it } from 'vitest';
import type { CategoryCounts } from '../../../src/drift/counting/counts.ts';
import { pooledTable } from '../../../src/drift/scoring/pooled.ts';
import type { Score } from '../../../src/drift/scoring/score.ts';
import { scoreTable } from '../../../src/drift/scoring/table.ts';
import { createRandom, type Random } from '../../../src/statistics/random.ts';

/** Shares of about 1/rank. */
const zipf = (values: number): number[] =>
  Array.from({ length: values }, (_, index) => Math.log((index + 2) / (index + 1)) / Math.log(values + 1));
const withShare = (share: number, others: number): number[] => [
  share,
  ...zipf(others).map((each) => each * (1 - share)),
];

function drawn(random: Random, rows: number, shares: readonly number[]): CategoryCounts {
  const counts = random.multinomial(rows, shares).map((count, index) => [`v${index}`, count] as const);
  return {
    kind: 'category',
    rows,
    nulls: 0,
    values: new Map(counts.filter(([, count]) => count > 0)),
    rest: 0,
  };
}

function scores(
  runs: number,
  [baselineRows, before]: readonly [number, readonly number[]],
  [rows, after]: readonly [number, readonly number[]],
): Score[] {
  const random = createRandom(12);
  return Array.from({ length: runs }, () =>
    scoreTable('chi-square', pooledTable(drawn(random, baselineRows, before), drawn(random, rows, after))),
  );
}

const RUNS = 1500;
/** Three standard deviations of a share of 5 % in so many runs. */
const CHANCE = 3 * Math.sqrt((0.05 * 0.95) / RUNS);

describe('chi-square', () => {
  it.each([
    [2, 1000, 1000],
    [5, 100, 100],
    [20, 50_000, 1000],
    [200, 1000, 1000],
    [200, 1000, 50_000],
    [200, 50_000, 1000],
  ])(
    'reaches five percent in at most so many runs without drift: %i categories, %i and %i rows',
    (values, m, n) => {
      const shares = zipf(values);

      const flagged =
        scores(RUNS, [m, shares], [n, shares]).filter(({ pValue }) => pValue <= 0.05).length / RUNS;

      expect(flagged).toBeLessThanOrEqual(0.05 + CHANCE);
      // Half of it where all categories and the one that changed the most say the same.
      expect(flagged).toBeGreaterThanOrEqual(0.025 - CHANCE);
    },
  );

  it.each([1, 4, 19, 199])(
    'finds five points more of a category of a fifth, whatever else there is: %i others',
    (others) => {
      const found = scores(200, [5000, withShare(0.2, others)], [5000, withShare(0.25, others)]).filter(
        // One of forty columns at 1 %, with the levels that policies have.
        ({ pValue, effect }) => pValue <= 0.01 / 40 && effect >= 0.03,
      );

      expect(found.length / 200).toBeGreaterThanOrEqual(0.92);
    },
  );

  it('finds a change that is spread over all categories', () => {
    const before = Array.from({ length: 50 }, () => 1 / 50);
    const after = before.map((share, index) => share * (index % 2 === 0 ? 1.25 : 0.75));

    const found = scores(100, [5000, before], [5000, after]).filter(({ pValue }) => pValue <= 0.01 / 40);

    expect(found).toHaveLength(100);
  });

  it('tells of two equal sides that nothing changed', () => {
    const side = drawn(createRandom(1), 5000, zipf(20));

    expect(scoreTable('chi-square', pooledTable(side, side))).toMatchObject({
      pValue: 1,
      score: 1,
      effect: 0,
    });
  });
});
