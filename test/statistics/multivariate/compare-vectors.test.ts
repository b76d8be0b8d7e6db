import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareVectors,
  type VectorComparison,
  type VectorTest,
} from '../../../src/statistics/multivariate/compare-vectors.ts';
import { finiteRows, readVectors } from '../../../src/statistics/multivariate/matrix.ts';
import { sampleIndexes } from '../../../src/statistics/multivariate/sampling.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { normalRows } from './reference.ts';

const TESTS: readonly VectorTest[] = ['mmd', 'domain-classifier'];

function compare(
  test: VectorTest,
  reference: Float64Array,
  current: Float64Array,
  more: { readonly dims?: number; readonly sample?: number; readonly seed?: number } = {},
): VectorComparison {
  return compareVectors({ test, reference, current, dims: 4, seed: 5, permutations: 199, ...more });
}

describe('vectors as they are read', () => {
  it('become rows; what can not be compared is counted by why', () => {
    const { matrix, dropped } = readVectors(
      [
        [1, 2],
        null,
        [3],
        undefined,
        [4, Number.NaN],
        Float32Array.of(5, 6),
        ['7', 8],
        [1, 2, 3],
        [9, Infinity],
        [],
      ],
      2,
    );
    expect([...matrix.values]).toEqual([1, 2, 5, 6]);
    expect(matrix.rows).toBe(2);
    expect(dropped).toEqual({ missing: 2, otherDims: 3, notFinite: 3 });
    expect(readVectors([], 3).matrix).toEqual({ values: new Float64Array(0), rows: 0, dims: 3 });
    expect(() => readVectors([], 0)).toThrow('0 is no number of dimensions');
  });

  it('lose the rows with values that are not finite', () => {
    const { matrix, notFinite } = finiteRows(Float64Array.of(1, 2, Number.NaN, 4, 5, 6, 7, -Infinity), 2);
    expect([...matrix.values]).toEqual([1, 2, 5, 6]);
    expect(notFinite).toBe(2);
    expect(() => finiteRows(Float64Array.of(1, 2, 3), 2)).toThrow(RangeError);
  });
});

describe('a sample of rows', () => {
  it('is ascending, without repeats, and of the size asked for', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(80), fc.nat(), (total, size, seed) => {
        const rows = [...sampleIndexes(createRandom(seed), total, size)];
        expect(rows).toHaveLength(Math.min(total, size));
        expect(rows.every((row, at) => row < total && (at === 0 || row > (rows[at - 1] ?? 0)))).toBe(true);
      }),
    );
  });

  it('has each row equally often', () => {
    const counts = new Float64Array(10);
    const random = createRandom(4);
    for (let run = 0; run < 4000; run += 1)
      for (const row of sampleIndexes(random, 10, 3)) counts[row] = (counts[row] ?? 0) + 1;
    for (const count of counts) expect(Math.abs(count - 1200)).toBeLessThan(4 * Math.sqrt(4000 * 0.3 * 0.7));
  });
});

describe.each(TESTS)('vectors compared by %s', (test) => {
  const reference = normalRows(1, 120, 4).values;
  const same = normalRows(2, 100, 4).values;
  const moved = normalRows(3, 100, 4, 1).values;

  it('drift or do not, judged by what chance does at these rows', () => {
    const calm = compare(test, reference, same);
    const drifted = compare(test, reference, moved);
    expect(calm).toMatchObject({ rows: 100, baselineRows: 120, neededRows: null });
    expect(calm.pValue).toBeGreaterThan(0.05);
    expect(drifted.pValue).toBeLessThanOrEqual(0.005);
    expect(calm.score).toBeLessThan(calm.noise?.q99 ?? 0);
    expect(drifted.score).toBeGreaterThan(drifted.noise?.q99 ?? 1);
    expect(drifted.effect).toBeGreaterThan(calm.effect ?? 1);
    expect(calm.effect).toBeGreaterThanOrEqual(test === 'mmd' ? 0 : 0.5);
  });

  it('give the same bytes again, and others by another seed', () => {
    const first = JSON.stringify(compare(test, reference, moved));
    expect(JSON.stringify(compare(test, reference, moved))).toBe(first);
    expect(JSON.stringify(compare(test, reference, moved, { seed: 6 }))).not.toBe(first);
  });

  it('are sampled, and left as they were', () => {
    const before = Float64Array.from(moved);
    expect(compare(test, reference, moved, { sample: 30 })).toMatchObject({ rows: 30, baselineRows: 30 });
    expect(moved).toEqual(before);
  });

  it('lose rows that are not finite, which are counted', () => {
    const broken = Float64Array.from(same);
    broken[5] = Number.NaN;
    broken[17] = Number.POSITIVE_INFINITY;
    expect(compare(test, reference, broken)).toMatchObject({
      rows: 98,
      baselineRows: 120,
      notFinite: { reference: 0, current: 2 },
    });
  });

  it('are not decided without rows', () => {
    expect(compare(test, reference, new Float64Array(0))).toEqual({
      rows: 0,
      baselineRows: 120,
      notFinite: { reference: 0, current: 0 },
      score: null,
      effect: null,
      pValue: null,
      noise: null,
      neededRows: test === 'mmd' ? 2 : 20,
    });
    const lost = new Float64Array(80).fill(Number.NaN);
    expect(compare(test, lost, lost)).toMatchObject({
      rows: 0,
      notFinite: { reference: 20, current: 20 },
      score: null,
    });
  });

  it('that are all equal do not differ', () => {
    const equal = new Float64Array(160).fill(0);
    expect(compare(test, equal, equal)).toMatchObject({
      score: test === 'mmd' ? 0 : 0.5,
      effect: test === 'mmd' ? 0 : 0.5,
      pValue: 1,
    });
  });

  it('may have one column, or be no whole rows', () => {
    expect(compare(test, reference, moved, { dims: 1 }).pValue).toBeLessThanOrEqual(0.005);
    expect(() => compare(test, reference, moved, { dims: 7 })).toThrow('no whole number of rows of 7');
  });
});

describe('what only one of them sees', () => {
  it('is another spread: MMD; the line of the domain classifier cannot', () => {
    const reference = normalRows(1, 300, 4).values;
    const wider = normalRows(2, 300, 4).values.map((value) => 1.6 * value);
    expect(compare('mmd', reference, wider).pValue).toBe(0.005);
    expect(compare('domain-classifier', reference, wider).pValue).toBeGreaterThan(0.01);
  });
});
