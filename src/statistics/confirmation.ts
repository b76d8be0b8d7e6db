import { cached } from './cached.ts';
import { chiSquaredQuantile, noncentralChiSquaredTail } from './chi-squared.ts';
import type { DriftDistance } from './noise-floor.ts';
import { createRandom } from './random.ts';
import { type Bins, binCount } from './shares.ts';

/** A feature that has not drifted, compared in several runs with one reference. */
export interface ConfirmationInput {
  /** The statistic; for a p-value, what it is computed from (`psi` for a χ² test). */
  readonly test: DriftDistance;
  /** Rows of each run's current data, and of the reference that all runs share. */
  readonly n: number;
  readonly m: number;
  readonly bins?: Bins | undefined;
  /** How probable a flag is in one run. */
  readonly alpha: number;
  /** How many runs in a row must flag; ≥ 1. */
  readonly consecutive: number;
}

/** Points of the reference's own deviation that are averaged over. */
const REFERENCES = 400;

/** For statistics without a χ² limit: references, runs against each, and points of each sample's distribution. */
const DRAWN_REFERENCES = 600;
const DRAWN_RUNS = 120;
const POINTS = 24;
const SEED = 20_260_102;

/**
 * How probable it is that an undrifted feature is flagged in `consecutive` given runs in a row. Runs are not independent: all are
 * compared with one reference, and a reference that happens to lie off makes every run look drifted. So the reference is
 * fixed, the runs are independent given it, and the product is averaged over references: with a reference that is much larger
 * than the runs it comes near αᶜ, with a smaller one near α.
 *
 * Statistics with a χ² limit are integrated (given the reference, the statistic is noncentral χ²); `tvd`, `ks` and `wasserstein`
 * are drawn from their Gaussian limits, with the same draws always. In the limit of many rows; 0 < alpha < 1.
 */
export function confirmedFalseAlarm(input: ConfirmationInput): number {
  const { test, n, m, bins = 10, alpha, consecutive } = input;
  if (consecutive <= 1 || alpha <= 0 || alpha >= 1) return Math.min(1, Math.max(0, alpha));
  const ratio = n / m;
  if (test === 'tvd' || test === 'ks' || test === 'wasserstein')
    return drawnTogether({ test, ratio: rounded(ratio), alpha: rounded(alpha), consecutive });
  const degrees = binCount(bins) - 1;
  if (degrees === 0) return 0;
  return integrated({ degrees, ratio: rounded(ratio), alpha: rounded(alpha), consecutive });
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

interface Joint {
  readonly ratio: number;
  readonly alpha: number;
  readonly consecutive: number;
}

/**
 * √n times the deviations between shares are a normal vector of the run plus √(n/m) times one of the reference. Given the
 * reference, whose length² is χ² too, n × the statistic is noncentral χ² with noncentrality n/m × that length².
 */
const integrated = cached(({ degrees, ratio, alpha, consecutive }: Joint & { degrees: number }): number => {
  const threshold = (1 + ratio) * chiSquaredQuantile(1 - alpha, degrees);
  let sum = 0;
  for (let index = 0; index < REFERENCES; index += 1) {
    const length = chiSquaredQuantile((index + 0.5) / REFERENCES, degrees);
    sum += noncentralChiSquaredTail(threshold, degrees, ratio * length) ** consecutive;
  }
  return sum / REFERENCES;
});

/** Brownian bridges at equal steps of probability: what distribution functions deviate by. */
const drawnTogether = cached(
  ({ test, ratio, alpha, consecutive }: Joint & { test: 'tvd' | 'ks' | 'wasserstein' }): number => {
    const random = createRandom(SEED);
    const bridge = (): number[] => {
      const steps = Array.from({ length: POINTS }, () => random.normal() / Math.sqrt(POINTS));
      const drift = steps.reduce((sum, step) => sum + step, 0) / POINTS;
      return steps.map((step) => step - drift);
    };
    const statistic = STATISTICS[test];
    const runs = Array.from({ length: DRAWN_REFERENCES }, () => {
      const reference = bridge().map((step) => step * Math.sqrt(ratio));
      return Array.from({ length: DRAWN_RUNS }, () =>
        statistic(bridge().map((step, index) => step - (reference[index] ?? 0))),
      );
    });
    const all = runs.flat().toSorted((a, b) => a - b);
    const threshold = all[Math.min(all.length - 1, Math.floor((1 - alpha) * all.length))] ?? 0;
    // Of all ways to choose `consecutive` of the runs against one reference, the share in which all flag.
    const shares = runs.map((values) => {
      const flagged = values.filter((value) => value >= threshold).length;
      let share = 1;
      for (let index = 0; index < consecutive; index += 1)
        share *= Math.max(0, flagged - index) / (DRAWN_RUNS - index);
      return share;
    });
    return shares.reduce((sum, share) => sum + share, 0) / DRAWN_REFERENCES;
  },
);

type Statistic = (steps: readonly number[]) => number;

const STATISTICS: Readonly<Record<'tvd' | 'ks' | 'wasserstein', Statistic>> = {
  tvd: (steps) => steps.reduce((sum, step) => sum + Math.abs(step), 0),
  ks: (steps) => Math.max(...levels(steps).map(Math.abs)),
  // Of a uniform distribution; what is shared between runs differs little by shape.
  wasserstein: (steps) => levels(steps).reduce((sum, level) => sum + Math.abs(level), 0),
};

function levels(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}
