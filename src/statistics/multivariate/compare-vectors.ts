import { quantileSorted } from 'simple-statistics';
import { createRandom } from '../random.ts';
import { domainClassifier, LEAST_CLASSIFIED } from './domain-classifier.ts';
import { denseRows, type LinearRows, standardized } from './linear-rows.ts';
import { finiteRows, pickRows, type RowMatrix, stacked } from './matrix.ts';
import { mmd } from './mmd.ts';
import { sampleIndexes } from './sampling.ts';

export type VectorTest = 'mmd' | 'domain-classifier';

export interface VectorInput {
  readonly test: VectorTest;
  /** Rows of `dims` values, one after another; see `readVectors` for what comes from a table. */
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly dims: number;
  readonly seed: number;
  /** For `mmd`: how often the rows are dealt anew. No p-value is below 1 / (permutations + 1). 999 by default. */
  readonly permutations?: number | undefined;
  /** Rows of each side that are compared at most, drawn by the seed; 1,000 by default, and never above `MOST_SAMPLED`. */
  readonly sample?: number | undefined;
}

export interface VectorComparison {
  /** Rows that were compared: drawn from those whose values are all finite. */
  readonly rows: number;
  readonly baselineRows: number;
  /** Rows that were left out for a value that is NaN or infinite. */
  readonly notFinite: { readonly reference: number; readonly current: number };
  /** `mmd`: unbiased MMD². `domain-classifier`: area under the ROC curve. Null when there were too few rows. */
  readonly score: number | null;
  /** What levels are compared with, never on the other side of "no difference": MMD² beyond its noise, or an area ≥ ½. */
  readonly effect: number | null;
  /** How probable such a score or a larger one is without drift. */
  readonly pValue: number | null;
  /** The score without drift at these rows: its mean, and what 99 of 100 runs stay below. */
  readonly noise: { readonly mean: number; readonly q99: number } | null;
  /** The rows that a side would have needed, when it had fewer. */
  readonly neededRows: number | null;
}

const PERMUTATIONS = 999;
export const SAMPLE = 1000;
/** The pairs of so many rows on each side take 500 MB. */
export const MOST_SAMPLED = 5000;
const LEAST_FOR_MMD = 2;

/**
 * Whether vectors drift: `mmd` asks whether their distribution differs in anything that a kernel sees, `domain-classifier` how
 * well a line through the space tells the sides apart. Columns that are encodings of other data will do as well: numbers beside
 * categories, one column each. The same input gives the same bytes.
 *
 * Rows with NaN or infinite values are left out and counted. Too few rows (20 a side for the classifier, 2 for MMD, none at
 * all) give nulls and `neededRows`. Throws a RangeError for `dims` below 1 and for values that are no whole number of rows.
 */
export function compareVectors(input: VectorInput): VectorComparison {
  const { test, dims, seed, permutations = PERMUTATIONS } = input;
  const [reference, current] = [finiteRows(input.reference, dims), finiteRows(input.current, dims)];
  const [drawnReference, drawnCurrent] = sampledSides(
    { reference: reference.matrix, current: current.matrix },
    { seed, sample: input.sample },
  );
  const counts = {
    rows: drawnCurrent.rows,
    baselineRows: drawnReference.rows,
    notFinite: { reference: reference.notFinite, current: current.notFinite },
  };
  if (test === 'domain-classifier') {
    const features = denseRows(standardized(stacked(drawnReference, drawnCurrent)));
    return { ...counts, ...classified(features, drawnReference.rows, seed) };
  }
  if (Math.min(counts.rows, counts.baselineRows) < LEAST_FOR_MMD)
    return { ...counts, ...undecided(LEAST_FOR_MMD) };
  const result = mmd({ reference: drawnReference, current: drawnCurrent, permutations, seed });
  const mean = result.dealt.reduce((sum, value) => sum + value, 0) / permutations;
  return {
    ...counts,
    score: result.statistic,
    effect: Math.max(0, result.statistic - mean),
    pValue: result.pValue,
    noise: { mean, q99: quantileSorted([...result.dealt], 0.99) },
    neededRows: null,
  };
}

type Decision = Pick<VectorComparison, 'score' | 'effect' | 'pValue' | 'noise' | 'neededRows'>;

/** The domain classifier on rows of which the first so many are the reference's. */
export function classified(features: LinearRows, baselineRows: number, seed: number): Decision {
  if (Math.min(baselineRows, features.rows - baselineRows) < LEAST_CLASSIFIED)
    return undecided(LEAST_CLASSIFIED);
  const labels = Uint8Array.from({ length: features.rows }, (_, row) => (row < baselineRows ? 0 : 1));
  const { auc, pValue, q99 } = domainClassifier({ features, labels, seed });
  return { score: auc, effect: Math.max(0.5, auc), pValue, noise: { mean: 0.5, q99 }, neededRows: null };
}

function undecided(neededRows: number): Decision {
  return { score: null, effect: null, pValue: null, noise: null, neededRows };
}

export interface Sampling {
  readonly seed: number;
  readonly sample?: number | undefined;
}

/** Which rows of each side are compared, ascending; the draws of one side do not depend on the other. */
export function sampledRows(total: number, { seed, sample = SAMPLE }: Sampling): Uint32Array {
  return sampleIndexes(createRandom(seed), total, Math.min(sample, MOST_SAMPLED));
}

function sampledSides(
  { reference, current }: { readonly reference: RowMatrix; readonly current: RowMatrix },
  sampling: Sampling,
): [RowMatrix, RowMatrix] {
  return [
    pickRows(reference, sampledRows(reference.rows, sampling)),
    // Another seed: tables of equal length would otherwise be sampled at the same places.
    pickRows(current, sampledRows(current.rows, { ...sampling, seed: sampling.seed + 1 })),
  ];
}
