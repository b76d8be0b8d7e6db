/** The integrand is below this power of e where the sum ends. */
const NEGLIGIBLE = 45;

/**
 * e^x K_ν(x), the modified Bessel function of the second kind without its exponential decay, for x > 0 and 0 ≤ ν ≤ 1, to about
 * 1e-15 of itself: the trapezoidal rule on ∫ exp(−x (cosh t − 1)) cosh(ν t) dt over t ≥ 0 (Abramowitz and Stegun 9.6.24), which
 * converges faster than any power of the step as the integrand is entire.
 */
export function scaledBesselK(order: number, x: number): number {
  const step = Math.min(0.125, 0.6 / Math.sqrt(x));
  // cosh t − 1 = 2 sinh²(t/2), without cancellation for small t.
  const end = 2 * Math.asinh(Math.sqrt(NEGLIGIBLE / (2 * x)));
  let sum = 0.5;
  for (let i = 1; i * step <= end; i += 1) {
    const t = i * step;
    const half = Math.sinh(t / 2);
    sum += Math.exp(-2 * x * half * half) * Math.cosh(order * t);
  }
  return sum * step;
}
