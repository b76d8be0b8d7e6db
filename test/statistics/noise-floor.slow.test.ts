import { describe, expect, it } from 'vitest';
import { BINNED_DISTANCES, type BinnedTest } from '../../src/statistics/binned-distances.ts';
import { falseAlarmProbability, noiseFloor } from '../../src/statistics/noise-floor.ts';
import { normalBelow } from '../../src/statistics/normal.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { zipfShares } from '../../src/statistics/shares.ts';
import {
  average,
  ksDistance,
  normalSample,
  off,
  quantileOf,
  repeat,
  wassersteinDistance,
} from './samples.ts';

describe('distances of binned data', () => {
  it('are what their formulas give by hand', () => {
    const [reference, current] = [
      [50, 50],
      [30, 70],
    ];
    const value = (test: BinnedTest) => BINNED_DISTANCES[test](reference, current);
    expect(value('psi')).toBeCloseTo(0.2 * Math.log(5 / 3) + 0.2 * Math.log(7 / 5), 12);
    expect(value('kl')).toBeCloseTo(0.5 * Math.log(5 / 3) + 0.5 * Math.log(5 / 7), 12);
    expect(value('tvd')).toBeCloseTo(0.2, 12);
    expect(value('hellinger')).toBeCloseTo(Math.sqrt(1 - Math.sqrt(0.15) - Math.sqrt(0.35)), 12);
    const toMiddle = (a: number, b: number) => a * Math.log((2 * a) / (a + b));
    const terms = toMiddle(0.5, 0.3) + toMiddle(0.5, 0.7) + toMiddle(0.3, 0.5) + toMiddle(0.7, 0.5);
    expect(value('jensen-shannon')).toBeCloseTo(Math.sqrt(terms / 2), 12);
  });

  it('reach their largest values between strangers, and 0 between equals', () => {
    const strangers: readonly [number[], number[]] = [
      [1, 0],
      [0, 1],
    ];
    expect(BINNED_DISTANCES['jensen-shannon'](...strangers)).toBeCloseTo(Math.sqrt(Math.LN2), 12);
    expect(BINNED_DISTANCES.hellinger(...strangers)).toBe(1);
    expect(BINNED_DISTANCES.tvd(...strangers)).toBe(1);
    for (const distance of Object.values(BINNED_DISTANCES)) {
      expect(distance([3, 0, 5], [6, 0, 10])).toBeCloseTo(0, 12);
      expect(Number.isFinite(distance(...strangers))).toBe(true);
    }
  });

  it('fill zeros by 0.0001, or by a millionth of what is smaller', () => {
    expect(BINNED_DISTANCES.psi([0.5, 0.5], [1, 0])).toBeCloseTo(
      0.5 * Math.log(2) + 0.4999 * Math.log(0.5 / 0.0001),
      9,
    );
    const fill = 0.00005 / 1e6;
    expect(BINNED_DISTANCES.psi([0.5, 0.49995, 0.00005, 0], [0.5, 0.4, 0.05, 0.05])).toBeCloseTo(
      0.09995 * Math.log(0.49995 / 0.4) +
        0.04995 * Math.log(0.05 / 0.00005) +
        (0.05 - fill) * Math.log(0.05 / fill),
      9,
    );
  });
});

describe('the noise floor of PSI', () => {
  it.each([
    [200, 0.048],
    [500, 0.019],
    [1000, 0.01],
  ])('over ten bins, %d against 10,000 rows, has the mean that was measured: %d', (n, measured) => {
    expect(off(noiseFloor({ test: 'psi', n, m: 10_000, bins: 10 }).mean, measured)).toBeLessThan(0.1);
  });

  it.each([
    [200, 0.92],
    [500, 0.38],
  ])('makes a threshold of 0.02 flag an undrifted feature of %d rows in %d of all runs', (n, measured) => {
    const probability = falseAlarmProbability({ test: 'psi', n, m: 10_000, bins: 10, threshold: 0.02 });
    expect(Math.abs(probability - measured)).toBeLessThan(0.015);
  });

  it('over 900 categories by Zipf is drawn, since the formula for many rows is far off', () => {
    const floor = noiseFloor({ test: 'psi', n: 1000, m: 10_000, bins: zipfShares(900) });
    expect(floor.method).toBe('simulation');
    const byFormula = 899 * (1 / 1000 + 1 / 10_000);
    expect(byFormula).toBeCloseTo(0.99, 2);
    expect(off(floor.mean, byFormula)).toBeGreaterThan(0.1);
  });
});

const binned = (['psi', 'jensen-shannon', 'kl', 'hellinger', 'tvd'] as const).flatMap((test) =>
  [
    { n: 400, m: 5000, bins: 10 },
    { n: 2000, m: 1000, bins: [0.5, 0.25, 0.15, 0.1] },
    { n: 60, m: 300, bins: 20 },
    { n: 300, m: 300, bins: zipfShares(100) },
  ].map((size) => ({ test, ...size })),
);

