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
      const bin = binOf(value, edges);
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

/** The first bin whose upper edge is not below the value. */
function binOf(value: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
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
