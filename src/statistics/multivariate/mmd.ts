import { createRandom, type Random } from '../random.ts';
import { type RowMatrix, stacked } from './matrix.ts';
import { shuffleFirst } from './sampling.ts';
import { type Pairs, pairStart, squaredDistances } from './squared-distances.ts';

export interface MmdInput {
  /** Of as many columns; at least two rows each. */
  readonly reference: RowMatrix;
  readonly current: RowMatrix;
  /** How often the rows are dealt anew to both sides; ≥ 1. */
  readonly permutations: number;
  readonly seed: number;
}

export interface MmdResult {
  /** Unbiased MMD²: 0 on average without any difference, and below 0 about as often as above. */
  readonly statistic: number;
  /** exp(−gamma · squared distance) is the kernel; null when all rows are equal. */
  readonly gamma: number | null;
  /** (b + 1) / (permutations + 1), where b deals gave at least the statistic. */
  readonly pValue: number;
  /** What the statistic was in each deal, ascending. */
  readonly dealt: Float64Array;
}

/** Deals whose statistic is lower by rounding only count as equal; a kernel's values are at most 1. */
const ROUNDING = 1e-12;

/**
 * The maximum mean discrepancy between two samples (Gretton, Borgwardt, Rasch, Schölkopf and Smola 2012, "A kernel two-sample
 * test", lemma 6), MMD² = Σ k(x,x′)/(m(m−1)) + Σ k(y,y′)/(n(n−1)) − 2 Σ k(x,y)/(mn) without the pairs of a row with itself. The
 * kernel is exp(−d²/(2σ²)) with σ² = half the median of the squared distances within the reference, so that it is the same
 * in each run against one baseline.
 *
 * The p-value deals the rows anew to both sides (Phipson and Smyth 2010, "Permutation p-values should never be zero"); all
 * deals share the distances. Memory: 8 bytes for each pair of all rows, and 8 for each pair of the reference. Throws a
 * RangeError for fewer than two rows on a side, other numbers of columns or no permutation.
 */
export function mmd({ reference, current, permutations, seed }: MmdInput): MmdResult {
  const [m, n] = [reference.rows, current.rows];
  if (m < 2 || n < 2) throw new RangeError(`MMD needs two rows on each side, not ${m} and ${n}`);
  if (reference.dims !== current.dims)
    throw new RangeError(`vectors of ${reference.dims} and of ${current.dims} dimensions can't be compared`);
  if (!(permutations >= 1)) throw new RangeError(`${permutations} is no number of permutations`);
  const kernel = squaredDistances(stacked(reference, current));
  const scale = medianScale(kernel, m);
  if (scale === 0) return { statistic: 0, gamma: null, pValue: 1, dealt: new Float64Array(permutations) };
  // 1/(2σ²), where σ² is half the median.
  const gamma = 1 / scale;
  const { values } = kernel;
  for (let at = 0; at < values.length; at += 1) values[at] = Math.exp(-gamma * (values[at] ?? 0));
  return { gamma, ...dealt(kernel, { m, permutations, random: createRandom(seed) }) };
}

/**
 * The median of the squared distances within the first `m` rows, each pair counted twice and each row's distance to itself
 * once; the even place where two are in the middle, as numpy's `nearest`. If that is 0 (half of the rows are equal), the
 * median of those distances that are not; 0 when all rows are equal.
 */
function medianScale({ values, rows }: Pairs, m: number): number {
  const within = new Float64Array((m * (m - 1)) / 2);
  let at = 0;
  for (let row = 0; row < m; row += 1) {
    const start = pairStart(row, rows);
    within.set(values.subarray(start + row + 1, start + m), at);
    at += m - row - 1;
  }
  within.sort();
  const half = (m * m - 1) / 2;
  const place = Number.isInteger(half) ? half : 2 * Math.round(half / 2);
  const median = within[Math.floor((place - m) / 2)] ?? 0;
  if (median > 0) return median;
  const unequal = values.filter((distance) => distance > 0).toSorted();
  return unequal[Math.floor(unequal.length / 2)] ?? 0;
}

interface Deals {
  /** Rows of the first side. */
  readonly m: number;
  readonly permutations: number;
  readonly random: Random;
}

function dealt(
  kernel: Pairs,
  { m, permutations, random }: Deals,
): Pick<MmdResult, 'statistic' | 'pValue' | 'dealt'> {
  const { rows } = kernel;
  const { total, byRow } = sums(kernel);
  // Only the pairs within one side are added up, of the side with fewer: the rest follows from the sums of whole rows.
  const size = Math.min(m, rows - m);
  const statisticOf = (side: Uint32Array): number => {
    const within = sumWithin(kernel, side);
    let ofSide = 0;
    for (const row of side) ofSide += byRow[row] ?? 0;
    const between = ofSide - 2 * within;
    const other = total - within - between;
    const left = rows - size;
    return (
      (2 * within) / (size * (size - 1)) + (2 * other) / (left * (left - 1)) - (2 * between) / (size * left)
    );
  };
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const statistic = statisticOf(m <= rows - m ? all.slice(0, m) : all.slice(m));
  const deals = new Float64Array(permutations);
  let least = 0;
  for (let deal = 0; deal < permutations; deal += 1) {
    shuffleFirst(random, all, size);
    const value = statisticOf(all.subarray(0, size).toSorted());
    deals[deal] = value;
    if (value >= statistic - ROUNDING) least += 1;
  }
  return { statistic, pValue: (least + 1) / (permutations + 1), dealt: deals.toSorted() };
}

/** Over all pairs once, and over all pairs with each row. */
function sums({ values, rows }: Pairs): { total: number; byRow: Float64Array } {
  const byRow = new Float64Array(rows);
  let total = 0;
  for (let i = 0; i < rows; i += 1) {
    const start = pairStart(i, rows);
    let right = 0;
    for (let j = i + 1; j < rows; j += 1) {
      const value = values[start + j] ?? 0;
      right += value;
      byRow[j] = (byRow[j] ?? 0) + value;
    }
    byRow[i] = (byRow[i] ?? 0) + right;
    total += right;
  }
  return { total, byRow };
}

/** Over the pairs of rows of an ascending list. */
function sumWithin({ values, rows }: Pairs, side: Uint32Array): number {
  let sum = 0;
  for (let first = 0; first < side.length; first += 1) {
    const start = pairStart(side[first] ?? 0, rows);
    // Two sums at once: an addition need not wait for the one before.
    let [even, odd] = [0, 0];
    let second = first + 1;
    for (; second + 1 < side.length; second += 2) {
      even += values[start + (side[second] ?? 0)] ?? 0;
      odd += values[start + (side[second + 1] ?? 0)] ?? 0;
    }
    if (second < side.length) even += values[start + (side[second] ?? 0)] ?? 0;
    sum += even + odd;
  }
  return sum;
}
