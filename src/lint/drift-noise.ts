import { chiSquaredQuantile } from '../statistics/chi-squared.ts';
import { confirmedFalseAlarm } from '../statistics/confirmation.ts';
import { type DriftDistance, type NoiseFloor, noiseFloor } from '../statistics/noise-floor.ts';
import { type Bins, binCount, smallestShare, zipfShares } from '../statistics/shares.ts';

/** More categories are not simulated: the answer would take seconds, and no sample is large enough for them anyway. */
export const MOST_CATEGORIES = 2000;

/** Rows that a bin must expect for the distribution of many rows to hold (Cochran 1954). */
export const LEAST_EXPECTED = 5;

/** A reference that is so many times the current data adds little to their noise. */
const MANY_TIMES = 20;

/** Simulations of one run of lint, each some tenths of a second; further ones are taken for many rows. */
const MOST_SIMULATIONS = 16;

/** What is compared: a distance of `n` rows in bins from a reference of `m`. */
export interface Comparison {
  readonly test: DriftDistance;
  readonly n: number;
  readonly m: number;
  readonly bins: Bins;
}

/** Ten bins for numbers, as of deciles; categories after Zipf's law, since nobody declares how frequent each is. */
export function binsOf(categories: number | undefined): Bins {
  if (categories === undefined) return 10;
  const known = shares.get(categories) ?? zipfShares(categories);
  shares.set(categories, known);
  return known;
}

/** Shares by number of categories: at most `MOST_CATEGORIES` of them. */
const shares = new Map<number, readonly number[]>();

/**
 * The noise floor of a comparison. Where it has to be simulated, rows and categories are rounded to steps of a quarter, so that
 * a thousand models with similar numbers cost one simulation. After `MOST_SIMULATIONS` different ones the limit for many rows
 * stands in: in thin bins it is off by a half at most, for psi and kl by more.
 */
export function floorOf(comparison: Comparison): NoiseFloor {
  if (!isSimulated(comparison)) return noiseFloor(comparison);
  const { test, n, m, bins } = comparison;
  const near: Comparison = {
    test,
    n: stepped(n),
    m: m >= MANY_TIMES * n ? Number.POSITIVE_INFINITY : stepped(m),
    bins: typeof bins === 'number' ? bins : binsOf(stepped(bins.length)),
  };
  const key = `${test} ${near.n} ${near.m} ${binCount(near.bins)}`;
  if (!simulated.has(key) && simulated.size >= MOST_SIMULATIONS) return limitOf(comparison);
  simulated.add(key);
  return noiseFloor(near);
}

/** What was simulated, which is kept by `noiseFloor`. */
const simulated = new Set<string>();

/** The nearest of 1, 1.25, 1.6, 2, 2.5, 3, 4 … 9 times a power of ten; numbers below twenty stay. */
function stepped(value: number): number {
  if (value < 20) return value;
  const unit = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.25, 1.6, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10].map((step) => step * unit);
  const distance = (step: number) => Math.abs(Math.log(step / value));
  return Math.round(steps.reduce((best, step) => (distance(step) < distance(best) ? step : best)));
}

/** The limit for many rows, read where bins are full: what distances are there falls with rows in proportion or by their root. */
function limitOf({ test, n, m, bins }: Comparison): NoiseFloor {
  const count = binCount(bins);
  const times = Math.max(1, Math.ceil((2 * LEAST_EXPECTED * count) / Math.min(n, m)));
  const floor = noiseFloor({ test, n: n * times, m: m * times, bins: count });
  const scale = times ** (1 / EXPONENTS[test]);
  return {
    mean: floor.mean * scale,
    quantile: (p) => floor.quantile(p) * scale,
    exceedance: (threshold) => floor.exceedance(threshold / scale),
    method: 'limit',
  };
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

/** How probable it is that an undrifted feature is flagged: in one run, and in as many in a row as must agree. */
export interface FalseAlarm {
  readonly single: number;
  readonly confirmed: number;
}

/** The share of runs without drift that are at or above a threshold. */
export function falseAlarm(comparison: Comparison, threshold: number, consecutive: number): FalseAlarm {
  if (isSimulated(comparison) && isFarAbove(comparison, threshold)) return { single: 0, confirmed: 0 };
  const single = floorOf(comparison).exceedance(threshold);
  // Once is rare enough, and more often is rarer still.
  if (single < RARE || consecutive === 1) return { single, confirmed: single };
  const { test, n, m, bins } = comparison;
  // Rounded, since each combination takes milliseconds: only the ratio of the rows counts.
  const confirmed = confirmedFalseAlarm({
    test,
    n: Number((n / m).toPrecision(1)),
    m: 1,
    bins: binCount(bins),
    alpha: Number(single.toPrecision(2)),
    consecutive,
  });
  return { single, confirmed: Math.min(single, confirmed) };
}

/** Chances of less need no second run. */
const RARE = 0.001;

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
