import { hypergeometricTwoSided } from '../../statistics/hypergeometric.ts';
import { twoProportionTest } from '../../statistics/proportions.ts';
import { noiseOfShare } from './noise.ts';
import { beyondChance, type Score } from './score.ts';

/** Rows of a kind on each side: missing values, or values that the baseline does not know. */
export interface Shares {
  readonly baseline: { readonly hits: number; readonly rows: number };
  readonly current: { readonly hits: number; readonly rows: number };
}

/** Below this expected count the χ² limit is not to be trusted (Cochran 1954). */
const LEAST_EXPECTED = 5;

/**
 * How far two shares are apart, either way: the score is the absolute difference. The p-value is that of the χ² test of
 * homogeneity, and where some expected count is below five the exact conditional one, doubled.
 */
export function scoreDifference({ baseline, current }: Shares): Score {
  const [m, n] = [baseline.rows, current.rows];
  const score = Math.abs(current.hits / n - baseline.hits / m);
  const pooled = (baseline.hits + current.hits) / (m + n);
  const noise = noiseOfShare(pooled, n, m);
  return {
    score,
    effect: beyondChance(score, noise.deviation, false),
    pValue: differenceP(baseline.hits, current.hits, m, n),
    noise: noise.floor,
    rows: n,
    baselineRows: m,
  };
}

function differenceP(a: number, b: number, m: number, n: number): number {
  const pooled = (a + b) / (m + n);
  if (Math.min(pooled, 1 - pooled) * Math.min(m, n) >= LEAST_EXPECTED)
    return twoProportionTest({ successes1: a, trials1: m, successes2: b, trials2: n }).p;
  return hypergeometricTwoSided({ hits: b, bothHits: a + b, rows: n, otherRows: m });
}
