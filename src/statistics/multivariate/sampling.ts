import type { Random } from '../random.ts';

/**
 * `size` of the numbers 0 … total − 1, each set equally probable, in ascending order (a partial shuffle of Fisher and Yates).
 * All of them when `size` ≥ `total`.
 */
export function sampleIndexes(random: Random, total: number, size: number): Uint32Array {
  const indexes = Uint32Array.from({ length: total }, (_, index) => index);
  if (size >= total) return indexes;
  shuffleFirst(random, indexes, size);
  return indexes.slice(0, size).toSorted();
}

/** Puts a random choice of the elements, in random order, at the first `size` places; the rest follows in any order. */
export function shuffleFirst(random: Random, indexes: Uint32Array, size: number): void {
  for (let at = 0; at < size; at += 1) {
    const from = at + Math.floor(random.uniform() * (indexes.length - at));
    const chosen = indexes[from] ?? 0;
    indexes[from] = indexes[at] ?? 0;
    indexes[at] = chosen;
  }
}
