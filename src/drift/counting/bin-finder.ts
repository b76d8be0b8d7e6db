/** Cells of the table at most: those that values fall into are to stay in a cache. */
const MOST_CELLS = 1 << 17;

/**
 * Finds bins of numbers without a search: the upper half of a double's bits, read as a whole number, ascends with the double. It names a
 * cell of a table that tells where to begin; from there it is one edge to the bin, or none, wherever cells can be made small enough for
 * that. A search by halves takes seven comparisons for 128 bins, which no processor foresees.
 */
export interface BinFinder {
  /** The edges, and infinity behind them: the bin of a value is the first whose edge is not below it. */
  readonly edges: Float64Array;
  /** By cell: a bin that no value of the cell is below. */
  readonly firstBin: Uint16Array;
  /** The key where the cells begin; what is not above it is in cell 0. */
  readonly least: number;
  /** The key where the cells end; what is above it is in the last cell, and in the last bin. */
  readonly largest: number;
  /** A cell has 2^shift keys. */
  readonly shift: number;
}

/** The upper half of a double's bits as a number that does not descend where doubles ascend; -0 is below 0, by one key. */
export function keyOf(upperHalf: number): number {
  return upperHalf ^ ((upperHalf >> 31) >>> 1);
}

/** Index of the upper half of the first double among words of 32 bits: the engine runs on little-endian machines only. */
export const UPPER_HALF = 1;

/** `edges` ascend without repetition; at most 65,534 of them. */
export function binFinder(edges: readonly number[]): BinFinder {
  // -0 + 0 is 0: the key of -0 would put values of 0 above it.
  const padded = Float64Array.from([...edges.map((edge) => edge + 0), Number.POSITIVE_INFINITY]);
  const words = new Int32Array(padded.buffer);
  const keys = edges.map((_, index) => keyOf(words[2 * index + UPPER_HALF] ?? 0));
  const [least, largest] = [keys[0] ?? 0, keys.at(-1) ?? 0];
  let shift = 0;
  while ((largest - least) / 2 ** shift >= MOST_CELLS) shift += 1;
  while (shift < MOST_SHIFT && areApart(keys, least, shift + 1)) shift += 1;
  const cellOf = (key: number): number => Math.floor((key - least) / 2 ** shift) + 1;
  const firstBin = new Uint16Array(cellOf(largest) + 2).fill(keys.length);
  let from = 0;
  for (const [bin, key] of keys.entries()) {
    // Up to the cell of an edge there may be values that are not above it.
    firstBin.fill(bin, from, cellOf(key) + 1);
    from = cellOf(key) + 1;
  }
  return { edges: padded, firstBin, least, largest, shift };
}

const MOST_SHIFT = 31;

/** Whether no two keys are in one cell of 2^shift keys. */
function areApart(keys: readonly number[], least: number, shift: number): boolean {
  let last = -1;
  return keys.every((key) => {
    const cell = Math.floor((key - least) / 2 ** shift);
    const isNew = cell !== last;
    last = cell;
    return isNew;
  });
}
