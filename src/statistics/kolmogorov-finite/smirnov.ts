import { stirlingError } from '../stirling.ts';

/** Above this n the sum is left for a formula, as scipy.special.smirnov does. */
const MOST_SUMMED = 1_000_000;

/** ln of the smallest normal number; what is less is told as 0. */
const LOG_MIN = -708.396418532264;

/**
 * P(D⁺ > x) of the one-sided Kolmogorov-Smirnov statistic of `n` ≥ 1 values, for 0 < x < 1: the sum of Birnbaum and Tingey
 * (1951), all terms of which are positive, each as a binomial probability after Loader (2000). Above a million values
 * exp(−(6 n x + 1)² / (18 n)) (Maag and Dicaire 1971), as scipy.special.smirnov.
 */
export function smirnovTail(n: number, x: number): number {
  if (-2 * n * x * x < LOG_MIN) return 0;
  if (n > MOST_SUMMED) return Math.exp(-((6 * n * x + 1) ** 2) / (18 * n));
  const shift = n * x;
  const atN = stirlingError(n);
  let sum = Math.exp(n * Math.log1p(-x));
  for (let j = 1; n - j > shift; j += 1) {
    const rest = n - j;
    const exponent =
      atN -
      stirlingError(j) -
      stirlingError(rest) +
      j * Math.log1p(shift / j) +
      rest * Math.log1p(-shift / rest);
    sum += (shift / (shift + j)) * Math.sqrt(n / (2 * Math.PI * j * rest)) * Math.exp(exponent);
  }
  return Math.min(1, sum);
}
