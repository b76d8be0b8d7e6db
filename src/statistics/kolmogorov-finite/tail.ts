import { stirlingError } from '../stirling.ts';
import { durbinBelow } from './durbin.ts';
import { pelzGoodBelow } from './pelz-good.ts';
import { pomeranzBelow } from './pomeranz.ts';
import { smirnovTail } from './smirnov.ts';

/** Up to here the exact recursions are used throughout. */
const SMALL_N = 140;

/**
 * P(D > x) of the two-sided Kolmogorov-Smirnov statistic of `n` (whole, ≥ 1) values against a known distribution, by whichever way
 * is exact enough there: Simard and L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution" (2011), with the limits of
 * scipy.stats.kstwo.sf. Good to 1e-10 where it is exact or one-sided, to about 1e-5 absolute in the middle of n > 140.
 */
export function kolmogorovFiniteTail(n: number, x: number): number {
  if (!(n >= 1) || Number.isNaN(x)) return Number.NaN;
  const t = n * x;
  if (x >= 1) return 0;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - rubenGambino(n, t);
  if (t >= n - 1) return Math.min(1, 2 * Math.exp(n * Math.log1p(-x)));
  // Both sides at once can't happen here, or hardly.
  if (x >= 0.5) return Math.min(1, 2 * smirnovTail(n, x));
  const scaled = t * x;
  if (n <= SMALL_N) {
    if (scaled <= 0.754693) return 1 - durbinBelow(n, x);
    if (scaled <= 4) return 1 - pomeranzBelow(n, x);
    return Math.min(1, 2 * smirnovTail(n, x));
  }
  if (scaled >= 370) return 0;
  if (scaled >= 2.2) return Math.min(1, 2 * smirnovTail(n, x));
  return n <= 100_000 && n * x ** 1.5 <= 1.4 ? 1 - durbinBelow(n, x) : 1 - pelzGoodBelow(n, x);
}

/** P(D ≤ t/n) for ½ < t ≤ 1: n!/nⁿ (2t − 1)ⁿ (Ruben and Gambino 1982). */
function rubenGambino(n: number, t: number): number {
  return Math.exp(0.5 * Math.log(2 * Math.PI * n) - n + stirlingError(n) + n * Math.log(2 * t - 1));
}
