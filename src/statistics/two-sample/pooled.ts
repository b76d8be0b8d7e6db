/**
 * Two samples over their distinct values in ascending order: all that the rank and distribution tests need. `referenceAtMost[i]`
 * and `currentAtMost[i]` are how many values of that side are ≤ `values[i]`; the last entries are the sizes. Whoever has a table of
 * distinct values with counts can build it without the samples.
 */
export interface Pooled {
  readonly values: Float64Array;
  readonly referenceAtMost: Float64Array;
  readonly currentAtMost: Float64Array;
  readonly referenceSize: number;
  readonly currentSize: number;
}

/**
 * Merges two samples, each sorted ascending (as Float64Array's sort does) and finite, in one pass. Throws a RangeError when one
 * isn't: a NaN or an order mistake would make every test below wrong without a sign.
 */
export function pooled(reference: Float64Array, current: Float64Array): Pooled {
  const most = reference.length + current.length;
  const values = new Float64Array(most);
  const referenceAtMost = new Float64Array(most);
  const currentAtMost = new Float64Array(most);
  let distinct = 0;
  forEachDistinct(reference, current, (value, ofReference, ofCurrent) => {
    values[distinct] = value;
    referenceAtMost[distinct] = ofReference;
    currentAtMost[distinct] = ofCurrent;
    distinct += 1;
  });
  return {
    values: values.subarray(0, distinct),
    referenceAtMost: referenceAtMost.subarray(0, distinct),
    currentAtMost: currentAtMost.subarray(0, distinct),
    referenceSize: reference.length,
    currentSize: current.length,
  };
}

/**
 * The distinct values of two sorted samples in ascending order, each with how many values of either side are at most that: what
 * `pooled` keeps, for those who look at each once. Throws a RangeError as `pooled` does.
 */
export function forEachDistinct(
  reference: Float64Array,
  current: Float64Array,
  visit: (value: number, referenceAtMost: number, currentAtMost: number) => void,
): void {
  let [i, j] = [0, 0];
  let before = Number.NEGATIVE_INFINITY;
  // Beyond its end an array is never read, which would make every read slow.
  let next = i < reference.length ? (reference[i] ?? 0) : Number.POSITIVE_INFINITY;
  let other = j < current.length ? (current[j] ?? 0) : Number.POSITIVE_INFINITY;
  while (i < reference.length || j < current.length) {
    const value = next < other ? next : other;
    // Also false for NaN and for an infinity.
    if (!(value > before && value < Number.POSITIVE_INFINITY)) throw unsorted();
    while (next === value) {
      i += 1;
      next = i < reference.length ? (reference[i] ?? 0) : Number.POSITIVE_INFINITY;
    }
    while (other === value) {
      j += 1;
      other = j < current.length ? (current[j] ?? 0) : Number.POSITIVE_INFINITY;
    }
    visit(value, i, j);
    before = value;
  }
}

function unsorted(): RangeError {
  return new RangeError('a sample must be sorted ascending and finite');
}
