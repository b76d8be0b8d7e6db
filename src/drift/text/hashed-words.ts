import type { SparseMatrix } from '../../statistics/multivariate/linear-rows.ts';

/** Columns that words are hashed into: 2¹². */
export const BUCKETS = 4096;

/**
 * The column of a word: FNV-1a over its UTF-16 units (Fowler, Noll and Vo), its bits mixed once more, since only some of them
 * are taken. Words that share a column can't be told apart, nor a word be read from its column.
 */
export function bucketOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) % BUCKETS;
}

/**
 * One row of `BUCKETS` columns for each list of words: how often each column was hit, times its weight (1 by default), scaled to a
 * length of 1 (Weinberger, Dasgupta, Langford, Smola and Attenberg 2009, "Feature hashing for large scale multitask learning",
 * here without signs). A list without words, or with words of weight 0 only, is a row of zeros.
 */
export function hashedRows(texts: readonly (readonly string[])[], weights?: Float64Array): SparseMatrix {
  const starts = new Uint32Array(texts.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  texts.forEach((words, row) => {
    const counts = new Map<number, number>();
    for (const word of words) {
      const bucket = bucketOf(word);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    const weighted = [...counts]
      .map(([bucket, count]) => [bucket, count * (weights?.[bucket] ?? 1)] as const)
      .filter(([, value]) => value !== 0)
      .toSorted(([a], [b]) => a - b);
    const length = Math.hypot(...weighted.map(([, value]) => value));
    for (const [bucket, value] of weighted) {
      columns.push(bucket);
      values.push(value / length);
    }
    starts[row + 1] = columns.length;
  });
  return {
    starts,
    columns: Uint32Array.from(columns),
    values: Float64Array.from(values),
    rows: texts.length,
    dims: BUCKETS,
  };
}

/**
 * How much each column says, as a weight for `hashedRows`: ln(texts / texts that have it). 0 for columns that fewer than two texts
 * have, which tell nothing of any other text, and for those that all have.
 */
export function rarities(texts: readonly (readonly string[])[]): Float64Array {
  const textsWith = new Float64Array(BUCKETS);
  for (const words of texts) {
    for (const bucket of new Set(words.map(bucketOf))) textsWith[bucket] = (textsWith[bucket] ?? 0) + 1;
  }
  return textsWith.map((count) => (count < 2 ? 0 : Math.log(texts.length / count)));
}

/** Words and pairs of neighbouring words; what joins a pair is in no word. */
export function wordsAndPairs(words: readonly string[]): string[] {
  return [...words, ...words.slice(1).map((word, index) => `${words[index]} ${word}`)];
}
