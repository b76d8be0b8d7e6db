import type { RowMatrix } from './matrix.ts';

/** Rows that a linear classifier reads; how they are stored is their own matter. */
export interface LinearRows {
  readonly rows: number;
  readonly dims: number;
  /** What |row|² is on average. */
  readonly meanSquare: number;
  /** Σ of the row's values times the weights, which may be longer. */
  dot(row: number, weights: Float64Array): number;
  /** Adds `factor` times the row to `sums`. */
  addTo(sums: Float64Array, row: number, factor: number): void;
}

/** Rows that are mostly zeros: those of `row` are at `starts[row]` to `starts[row + 1]` − 1 of the other two. */
export interface SparseMatrix {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array;
  readonly rows: number;
  readonly dims: number;
}

/** Each column with a mean of 0 and a standard deviation of 1 over all rows; a column that is constant becomes 0. */
export function standardized({ values, rows, dims }: RowMatrix): RowMatrix {
  const means = columnSums(values, dims).map((sum) => sum / rows);
  const centred = values.map((value, at) => value - (means[at % dims] ?? 0));
  const deviations = columnSums(
    centred.map((value) => value * value),
    dims,
  ).map((sum) => Math.sqrt(sum / rows));
  // Below this a deviation is what rounding left of a constant.
  const least = means.map((mean) => Math.abs(mean) * 1e-12);
  return {
    values: centred.map((value, at) => {
      const deviation = deviations[at % dims] ?? 0;
      return deviation > (least[at % dims] ?? 0) ? value / deviation : 0;
    }),
    rows,
    dims,
  };
}

function columnSums(values: Float64Array, dims: number): Float64Array {
  const sums = new Float64Array(dims);
  values.forEach((value, at) => {
    sums[at % dims] = (sums[at % dims] ?? 0) + value;
  });
  return sums;
}

export function denseRows({ values, rows, dims }: RowMatrix): LinearRows {
  return {
    rows,
    dims,
    meanSquare: values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, rows),
    dot: (row, weights) => {
      const from = row * dims;
      // Two sums at once: an addition need not wait for the one before.
      let [even, odd] = [0, 0];
      let column = 0;
      for (; column + 1 < dims; column += 2) {
        even += (values[from + column] ?? 0) * (weights[column] ?? 0);
        odd += (values[from + column + 1] ?? 0) * (weights[column + 1] ?? 0);
      }
      if (column < dims) even += (values[from + column] ?? 0) * (weights[column] ?? 0);
      return even + odd;
    },
    addTo: (sums, row, factor) => {
      const from = row * dims;
      for (let column = 0; column < dims; column += 1)
        sums[column] = (sums[column] ?? 0) + factor * (values[from + column] ?? 0);
    },
  };
}

export function sparseRows({ starts, columns, values, rows, dims }: SparseMatrix): LinearRows {
  return {
    rows,
    dims,
    meanSquare: values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, rows),
    dot: (row, weights) => {
      let sum = 0;
      for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1)
        sum += (values[at] ?? 0) * (weights[columns[at] ?? 0] ?? 0);
      return sum;
    },
    addTo: (sums, row, factor) => {
      for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
        const column = columns[at] ?? 0;
        sums[column] = (sums[column] ?? 0) + factor * (values[at] ?? 0);
      }
    },
  };
}
