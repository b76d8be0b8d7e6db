import type { JobTest } from '../../plan/drift-job.ts';
import { kolmogorovMean, kolmogorovTail } from '../../statistics/kolmogorov.ts';
import { noiseFloor } from '../../statistics/noise-floor.ts';
import type { Moments } from '../../statistics/two-sample/moments.ts';
import { welchTest } from '../../statistics/two-sample/t-test.ts';
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
 * - `t`: Welch's, from sums. Its effect is Cohen's d; NaN where squares of the values leave the range of a double.
 */
export function scoreNumericCounts(test: JobTest, pair: NumericPair): Score | undefined {
  const { baseline, current, scheme } = pair;
  const [n, m] = [finiteRows(current), finiteRows(baseline)];
  if (isTableTest(test.test)) return scoreTable(test.test, coarseTable(baseline.bins, current.bins, DECILES));
  if (test.test === 't') return welch(pair, n, m);
  if (test.test !== 'ks' && test.test !== 'wasserstein') return undefined;
  const largest = kolmogorovDistance(baseline.bins, current.bins, m, n);
  const common = { pValue: kolmogorovTail(largest, n, m), rows: n, baselineRows: m };
  if (test.test === 'ks')
    return { ...common, score: common.pValue, effect: beyondChance(largest, kolmogorovMean(n, m), false) };
  const { distance, unit, ...binned } = wasserstein(scheme.edges, baseline.bins, current.bins, m, n);
  // Single values fill no bin evenly: the deviation of all values is less then, and more where some lie far out.
  const whole = moments(baseline, scheme).std / unit;
  const std = Number.isFinite(whole) && unit >= 1 ? Math.min(binned.std, whole) : binned.std;
  const scale = test.normalise === 'baseline-std' ? std : 1 / unit;
  // Of a constant any change is infinitely many deviations.
  const score = scale > 0 ? distance / scale : distance === 0 ? 0 : Number.POSITIVE_INFINITY;
  const floor = noiseFloor({ test: 'wasserstein', n, m });
  const spread = scale > 0 ? std / scale : 0;
  const noise = { mean: floor.mean * spread, q99: floor.quantile(0.99) * spread };
  return { ...common, score, effect: beyondChance(score, noise.mean, false), noise };
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

/** Squares of larger values are not finite; of smaller ones they are 0. */
const LARGE = 1e100;
const SMALL = 1e-100;

/** Where values are larger or smaller than can be squared, the largest edge; else 1. */
function unitOf(edges: readonly number[]): number {
  const largest = Math.max(Math.abs(edges[0] ?? 0), Math.abs(edges.at(-1) ?? 0));
  return largest > LARGE || (largest > 0 && largest < SMALL) ? largest : 1;
}

/** Distance and standard deviation of the baseline, both in multiples of `unit`. */
function wasserstein(
  edges: readonly number[],
  baseline: readonly number[],
  current: readonly number[],
  m: number,
  n: number,
): { readonly distance: number; readonly std: number; readonly unit: number } {
  const unit = unitOf(edges);
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
  const [a, b] = [momentsOf(baseline, scheme, m), momentsOf(current, scheme, n)];
  const { pValue } = welchTest(a, b);
  const difference = Math.abs(b.mean - a.mean);
  const deviation = Math.sqrt((a.std0 ** 2 * m + b.std0 ** 2 * n) / (m + n));
  if (!Number.isFinite(deviation) || unitOf(scheme.edges) < 1)
    return { score: Number.NaN, effect: Number.NaN, pValue: Number.NaN, rows: n, baselineRows: m };
  const size = difference === 0 ? 0 : difference / deviation;
  const p = Number.isNaN(pValue) ? Number(difference === 0) : pValue;
  return {
    score: p,
    effect: beyondChance(size, Math.sqrt(1 / n + 1 / m), false),
    pValue: p,
    rows: n,
    baselineRows: m,
  };
}

/** Sums around a value near the middle lose nothing, so that the mean has no rest. */
function momentsOf(counts: NumericCounts, scheme: NumericScheme, count: number): Moments {
  const { mean, std } = moments(counts, scheme);
  return { count, mean, meanRest: 0, std0: std, std1: std * Math.sqrt(count / (count - 1)) };
}
