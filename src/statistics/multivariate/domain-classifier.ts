import { normalQuantile, normalTail } from '../normal.ts';
import { createRandom } from '../random.ts';
import { rocAuc } from './auc.ts';
import type { LinearRows } from './linear-rows.ts';
import { fitLogistic, marginOf } from './logistic.ts';
import { shuffleFirst } from './sampling.ts';

export interface ClassifierInput {
  readonly features: LinearRows;
  /** 1 for current, 0 for reference, by row. */
  readonly labels: Uint8Array;
  readonly seed: number;
}

export interface ClassifierResult {
  /** ½ where the classifier cannot tell the sides apart, 1 where it always can. */
  readonly auc: number;
  /** Standard deviation of the area when nothing has drifted. */
  readonly deviation: number;
  /** How probable such an area or a larger one is when nothing has drifted. */
  readonly pValue: number;
  /** What the area stays below in 99 of 100 undrifted runs. */
  readonly q99: number;
}

const FOLDS = 5;

/** Fewer rows on a side than this leave folds with one row or two, and no area to speak of. */
export const LEAST_CLASSIFIED = 4 * FOLDS;

/**
 * Folds share most of what they learn from, so their areas are correlated: for a linear classifier, whose area in fold f goes
 * with d_f · Σ d_g over the other folds' differences d_g, each product is in two areas, and the variance of the mean is twice
 * that of independent areas. (Nadeau and Bengio 2003, "Inference for the generalization error", have 1 + K/(K − 1) for any
 * classifier.)
 */
const OVERLAP = 2;

/**
 * The domain classifier: logistic regression tells current rows from reference rows, and the area under its ROC curve on rows it
 * did not learn from says how well (Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests"; there with accuracy).
 * Five folds with equal shares of both sides; the area is that of the folds, weighted by their pairs. The ridge is the mean of
 * |row|², a prior with a variance of 1 for a row's log odds. Without drift the area of each fold is Mann and Whitney's, with mean
 * ½ and a known variance, normal in the limit.
 *
 * Throws a RangeError when a side has fewer than `LEAST_CLASSIFIED` rows.
 */
export function domainClassifier({ features, labels, seed }: ClassifierInput): ClassifierResult {
  const folds = foldsOf(labels, seed);
  const ridge = features.meanSquare > 0 ? features.meanSquare : 1;
  let [area, variance, pairs] = [0, 0, 0];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isTested = (row: number): boolean => folds[row] === fold;
    const rows = Uint32Array.from({ length: features.rows }, (_, row) => row);
    const weights = fitLogistic({ features, labels, rows: rows.filter((row) => !isTested(row)), ridge });
    const tested = rows.filter(isTested);
    const result = rocAuc(
      Float64Array.from(tested, (row) => marginOf(features, row, weights)),
      Uint8Array.from(tested, (row) => labels[row] ?? 0),
    );
    area += result.auc * result.pairs;
    variance += result.nullVariance * result.pairs ** 2;
    pairs += result.pairs;
  }
  const auc = area / pairs;
  const deviation = Math.sqrt(OVERLAP * variance) / pairs;
  return {
    auc,
    deviation,
    pValue: deviation > 0 ? normalTail((auc - 0.5) / deviation) : 1,
    q99: Math.min(1, 0.5 + normalQuantile(0.99) * deviation),
  };
}

/** The fold of each row: dealt out side by side after a shuffle, so that each has its share of both. */
function foldsOf(labels: Uint8Array, seed: number): Uint8Array {
  const random = createRandom(seed);
  const folds = new Uint8Array(labels.length);
  for (const side of [0, 1]) {
    const rows = Uint32Array.from({ length: labels.length }, (_, row) => row).filter(
      (row) => labels[row] === side,
    );
    if (rows.length < LEAST_CLASSIFIED)
      throw new RangeError(
        `the domain classifier needs ${LEAST_CLASSIFIED} rows on each side, not ${rows.length}`,
      );
    shuffleFirst(random, rows, rows.length);
    rows.forEach((row, at) => {
      folds[row] = at % FOLDS;
    });
  }
  return folds;
}
