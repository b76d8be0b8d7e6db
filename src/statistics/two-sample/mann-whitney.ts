import { normalTail } from '../normal.ts';
import type { Pooled } from './pooled.ts';
import { type TestResult, UNDEFINED_RESULT } from './result.ts';

/** `less`: the reference lies below the current values; it sees shifts upwards only. */
export type Alternative = 'two-sided' | 'less';

/** With one side not above this, and no ties, the p-value is exact. */
const LARGEST_EXACT = 8;

/** Above this number of values of U there is no exact p-value; scipy would take hours. */
const MOST_COUNTED = 40_000_000;

/**
 * The test of Mann and Whitney (1947). The statistic is U of the reference: pairs in which its value is the larger one, ties half.
 * The p-value as scipy.stats.mannwhitneyu (method "auto") gives it: exact when a side has at most 8 values and no value occurs
 * twice, else normal with corrections for ties and continuity. 1 when all values are equal; NaN when a side is empty.
 */
export function mannWhitney(samples: Pooled, alternative: Alternative = 'two-sided'): TestResult {
  const { referenceSize: n, currentSize: m, values } = samples;
  if (n === 0 || m === 0) return UNDEFINED_RESULT;
  const { u, tieTerm } = ranked(samples);
  const other = n * m - u;
  const larger = alternative === 'less' ? other : Math.max(u, other);
  const sides = alternative === 'less' ? 1 : 2;
  const hasTies = values.length < n + m;
  const isExact = Math.min(n, m) <= LARGEST_EXACT && !hasTies && n * m <= MOST_COUNTED;
  const tail = isExact ? exactTail(n, m, larger) : normalizedTail(samples, larger, tieTerm);
  return { statistic: u, pValue: Math.min(1, Math.max(0, sides * tail)) };
}

/** U of the reference, and Σ (t³ − t) over the values that occur t times. */
function ranked(samples: Pooled): { readonly u: number; readonly tieTerm: number } {
  const { values, referenceAtMost, currentAtMost } = samples;
  let [u, tieTerm, referenceBefore, currentBefore] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const [reference, current] = [referenceAtMost[i] ?? 0, currentAtMost[i] ?? 0];
    const [here, there] = [reference - referenceBefore, current - currentBefore];
    const times = here + there;
    u += here * (currentBefore + there / 2);
    tieTerm += times * (times * times - 1);
    [referenceBefore, currentBefore] = [reference, current];
  }
  return { u, tieTerm };
}

function normalizedTail(samples: Pooled, u: number, tieTerm: number): number {
  const { referenceSize: n, currentSize: m, values } = samples;
  const size = n + m;
  // One value throughout: U is what it must be.
  if (values.length === 1) return 1;
  const deviation = Math.sqrt(((n * m) / 12) * (size + 1 - tieTerm / (size * (size - 1))));
  return normalTail((u - (n * m) / 2 - 0.5) / deviation);
}

/** P(U ≥ u) without ties. */
function exactTail(n: number, m: number, u: number): number {
  const [small, large] = n < m ? [n, m] : [m, n];
  // Symmetric around n m / 2: the shorter of both sides is counted.
  const mirrored = n * m - u;
  const last = Math.min(u, mirrored);
  const counts = orderCounts(small, large, last);
  let total = 1;
  for (let i = 1; i <= small; i += 1) total *= (large + i) / i;
  let atMost = 0;
  for (const count of counts) atMost += count / total;
  return mirrored <= u ? atMost : 1 - atMost + (counts[last] ?? 0) / total;
}

/**
 * How many orders of the pooled values give U = 0 … last: the coefficients of the Gaussian binomial Π (1 − q^(large+i)) / (1 − qⁱ)
 * (Löffler 1983; Andrews, "The theory of partitions", chapter 3). Whole numbers, exact below 2⁵³.
 */
function orderCounts(small: number, large: number, last: number): Float64Array {
  const counts = new Float64Array(last + 1);
  counts[0] = 1;
  for (let i = 1; i <= small; i += 1) {
    for (let u = last; u >= large + i; u -= 1) counts[u] = (counts[u] ?? 0) - (counts[u - large - i] ?? 0);
    for (let u = i; u <= last; u += 1) counts[u] = (counts[u] ?? 0) + (counts[u - i] ?? 0);
  }
  return counts;
}
