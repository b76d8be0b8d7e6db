/** Coefficients B₂ₖ / (2k (2k − 1)) of Stirling's series, from k = 1 on (Abramowitz and Stegun 6.1.40). */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];

/** From here on seven terms of the series are exact to 1e-17. */
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
  const square = inverse * inverse;
  return sum + inverse * SERIES.reduceRight((total, coefficient) => total * square + coefficient, 0);
}
