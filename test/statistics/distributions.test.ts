import { errorFunction } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import {
  chiSquaredQuantile,
  chiSquaredTail,
  meanOfRoot,
  noncentralChiSquaredTail,
} from '../../src/statistics/chi-squared.ts';
import { incompleteGamma, logGamma } from '../../src/statistics/gamma.ts';
import { kolmogorovQuantile, kolmogorovTail } from '../../src/statistics/kolmogorov.ts';
import { normalBelow, normalQuantile, normalTail } from '../../src/statistics/normal.ts';

describe('the gamma functions', () => {
  it('have the values that are known exactly', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
    expect(logGamma(0)).toBeNaN();
    // P(1, x) is the exponential distribution; P + Q is all there is.
    for (const x of [0.1, 1, 3, 30]) {
      const { lower, upper } = incompleteGamma(1, x);
      expect(upper / Math.exp(-x)).toBeCloseTo(1, 12);
      expect(lower + upper).toBeCloseTo(1, 14);
    }
    expect(incompleteGamma(-1, 1).lower).toBeNaN();
    expect(incompleteGamma(2, Number.POSITIVE_INFINITY)).toEqual({ lower: 1, upper: 0 });
  });
});

describe('the normal distribution', () => {
  it('agrees with tables, with simple-statistics as far as that goes, and keeps its tail', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 13);
    expect(normalTail(6) / 9.865876450376946e-10).toBeCloseTo(1, 10);
    for (const z of [-2.5, -1, 0, 0.3, 1.7])
      expect(normalBelow(z)).toBeCloseTo(0.5 + errorFunction(z / Math.SQRT2) / 2, 6);
  });

  it('is turned back exactly', () => {
    for (const p of [1e-12, 0.001, 0.2, 0.5, 0.9, 0.9999])
      expect(normalBelow(normalQuantile(p)) / p).toBeCloseTo(1, 10);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });
});

describe('the χ² distribution', () => {
  it('agrees with tables', () => {
    expect(chiSquaredQuantile(0.95, 1)).toBeCloseTo(3.841458820694124, 10);
    expect(chiSquaredQuantile(0.99, 9)).toBeCloseTo(21.665994333461924, 9);
    expect(chiSquaredQuantile(0.95, 100)).toBeCloseTo(124.3421134, 6);
    expect(chiSquaredTail(3.841458820694124, 1)).toBeCloseTo(0.05, 13);
  });

  it('is turned back, for few and many degrees', () => {
    for (const degrees of [1, 2, 9, 899, 20_000])
      for (const p of [0.0001, 0.05, 0.5, 0.99, 0.999_999])
        expect(1 - chiSquaredTail(chiSquaredQuantile(p, degrees), degrees)).toBeCloseTo(p, 9);
  });

  it('has a root whose mean is that of the half-normal and of Rayleigh', () => {
    expect(meanOfRoot(1)).toBeCloseTo(Math.sqrt(2 / Math.PI), 12);
    expect(meanOfRoot(2)).toBeCloseTo(Math.sqrt(Math.PI / 2), 12);
  });

  it('is shifted by noncentrality as two normal tails say', () => {
    // (Z + 2)² > 9 when Z > 1 or Z < −5.
    expect(noncentralChiSquaredTail(9, 1, 4)).toBeCloseTo(normalTail(1) + normalTail(5), 11);
    expect(noncentralChiSquaredTail(9, 1, 0)).toBeCloseTo(2 * normalTail(3), 13);
    // Far out, where Poisson weights are small everywhere.
    expect(noncentralChiSquaredTail(40 ** 2, 1, 40 ** 2)).toBeCloseTo(0.5, 9);
  });
});

describe('the Kolmogorov distribution', () => {
  it('has the critical values of tables in the limit', () => {
    expect(kolmogorovQuantile(0.95, 1e8, 1e8) * Math.sqrt(5e7)).toBeCloseTo(1.3581, 3);
    expect(kolmogorovQuantile(0.99, 1e8, 1e8) * Math.sqrt(5e7)).toBeCloseTo(1.6276, 3);
    expect(kolmogorovTail(0, 10, 10)).toBe(1);
    expect(kolmogorovTail(1, 500, 500)).toBeCloseTo(0, 100);
  });

  it('passes from one series to the other without a step', () => {
    const at = (x: number) => kolmogorovTail(x / Math.sqrt(5e11), 1e12, 1e12);
    expect(at(1.18 - 1e-6)).toBeCloseTo(at(1.18 + 1e-6), 5);
  });
});
