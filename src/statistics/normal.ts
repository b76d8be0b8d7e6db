import { incompleteGamma } from './gamma.ts';

/** z of a two-sided 95 % interval. */
export const Z_95 = 1.959963984540054;

/** P(Z > z) of the standard normal distribution, exact in the far tail too. */
export function normalTail(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z > 0 ? upper / 2 : 0.5 + lower / 2;
}

/** P(Z ≤ z). simple-statistics has a table of two decimals instead. */
export function normalBelow(z: number): number {
  return normalTail(-z);
}

/**
 * The z with P(Z ≤ z) = p, to about 1e-14; ∓∞ at 0 and 1, NaN outside. Begins at Abramowitz and Stegun 26.2.23 (off by 4.5e-4
 * at most) and is mended by Halley's steps on the exact tail.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  let upper =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 3; step += 1) {
    const density = Math.exp((-upper * upper) / 2) / Math.sqrt(2 * Math.PI);
    const error = (normalTail(upper) - p) / density;
    upper += error / (1 - (upper * error) / 2);
  }
  return -upper;
}
