import { kolmogorovFiniteTail } from '../kolmogorov-finite/tail.ts';
import { tailOfEqualSizes, tailOfUnequalSizes } from './lattice-paths.ts';
import type { Pooled } from './pooled.ts';
import { type TestResult, UNDEFINED_RESULT } from './result.ts';

/** Above this size the exact p-value is left for that of a large sample. */
const LARGEST_EXACT = 10_000;

/**
 * The two-sample Kolmogorov-Smirnov test, two-sided: D = max |F − G| and its p-value as scipy.stats.ks_2samp (method "auto")
 * gives it. Exact (of all orders of the pooled values, ties counted as if there were none) when neither side has more than
 * 10,000 values; beyond that, or where the exact one fails, the distribution of the one-sample statistic at the effective size
 * n m / (n + m), rounded half to even. NaN when a side is empty.
 */
export function kolmogorovSmirnov(samples: Pooled): TestResult {
  const { referenceSize: n, currentSize: m } = samples;
  if (n === 0 || m === 0) return UNDEFINED_RESULT;
  const largest = largestDifference(samples);
  if (Math.max(n, m) <= LARGEST_EXACT) {
    const common = (n / gcd(n, m)) * m;
    const steps = Math.round(largest * common);
    const pValue = steps === 0 ? 1 : exactTail(n, m, steps);
    if (pValue >= 0 && pValue <= 1) return { statistic: steps / common, pValue };
  }
  const effective = roundedHalfToEven(n * (m / (n + m)));
  return { statistic: largest, pValue: kolmogorovFiniteTail(effective, largest) };
}

function largestDifference(samples: Pooled): number {
  const { referenceAtMost, currentAtMost, referenceSize, currentSize, values } = samples;
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    const difference = Math.abs(
      (referenceAtMost[i] ?? 0) / referenceSize - (currentAtMost[i] ?? 0) / currentSize,
    );
    if (difference > largest) largest = difference;
  }
  return largest;
}

/** P(D ≥ steps / lcm(n, m)). */
function exactTail(n: number, m: number, steps: number): number {
  return n === m ? tailOfEqualSizes(n, steps) : tailOfUnequalSizes(n, m, gcd(n, m), steps);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

function roundedHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
