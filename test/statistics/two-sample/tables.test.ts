import { describe, expect, it } from 'vitest';
import {
  biasCorrectedCramersV,
  cramersV,
  largestShareDifference,
} from '../../../src/statistics/two-sample/association.ts';
import { countTable, withoutRareCategories } from '../../../src/statistics/two-sample/counts.ts';
import {
  type ChiSquareResult,
  chiSquareGoodnessOfFit,
  chiSquareHomogeneity,
  firstShareTest,
  gTest,
} from '../../../src/statistics/two-sample/homogeneity.ts';
import { countsOf, uniformsFrom } from './recipes.ts';
import { expectNear, REFERENCE } from './reference.ts';

const STATISTIC = 1e-9;
const P_VALUE = 1e-9;

function expectChiSquare(what: string, actual: ChiSquareResult, expected: readonly number[]): void {
  const [statistic = 0, pValue = 0, degrees = actual.degrees, pooled = actual.pooled] = expected;
  expectNear(`${what}, statistic`, actual.statistic, statistic, STATISTIC);
  expectNear(`${what}, p`, actual.pValue, pValue, P_VALUE);
  expect([actual.degrees, actual.pooled]).toEqual([degrees, pooled]);
}

const tables = REFERENCE.tables.map((table) => ({
  ...table,
  reference: countsOf(table.reference),
  current: countsOf(table.current),
}));

describe('tables of counts, as scipy sees them', () => {
  it.each(tables)('$name', ({ reference, current, expected }) => {
    if (expected === null) {
      expect(chiSquareHomogeneity(reference, current).pValue).toBeNaN();
      return;
    }
    const yates = { yates: true };
    expectChiSquare('χ²', chiSquareHomogeneity(reference, current), expected.chiSquare);
    expectChiSquare('χ², Yates', chiSquareHomogeneity(reference, current, yates), expected.chiSquareYates);
    expectChiSquare('G', gTest(reference, current), expected.g);
    expectChiSquare('G, Yates', gTest(reference, current, yates), expected.gYates);
    const poolRare = { poolRare: true };
    expectChiSquare('χ², pooled', chiSquareHomogeneity(reference, current, poolRare), expected.pooled);
    expectChiSquare('fit', chiSquareGoodnessOfFit(reference, current), expected.goodnessOfFit);
    const first = firstShareTest(reference, current);
    expectNear('z', first.statistic, expected.firstShare[0] ?? 0, STATISTIC, 1e-14);
    expectNear('z, p', first.pValue, expected.firstShare[1] ?? 0, P_VALUE);
    expectNear('V', cramersV(reference, current), expected.cramersV ?? 0, STATISTIC);
    expectNear(
      'V, corrected',
      biasCorrectedCramersV(reference, current),
      expected.biasCorrected ?? 0,
      STATISTIC,
    );
    expectNear('L∞', largestShareDifference(reference, current), expected.largest, STATISTIC);
  });

  it('are NaN when a side has no rows', () => {
    const empty = [
      [0, 0],
      [3, 4],
    ] as const;
    for (const test of [chiSquareHomogeneity, gTest, chiSquareGoodnessOfFit, firstShareTest])
      expect(test(...empty)).toMatchObject({ statistic: Number.NaN, pValue: Number.NaN });
    for (const measure of [cramersV, biasCorrectedCramersV, largestShareDifference])
      expect(measure(...empty)).toBeNaN();
  });

  it('must fit together', () => {
    expect(() => countTable([1, 2], [1])).toThrow('2 counts of the reference, 1 of current data');
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => countTable([1, wrong], [1, 2])).toThrow('counts must be finite and ≥ 0');
  });
});

describe('rare categories', () => {
  it('become one, after the others, and one more joins when that is still rare', () => {
    const pooledOf = (reference: number[], current: number[]): unknown => {
      const { reference: r, current: c, pooled } = withoutRareCategories(countTable(reference, current));
      return { reference: [...r], current: [...c], pooled };
    };
    expect(pooledOf([3, 100, 4, 50], [5, 90, 3, 60])).toEqual({
      reference: [100, 50, 7],
      current: [90, 60, 8],
      pooled: 2,
    });
    expect(pooledOf([100, 50, 20, 1], [90, 60, 20, 2])).toEqual({
      reference: [100, 50, 21],
      current: [90, 60, 22],
      pooled: 2,
    });
    expect(pooledOf([1, 2], [2, 1])).toEqual({ reference: [3], current: [3], pooled: 2 });
    expect(pooledOf([10, 20], [20, 10])).toEqual({ reference: [10, 20], current: [20, 10], pooled: 0 });
  });

  it('leave a test of many categories at its level: 5 % of 2000 tables without drift', () => {
    const next = uniformsFrom(11);
    let alarms = 0;
    for (let table = 0; table < 2000; table += 1) {
      const sides = [new Float64Array(60), new Float64Array(60)];
      // Shares fall with the square: most of 60 categories are rare in 300 rows.
      for (const side of sides) {
        for (let row = 0; row < 300; row += 1) {
          const category = Math.floor(60 * next() ** 3);
          side[category] = (side[category] ?? 0) + 1;
        }
      }
      const [reference = [], current = []] = sides;
      const { pValue } = chiSquareHomogeneity(reference, current, { poolRare: true });
      if (pValue < 0.05) alarms += 1;
    }
    expect(alarms).toBeGreaterThan(70);
    expect(alarms).toBeLessThan(130);
  });
});
