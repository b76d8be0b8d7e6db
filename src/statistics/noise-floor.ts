import { mean, quantileSorted } from 'simple-statistics';
import { BINNED_DISTANCES, type BinnedTest } from './binned-distances.ts';
import { cached } from './cached.ts';
import { chiSquaredQuantile, chiSquaredTail, meanOfRoot } from './chi-squared.ts';
import { kolmogorovMean, kolmogorovQuantile, kolmogorovTail } from './kolmogorov.ts';
import { createRandom } from './random.ts';
import { type Bins, binCount, binShares, smallestShare } from './shares.ts';
import { wassersteinMean, wassersteinQuantile, wassersteinTail } from './wasserstein.ts';

/** Statistics of drift that have a size of their own, unlike p-values. */
export type DriftDistance = BinnedTest | 'ks' | 'wasserstein';

/** One feature in one run that has not drifted: both samples come from the same distribution. */
export interface NoiseInput {
  readonly test: DriftDistance;
  /** Rows of the current data, ≥ 1. */
  readonly n: number;
  /** Rows of the reference, ≥ 1; Infinity for a distribution that is known exactly. */
  readonly m: number;
  /** Bins or categories; of no account for `ks` and `wasserstein`. Ten equal ones by default, as of deciles. */
  readonly bins?: Bins | undefined;
}

/** What a statistic is when nothing has drifted: the level below which it says nothing. */
export interface NoiseFloor {
  readonly mean: number;
  /** The value that it stays below with probability p (0 to 1). */
  quantile(p: number): number;
  /** The share of undrifted runs that are at or above a threshold: 0 to 1. */
  exceedance(threshold: number): number;
  /** `limit`: from the distribution for many rows. `simulation`: from draws with these very numbers. */
  readonly method: 'limit' | 'simulation';
}

/** Below this expected count in some bin, the χ² limit is not to be trusted (Cochran 1954), and samples are drawn instead. */
const LEAST_EXPECTED = 5;

const DEFAULT_BINS = 10;
const SEED = 20_260_101;

/** Draws are fewer for many bins, so that one floor costs some tenths of a second at most. */
const MOST_REPEATS = 4000;
const LEAST_REPEATS = 250;
const CELLS = 1_000_000;

/**
 * The noise floor of a drift statistic at `n` current and `m` reference rows. For many rows:
 *
 * - `psi` → (1/n + 1/m) χ²(B−1), so its mean is (B−1)(1/n + 1/m); `kl` is half of that (Yurdakul 2018, "Statistical properties
 *   of the population stability index")
 * - `jensen-shannon` and `hellinger` → √((1/n + 1/m) χ²(B−1) / 8)
 * - `tvd` → √(1/n + 1/m) ½ Σ|zᵢ| over normal zᵢ that add up to 0 (drawn)
 * - `ks`, `wasserstein`: see kolmogorov.ts and wasserstein.ts
 *
 * Where some bin expects fewer than five rows on either side, samples are drawn from the bins' shares instead, always the same
 * ones, so that results never differ. Results are kept. Throws a RangeError for n or m below 1, or bins without a share.
 */
export function noiseFloor({ test, n, m, bins = DEFAULT_BINS }: NoiseInput): NoiseFloor {
  if (!(n >= 1 && m >= 1)) throw new RangeError(`a sample of ${n} and one of ${m} rows can't be compared`);
  if (test === 'ks') {
    return {
      mean: kolmogorovMean(n, m),
      quantile: (p) => kolmogorovQuantile(p, n, m),
      exceedance: (threshold) => kolmogorovTail(threshold, n, m),
      method: 'limit',
    };
  }
  if (test === 'wasserstein') {
    return {
      mean: wassersteinMean(n, m),
      quantile: (p) => wassersteinQuantile(p, n, m),
      exceedance: (threshold) => wassersteinTail(threshold, n, m),
      method: 'limit',
    };
  }
  if (Math.min(n, m) * smallestShare(bins) < LEAST_EXPECTED)
    return drawn(sampledDistances({ test, n, m: String(m), bins }));
  if (test === 'tvd') {
    const scale = Math.sqrt(1 / n + 1 / m);
    return scaled(drawn(limitOfVariation(bins), 'limit'), scale);
  }
  return chiSquaredFloor(test, 1 / n + 1 / m, binCount(bins) - 1);
}

