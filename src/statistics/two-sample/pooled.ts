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
  let [i, j, distinct] = [0, 0, 0];
  let before = Number.NEGATIVE_INFINITY;
  while (i < reference.length || j < current.length) {
    const value = Math.min(reference[i] ?? Number.POSITIVE_INFINITY, current[j] ?? Number.POSITIVE_INFINITY);
    // Also false for NaN and for an infinity.
    if (!(value > before && value < Number.POSITIVE_INFINITY)) throw unsorted();
    while (reference[i] === value) i += 1;
    while (current[j] === value) j += 1;
    values[distinct] = value;
    referenceAtMost[distinct] = i;
    currentAtMost[distinct] = j;
    distinct += 1;
    before = value;
  }
  return {
    values: values.subarray(0, distinct),
    referenceAtMost: referenceAtMost.subarray(0, distinct),
    currentAtMost: currentAtMost.subarray(0, distinct),
    referenceSize: reference.length,
    currentSize: current.length,
  };
}

function unsorted(): RangeError {
  return new RangeError('a sample must be sorted ascending and finite');
}