describe('noise floors', () => {
  it.each(binned)('of $test at $n against $m agree with draws', ({ test, n, m, bins }) => {
    const random = createRandom(99);
    const shares = typeof bins === 'number' ? repeat(bins, () => 1 / bins) : bins;
    const values = repeat(3000, () =>
      BINNED_DISTANCES[test](random.multinomial(m, shares), random.multinomial(n, shares)),
    );
    const floor = noiseFloor({ test, n, m, bins });
    expect(off(floor.mean, average(values))).toBeLessThan(0.04);
    expect(off(floor.quantile(0.95), quantileOf(values, 0.95))).toBeLessThan(0.06);
    expect(off(floor.quantile(0.99), quantileOf(values, 0.99))).toBeLessThan(0.1);
    const threshold = quantileOf(values, 0.9);
    expect(Math.abs(floor.exceedance(threshold) - 0.1)).toBeLessThan(0.025);
  });

  it.each([
    { n: 100, m: 1000 },
    { n: 500, m: 700 },
  ])('of KS and Wasserstein at $n against $m agree with draws of normal values', ({ n, m }) => {
    const random = createRandom(98);
    const pairs = repeat(1500, () => [normalSample(random, n), normalSample(random, m)] as const);
    for (const [test, values] of [
      ['ks', pairs.map(([a, b]) => ksDistance(a, b))],
      ['wasserstein', pairs.map(([a, b]) => wassersteinDistance(a, b))],
    ] as const) {
      const floor = noiseFloor({ test, n, m });
      expect(off(floor.mean, average(values))).toBeLessThan(0.05);
      expect(off(floor.quantile(0.95), quantileOf(values, 0.95))).toBeLessThan(0.06);
      expect(off(floor.quantile(0.99), quantileOf(values, 0.99))).toBeLessThan(0.1);
      expect(Math.abs(floor.exceedance(quantileOf(values, 0.9)) - 0.1)).toBeLessThan(0.025);
    }
  });

  it('of Wasserstein have the limit that bridges over a normal distribution have', () => {
    const random = createRandom(97);
    const step = 0.1;
    const below = repeat(101, () => 0).map((_, index) => normalBelow(-5 + index * step));
    const areas = repeat(20_000, () => {
      let walk = 0;
      const path = below.map((p, index) => {
        walk += random.normal() * Math.sqrt(p - (below[index - 1] ?? 0));
        return walk;
      });
      const end = walk + random.normal() * Math.sqrt(1 - (below.at(-1) ?? 1));
      return step * path.reduce((sum, at, index) => sum + Math.abs(at - end * (below[index] ?? 0)), 0);
    });
    // 1/n + 1/m = 1.
    const floor = noiseFloor({ test: 'wasserstein', n: 2, m: 2 });
    expect(off(floor.mean, average(areas))).toBeLessThan(0.01);
    for (const p of [0.01, 0.1, 0.5, 0.9, 0.99])
      expect(off(floor.quantile(p), quantileOf(areas, p)), String(p)).toBeLessThan(0.03);
  });

  it('flag as often as their own quantiles say, and fall with more rows', () => {
    for (const test of ['psi', 'jensen-shannon', 'kl', 'hellinger', 'tvd', 'ks', 'wasserstein'] as const) {
      const small = noiseFloor({ test, n: 500, m: 5000 });
      const large = noiseFloor({ test, n: 5000, m: 50_000 });
      expect(small.exceedance(small.quantile(0.95))).toBeCloseTo(0.05, 2);
      expect(large.mean).toBeLessThan(small.mean);
      expect(large.quantile(0.99)).toBeLessThan(small.quantile(0.99));
      expect(small.exceedance(0)).toBe(1);
      expect(small.exceedance(5)).toBeCloseTo(0, 30);
    }
  });

  it('are the same whenever they are asked for', () => {
    const input = { test: 'psi', n: 20, m: 50, bins: 12 } as const;
    const first = noiseFloor(input).quantile(0.99);
    expect(noiseFloor({ ...input, n: 21 }).quantile(0.99)).not.toBe(first);
    expect(noiseFloor(input).quantile(0.99)).toBe(first);
  });

  it('know a reference that is exact, a single bin, and what cannot be', () => {
    expect(noiseFloor({ test: 'psi', n: 1000, m: Number.POSITIVE_INFINITY, bins: 10 }).mean).toBeCloseTo(
      0.009,
      10,
    );
    expect(noiseFloor({ test: 'psi', n: 20, m: Number.POSITIVE_INFINITY, bins: 10 }).mean).toBeGreaterThan(
      0.4,
    );
    expect(noiseFloor({ test: 'psi', n: 1000, m: 1000, bins: 1 }).quantile(0.99)).toBe(0);
    expect(() => noiseFloor({ test: 'psi', n: 0, m: 10 })).toThrow(RangeError);
    expect(() => noiseFloor({ test: 'psi', n: 10, m: 10, bins: [0.5, 0] })).toThrow(RangeError);
    expect(() => noiseFloor({ test: 'psi', n: 10, m: 10, bins: 2.5 })).toThrow(RangeError);
  });
});
