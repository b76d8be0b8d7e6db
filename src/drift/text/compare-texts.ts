import {
  classified,
  type Sampling,
  sampledRows,
  type VectorComparison,
} from '../../statistics/multivariate/compare-vectors.ts';
import { sparseRows } from '../../statistics/multivariate/linear-rows.ts';
import { hashedRows, rarities, wordsAndPairs } from './hashed-words.ts';
import { wordsOf } from './words.ts';

export interface TextsInput extends Sampling {
  readonly reference: readonly (string | null)[];
  readonly current: readonly (string | null)[];
}

/**
 * How well the words of texts tell the current ones from those of the reference: the domain classifier on words and pairs of
 * neighbouring words, hashed into `BUCKETS` columns and weighted by how few of all texts have them. Missing texts are left out; a
 * text without words is a row of zeros. Rows are drawn, and too few of them reported, as by `compareVectors`.
 */
export function compareTexts({ reference, current, ...sampling }: TextsInput): VectorComparison {
  const baseline = drawnTexts(reference, sampling);
  const now = drawnTexts(current, { ...sampling, seed: sampling.seed + 1 });
  const words = [...baseline, ...now].map((text) => wordsAndPairs(wordsOf(text)));
  return {
    rows: now.length,
    baselineRows: baseline.length,
    notFinite: { reference: 0, current: 0 },
    ...classified(sparseRows(hashedRows(words, rarities(words))), baseline.length, sampling.seed),
  };
}

function drawnTexts(texts: readonly (string | null)[], sampling: Sampling): string[] {
  const present = texts.filter((text) => text !== null);
  return Array.from(sampledRows(present.length, sampling), (row) => present[row] ?? '');
}
