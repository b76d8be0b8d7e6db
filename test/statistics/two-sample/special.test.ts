import { describe, expect, it } from 'vitest';
import { scaledBesselK } from '../../../src/statistics/bessel.ts';
import { incompleteBeta, logBeta, studentTwoSided } from '../../../src/statistics/beta.ts';
import { chiSquaredTail } from '../../../src/statistics/chi-squared.ts';
import { logGamma } from '../../../src/statistics/gamma.ts';
import { kolmogorovFiniteTail } from '../../../src/statistics/kolmogorov-finite/tail.ts';
import { stirlingError } from '../../../src/statistics/stirling.ts';
import { expectNear, REFERENCE } from './reference.ts';

const { special } = REFERENCE;

describe('distributions that the tests need', () => {
  it('P(D > x) at every branch, as scipy.stats.kstwo.sf', () => {
    for (const [n = 0, x = 0, expected = 0] of special.kolmogorov)
      expectNear(`n = ${n}, x = ${x}`, kolmogorovFiniteTail(n, x), expected, 1e-10);
    expect(special.kolmogorov.length).toBeGreaterThan(300);
    expect(kolmogorovFiniteTail(0, 0.5)).toBeNaN();
    expect(kolmogorovFiniteTail(5, Number.NaN)).toBeNaN();
  });

  it('P(|T| > t), as scipy.special.stdtr', () => {
    // At ν = 1 and t = 1e-8 scipy is off by 3e-9: the tail is 1 − 2/π arctan t there.
    for (const [degrees = 0, t = 0, expected = 0] of special.student)
      expectNear(
        `ν = ${degrees}, t = ${t}`,
        studentTwoSided(t, degrees),
        expected,
        t === 1e-8 ? 1e-8 : 1e-10,
      );
    expectNear('ν = 1', studentTwoSided(1e-8, 1), 1 - (2 / Math.PI) * 1e-8, 1e-15);
    expect(studentTwoSided(Number.NaN, 3)).toBeNaN();
    expect(studentTwoSided(1, 0)).toBeNaN();
    expect(studentTwoSided(Number.NEGATIVE_INFINITY, 1)).toBe(0);
  });

  it('e^x K_¼(x), as scipy.special.kve', () => {
    for (const [x = 0, expected = 0] of special.besselK)
      expectNear(`x = ${x}`, scaledBesselK(0.25, x), expected, 1e-13);
  });

  it('P(χ² > x) of up to 5,000,000 degrees, as scipy.stats.chi2.sf', () => {
    for (const [degrees = 0, x = 0, expected = 0] of special.chiSquared)
      expectNear(`ν = ${degrees}, x = ${x}`, chiSquaredTail(x, degrees), expected, 1e-9);
  });

  it('I_x(a, b) of small whole numbers, by the binomial sum', () => {
    // I_x(2, 3) = Σ binom(4, j) x^j (1 − x)^(4 − j) from j = 2 on.
    for (const x of [0, 0.1, 0.35, 0.5, 0.9, 1]) {
      const sum = 6 * x ** 2 * (1 - x) ** 2 + 4 * x ** 3 * (1 - x) + x ** 4;
      expectNear(`x = ${x}`, incompleteBeta(2, 3, x), sum, 1e-14);
    }
    expect(incompleteBeta(2, 3, 1.5)).toBeNaN();
    expectNear('B', logBeta(3, 40), Math.log(1 / (40 * 41 * 21)), 1e-14);
    expectNear('B', logBeta(0.5, 0.5), Math.log(Math.PI), 1e-14);
  });

  it('what Stirling misses', () => {
    for (const x of [0.5, 1, 3, 14.5, 20, 1000]) {
      const wanted = logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - 0.5 * Math.log(2 * Math.PI);
      expect(Math.abs(stirlingError(x) - wanted)).toBeLessThan(1e-11);
    }
    expectNear('δ(1)', stirlingError(1), 1 - 0.5 * Math.log(2 * Math.PI), 1e-14);
  });
});
