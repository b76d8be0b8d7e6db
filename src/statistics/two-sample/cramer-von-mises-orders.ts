/** Values of a sum of squares in ascending order, and how many paths have each. */
interface Frequencies {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

const NONE: Frequencies = { values: [], counts: [] };

/**
 * P(T ≥ t) of the two-sample Cramér-von Mises statistic over all orders of `n` and `m` values (each ≤ 20) without ties, where
 * `excess` is 6 U − n m (4 n m − 1), a multiple of ¼: the frequencies of Σ (a v − b u)² along lattice paths (Xiao, Gordon and
 * Yakovlev 2007, "A C++ program for the Cramér-von Mises two-sample test", algorithm 1). Whole numbers below 2⁵³ throughout.
 */
export function exactOrders(n: number, m: number, excess: number): number {
  const common = leastCommonMultiple(n, m);
  const [a, b] = [common / n, common / m];
  const least = floorOfRatio(common * common * (n + m) * excess, 6 * n * n * m * m);
  let column: Frequencies[] = [{ values: [0], counts: [1] }, ...Array.from({ length: n }, () => NONE)];
  for (let u = 0; u <= m; u += 1) {
    let before = NONE;
    column = column.map((left, v) => {
      before = shifted(merged(before, left), (a * v - b * u) ** 2);
      return before;
    });
  }
  const { values, counts } = column[n] ?? NONE;
  let [above, total] = [0, 0];
  values.forEach((value, index) => {
    const count = counts[index] ?? 0;
    total += count;
    if (value >= least) above += count;
  });
  return above / total;
}

function merged(one: Frequencies, other: Frequencies): Frequencies {
  const values: number[] = [];
  const counts: number[] = [];
  let [i, j] = [0, 0];
  while (i < one.values.length || j < other.values.length) {
    const left = one.values[i] ?? Number.POSITIVE_INFINITY;
    const right = other.values[j] ?? Number.POSITIVE_INFINITY;
    let count = 0;
    if (left <= right) {
      count += one.counts[i] ?? 0;
      i += 1;
    }
    if (right <= left) {
      count += other.counts[j] ?? 0;
      j += 1;
    }
    values.push(Math.min(left, right));
    counts.push(count);
  }
  return { values, counts };
}

function shifted({ values, counts }: Frequencies, by: number): Frequencies {
  return { values: values.map((each) => each + by), counts };
}

/** ⌊a / b⌋ where the division's rounding could pass a whole number. */
function floorOfRatio(a: number, b: number): number {
  const remainder = a % b;
  return (a - remainder) / b - (remainder < 0 ? 1 : 0);
}

function leastCommonMultiple(n: number, m: number): number {
  let [a, b] = [n, m];
  while (b !== 0) [a, b] = [b, a % b];
  return (n / a) * m;
}
