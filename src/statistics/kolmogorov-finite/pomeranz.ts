interface Row {
  /** Where the row stands, A of Simard and L'Ecuyer's formula. */
  readonly at: number;
  /** The first and the last column with a value, from 1 on. */
  readonly first: number;
  readonly last: number;
}

/**
 * P(D ≤ x) of the Kolmogorov-Smirnov statistic of `n` ≤ 140 values against a known distribution, by Pomeranz' recursion (1974) as
 * in Simard and L'Ecuyer (2011), section 2.2: rows of probabilities, each the one before convolved with powers over factorials.
 * Up to 140 values nothing underflows, so nothing is scaled.
 */
export function pomeranzBelow(n: number, x: number): number {
  const rows = rowsOf(n, n * x);
  let before = new Float64Array(n + 2);
  before[1] = 1;
  for (let i = 1; i < rows.length; i += 1) {
    const [from, to] = [rows[i - 1], rows[i]];
    if (from === undefined || to === undefined) break;
    before = convolved(before, from, to, (to.at - from.at) / n);
  }
  let probability = before[n + 1] ?? 0;
  for (let i = 2; i <= n; i += 1) probability *= i;
  return Math.min(1, probability);
}

function convolved(before: Float64Array, from: Row, to: Row, step: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(before.length);
  for (let j = to.first; j <= to.last; j += 1) {
    // The power's 1, s, s²/2 … go from column j to the left.
    let sum = 0;
    let power = 1;
    for (let k = j; k >= from.first; k -= 1) {
      if (k <= from.last) sum += (before[k] ?? 0) * power;
      power *= step / (j - k + 1);
    }
    next[j] = sum;
  }
  return next;
}

/** The 2n + 2 rows; whole parts are told apart from the fraction of t, as rounding must not move a column's edge. */
function rowsOf(n: number, t: number): readonly Row[] {
  const whole = Math.floor(t);
  const fraction = t - whole;
  const some = fraction > 0 ? 1 : 0;
  const near = Math.min(fraction, 1 - fraction);
  const bounded = (at: number, floor: number, ceiling: number): Row => ({
    at,
    first: Math.max(1, floor + 2),
    last: Math.min(n + 1, ceiling),
  });
  const end = (at: number): Row => bounded(at, at - whole - some, at + whole + some);
  // Rows at a + f and at a + 1 − f; which comes first depends on which of the two is less.
  const atFraction = (a: number): Row =>
    bounded(a + fraction, a - whole, a + whole + Math.ceil(2 * fraction));
  const atRest = (a: number): Row =>
    bounded(a + 1 - fraction, a + 1 - whole - Math.ceil(2 * fraction), a + 1 + whole);
  const rows: Row[] = [end(0)];
  for (let a = 0; a < n; a += 1) {
    if (near === fraction) rows.push(atFraction(a), atRest(a));
    else rows.push(atRest(a), atFraction(a));
  }
  rows.push(end(n));
  return rows;
}
