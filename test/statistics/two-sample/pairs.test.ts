import { describe, expect, it } from 'vitest';
import { andersonDarling } from '../../../src/statistics/two-sample/anderson-darling.ts';
import { cramerVonMises } from '../../../src/statistics/two-sample/cramer-von-mises.ts';
import {
  energyDistance,
  normedWassersteinDistance,
  wassersteinDistance,
  wassersteinOfSorted,
} from '../../../src/statistics/two-sample/distances.ts';
import { kolmogorovSmirnov } from '../../../src/statistics/two-sample/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../../src/statistics/two-sample/mann-whitney.ts';
import { moments } from '../../../src/statistics/two-sample/moments.ts';
import { pooled } from '../../../src/statistics/two-sample/pooled.ts';
import type { TestResult } from '../../../src/statistics/two-sample/result.ts';
import { studentTest, welchTest } from '../../../src/statistics/two-sample/t-test.ts';
import { sampleOf } from './recipes.ts';
import { expectNear, REFERENCE } from './reference.ts';

/** What the module promises of statistics. */
const STATISTIC = 1e-9;
/** Of p-values; what was promised is 1e-6. */
const P_VALUE = 1e-10;
/** 1 − F in scipy's Cramér-von Mises leaves nothing below this of a small p-value. */
const CANCELLATION = 1e-14;

function expectTest(what: string, actual: TestResult, expected: readonly number[], absolute = 0): void {
  const [statistic = 0, pValue = 0] = expected;
  expectNear(`${what}, statistic`, actual.statistic, statistic, STATISTIC);
  expectNear(`${what}, p`, actual.pValue, pValue, P_VALUE, absolute);
}

const pairs = REFERENCE.pairs.map((pair) => {
  const [reference, current] = [sampleOf(pair.reference), sampleOf(pair.current)];
  return { ...pair, reference, current, both: pooled(reference, current) };
});

describe('two samples, as scipy sees them', () => {
  it.each(pairs)('$name', ({ reference, current, both, expected }) => {
    expectTest('KS', kolmogorovSmirnov(both), expected.ks);
    expectTest('Mann-Whitney', mannWhitney(both), expected.mannWhitney);
    expectTest('Mann-Whitney, less', mannWhitney(both, 'less'), expected.mannWhitneyLess);
    expectTest('Cramér-von Mises', cramerVonMises(both), expected.cramerVonMises, CANCELLATION);
    expectNear('W1', wassersteinDistance(both), expected.wasserstein, STATISTIC);
    const distance = wassersteinOfSorted(reference, current);
    expectNear('W1 of sorted samples', distance, expected.wasserstein, STATISTIC);
    const normed = normedWassersteinDistance(distance, moments(reference));
    expectNear('W1, normed', normed, expected.normedWasserstein, STATISTIC);
    expectNear('energy', energyDistance(both), expected.energy, STATISTIC);
    const { isClipped, ...anderson } = andersonDarling(both);
    // Of three values scipy has σ = ∞, and so 0 with p = 0.25.
    if (both.referenceSize + both.currentSize === 3) expect(anderson.pValue).toBeNaN();
    else expectTest('Anderson-Darling', anderson, expected.andersonDarling);
    expect(isClipped).toBe(anderson.pValue === 0.001 || anderson.pValue === 0.25);
    for (const [name, test, wanted] of [
      ['Student', studentTest, expected.student],
      ['Welch', welchTest, expected.welch],
    ] as const) {
      const { degrees, ...result } = test(moments(reference), moments(current));
      expectTest(name, result, wanted);
      expectNear(`${name}, degrees`, degrees, wanted[2] ?? 0, STATISTIC);
    }
  });

  it.each(pairs)('$name: mean and deviations to 1e-12', ({ reference, expected }) => {
    const { mean, std0, std1 } = moments(reference);
    const [wantedMean = 0, wantedStd0 = 0, wantedStd1 = 0] = expected.moments;
    expectNear('mean', mean, wantedMean, 1e-14);
    expectNear('std0', std0, wantedStd0, 1e-12);
    expectNear('std1', std1, wantedStd1, 1e-12);
  });

  it('are of all kinds', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(45);
    const sizes = pairs.map(({ reference, current }) => Math.max(reference.length, current.length));
    expect(sizes.filter((size) => size > 10_000).length).toBeGreaterThanOrEqual(7);
    expect(sizes.filter((size) => size <= 5).length).toBeGreaterThanOrEqual(7);
    const clipped = pairs.map(({ both }) => andersonDarling(both)).filter(({ isClipped }) => isClipped);
    expect([...new Set(clipped.map(({ pValue }) => pValue))].toSorted((a, b) => a - b)).toEqual([
      0.001, 0.25,
    ]);
  });
});
