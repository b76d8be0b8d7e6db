import { normalQuantile, normalTail } from './normal.ts';

/**
 * Quantiles of the limit of W₁ / √(1/n + 1/m) for two samples of one standard normal distribution: ∫ |B(Φ(x))| dx over a Brownian
 * bridge B (del Barrio, Giné and Matrán 1999). Simulated once with 200,000 bridges; a test makes them anew.
 */
const LIMIT: readonly { readonly p: number; readonly value: number }[] = [
  { p: 0.001, value: 0.525 },
  { p: 0.01, value: 0.623 },
  { p: 0.05, value: 0.735 },
  { p: 0.1, value: 0.808 },
  { p: 0.25, value: 0.965 },
  { p: 0.5, value: 1.199 },
  { p: 0.75, value: 1.515 },
  { p: 0.9, value: 1.886 },
  { p: 0.95, value: 2.146 },
  { p: 0.99, value: 2.693 },
  { p: 0.999, value: 3.362 },
];

/** E of that limit: √(2/π) ∫ √(Φ(x)(1 − Φ(x))) dx. */
const LIMIT_MEAN = 1.2884;

/** The limit's quantiles as points of a line that is nearly straight: normal score against logarithm. */
const SCORES = LIMIT.map(({ p }) => normalQuantile(p));
const LOGARITHMS = LIMIT.map(({ value }) => Math.log(value));

/**
 * The value that W₁, in units of the reference's standard deviation, stays below with probability `p` when both samples (of `n`
 * and `m` values) come from one normal distribution. Heavier tails lie higher: there it is the least that one has to expect.
 */
export function wassersteinQuantile(p: number, n: number, m: number): number {
  return Math.exp(interpolated(normalQuantile(p), SCORES, LOGARITHMS)) * Math.sqrt(1 / n + 1 / m);
}

/** P(W₁ > distance); see `wassersteinQuantile`. */
export function wassersteinTail(distance: number, n: number, m: number): number {
  if (!(distance > 0)) return 1;
  const value = distance / Math.sqrt(1 / n + 1 / m);
  return normalTail(interpolated(Math.log(value), LOGARITHMS, SCORES));
}

/** What W₁ is on average. */
export function wassersteinMean(n: number, m: number): number {
  return LIMIT_MEAN * Math.sqrt(1 / n + 1 / m);
}

/** Straight between neighbouring points, and on beyond the ends; ∓∞ stay so. */
function interpolated(x: number, xs: readonly number[], ys: readonly number[]): number {
  if (!Number.isFinite(x)) return x;
  const after = xs.findIndex((each) => each >= x);
  const right = after === -1 ? xs.length - 1 : Math.max(1, after);
  const [x0 = 0, x1 = 0] = xs.slice(right - 1, right + 1);
  const [y0 = 0, y1 = 0] = ys.slice(right - 1, right + 1);
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
