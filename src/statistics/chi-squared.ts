import { incompleteGamma, logGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/** P(χ² > x) with `degrees` > 0 degrees of freedom. simple-statistics has a table of eleven columns instead. */
export function chiSquaredTail(x: number, degrees: number): number {
  return x <= 0 ? 1 : incompleteGamma(degrees / 2, x / 2).upper;
}

/** The x with P(χ² ≤ x) = p, to about 1e-12 of itself; 0 at 0, ∞ at 1. Begins at Wilson and Hilferty (1931). */
export function chiSquaredQuantile(p: number, degrees: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const spread = 2 / (9 * degrees);
  const cube = 1 - spread + normalQuantile(p) * Math.sqrt(spread);
  let x = Math.max(degrees * cube * cube * cube, 1e-10);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 200; step += 1) {
    const { lower } = incompleteGamma(degrees / 2, x / 2);
    if (lower < p) low = x;
    else high = x;
    const newton = x - (lower - p) / chiSquaredDensity(x, degrees);
    // Outside of what is known already, Newton's step is not to be believed.
    const next =
      newton > low && newton < high ? newton : high === Number.POSITIVE_INFINITY ? 2 * x : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-13 * x) return next;
    x = next;
  }
  return x;
}

/** E √χ²: what a root of a χ² variable is on average. */
export function meanOfRoot(degrees: number): number {
  return Math.SQRT2 * Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2));
}

/**
 * P(χ² > x) when the normal variables are not centred: a Poisson(λ/2) mixture of central ones, added from the middle outwards
 * (Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions", volume 2, chapter 29).
 */
export function noncentralChiSquaredTail(x: number, degrees: number, noncentrality: number): number {
  const half = noncentrality / 2;
  if (!(half > 0)) return chiSquaredTail(x, degrees);
  const weight = (j: number): number => Math.exp(j * Math.log(half) - half - logGamma(j + 1));
  const middle = Math.floor(half);
  let sum = 0;
  for (const [from, step] of [
    [middle, -1],
    [middle + 1, 1],
  ] as const) {
    for (let j = from; j >= 0; j += step) {
      const share = weight(j);
      sum += share * chiSquaredTail(x, degrees + 2 * j);
      if (share < 1e-12) break;
    }
  }
  return Math.min(1, sum);
}

function chiSquaredDensity(x: number, degrees: number): number {
  const half = degrees / 2;
  return Math.exp((half - 1) * Math.log(x) - x / 2 - half * Math.LN2 - logGamma(half));
}
