import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { andersonDarling } from '../../../src/statistics/two-sample/anderson-darling.ts';
import { cramerVonMises } from '../../../src/statistics/two-sample/cramer-von-mises.ts';
import {
  energyDistance,
  normedWassersteinDistance,
  wassersteinDistance,
} from '../../../src/statistics/two-sample/distances.ts';
import { kolmogorovSmirnov } from '../../../src/statistics/two-sample/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../../src/statistics/two-sample/mann-whitney.ts';
import { moments } from '../../../src/statistics/two-sample/moments.ts';
import { pooled } from '../../../src/statistics/two-sample/pooled.ts';
import { studentTest, welchTest } from '../../../src/statistics/two-sample/t-test.ts';
import { uniformsFrom } from './recipes.ts';

const sample = fc
  .array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
    minLength: 2,
    maxLength: 30,
  })
  .map((values) => Float64Array.from(values, (each) => Math.round(each * 1024) / 1024).toSorted());

const NAN = { statistic: Number.NaN, pValue: Number.NaN };

describe('two samples', () => {
  it('are merged into distinct values with the counts at most each', () => {
    const both = pooled(Float64Array.of(1, 1, 2), Float64Array.of(-1, 1, 3));
    expect([...both.values]).toEqual([-1, 1, 2, 3]);
    expect([...both.referenceAtMost]).toEqual([0, 2, 3, 3]);
    expect([...both.currentAtMost]).toEqual([1, 2, 2, 3]);
  });

  it('must be sorted and finite', () => {
    for (const wrong of [
      [2, 1],
      [1, Number.NaN],
      [Number.NaN],
      [1, Number.POSITIVE_INFINITY],
      [Number.NEGATIVE_INFINITY, 0],
    ])
      expect(() => pooled(Float64Array.from(wrong), Float64Array.of(1.5)), String(wrong)).toThrow(
        'a sample must be sorted ascending and finite',
      );
  });

  it('have no answer when one is empty', () => {
    const empty = pooled(new Float64Array(), Float64Array.of(1, 2));
    for (const test of [kolmogorovSmirnov, mannWhitney, cramerVonMises]) expect(test(empty)).toEqual(NAN);
    expect(andersonDarling(empty)).toEqual({ ...NAN, isClipped: false });
    expect(wassersteinDistance(empty)).toBeNaN();
    expect(energyDistance(empty)).toBeNaN();
    const [none, some] = [moments(new Float64Array()), moments(Float64Array.of(1, 2))];
    expect(none).toEqual({
      count: 0,
      mean: Number.NaN,
      meanRest: Number.NaN,
      std0: Number.NaN,
      std1: Number.NaN,
    });
    expect(studentTest(none, some)).toEqual({ ...NAN, degrees: Number.NaN });
    expect(welchTest(some, none)).toEqual({ ...NAN, degrees: Number.NaN });
    expect(normedWassersteinDistance(wassersteinDistance(empty), none)).toBeNaN();
  });

  it('can change sides', () => {
    fc.assert(
      fc.property(sample, sample, (reference, current) => {
        const [one, other] = [pooled(reference, current), pooled(current, reference)];
        expect(kolmogorovSmirnov(one)).toEqual(kolmogorovSmirnov(other));
        expect(cramerVonMises(one).pValue).toBeCloseTo(cramerVonMises(other).pValue, 12);
        expect(mannWhitney(one).statistic + mannWhitney(other).statistic).toBe(
          reference.length * current.length,
        );
        expect(mannWhitney(one).pValue).toBeCloseTo(mannWhitney(other).pValue, 12);
        expect(wassersteinDistance(one)).toBe(wassersteinDistance(other));
      }),
      { numRuns: 100 },
    );
  });

  it('say nothing else in another unit', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: -300, max: 300 }), (reference, current, exponent) => {
        // A power of two changes no digit.
        const scaled = (values: Float64Array): Float64Array => values.map((each) => each * 2 ** exponent);
        const one = pooled(reference, current);
        const other = pooled(scaled(reference), scaled(current));
        for (const test of [kolmogorovSmirnov, mannWhitney, cramerVonMises, andersonDarling])
          expect(test(other)).toEqual(test(one));
        const t = welchTest(moments(reference), moments(current));
        const scaledT = welchTest(moments(scaled(reference)), moments(scaled(current)));
        if (!Number.isNaN(t.pValue)) expect(scaledT.pValue).toBeCloseTo(t.pValue, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('have p-values that hold their level: KS, exact, at every size', () => {
    // Without ties P(p ≤ α) ≤ α by definition; counted over all orders of 5 and 4 values.
    const pValues = orders(5, 4).map(
      ([reference, current]) =>
        kolmogorovSmirnov(pooled(Float64Array.from(reference), Float64Array.from(current))).pValue,
    );
    expect(pValues).toHaveLength(126);
    for (const level of pValues)
      expect(pValues.filter((p) => p <= level * (1 + 1e-12)).length / 126).toBeCloseTo(level, 12);
  });

  it('have exact p-values that are the share of orders that are as extreme: Cramér-von Mises, Mann-Whitney', () => {
    const all = orders(5, 4).map(([reference, current]) =>
      pooled(Float64Array.from(reference), Float64Array.from(current)),
    );
    for (const [test, extreme] of [
      [cramerVonMises, (statistic: number) => statistic],
      [mannWhitney, (statistic: number) => Math.abs(statistic - 10)],
    ] as const) {
      const results = all.map((each) => test(each));
      for (const { statistic, pValue } of results) {
        const share =
          results.filter((each) => extreme(each.statistic) >= extreme(statistic) - 1e-12).length / 126;
        expect(pValue).toBeCloseTo(share, 12);
      }
    }
  });
});

/** All ways to give the ranks 1 … n + m to two samples. */
function orders(n: number, m: number): readonly (readonly [number[], number[]])[] {
  const size = n + m;
  return Array.from({ length: 2 ** size }, (_, mask) => mask).flatMap((mask) => {
    const ranks = Array.from({ length: size }, (_, rank) => rank + 1);
    const isFirst = (rank: number): boolean => Math.floor(mask / 2 ** (rank - 1)) % 2 === 1;
    const reference = ranks.filter(isFirst);
    return reference.length === n ? [[reference, ranks.filter((rank) => !isFirst(rank))] as const] : [];
  });
}

describe('mean and deviation', () => {
  it('hold 1e-12 for 1e9 ± 1e-3', () => {
    // Multiples of 2⁻¹⁰ around 1e9 are exact, and so are their deviations.
    const next = uniformsFrom(7);
    const offsets = Float64Array.from({ length: 1000 }, () => Math.floor(next() * 5 - 2) * 2 ** -10);
    const near = moments(offsets);
    const far = moments(offsets.map((each) => each + 1e9));
    expect(Math.abs(far.std0 / near.std0 - 1)).toBeLessThan(1e-14);
    expect(Math.abs(far.std1 / near.std1 - 1)).toBeLessThan(1e-14);
    expect(far.mean - 1e9 + far.meanRest).toBeCloseTo(near.mean, 15);
  });

  it('of a constant are the constant and 0, of one value have no std1', () => {
    expect(moments(new Float64Array(7).fill(0.1))).toMatchObject({ mean: 0.1, std0: 0 });
    expect(moments(Float64Array.of(5))).toMatchObject({ count: 1, mean: 5, std0: 0, std1: Number.NaN });
  });
});
