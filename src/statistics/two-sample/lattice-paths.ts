/**
 * P(D ≥ steps / n) of the two-sample Kolmogorov-Smirnov statistic of two samples of `n` values without ties; `steps` whole, ≥ 1.
 * Reflections of the lattice paths (Gnedenko and Korolyuk 1951; Hodges 1958), as nested products of ratios of binomials, so that
 * nothing overflows and little cancels.
 */
export function tailOfEqualSizes(n: number, steps: number): number {
  let probability = 0;
  for (let k = Math.floor(n / steps); k >= 0; k -= 1) {
    // binom(2n, n − (k+1) steps) / binom(2n, n − k steps)
    let ratio = 1;
    for (let j = 0; j < steps; j += 1) ratio = (ratio * (n - k * steps - j)) / (n + k * steps + j + 1);
    probability = ratio * (1 - probability);
  }
  return 2 * probability;
}

/**
 * P(D ≥ steps / lcm) of samples of different sizes `n` and `m` without ties; `common` is their greatest common divisor and lcm
 * their least common multiple. A path over the pooled values goes from (0, 0) to (n, m); the share of paths to each point that
 * have left the band between the two diagonals follows from those to its two neighbours (Hodges 1958, "The significance
 * probability of the Smirnov two-sample test", in the stable form of Viehmann 2021, arXiv 2102.08037). Time grows with the size of
 * the band, n m D at most.
 */
export function tailOfUnequalSizes(n: number, m: number, common: number, steps: number): number {
  const [long, short] = n > m ? [n, m] : [m, n];
  const [longStep, shortStep] = [long / common, short / common];
  // By the second coordinate; 1 outside of the band, and a column above the band was never written to.
  const left = new Float64Array(short + 1).fill(1);
  left.fill(0, 0, Math.min(Math.ceil(steps / longStep), short + 1));
  for (let i = 1; i <= long; i += 1) {
    const from = Math.max(Math.floor((shortStep * i - steps) / longStep) + 1, 0);
    const to = Math.min(Math.ceil((shortStep * i + steps) / longStep), short + 1);
    if (to <= from) return 1;
    let share = from === 0 ? 0 : 1;
    if (from > 0) left[from - 1] = 1;
    for (let j = from; j < to; j += 1) {
      share = ((left[j] ?? 1) * i + share * j) / (i + j);
      left[j] = share;
    }
  }
  return left[short] ?? 1;
}
