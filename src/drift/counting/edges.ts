import { firstNotBelow } from '../../support/sorted-search.ts';

/** Bins of a numeric column: each holds at most this share of the baseline, one value that is more frequent apart. */
export const FINE_BINS = 128;

/**
 * Edges that cut a sorted sample into bins of about equal size; bins are closed above. A value that fills a bin of its own has
 * an edge on either side, so that frequent values (zeros, whole numbers) are counted apart, also from what lies beyond all values of
 * the sample: of a single value there are two edges. Where all values are few, each is a bin. Without values there are no edges:
 * one bin.
 *
 * Edges between values lie half-way, and are rounded to as few digits as still keep them there: they are bounds, not data.
 */
export function quantileEdges(sorted: Float64Array, bins = FINE_BINS): number[] {
  if (sorted.length === 0) return [];
  const edges: number[] = [];
  const add = (at: number): void => {
    // `at` is the index of the last value below the edge.
    const below = sorted[at] ?? 0;
    const above = sorted[at + 1];
    if (above === undefined || above === below) return;
    const edge = between(below, above);
    if (edge !== edges.at(-1)) edges.push(edge);
  };
  const step = sorted.length / bins;
  let last = -1;
  let at = 0;
  while (at < sorted.length) {
    const end = endOfRun(sorted, at);
    // The run begins a new bin when it is large itself, and ends one when enough has come together.
    if (end - at + 1 >= step && at - 1 > last) {
      add(at - 1);
      last = at - 1;
    }
    if (end - last >= step) {
      add(end);
      last = end;
    }
    at = end + 1;
  }
  return [...outerEdge(sorted, edges, step, -1), ...edges, ...outerEdge(sorted, edges, step, 1)];
}

/** The edge beyond the least (-1) or the largest (1) value, where that fills a bin: as far off as the edge on its other side. */
function outerEdge(
  sorted: Float64Array,
  edges: readonly number[],
  step: number,
  side: -1 | 1,
): readonly number[] {
  const [value, inner] = side < 0 ? [sorted[0], edges[0]] : [sorted.at(-1), edges.at(-1)];
  if (value === undefined || runAtEnd(sorted, side) < step) return [];
  const away = inner === undefined || inner === value ? leastGap(value) : Math.abs(inner - value);
  const far = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value + side * 2 * away));
  if (far === value) return [];
  return [side < 0 ? between(far, value) : between(value, far)];
}

function runAtEnd(sorted: Float64Array, side: -1 | 1): number {
  if (side < 0) return endOfRun(sorted, 0) + 1;
  return sorted.length - firstNotBelow(sorted, sorted.at(-1) ?? 0);
}

/** What another value differs by at least, where there is no other: one of whole numbers. */
function leastGap(value: number): number {
  return Number.isSafeInteger(value) ? 0.5 : Math.max(Math.abs(value) * 1e-9, Number.MIN_VALUE);
}

/** The last index with the same value, found by doubling: runs may be long. */
function endOfRun(sorted: Float64Array, from: number): number {
  const value = sorted[from];
  let step = 1;
  let low = from;
  while (low + step < sorted.length && sorted[low + step] === value) {
    low += step;
    step *= 2;
  }
  let high = Math.min(sorted.length, low + step);
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] === value) low = middle;
    else high = middle;
  }
  return low;
}

const MOST_DIGITS = 17;

/** A number in [below, above) with few digits: bins are closed above, so the lower value itself is one. */
function between(below: number, above: number): number {
  // Halved first: the sum of two large numbers may not be finite.
  const middle = below / 2 + above / 2;
  for (let digits = 3; digits < MOST_DIGITS; digits += 1) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded > below && rounded < above) return rounded;
  }
  return middle > below && middle < above ? middle : below;
}
