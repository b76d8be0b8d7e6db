import { logGamma } from './gamma.ts';
import { stirlingError } from './stirling.ts';

const MOST_TERMS = 100_000;
const TINY = 1e-300;
const PRECISION = 1e-16;

/** From here on ln Γ is worse than Stirling's formula taken apart. */
const LARGE = 10;

/** ln B(a, b) for a, b > 0, to about 1e-15 where one of them is large and the other not. */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < LARGE) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const sum = a + b;
  // ln Γ(large) − ln Γ(sum), by Stirling, with ln(sum) = ln(large) + log1p(small / large).
  const ratio =
    stirlingError(large) -
    stirlingError(sum) -
    (sum - 0.5) * Math.log1p(small / large) -
    small * Math.log(large) +
    small;
  return logGamma(small) + ratio;
}

/**
 * The regularized incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1, by the continued fraction of Didonato and Morris
 * (1992, "Algorithm 708", equation 9; Lentz's method), which stays sound where x is all but 1. `rest` is 1 − x; give it where it is
 * known better than 1 − x is. NaN outside of that.
 */
export function incompleteBeta(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && rest >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (rest === 0) return 1;
  // x > (a + 1) / (a + b + 2), where the fraction of the other side converges faster.
  if ((b + 1) * x > (a + 1) * rest) return 1 - incompleteBeta(b, a, rest, x);
  const logX = x > 0.5 ? Math.log1p(-rest) : Math.log(x);
  const logRest = rest > 0.5 ? Math.log1p(-x) : Math.log(rest);
  const front = Math.exp(a * logX + b * logRest - logBeta(a, b));
  return Math.min(1, front / betaFraction(a, b, x, rest));
}

function betaFraction(a: number, b: number, x: number, rest: number): number {
  const denominator = (m: number): number =>
    m +
    (m * (b - m) * x) / (a + 2 * m - 1) +
    ((a + m) * (a * rest - b * x + 1 + m * (1 + rest))) / (a + 2 * m + 1);
  // At m = 0 the second part is 0, also where a = 1 makes it 0/0.
  let value = nonZero((a * (a * rest - b * x + 1)) / (a + 1));
  let c = value;
  let d = 0;
  for (let m = 1; m < MOST_TERMS; m += 1) {
    const numerator = ((a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x) / (a + 2 * m - 1) ** 2;
    const next = denominator(m);
    d = 1 / nonZero(next + numerator * d);
    c = nonZero(next + numerator / c);
    value *= c * d;
    if (Math.abs(c * d - 1) <= PRECISION) break;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * P(|T| > |t|) of Student's distribution with `degrees` > 0 (also fractions) of freedom, exact in the far tail; NaN for NaN.
 * I_x(ν/2, ½) at x = ν / (ν + t²) (Abramowitz and Stegun 26.7.1).
 */
export function studentTwoSided(t: number, degrees: number): number {
  if (!(degrees > 0) || Number.isNaN(t)) return Number.NaN;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square));
}
