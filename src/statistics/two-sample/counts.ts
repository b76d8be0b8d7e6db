/** Counts of categories, in the same order on both sides; whole numbers ≥ 0 (or weights). */
export type Counts = ArrayLike<number>;

/** The categories that any side has, and the sizes. */
export interface CountTable {
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly referenceSize: number;
  readonly currentSize: number;
}

/** Below this expected count χ² isn't the distribution of a cell any more (Cochran 1954). */
const LEAST_EXPECTED = 5;

/** Throws a RangeError when the lists are not of one length, or a count is negative or not finite. */
export function countTable(reference: Counts, current: Counts): CountTable {
  if (reference.length !== current.length)
    throw new RangeError(`${reference.length} counts of the reference, ${current.length} of current data`);
  const [kept, keptCurrent] = [new Float64Array(reference.length), new Float64Array(reference.length)];
  let [categories, referenceSize, currentSize] = [0, 0, 0];
  for (let i = 0; i < reference.length; i += 1) {
    const [r, c] = [reference[i] ?? 0, current[i] ?? 0];
    if (!(r >= 0 && c >= 0 && Number.isFinite(r + c))) throw new RangeError('counts must be finite and ≥ 0');
    if (r + c === 0) continue;
    kept[categories] = r;
    keptCurrent[categories] = c;
    categories += 1;
    referenceSize += r;
    currentSize += c;
  }
  return {
    reference: kept.subarray(0, categories),
    current: keptCurrent.subarray(0, categories),
    referenceSize,
    currentSize,
  };
}

/**
 * One category "other" in place of those that are expected less than 5 times on a side, so that χ² holds: expected are
 * total × size of the side / size of both. When "other" itself stays below that, the next rarest category joins it (the first of
 * equals). The order of the others is kept, "other" is last. `pooled` is how many categories are in it, 0 when none had to be.
 */
export function withoutRareCategories(table: CountTable): CountTable & { readonly pooled: number } {
  const { reference, current, referenceSize, currentSize } = table;
  const smallerShare = Math.min(referenceSize, currentSize) / (referenceSize + currentSize);
  const isRare = (total: number): boolean => total * smallerShare < LEAST_EXPECTED;
  const totals = reference.map((each, i) => each + (current[i] ?? 0));
  const rare = totals.map((total) => (isRare(total) ? 1 : 0));
  let pooled = rare.reduce((sum, each) => sum + each, 0);
  if (pooled === 0) return { ...table, pooled };
  let together = totals.reduce((sum, each, i) => sum + (rare[i] === 1 ? each : 0), 0);
  if (isRare(together) && pooled < totals.length) {
    // All that are left are frequent enough, so that one is enough.
    const next = rarestOf(totals, rare);
    together += totals[next] ?? 0;
    rare[next] = 1;
    pooled += 1;
  }
  return { ...gathered(table, rare), referenceSize, currentSize, pooled };
}

function rarestOf(totals: Float64Array, rare: Float64Array): number {
  let next = -1;
  for (let i = 0; i < totals.length; i += 1) {
    if (rare[i] === 0 && (next === -1 || (totals[i] ?? 0) < (totals[next] ?? 0))) next = i;
  }
  return next;
}

function gathered(
  { reference, current }: CountTable,
  rare: Float64Array,
): Pick<CountTable, 'reference' | 'current'> {
  const other = [0, 0] as [number, number];
  const kept: [number[], number[]] = [[], []];
  for (let i = 0; i < rare.length; i += 1) {
    const [r, c] = [reference[i] ?? 0, current[i] ?? 0];
    if (rare[i] === 1) {
      other[0] += r;
      other[1] += c;
    } else {
      kept[0].push(r);
      kept[1].push(c);
    }
  }
  return {
    reference: Float64Array.from([...kept[0], other[0]]),
    current: Float64Array.from([...kept[1], other[1]]),
  };
}
