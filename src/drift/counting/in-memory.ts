import { firstAbove, firstNotBelow } from '../../support/sorted-search.ts';
import type { CategoryCounts, NumericCounts, NumericScheme } from './counts.ts';

/** Counts of values that are at hand, as the engine would count them. Null is a missing value. */
export function countNumbers(
  values: readonly (number | null)[],
  { edges, shift }: NumericScheme,
): NumericCounts {
  const bins = Array.from({ length: edges.length + 1 }, () => 0);
  let [nulls, nonFinite, sum, sumOfSquares] = [0, 0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) nulls += 1;
    else if (!Number.isFinite(value)) nonFinite += 1;
    else {
      // The first bin whose upper edge is not below the value.
      const bin = firstNotBelow(edges, value);
      bins[bin] = (bins[bin] ?? 0) + 1;
      sum += value - shift;
      sumOfSquares += (value - shift) ** 2;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  const isEmpty = min > max;
  return {
    kind: 'numeric',
    rows: values.length,
    nulls,
    nonFinite,
    bins,
    sum,
    sumOfSquares,
    min: isEmpty ? undefined : min,
    max: isEmpty ? undefined : max,
  };
}

/** The counts of finite values that are at hand in ascending order, out of so many rows: the others have none. */
export function countSorted(
  sorted: Float64Array,
  rows: number,
  { edges, shift }: NumericScheme,
): NumericCounts {
  const upTo = [...edges.map((edge) => firstAbove(sorted, edge)), sorted.length];
  let [sum, sumOfSquares] = [0, 0];
  for (let index = 0; index < sorted.length; index += 1) {
    const offset = (sorted[index] ?? 0) - shift;
    sum += offset;
    sumOfSquares += offset * offset;
  }
  return {
    kind: 'numeric',
    rows,
    nulls: rows - sorted.length,
    nonFinite: 0,
    bins: upTo.map((count, index) => count - (upTo[index - 1] ?? 0)),
    sum,
    sumOfSquares,
    min: sorted[0],
    max: sorted.at(-1),
  };
}

export function countCategories(values: readonly (string | null)[]): CategoryCounts {
  const counts = new Map<string, number>();
  let nulls = 0;
  for (const value of values) {
    if (value === null) nulls += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return { kind: 'category', rows: values.length, nulls, values: counts, rest: 0 };
}
