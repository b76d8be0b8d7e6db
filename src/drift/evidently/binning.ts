import { ascending } from '../../support/ascending.ts';
import { firstAbove, firstNotBelow } from '../../support/sorted-search.ts';
import {
  commonNumber,
  distinctOf,
  type EvidentlySide,
  type NumberKind,
  type NumericSide,
  pairedCounts,
  rowsOf,
} from './column.ts';

/** Columns of numbers with no more distinct reference values than this are compared value by value. */
const UNBINNED = 20;

/** Shares of both sides over the same bins or values; each adds up to 1. */
export interface PairedShares {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** The range, the size and the kind of values that are put into bins. */
export interface BinnedRange {
  readonly low: number;
  readonly high: number;
  /** How many values: rows of both sides, or distinct values. */
  readonly count: number;
  readonly number: NumberKind;
}

/**
 * What Evidently compares by PSI, Kullback-Leibler and Jensen-Shannon (`get_binned_data`): Sturges' bins over both sides for numbers
 * with more than 20 distinct ones in the reference, else the distinct values. For sides with rows. Undefined where numpy finds no
 * bins (see `sturgesEdges`).
 */
export function binnedShares(
  reference: EvidentlySide,
  current: EvidentlySide,
  type: 'num' | 'cat',
): PairedShares | undefined {
  const [referenceRows, currentRows] = [rowsOf(reference), rowsOf(current)];
  const isBinned =
    type === 'num' &&
    reference.kind === 'numeric' &&
    current.kind === 'numeric' &&
    distinctOf([reference], UNBINNED) > UNBINNED;
  const counts = isBinned ? sturgesCounts(reference, current) : pairedCounts(reference, current);
  if (counts === undefined) return undefined;
  return {
    reference: Array.from(counts.reference, (count) => count / referenceRows),
    current: Array.from(counts.current, (count) => count / currentRows),
  };
}

function sturgesCounts(
  reference: NumericSide,
  current: NumericSide,
): { readonly reference: Float64Array; readonly current: Float64Array } | undefined {
  const edges = sturgesEdges({
    ...rangeOf(reference, current),
    count: reference.values.length + current.values.length,
  });
  if (edges === undefined) return undefined;
  return {
    reference: binCounts(ascending(reference.values), edges),
    current: binCounts(ascending(current.values), edges),
  };
}

/** The common range of two sides that have values, and the kind of both together. */
export function rangeOf(reference: NumericSide, current: NumericSide): Omit<BinnedRange, 'count'> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values } of [reference, current]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low, high, number: commonNumber(reference.number, current.number) };
}

/**
 * `numpy.histogram_bin_edges(values, "sturges")` of numpy 2.4: k equal bins, k = ⌈range / width⌉, width = range / (log₂ count + 1), for whole
 * numbers at least 1; one bin of width 1 around a single value. Computed in float32 where the values are. Undefined where numpy
 * raises: the range is beyond float64, or edges fall together.
 */
export function sturgesEdges({ low, high, count, number }: BinnedRange): Float64Array | undefined {
  const rounded = number === 'float32' ? Math.fround : (value: number): number => value;
  if (low === high) return rising(Float64Array.of(rounded(low - 0.5), rounded(high + 0.5)));
  const range = rounded(high - low);
  if (!Number.isFinite(range)) return undefined;
  const sturges = range / (Math.log2(count) + 1);
  const width = number === 'int64' && sturges < 1 ? 1 : sturges;
  const bins = width > 0 ? Math.ceil(range / width) : 1;
  return rising(linspace(low, high, bins, rounded));
}

/** numpy's order of operations: i × step + low, and the last edge as it is. */
function linspace(low: number, high: number, bins: number, rounded: (value: number) => number): Float64Array {
  const range = rounded(high - low);
  const step = rounded(range / bins);
  const edges = new Float64Array(bins + 1);
  for (let i = 0; i < bins; i += 1) {
    const offset = step === 0 ? rounded(rounded(i / bins) * range) : rounded(i * step);
    edges[i] = rounded(offset + low);
  }
  edges[bins] = high;
  return edges;
}

function rising(edges: Float64Array): Float64Array | undefined {
  return edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0)) ? edges : undefined;
}

/** How many of the sorted values are in each bin [eᵢ, eᵢ₊₁); the last bin has its upper edge too. */
export function binCounts(sorted: Float64Array, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length - 1);
  let before = firstNotBelow(sorted, edges[0] ?? 0);
  for (let i = 0; i < counts.length; i += 1) {
    const upper = edges[i + 1] ?? 0;
    const below = i === counts.length - 1 ? firstAbove(sorted, upper) : firstNotBelow(sorted, upper);
    counts[i] = below - before;
    before = below;
  }
  return counts;
}
