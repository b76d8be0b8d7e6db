import { cached } from './cached.ts';
import { chiSquaredQuantile, noncentralChiSquaredTail } from './chi-squared.ts';
import type { DriftDistance } from './noise-floor.ts';
import { createRandom, type Random } from './random.ts';
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
const DRAWN_REFERENCES = 500;
const DRAWN_RUNS = 80;
const POINTS = 24;
const MOST_POINTS = 100;
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
  const joint = { ratio: rounded(ratio), alpha: rounded(alpha), consecutive };
  if (test === 'ks' || test === 'wasserstein') return drawnTogether({ ...joint, test, points: POINTS });
  const degrees = binCount(bins) - 1;
  if (degrees === 0) return 0;
  if (test === 'tvd') return drawnTogether({ ...joint, test, points: Math.min(degrees + 1, MOST_POINTS) });
  return integrated({ ...joint, degrees });
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
  ({ test, points, ratio, alpha, consecutive }: Joint & { test: DrawnTest; points: number }): number => {
    const random = createRandom(SEED);
    const statistic = STATISTICS[test];
    const root = Math.sqrt(ratio);
    const reference = new Float64Array(points);
    const steps = new Float64Array(points);
    const values = new Float64Array(DRAWN_REFERENCES * DRAWN_RUNS);
    for (let at = 0; at < values.length; at += 1) {
      if (at % DRAWN_RUNS === 0) drawBridge(random, reference);
      drawBridge(random, steps);
      for (let point = 0; point < points; point += 1)
        steps[point] = (steps[point] ?? 0) - root * (reference[point] ?? 0);
      values[at] = statistic(steps);
    }
    const threshold = values.toSorted()[Math.floor((1 - alpha) * values.length)] ?? Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let from = 0; from < values.length; from += DRAWN_RUNS) {
      let flagged = 0;
      for (const value of values.subarray(from, from + DRAWN_RUNS)) flagged += value >= threshold ? 1 : 0;
      sum += shareOfChoices(flagged, consecutive);
    }
    return sum / DRAWN_REFERENCES;
  },
);

/** Of all ways to choose so many of the runs against one reference, the share in which all are flagged. */
function shareOfChoices(flagged: number, consecutive: number): number {
  let share = 1;
  for (let index = 0; index < consecutive; index += 1)
    share *= Math.max(0, flagged - index) / (DRAWN_RUNS - index);
  return share;
}

/** The steps of a bridge: normal ones that add up to 0. */
function drawBridge(random: Random, steps: Float64Array): void {
  let sum = 0;
  for (let point = 0; point < steps.length; point += 1) {
    const step = random.normal();
    steps[point] = step;
    sum += step;
  }
  for (let point = 0; point < steps.length; point += 1)
    steps[point] = (steps[point] ?? 0) - sum / steps.length;
}

type DrawnTest = 'tvd' | 'ks' | 'wasserstein';

/** Each up to a factor, which is of no account: the threshold is taken from the values themselves. */
const STATISTICS: Readonly<Record<DrawnTest, (steps: Float64Array) => number>> = {
  tvd: (steps) => {
    let sum = 0;
    for (const step of steps) sum += Math.abs(step);
    return sum;
  },
  ks: (steps) => {
    let [level, most] = [0, 0];
    for (const step of steps) {
      level += step;
      most = Math.max(most, Math.abs(level));
    }
    return most;
  },
  // Of a uniform distribution; what runs share differs little by shape.
  wasserstein: (steps) => {
    let [level, area] = [0, 0];
    for (const step of steps) {
      level += step;
      area += Math.abs(level);
    }
    return area;
  },
};
