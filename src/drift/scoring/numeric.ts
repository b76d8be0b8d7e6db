import type { JobTest } from '../../plan/drift-job.ts';
import { chiSquaredTail } from '../../statistics/chi-squared.ts';
import { kolmogorovMean, kolmogorovTail } from '../../statistics/kolmogorov.ts';
import { noiseFloor } from '../../statistics/noise-floor.ts';
import { finiteRows, moments, type NumericCounts, type NumericScheme } from '../counting/counts.ts';
import { coarseTable } from './pooled.ts';
import { beyondChance, type Score } from './score.ts';
import { isTableTest, scoreTable } from './table.ts';

/** Bins of distances between histograms: the deciles of the baseline. */
const DECILES = 10;

/** Both sides of a numeric column, counted alike. */
export interface NumericPair {
  readonly scheme: NumericScheme;
  readonly baseline: NumericCounts;
  readonly current: NumericCounts;
}

/**
 * The score of a numeric column by its counts alone. Undefined for tests that need every value.
 *
 * - Distances between histograms: over the deciles of the baseline.
 * - `ks`: the largest distance between the cumulated shares at the edges of the fine bins; short of the exact one by what a bin
 *   holds at most.
 * - `wasserstein`: between the outermost edges, shares spread evenly in each bin: what lies beyond counts as lying at them, so that
 *   one outlier neither hides a shift nor makes one. Normalised by the standard deviation of the baseline, cut likewise.
 * - `t`: Welch's, from sums; by the normal limit, since samples have at least some dozens of rows. Its effect is Cohen's d.
 */
export function scoreNumericCounts(test: JobTest, pair: NumericPair): Score | undefined {
  const { baseline, current, scheme } = pair;
  const [n, m] = [finiteRows(current), finiteRows(baseline)];
  if (isTableTest(test.test)) return scoreTable(test.test, coarseTable(baseline.bins, current.bins, DECILES));
  switch (test.test) {
    case 'ks': {
      const distance = kolmogorovDistance(baseline.bins, current.bins, m, n);
      const pValue = kolmogorovTail(distance, n, m);
      const effect = beyondChance(distance, kolmogorovMean(n, m), false);
      return { score: pValue, effect, pValue, rows: n, baselineRows: m };
    }
    case 'wasserstein': {
      const { distance, unit, ...binned } = wasserstein(scheme.edges, baseline.bins, current.bins, m, n);
      // Single values fill no bin evenly: the deviation of all values is less then, and more where some lie far out.
      const whole = moments(baseline, scheme).std / unit;
      const std = Number.isFinite(whole) ? Math.min(binned.std, whole) : binned.std;
      const scale = test.normalise === 'baseline-std' ? std : 1 / unit;
      const floor = noiseFloor({ test: 'wasserstein', n, m });
      const spread = std / (scale === 0 ? 1 : scale);
      const score = scale === 0 ? (distance === 0 ? 0 : Number.POSITIVE_INFINITY) : distance / scale;
      return {
        score,
        effect: beyondChance(score, floor.mean * spread, false),
        pValue: kolmogorovTail(kolmogorovDistance(baseline.bins, current.bins, m, n), n, m),
        noise: { mean: floor.mean * spread, q99: floor.quantile(0.99) * spread },
        rows: n,
        baselineRows: m,
      };
    }
    case 't':
      return welch(pair, n, m);
    default:
      return undefined;
  }
}

/** The largest difference between cumulated shares. */
export function kolmogorovDistance(
  baseline: readonly number[],
  current: readonly number[],
  m: number,
  n: number,
): number {
  let [a, b, most] = [0, 0, 0];
  for (const [index, count] of baseline.entries()) {
    a += count;
    b += current[index] ?? 0;
    most = Math.max(most, Math.abs(a / m - b / n));
  }
  return most;
}

/** Beyond it squares of values are not finite. */
const LARGE = 1e100;

/** Distance and standard deviation of the baseline, both in multiples of `unit`, which is 1 unless values are huge. */
function wasserstein(
  edges: readonly number[],
  baseline: readonly number[],
  current: readonly number[],
  m: number,
  n: number,
): { readonly distance: number; readonly std: number; readonly unit: number } {
  const largest = Math.max(Math.abs(edges[0] ?? 0), Math.abs(edges.at(-1) ?? 0));
  const unit = largest > LARGE ? largest : 1;
  const edgeAt = (index: number, otherwise: number): number => (edges[index] ?? otherwise * unit) / unit;
  let distance = 0;
  let [below, last] = [(baseline[0] ?? 0) / m - (current[0] ?? 0) / n, edgeAt(0, 0)];
  let [mean, square] = [((baseline[0] ?? 0) / m) * last, ((baseline[0] ?? 0) / m) * last * last];
  for (let index = 1; index < edges.length; index += 1) {
    const edge = edgeAt(index, last);
    const share = (baseline[index] ?? 0) / m;
    const above = below + share - (current[index] ?? 0) / n;
    distance += (edge - last) * meanOfAbsolute(below, above);
    const middle = last / 2 + edge / 2;
    mean += share * middle;
    square += share * (middle * middle + (edge - last) ** 2 / 12);
    [below, last] = [above, edge];
  }
  const beyond = (baseline[edges.length] ?? 0) / m;
  mean += beyond * last;
  square += beyond * last * last;
  return { distance, std: Math.sqrt(Math.max(0, square - mean * mean)), unit };
}

/** The mean of |x| over a straight line from a to b. */
function meanOfAbsolute(a: number, b: number): number {
  return a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));
}

function welch({ baseline, current, scheme }: NumericPair, n: number, m: number): Score {
  const [a, b] = [moments(baseline, scheme), moments(current, scheme)];
  const difference = b.mean - a.mean;
  const deviation = Math.sqrt((a.std ** 2 * m + b.std ** 2 * n) / (m + n));
  const error2 = a.std ** 2 / (m - 1) + b.std ** 2 / (n - 1);
  const same = difference === 0 ? 1 : 0;
  const pValue = error2 > 0 ? chiSquaredTail(difference ** 2 / error2, 1) : same;
  const size = deviation > 0 ? Math.abs(difference) / deviation : same === 1 ? 0 : Number.POSITIVE_INFINITY;
  return {
    score: pValue,
    effect: beyondChance(size, Math.sqrt(1 / n + 1 / m), false),
    pValue,
    rows: n,
    baselineRows: m,
  };
}