/** How probable it is that a feature that has not drifted is flagged in a run: its statistic is at or above the threshold. */
export function falseAlarmProbability(input: NoiseInput & { readonly threshold: number }): number {
  return noiseFloor(input).exceedance(input.threshold);
}

/** The statistic as a function of χ² with `degrees` degrees of freedom, and back. */
function chiSquaredFloor(test: Exclude<BinnedTest, 'tvd'>, variance: number, degrees: number): NoiseFloor {
  if (degrees === 0)
    return { mean: 0, quantile: () => 0, exceedance: (t) => (t <= 0 ? 1 : 0), method: 'limit' };
  const factor = { psi: variance, kl: variance / 2, 'jensen-shannon': variance / 8, hellinger: variance / 8 }[
    test
  ];
  const isRoot = test === 'jensen-shannon' || test === 'hellinger';
  return {
    mean: isRoot ? Math.sqrt(factor) * meanOfRoot(degrees) : factor * degrees,
    quantile: (p) => {
      const value = factor * chiSquaredQuantile(p, degrees);
      return isRoot ? Math.sqrt(value) : value;
    },
    exceedance: (threshold) => {
      if (threshold <= 0) return 1;
      return chiSquaredTail((isRoot ? threshold * threshold : threshold) / factor, degrees);
    },
    method: 'limit',
  };
}

function drawn(sorted: readonly number[], method: NoiseFloor['method'] = 'simulation'): NoiseFloor {
  return {
    mean: mean([...sorted]),
    quantile: (p) => quantileSorted([...sorted], p),
    exceedance: (threshold) => shareFrom(sorted, threshold),
    method,
  };
}

function scaled(floor: NoiseFloor, scale: number): NoiseFloor {
  return {
    mean: floor.mean * scale,
    quantile: (p) => floor.quantile(p) * scale,
    exceedance: (threshold) => floor.exceedance(threshold / scale),
    method: floor.method,
  };
}

/** The share of sorted values that are at or above a threshold. */
function shareFrom(sorted: readonly number[], threshold: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < threshold) low = middle + 1;
    else high = middle;
  }
  return (sorted.length - low) / sorted.length;
}

function repeatsFor(bins: Bins): number {
  return Math.max(LEAST_REPEATS, Math.min(MOST_REPEATS, Math.round(CELLS / binCount(bins))));
}

/** Distances between pairs of samples, sorted. `m` is text, since JSON knows no Infinity. */
const sampledDistances = cached(
  ({ test, n, m, bins }: { test: BinnedTest; n: number; m: string; bins: Bins }): readonly number[] => {
    const random = createRandom(SEED);
    const shares = binShares(bins);
    const distance = BINNED_DISTANCES[test];
    const rows = Number(m);
    return Array.from({ length: repeatsFor(bins) }, () => {
      const reference = rows === Number.POSITIVE_INFINITY ? shares : random.multinomial(rows, shares);
      return distance(reference, random.multinomial(n, shares));
    }).toSorted((a, b) => a - b);
  },
);

/** ½ Σ|zᵢ| for normal zᵢ with the covariance of one multinomial draw, sorted. */
const limitOfVariation = cached((bins: Bins): readonly number[] => {
  const random = createRandom(SEED);
  const roots = binShares(bins).map(Math.sqrt);
  return Array.from({ length: repeatsFor(bins) }, () => {
    const raw = roots.map(() => random.normal());
    const projection = roots.reduce((sum, root, index) => sum + root * (raw[index] ?? 0), 0);
    return (
      roots.reduce((sum, root, index) => sum + Math.abs(root * ((raw[index] ?? 0) - root * projection)), 0) /
      2
    );
  }).toSorted((a, b) => a - b);
});
