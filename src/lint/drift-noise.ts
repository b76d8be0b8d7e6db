import { chiSquaredQuantile } from '../statistics/chi-squared.ts';
import { confirmedFalseAlarm } from '../statistics/confirmation.ts';
import { type DriftDistance, type NoiseFloor, noiseFloor } from '../statistics/noise-floor.ts';
import { type Bins, binCount, smallestShare, zipfShares } from '../statistics/shares.ts';

/** More categories are not simulated: the answer would take seconds, and no sample is large enough for them anyway. */
export const MOST_CATEGORIES = 2000;

/** Rows that a bin must expect for the distribution of many rows to hold (Cochran 1954). */
export const LEAST_EXPECTED = 5;

/** A reference that is so many times the current data adds nothing to their noise. */
const MANY_TIMES = 100;

/** What is compared: a distance of `n` rows in bins from a reference of `m`. */
export interface Comparison {
  readonly test: DriftDistance;
  readonly n: number;
  readonly m: number;
  readonly bins: Bins;
}

/** Ten bins for numbers, as of deciles; categories after Zipf's law, since nobody declares how frequent each is. */
export function binsOf(categories: number | undefined): Bins {
  return categories === undefined ? 10 : zipfShares(categories);
}

/**
 * The noise floor of a comparison. Where it has to be simulated, rows are rounded to two digits, so that a thousand models
 * with almost the same numbers cost one simulation.
 */
export function floorOf(comparison: Comparison): NoiseFloor {
  const { test, n, m, bins } = comparison;
  if (!isSimulated(comparison)) return noiseFloor(comparison);
  const reference = m >= MANY_TIMES * n ? Number.POSITIVE_INFINITY : twoDigits(m);
  return noiseFloor({ test, n: twoDigits(n), m: reference, bins });
}

function isSimulated({ test, n, m, bins }: Comparison): boolean {
  if (test === 'wasserstein' || test === 'ks') return false;
  return Math.min(n, m) * smallestShare(bins) < LEAST_EXPECTED;
}

/**
 * How many times the 99 % quantile of the limit for many rows a distance in thin bins reaches at most once in a thousand runs.
 * Simulated for 50 to 2000 categories after Zipf's law: at most 1.3 times for the bounded distances, 3.7 for the others.
 */
const FAR_ABOVE = { psi: 5, kl: 5, 'jensen-shannon': 1.5, hellinger: 1.5, tvd: 1.5 } as const;

/** Whether a threshold is so far above the noise that nothing needs to be simulated. */
function isFarAbove({ test, n, m, bins }: Comparison, threshold: number): boolean {
  if (test === 'wasserstein' || test === 'ks') return false;
  const count = binCount(bins);
  const variance = 1 / n + 1 / m;
  const psi = variance * chiSquaredQuantile(0.99, Math.max(1, count - 1));
  const limit = {
    psi,
    kl: psi / 2,
    'jensen-shannon': Math.sqrt(psi / 8),
    hellinger: Math.sqrt(psi / 8),
    tvd: 0.4 * Math.sqrt(variance * count),
  }[test];
  return threshold >= FAR_ABOVE[test] * limit;
}

function twoDigits(rows: number): number {
  return Math.max(1, Number(rows.toPrecision(2)));
}

/** How probable it is that an undrifted feature is flagged: in one run, and in as many in a row as must agree. */
export interface FalseAlarm {
  readonly single: number;
  readonly confirmed: number;
}

/** The share of runs without drift that are at or above a threshold. */
export function falseAlarm(comparison: Comparison, threshold: number, consecutive: number): FalseAlarm {
  if (isSimulated(comparison) && isFarAbove(comparison, threshold)) return { single: 0, confirmed: 0 };
  const single = floorOf(comparison).exceedance(threshold);
  return { single, confirmed: confirmedFalseAlarm({ ...comparison, alpha: single, consecutive }) };
}

/** How the 99 % quantile of a distance falls with rows: in proportion, or by their square root. */
const EXPONENTS: Readonly<Record<DriftDistance, number>> = {
  psi: 1,
  kl: 1,
  'jensen-shannon': 2,
  hellinger: 2,
  tvd: 2,
  wasserstein: 2,
  ks: 2,
};

/**
 * Rows with which at most the share `tolerated` of the undrifted runs reaches a threshold: a round number, checked by the
 * noise floor itself. Undefined when the reference is too small for any.
 */
export function rowsThatDecide(
  comparison: Omit<Comparison, 'm'> & { readonly reference: (n: number) => number },
  threshold: number,
  tolerated: number,
): number | undefined {
  const noiseAt = (n: number) =>
    floorOf({ ...comparison, n, m: comparison.reference(n) }).quantile(1 - tolerated);
  let rows = comparison.n;
  for (let tries = 0; tries < 6; tries += 1) {
    const noise = noiseAt(rows);
    if (noise <= threshold) return rows;
    const wanted = rows * (noise / threshold) ** EXPONENTS[comparison.test];
    rows = roundUp(Math.max(wanted, rows * 1.05));
    if (rows > 1e9) return undefined;
  }
  return undefined;
}

/** The next number of one digit, or of one and a half: 1000, 1500, 2000, 3000 … */
export function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((each) => each * unit >= value * (1 - 1e-9)) ?? 10;
  return step * unit;
}

/** A threshold just above a value, with two digits: 0.0431 is 0.044. */
export function thresholdAbove(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
}
