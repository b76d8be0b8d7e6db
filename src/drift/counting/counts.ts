/**
 * What is counted of a column on one side: sums and integers that add up over parts of the data, so that any engine that
 * counts the same comes to the same scores.
 */
export type ColumnCounts = NumericCounts | CategoryCounts;

interface Common {
  /** All rows, missing values included. */
  readonly rows: number;
  /** Missing values. */
  readonly nulls: number;
}

export interface NumericCounts extends Common {
  readonly kind: 'numeric';
  /** Values that are there and no finite number: NaN, infinities, texts among numbers. They are in no bin. */
  readonly nonFinite: number;
  /** By bin: up to the first edge, then (eᵢ₋₁, eᵢ], then above the last; one more than edges. */
  readonly bins: readonly number[];
  /** Sums of (x − shift) and of its square over finite values. */
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** What an engine comes to of the numbers of a column. */
interface RawNumbers {
  readonly rows: number;
  /** Rows that have a value, be it no number. */
  readonly present: number;
  readonly finite: number;
  readonly bins: readonly number[];
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Of no finite value at all anything. */
  readonly min: number;
  readonly max: number;
}

/** Counts of a column, with sums of which only those digits are kept that do not depend on the order of rows. */
export function numericCounts(raw: RawNumbers): NumericCounts {
  const { rows, present, finite, bins, sum, sumOfSquares, min, max } = raw;
  return {
    kind: 'numeric',
    rows,
    nulls: rows - present,
    nonFinite: present - finite,
    bins,
    sum: rounded(sum, Math.sqrt(finite * sumOfSquares)),
    sumOfSquares: rounded(sumOfSquares, sumOfSquares),
    min: finite === 0 ? undefined : min,
    max: finite === 0 ? undefined : max,
  };
}

/** Parts are added in any order, so that the last bits of sums are never the same twice: so many bits of a sum are kept. */
const KEPT_BITS = 36;

/** A sum rounded as if it were as large as `size`, which bounds it: what is left of large terms that cancel is noise. */
export function rounded(sum: number, size: number): number {
  if (!(size > 0) || !Number.isFinite(size)) return sum;
  const unit = 2 ** (Math.ceil(Math.log2(size)) - KEPT_BITS);
  return unit > 0 ? Math.round(sum / unit) * unit : sum;
}

export interface CategoryCounts extends Common {
  readonly kind: 'category';
  /** Rows by value. Of a baseline only the values that it names; of current data every one. */
  readonly values: ReadonlyMap<string, number>;
  /** Rows with values that are not in `values`: those that a stored baseline does not name. */
  readonly rest: number;
}

/** How a column is counted, fixed by its baseline so that both sides are counted alike. */
export type CountingScheme = NumericScheme | CategoryScheme;

export interface NumericScheme {
  readonly kind: 'numeric';
  /** Ascending, without repetition. */
  readonly edges: readonly number[];
  /** A value near the middle: sums of squares lose no digits around it. */
  readonly shift: number;
}

export interface CategoryScheme {
  readonly kind: 'category';
  /** Absent: by the value itself. Else values are only known as one of so many buckets, by their hash. */
  readonly buckets?: number;
}

/** Values that are counted in bins. */
export function finiteRows(counts: NumericCounts): number {
  return counts.rows - counts.nulls - counts.nonFinite;
}

/** Rows that have a value. */
export function valueRows(counts: ColumnCounts): number {
  return counts.kind === 'numeric' ? finiteRows(counts) : counts.rows - counts.nulls;
}

/** Mean and standard deviation (divisor n) of the finite values; NaN without any. */
export function moments(
  counts: NumericCounts,
  { shift }: NumericScheme,
): { readonly mean: number; readonly std: number } {
  const n = finiteRows(counts);
  if (n === 0) return { mean: Number.NaN, std: Number.NaN };
  const centre = counts.sum / n;
  return { mean: shift + centre, std: Math.sqrt(Math.max(0, counts.sumOfSquares / n - centre * centre)) };
}
