import { describe, expect, it } from 'vitest';
import { BINNED_DISTANCES } from '../../src/statistics/binned-distances.ts';
import { confirmedFalseAlarm } from '../../src/statistics/confirmation.ts';
import { expectedFalseAlarms } from '../../src/statistics/false-alarms.ts';
import { falseAlarmProbability, noiseFloor } from '../../src/statistics/noise-floor.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { average, ksDistance, normalSample, off, repeat, shareOf } from './samples.ts';

describe('false alarms of many features', () => {
  const daily = { features: 200, alpha: 0.05, runsPerWeek: 7 };

  it('are ten a run for 200 features at 5%', () => {
    const { perRun, perWeek, runsWithAny } = expectedFalseAlarms(daily);
    expect(perRun).toBeCloseTo(10, 10);
    expect(perWeek).toBeCloseTo(70, 10);
    expect(runsWithAny).toBeCloseTo(1 - 0.95 ** 200, 10);
  });

  it('are as many as KS tests of normal values flag', () => {
    const random = createRandom(31);
    const n = 200;
    const m = 400;
    const threshold = noiseFloor({ test: 'ks', n, m }).quantile(0.95);
    const flags = repeat(
      2000,
      () => ksDistance(normalSample(random, n), normalSample(random, m)) >= threshold,
    );
    const alpha = falseAlarmProbability({ test: 'ks', n, m, threshold });
    expect(
      Math.abs(200 * shareOf(flags, Boolean) - expectedFalseAlarms({ ...daily, alpha }).perRun),
    ).toBeLessThan(2);
  });

  it('are few under a correction, as draws of p-values show', () => {
    const random = createRandom(32);
    const features = 40;
    const alpha = 0.1;
    const runs = repeat(20_000, () => {
      const sorted = repeat(features, () => random.uniform()).toSorted((a, b) => a - b);
      const last = sorted.findLastIndex((p, index) => p <= ((index + 1) * alpha) / features);
      return { hochberg: last + 1, bonferroni: sorted.filter((p) => p <= alpha / features).length };
    });
    const hochberg = expectedFalseAlarms({
      features,
      alpha,
      runsPerWeek: 1,
      correction: 'benjamini-hochberg',
    });
    expect(hochberg.perRun).toBeCloseTo(average(runs.map((run) => run.hochberg)), 2);
    expect(hochberg.runsWithAny).toBeCloseTo(
      shareOf(runs, (run) => run.hochberg > 0),
      2,
    );
    const bonferroni = expectedFalseAlarms({ features, alpha, runsPerWeek: 1, correction: 'bonferroni' });
    expect(bonferroni.perRun).toBeCloseTo(average(runs.map((run) => run.bonferroni)), 2);
    expect(bonferroni.runsWithAny).toBeCloseTo(
      shareOf(runs, (run) => run.bonferroni > 0),
      2,
    );
  });

  it('are none without features', () => {
    expect(expectedFalseAlarms({ ...daily, features: 0 }).perWeek).toBe(0);
    expect(expectedFalseAlarms({ ...daily, features: 1, correction: 'benjamini-hochberg' }).perRun).toBe(
      0.05,
    );
  });
});

describe('two runs in a row', () => {
  const joint = (n: number, m: number, test: 'psi' | 'ks' | 'tvd' | 'wasserstein' = 'psi') =>
    confirmedFalseAlarm({ test, n, m, bins: 10, alpha: 0.05, consecutive: 2 });

  it('flag between 0.25% and 5%, by how large their common reference is', () => {
    for (const test of ['psi', 'ks', 'tvd', 'wasserstein'] as const) {
      expect(joint(1000, 1_000_000, test)).toBeCloseTo(0.0025, 3);
      expect(joint(1_000_000, 1000, test)).toBeGreaterThan(0.045);
      const even = joint(1000, 1000, test);
      expect(even).toBeGreaterThan(0.005);
      expect(even).toBeLessThan(0.03);
    }
  });

  it.each([
    [1000, 1000, 2],
    [2000, 1000, 3],
    [500, 5000, 2],
  ])('of %d against %d rows, %d times, flag as often as draws with one reference', (n, m, consecutive) => {
    const random = createRandom(33);
    const shares = repeat(10, () => 0.1);
    const threshold = noiseFloor({ test: 'psi', n, m, bins: 10 }).quantile(0.9);
    const flagged = repeat(12_000, () => {
      const reference = random.multinomial(m, shares);
      return repeat(consecutive, () => BINNED_DISTANCES.psi(reference, random.multinomial(n, shares))).every(
        (value) => value >= threshold,
      );
    });
    const expected = confirmedFalseAlarm({ test: 'psi', n, m, bins: 10, alpha: 0.1, consecutive });
    expect(off(expected, shareOf(flagged, Boolean))).toBeLessThan(0.15);
  });

  it('of KS agree with draws of normal values', () => {
    const random = createRandom(34);
    const n = 150;
    const threshold = noiseFloor({ test: 'ks', n, m: n }).quantile(0.9);
    const runs = repeat(3000, () => {
      const reference = normalSample(random, n);
      return repeat(2, () => ksDistance(normalSample(random, n), reference) >= threshold);
    });
    const alpha = shareOf(runs.flat(), Boolean);
    const expected = confirmedFalseAlarm({ test: 'ks', n, m: n, alpha, consecutive: 2 });
    expect(
      off(
        expected,
        shareOf(runs, (run) => run.every(Boolean)),
      ),
    ).toBeLessThan(0.2);
  });

  it('change what a week has', () => {
    const confirm = { test: 'psi', n: 1000, m: 10_000, bins: 10, consecutive: 2 } as const;
    const week = (input: object) =>
      expectedFalseAlarms({ features: 200, alpha: 0.05, runsPerWeek: 7, ...input }).perWeek;
    expect(week({ confirm })).toBeCloseTo(1400 * confirmedFalseAlarm({ ...confirm, alpha: 0.05 }), 8);
    expect(week({ confirm })).toBeLessThan(week({}) / 10);
    expect(week({ confirm: { ...confirm, consecutive: 1 } })).toBe(week({}));
    expect(week({ confirm, correction: 'bonferroni' })).toBeLessThan(week({ confirm }));
  });

  it('have no surprises at the ends', () => {
    expect(confirmedFalseAlarm({ test: 'psi', n: 10, m: 10, alpha: 0, consecutive: 2 })).toBe(0);
    expect(confirmedFalseAlarm({ test: 'psi', n: 10, m: 10, alpha: 1, consecutive: 2 })).toBe(1);
    expect(confirmedFalseAlarm({ test: 'psi', n: 10, m: 10, bins: 1, alpha: 0.1, consecutive: 2 })).toBe(0);
  });
});
