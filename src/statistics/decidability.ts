import { Z_95 } from './normal.ts';
import { wilsonHalfWidth } from './proportions.ts';

/** Measures of quality; names as in specs. */
export type QualityMetric =
  | 'accuracy'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'auc'
  | 'average-precision'
  | 'ece'
  | 'rmse'
  | 'mae'
  | 'wape'
  | 'ndcg'
  | 'mean-score';

export interface QualitySample {
  readonly metric: QualityMetric;
  /** What the metric usually is; for `rmse`, `mae` and `wape` the width is in the same unit. */
  readonly value: number;
  /** Cases with a known outcome in the window: labelled rows; queries for `ndcg`; judged answers for `mean-score`. */
  readonly labels: number;
  /** Share of actual positives, 0 to 1; ½ by default. Decides `recall`, `f1`, `auc` and `average-precision`. */
  readonly positiveRate?: number | undefined;
  /** Share of cases that the model calls positive; as many as there are positives by default. Decides `precision`. */
  readonly predictedPositiveRate?: number | undefined;
  /** Standard deviation of a single score, for `ndcg` and `mean-score`, in the unit of the value. */
  readonly deviation?: number | undefined;
  /** The scale of scores, 0 to 1 by default, for the largest deviation that they can have. */
  readonly range?: readonly [number, number] | undefined;
}

export interface QualityWidth {
  /** Half of the 95 % interval, in the metric's unit. Infinity when there is nothing to measure it on. */
  readonly halfWidth: number;
  /** What is counted: labels, actual positives or predicted positives. */
  readonly decidedBy: 'labels' | 'positives' | 'predicted-positives' | 'positives-and-negatives';
  /** How many of them there are. */
  readonly count: number;
  /** Whether the true width can be smaller (`at-most`) or larger (`at-least`) than this, by what is not known of the data. */
  readonly bound: 'about' | 'at-least' | 'at-most';
}

/** Relative standard error of one case, were errors normal; heavier tails make it larger: √((κ−1)/4) and √(π/2−1). */
const RMSE_RELATIVE = Math.sqrt(1 / 2);
const MAE_RELATIVE = Math.sqrt(Math.PI / 2 - 1);

/**
 * How far a measured quality can be from the true one by chance alone: half the 95 % interval on so many labels.
 *
 * - `accuracy`, `precision` (by predicted positives), `recall` (by actual positives): Wilson's interval
 * - `f1`: 2s/(1+s) of the share s of true positives among all cases that are positive or called so, by the delta method, where
 *   precision and recall are alike (Takahashi et al. 2022, "Confidence interval for micro-averaged F1 and macro-averaged F1")
 * - `auc`: Hanley and McNeil 1982, "The meaning and use of the area under a ROC curve"
 * - `average-precision`: binomial in the positives (Boyd, Eng and Page 2013, "Area under the precision-recall curve")
 * - `ece`: the deviation of a share of the positive rate, of which the sum over bins has no more; its upward bias is apart:
 *   `calibrationNoise`
 * - `rmse`, `mae`, `wape`: relative, for normal errors: 1/√(2n) and √((π/2−1)/n); at least, since tails are heavier
 * - `ndcg`, `mean-score`: z·σ/√n; without a deviation the largest that the range allows around the value (Bhatia and Davis 2000)
 *
 * Pure arithmetic: never throws. Counts that are not above 0 give an infinite width.
 */
export function qualityHalfWidth(sample: QualitySample): QualityWidth {
  const { decidedBy, count } = countOf(sample);
  const bound = boundOf(sample);
  const halfWidth = count > 0 ? widthFrom(sample, count) : Number.POSITIVE_INFINITY;
  return { halfWidth, decidedBy, count, bound };
}

/**
 * The fewest labels with which a margin (typical value − threshold, its sign is of no account) is wider than chance: half the
 * interval is at most the margin. Whole; Infinity for no margin, or when no number of labels makes positives.
 */
