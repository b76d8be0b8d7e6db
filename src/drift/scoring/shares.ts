import { logGamma } from '../../statistics/gamma.ts';
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
  if (pooled === 0 || pooled === 1) return 1;
  if (Math.min(pooled, 1 - pooled) * Math.min(m, n) >= LEAST_EXPECTED)
    return twoProportionTest({ successes1: a, trials1: m, successes2: b, trials2: n }).p;
  // What is rare tells: of all rare rows, each is of the current data with the probability n/(m+n).
  const [rareA, rareB] = pooled <= 0.5 ? [a, b] : [m - a, n - b];
  const upper = binomialTail(rareB, rareA + rareB, n / (m + n));
  const lower = binomialTail(rareA, rareA + rareB, m / (m + n));
  return Math.min(1, 2 * Math.min(upper, lower));
}

/** P(X ≥ k) of a binomial variable, added up from k on: exact to rounding, in as many steps as its spread. */
export function binomialTail(k: number, trials: number, share: number): number {
  if (k <= 0) return 1;
  if (k > trials) return 0;
  const mean = trials * share;
  // The shorter tail is added up; the other is what is left of 1.
  if (k < mean) return 1 - lowerTail(k - 1, trials, share);
  let term = Math.exp(logProbability(k, trials, share));
  let sum = term;
  for (let x = k + 1; x <= trials && term > sum * 1e-17; x += 1) {
    term *= ((trials - x + 1) / x) * (share / (1 - share));
    sum += term;
  }
  return Math.min(1, sum);
}

function lowerTail(k: number, trials: number, share: number): number {
  let term = Math.exp(logProbability(k, trials, share));
  let sum = term;
  for (let x = k; x > 0 && term > sum * 1e-17; x -= 1) {
    term *= (x / (trials - x + 1)) * ((1 - share) / share);
    sum += term;
  }
  return Math.min(1, sum);
}

function logProbability(k: number, trials: number, share: number): number {
  return (
    logGamma(trials + 1) -
    logGamma(k + 1) -
    logGamma(trials - k + 1) +
    k * Math.log(share) +
    (trials - k) * Math.log1p(-share)
  );
}
