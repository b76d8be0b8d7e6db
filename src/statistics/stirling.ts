/** From here on seven terms of Stirling's series (Abramowitz and Stegun 6.1.40) are exact to 1e-17. */
const SERIES_FROM = 15;

/**
 * δ(x) = ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π for x > 0: what Stirling's formula misses. With it binomial and beta terms of
 * large arguments are computed without the difference of two large logarithms (Loader 2000, "Fast and accurate computation of
 * binomial probabilities"). Absolute error about 1e-15.
 */
export function stirlingError(x: number): number {
  let sum = 0;
  let at = x;
  while (at < SERIES_FROM) {
    sum += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  const inverse = 1 / at;
  const s = inverse * inverse;
  // B₂ₖ / (2k (2k − 1)), written out: sums over a million values call this twice for each.
  const small = 1 / 1188 - s * (691 / 360_360 - s / 156);
  return sum + inverse * (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * small))));
}