export function labelsNeeded(sample: Omit<QualitySample, 'labels'>, margin: number): number {
  const wanted = Math.abs(margin);
  if (!(wanted > 0)) return Number.POSITIVE_INFINITY;
  const suffices = (labels: number): boolean => qualityHalfWidth({ ...sample, labels }).halfWidth <= wanted;
  let high = 1;
  while (!suffices(high)) {
    high *= 2;
    if (high > Number.MAX_SAFE_INTEGER) return Number.POSITIVE_INFINITY;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (suffices(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The expected calibration error that a perfectly calibrated model shows on so many labels: Σ over equally full bins of the mean
 * of |normal|, √(2 B p(1−p) / (π n)). A threshold below it is always broken.
 */
export function calibrationNoise(labels: number, bins: number, positiveRate = 0.5): number {
  return Math.sqrt((2 * bins * positiveRate * (1 - positiveRate)) / (Math.PI * labels));
}

/** A segment's margin around the typical value: wider by √(n/n_seg), never the threshold itself. */
export function segmentMargin(margin: number, rows: number, segmentRows: number): number {
  return margin * Math.sqrt(Math.max(1, rows / segmentRows));
}

/**
 * A segment's threshold of PSI (or another distance that grows with 1/n): the part of it that is noise is wider by n/n_seg, what
 * is above the noise stays.
 */
export function segmentDistanceThreshold(
  threshold: number,
  noise: number,
  rows: number,
  segmentRows: number,
): number {
  const part = Math.min(noise, threshold);
  return threshold - part + part * Math.max(1, rows / segmentRows);
}

function countOf({
  metric,
  labels,
  positiveRate = 0.5,
  predictedPositiveRate = positiveRate,
}: QualitySample): Pick<QualityWidth, 'decidedBy' | 'count'> {
  switch (metric) {
    case 'precision':
      return { decidedBy: 'predicted-positives', count: labels * predictedPositiveRate };
    case 'recall':
    case 'f1':
    case 'average-precision':
      return { decidedBy: 'positives', count: labels * positiveRate };
    case 'auc':
      return {
        decidedBy: 'positives-and-negatives',
        count: labels * Math.min(positiveRate, 1 - positiveRate),
      };
    case 'accuracy':
    case 'ece':
    case 'rmse':
    case 'mae':
    case 'wape':
    case 'ndcg':
    case 'mean-score':
      return { decidedBy: 'labels', count: labels };
  }
}

function boundOf({ metric, deviation }: QualitySample): QualityWidth['bound'] {
  if (metric === 'rmse' || metric === 'mae' || metric === 'wape') return 'at-least';
  if (metric === 'ece' || ((metric === 'ndcg' || metric === 'mean-score') && deviation === undefined))
    return 'at-most';
  return 'about';
}

function widthFrom(sample: QualitySample, count: number): number {
  const { metric, value, labels, positiveRate = 0.5 } = sample;
  switch (metric) {
    case 'accuracy':
    case 'precision':
    case 'recall':
      return wilsonHalfWidth(value, count);
    case 'f1':
      return Z_95 * f1Deviation(value, count);
    case 'auc':
      return Z_95 * aucDeviation(value, labels * positiveRate, labels * (1 - positiveRate));
    case 'average-precision':
      return wilsonHalfWidth(value, count);
    case 'ece':
      return Z_95 * Math.sqrt((positiveRate * (1 - positiveRate)) / count);
    case 'rmse':
      return (Z_95 * RMSE_RELATIVE * Math.abs(value)) / Math.sqrt(count);
    case 'mae':
    case 'wape':
      return (Z_95 * MAE_RELATIVE * Math.abs(value)) / Math.sqrt(count);
    case 'ndcg':
    case 'mean-score':
      return (Z_95 * scoreDeviation(sample)) / Math.sqrt(count);
  }
}

/** `positives` actual ones, recall and precision both `f1`: then positives × (2 − f1) cases are positive or called so. */
function f1Deviation(f1: number, positives: number): number {
  const share = f1 / (2 - f1);
  const cases = positives * (2 - f1);
  return (2 / (1 + share) ** 2) * Math.sqrt((share * (1 - share)) / cases);
}

function aucDeviation(auc: number, positives: number, negatives: number): number {
  const twoPositives = auc / (2 - auc);
  const twoNegatives = (2 * auc * auc) / (1 + auc);
  const variance =
    auc * (1 - auc) +
    (positives - 1) * (twoPositives - auc * auc) +
    (negatives - 1) * (twoNegatives - auc * auc);
  return Math.sqrt(Math.max(0, variance) / (positives * negatives));
}

function scoreDeviation({ value, deviation, range: [low, high] = [0, 1] }: QualitySample): number {
  return deviation ?? Math.sqrt(Math.max(0, (high - value) * (value - low)));
}
