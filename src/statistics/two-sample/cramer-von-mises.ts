import { scaledBesselK } from '../bessel.ts';
import { stirlingError } from '../stirling.ts';
import { exactOrders } from './cramer-von-mises-orders.ts';
import type { Pooled } from './pooled.ts';
import { type TestResult, UNDEFINED_RESULT } from './result.ts';

/** Up to this size on both sides the p-value is exact. */
const LARGEST_EXACT = 20;

/** Below this the limit's distribution function is 1e-18. */
const LEAST = 0.003;

/** The limit's series ends with the first term below this, as in scipy. */
const LAST_TERM = 1e-7;

/** Sums of squares are moved to whole numbers of any size before they pass what a double holds exactly. */
const FLUSH = 2 ** 51;

/**
 * The two-sample Cramér-von Mises test with midranks for ties (Anderson 1962), as scipy.stats.cramervonmises_2samp (method
 * "auto"). T is computed in whole numbers and so exact but for one division. The p-value is exact (of all orders of the pooled
 * values) when neither side has more than 20, else that of the limit after T is normalized to its mean and variance; the limit's
 * series ends at terms below 1e-7 as scipy's does, so p-values below 1e-8 tell an order of magnitude at best, down to 0. NaN when
 * a side has fewer than two values.
 */
export function cramerVonMises(samples: Pooled): TestResult {
  const { referenceSize: n, currentSize: m } = samples;
  if (n < 2 || m < 2) return UNDEFINED_RESULT;
  // Four times U, which is whole: midranks are halves.
  const fourU =
    BigInt(n) * squaredOffsets(samples, 'reference') + BigInt(m) * squaredOffsets(samples, 'current');
  const product = n * m;
  const excess = 6n * fourU - 4n * BigInt(product) * (4n * BigInt(product) - 1n);
  const statistic = Number(excess) / (24 * product * (n + m));
  const pValue =
    Math.max(n, m) <= LARGEST_EXACT
      ? exactOrders(n, m, Number(excess) / 4)
      : limitTail(normalized(statistic, n, m));
  return { statistic, pValue };
}

/** Σ (2 rank − 2 i)² over the i-th values of one side, ranks among all values. */
function squaredOffsets(samples: Pooled, side: 'reference' | 'current'): bigint {
  const { values, referenceAtMost, currentAtMost } = samples;
  const own = side === 'reference' ? referenceAtMost : currentAtMost;
  let whole = 0n;
  let [sum, ownBefore, allBefore] = [0, 0, 0];
  for (let k = 0; k < values.length; k += 1) {
    const all = (referenceAtMost[k] ?? 0) + (currentAtMost[k] ?? 0);
    const doubledRank = allBefore + all + 1;
    const ownHere = own[k] ?? 0;
    for (let i = ownBefore + 1; i <= ownHere; i += 1) {
      sum += (doubledRank - 2 * i) ** 2;
      if (sum < FLUSH) continue;
      whole += BigInt(sum);
      sum = 0;
    }
    [ownBefore, allBefore] = [ownHere, all];
  }
  return whole + BigInt(sum);
}

/** T on the scale of the one-sample limit (Anderson 1962, equations 11, 14 and 15). */
function normalized(statistic: number, n: number, m: number): number {
  const size = n + m;
  const product = n * m;
  const mean = (1 + 1 / size) / 6;
  const spread = (size + 1) * (4 * product * size - 3 * (n * n + m * m) - 2 * product);
  const variance = spread / (45 * size * size * 4 * product);
  return 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
}

/** P(ω² > x) of the limit, by the series of Anderson and Darling (1952) in Bessel functions (Csörgő and Faraway 1996, 1.3). */
function limitTail(x: number): number {
  if (!(x >= LEAST)) return 1;
  let below = 0;
  for (let k = 0; ; k += 1) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const front = gammaRatio(k) / (Math.PI ** 1.5 * Math.sqrt(x));
    const term = front * Math.sqrt(y) * Math.exp(-2 * q) * scaledBesselK(0.25, q);
    below += term;
    if (term < LAST_TERM) return Math.min(1, Math.max(0, 1 - below));
  }
}

/** Γ(k + ½) / Γ(k + 1). */
function gammaRatio(k: number): number {
  if (k === 0) return Math.sqrt(Math.PI);
  // Γ(k + ½) = Γ(k − ½ + 1), both by Stirling.
  const half = k - 0.5;
  const logarithm =
    stirlingError(half) - stirlingError(k) + k * Math.log1p(-0.5 / k) - 0.5 * Math.log(k) + 0.5;
  return Math.exp(logarithm);
}
