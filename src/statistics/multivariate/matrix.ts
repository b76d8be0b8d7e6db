/** Rows of equal length, one after another in one array: value `column` of `row` is `values[row * dims + column]`. */
export interface RowMatrix {
  readonly values: Float64Array;
  readonly rows: number;
  readonly dims: number;
}

/** Rows that can't be compared, by why. */
export interface DroppedRows {
  /** Null or undefined. */
  readonly missing: number;
  /** Of another length than `dims`. */
  readonly otherDims: number;
  /** With a value that is NaN, infinite or no number. */
  readonly notFinite: number;
}

export interface ReadVectors {
  readonly matrix: RowMatrix;
  readonly dropped: DroppedRows;
}

/**
 * Vectors as they are read, as a matrix: what can't be compared is dropped and counted, the rest stays in order. A row that
 * is wrong in several ways is counted once, in the order of `DroppedRows`. Throws a RangeError unless `dims` is whole and ≥ 1.
 */
export function readVectors(
  vectors: readonly (ArrayLike<unknown> | null | undefined)[],
  dims: number,
): ReadVectors {
  checkDims(dims);
  let [missing, otherDims, notFinite, rows] = [0, 0, 0, 0];
  const values = new Float64Array(vectors.length * dims);
  for (const vector of vectors) {
    if (vector === null || vector === undefined) missing += 1;
    else if (vector.length !== dims) otherDims += 1;
    else if (!copyRow(vector, values, rows * dims)) notFinite += 1;
    else rows += 1;
  }
  return {
    matrix: { values: values.subarray(0, rows * dims), rows, dims },
    dropped: { missing, otherDims, notFinite },
  };
}

/** Whether all values were finite numbers. */
function copyRow(vector: ArrayLike<unknown>, values: Float64Array, from: number): boolean {
  for (let column = 0; column < vector.length; column += 1) {
    const value = vector[column];
    if (typeof value !== 'number' || !Number.isFinite(value)) return false;
    values[from + column] = value;
  }
  return true;
}

/**
 * The rows without NaN and infinite values; `values` itself when that is all of them. Throws a RangeError when `values` does
 * not hold whole rows of `dims` values.
 */
export function finiteRows(values: Float64Array, dims: number): { matrix: RowMatrix; notFinite: number } {
  checkDims(dims);
  if (values.length % dims !== 0)
    throw new RangeError(`${values.length} values are no whole number of rows of ${dims}`);
  const rows = values.length / dims;
  const kept = Uint32Array.from({ length: rows }, (_, row) => row).filter((row) =>
    values.subarray(row * dims, (row + 1) * dims).every((value) => Number.isFinite(value)),
  );
  const matrix = { values, rows, dims };
  return { matrix: pickRows(matrix, kept), notFinite: rows - kept.length };
}

/** Some of the rows, in the order given; the matrix itself when these are as many as it has. */
export function pickRows(matrix: RowMatrix, rows: Uint32Array): RowMatrix {
  const { values, dims } = matrix;
  if (rows.length === matrix.rows) return matrix;
  const picked = new Float64Array(rows.length * dims);
  rows.forEach((row, at) => {
    picked.set(values.subarray(row * dims, (row + 1) * dims), at * dims);
  });
  return { values: picked, rows: rows.length, dims };
}

/** The rows of the first and, after them, those of the second, which has as many columns. */
export function stacked(first: RowMatrix, second: RowMatrix): RowMatrix {
  const values = new Float64Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { values, rows: first.rows + second.rows, dims: first.dims };
}

function checkDims(dims: number): void {
  if (!(Number.isInteger(dims) && dims >= 1)) throw new RangeError(`${dims} is no number of dimensions`);
}
