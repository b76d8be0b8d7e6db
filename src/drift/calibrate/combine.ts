import type { CategoryCounts, ColumnCounts, NumericCounts } from '../counting/counts.ts';

/** Counts of two parts of the data as counts of both; with `sign` −1 what is left of the first without the second. */
export function combined(a: ColumnCounts, b: ColumnCounts, sign: 1 | -1): ColumnCounts {
  if (a.kind === 'numeric' && b.kind === 'numeric') return numeric(a, b, sign);
  if (a.kind === 'category' && b.kind === 'category') return category(a, b, sign);
  throw new RangeError('counts of numbers and of categories do not add up');
}

function numeric(a: NumericCounts, b: NumericCounts, sign: 1 | -1): NumericCounts {
  return {
    kind: 'numeric',
    rows: a.rows + sign * b.rows,
    nulls: a.nulls + sign * b.nulls,
    nonFinite: a.nonFinite + sign * b.nonFinite,
    bins: a.bins.map((count, index) => count + sign * (b.bins[index] ?? 0)),
    sum: a.sum + sign * b.sum,
    sumOfSquares: a.sumOfSquares + sign * b.sumOfSquares,
    // Which part the extremes are of is not known.
    min: undefined,
    max: undefined,
  };
}

function category(a: CategoryCounts, b: CategoryCounts, sign: 1 | -1): CategoryCounts {
  const values = new Map(a.values);
  for (const [value, count] of b.values) {
    const both = (values.get(value) ?? 0) + sign * count;
    if (both > 0) values.set(value, both);
    else values.delete(value);
  }
  return {
    kind: 'category',
    rows: a.rows + sign * b.rows,
    nulls: a.nulls + sign * b.nulls,
    rest: a.rest + sign * b.rest,
    values,
  };
}
