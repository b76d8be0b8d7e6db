import type { RowMatrix } from './matrix.ts';

/**
 * One number for each pair of rows i < j, in the order (0,1), (0,2), … (1,2), …: half of a symmetric matrix without its
 * diagonal, 4 · rows² bytes. Pair (i, j) is at `pairStart(i, rows) + j`.
 */
export interface Pairs {
  readonly values: Float64Array;
  readonly rows: number;
}

/** What is added to j for the place of pair (row, j). */
export function pairStart(row: number, rows: number): number {
  return row * rows - (row * (row + 1)) / 2 - row - 1;
}

/** Rows that stay in the cache while all others are compared with them; a multiple of `DOWN` and `ACROSS`. */
const PANEL = 32;

/** Products of so many rows with so many others are added up at once: each value that is read is used several times. */
const DOWN = 2;
const ACROSS = 4;

/**
 * Squared Euclidean distances of all pairs of rows, as |x|² + |y|² − 2 x·y of columns that are first moved to a mean of 0 (a
 * common offset would cost digits); ≥ 0. rows² · dims / 2 multiplications.
 */
export function squaredDistances(matrix: RowMatrix): Pairs {
  const { rows, dims } = matrix;
  const values = centred(matrix);
  const squares = Float64Array.from({ length: rows }, (_, row) => dot(values, row * dims, row * dims, dims));
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  const put = (i: number, j: number, product: number): void => {
    const distance = (squares[i] ?? 0) + (squares[j] ?? 0) - 2 * product;
    distances[pairStart(i, rows) + j] = Math.max(0, distance);
  };
  const products = new Float64Array(DOWN * ACROSS);
  for (let panel = 0; panel < rows; panel += PANEL) {
    const end = Math.min(rows, panel + PANEL);
    for (let top = 0; top < end; top += DOWN) {
      for (let left = panel; left < end; left += ACROSS) {
        const isWhole = left >= top + DOWN && left + ACROSS <= end;
        if (isWhole) eightDots(values, top * dims, left * dims, dims, products);
        for (let i = top; i < Math.min(top + DOWN, end); i += 1) {
          for (let j = Math.max(left, i + 1); j < Math.min(left + ACROSS, end); j += 1) {
            put(
              i,
              j,
              isWhole
                ? (products[(i - top) * ACROSS + j - left] ?? 0)
                : dot(values, i * dims, j * dims, dims),
            );
          }
        }
      }
    }
  }
  return { values: distances, rows };
}

function centred({ values, rows, dims }: RowMatrix): Float64Array {
  const means = new Float64Array(dims);
  for (let at = 0; at < values.length; at += 1)
    means[at % dims] = (means[at % dims] ?? 0) + (values[at] ?? 0) / rows;
  return values.map((value, at) => value - (means[at % dims] ?? 0));
}

function dot(values: Float64Array, a: number, b: number, dims: number): number {
  let sum = 0;
  for (let column = 0; column < dims; column += 1)
    sum += (values[a + column] ?? 0) * (values[b + column] ?? 0);
  return sum;
}

/** Products of two rows from `top` on with four from `left` on. */
function eightDots(
  values: Float64Array,
  top: number,
  left: number,
  dims: number,
  products: Float64Array,
): void {
  let [p0, p1, p2, p3] = [0, 0, 0, 0];
  let [q0, q1, q2, q3] = [0, 0, 0, 0];
  for (let column = 0; column < dims; column += 1) {
    const a = values[top + column] ?? 0;
    const b = values[top + dims + column] ?? 0;
    const at = left + column;
    const c0 = values[at] ?? 0;
    const c1 = values[at + dims] ?? 0;
    const c2 = values[at + 2 * dims] ?? 0;
    const c3 = values[at + 3 * dims] ?? 0;
    p0 += a * c0;
    p1 += a * c1;
    p2 += a * c2;
    p3 += a * c3;
    q0 += b * c0;
    q1 += b * c1;
    q2 += b * c2;
    q3 += b * c3;
  }
  products[0] = p0;
  products[1] = p1;
  products[2] = p2;
  products[3] = p3;
  products[4] = q0;
  products[5] = q1;
  products[6] = q2;
  products[7] = q3;
}
