import { describe, expect, it } from 'vitest';
import { mmd } from '../../../src/statistics/multivariate/mmd.ts';
import { pairStart, squaredDistances } from '../../../src/statistics/multivariate/squared-distances.ts';
import { binomialBounds, matrixOf, normalRows, REFERENCE } from './reference.ts';

describe('squared distances', () => {
  it('are those of the definition, however many rows and columns there are', () => {
    for (const [rows, dims] of [
      [2, 1],
      [7, 3],
      [33, 5],
      [70, 2],
    ] as const) {
      const { values } = normalRows(rows, rows, dims, 50);
      const pairs = squaredDistances({ values, rows, dims });
      expect(pairs.values).toHaveLength((rows * (rows - 1)) / 2);
      for (let i = 0; i < rows; i += 1) {
        for (let j = i + 1; j < rows; j += 1) {
          let square = 0;
          for (let column = 0; column < dims; column += 1)
            square += ((values[i * dims + column] ?? 0) - (values[j * dims + column] ?? 0)) ** 2;
          expect(Math.abs((pairs.values[pairStart(i, rows) + j] ?? 0) - square)).toBeLessThan(1e-11);
        }
      }
    }
  });
});

describe('MMD', () => {
  it.each(REFERENCE.mmd)('is that of numpy: $name', ({ dims, reference, current, gamma, statistic }) => {
    const result = mmd({
      reference: matrixOf(reference, dims),
      current: matrixOf(current, dims),
      permutations: 1,
      seed: 1,
    });
    expect(Math.abs((result.gamma ?? 0) / gamma - 1)).toBeLessThan(1e-9);
    expect(Math.abs(result.statistic / statistic - 1)).toBeLessThan(1e-9);
  });

  it.each(REFERENCE.mmd.filter(({ pValue }) => pValue !== undefined))(
    'has the p-value of other deals: $name',
    ({ dims, reference, current, permutations: others = 0, pValue = Number.NaN }) => {
      const permutations = 4999;
      const result = mmd({
        reference: matrixOf(reference, dims),
        current: matrixOf(current, dims),
        permutations,
        seed: 3,
      });
      const error = Math.sqrt(pValue * (1 - pValue) * (1 / permutations + 1 / others));
      expect(Math.abs(result.pValue - pValue)).toBeLessThan(4 * error);
      expect(result.dealt).toHaveLength(permutations);
    },
  );

  it('deals out whichever side is the smaller', () => {
    const [few, many] = [normalRows(1, 12, 3), normalRows(2, 40, 3, 3)];
    const one = mmd({ reference: few, current: many, permutations: 99, seed: 1 });
    const other = mmd({ reference: many, current: few, permutations: 99, seed: 1 });
    // The kernel is that of the reference.
    expect(one.gamma).not.toBe(other.gamma);
    expect(one.statistic).toBeGreaterThan(0.3);
    expect(other.statistic).toBeGreaterThan(0.3);
    expect(one.pValue).toBe(0.01);
    expect(other.pValue).toBe(0.01);
  });

  it('alarms without drift as often as it says', () => {
    const runs = 300;
    const pValues = Array.from(
      { length: runs },
      (_, run) =>
        mmd({
          reference: normalRows(2 * run, 20, 4),
          current: normalRows(2 * run + 1, 15, 4),
          permutations: 199,
          seed: run,
        }).pValue,
    );
    for (const level of [0.01, 0.1, 0.5]) {
      const [low, high] = binomialBounds(runs, level);
      const alarms = pValues.filter((pValue) => pValue <= level).length;
      expect(alarms, `p ≤ ${level}`).toBeGreaterThanOrEqual(low);
      expect(alarms, `p ≤ ${level}`).toBeLessThanOrEqual(high);
    }
  });

  it('sees a shift of 0.3 standard deviations in 16 columns', () => {
    const runs = 20;
    const found = Array.from({ length: runs }, (_, run) =>
      mmd({
        reference: normalRows(2 * run, 500, 16),
        current: normalRows(2 * run + 1, 500, 16, 0.3),
        permutations: 99,
        seed: run,
      }),
    ).filter(({ pValue }) => pValue <= 0.01);
    expect(found.length).toBeGreaterThanOrEqual(0.95 * runs);
  });

  it('is 0 between rows that are all equal', () => {
    const equal = matrixOf([3, 4, 3, 4, 3, 4], 2);
    expect(mmd({ reference: equal, current: equal, permutations: 9, seed: 1 })).toMatchObject({
      statistic: 0,
      gamma: null,
      pValue: 1,
    });
  });

  it('refuses what can not be compared', () => {
    const [one, two, wide] = [normalRows(1, 1, 2), normalRows(1, 2, 2), normalRows(1, 2, 3)];
    const compare = (reference = two, current = two, permutations = 9) =>
      mmd({ reference, current, permutations, seed: 1 });
    expect(() => compare(one, two)).toThrow('MMD needs two rows on each side, not 1 and 2');
    expect(() => compare(two, wide)).toThrow('vectors of 2 and of 3 dimensions');
    expect(() => compare(two, two, 0)).toThrow('0 is no number of permutations');
  });
});
