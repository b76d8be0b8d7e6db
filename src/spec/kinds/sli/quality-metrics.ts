/** What is known of a quality metric. */
export interface QualityMetric {
  readonly better: 'higher' | 'lower';
  /** Shares are printed in percent and lie within 0 and 1. */
  readonly unit: 'ratio' | 'none';
  /** The cut that is part of its name: a decision threshold, or the number of ranks. */
  readonly cut?: 'atThreshold' | 'at';
  /** Which labelled predictions decide how sure it is. */
  readonly decidedBy: 'labels' | 'predicted-positives' | 'actual-positives' | 'actual-negatives';
}

const share = (
  better: QualityMetric['better'],
  decidedBy: QualityMetric['decidedBy'] = 'labels',
  cut?: QualityMetric['cut'],
): QualityMetric => ({ better, unit: 'ratio', decidedBy, ...(cut && { cut }) });
const amount = (better: QualityMetric['better']): QualityMetric => ({
  better,
  unit: 'none',
  decidedBy: 'labels',
});

/** The metrics that the drift job can calculate; names of judges come from the model's `groundTruth.metrics`. */
export const QUALITY_METRICS: Readonly<Record<string, QualityMetric>> = {
  precision: share('higher', 'predicted-positives', 'atThreshold'),
  recall: share('higher', 'actual-positives', 'atThreshold'),
  f1: share('higher', 'actual-positives', 'atThreshold'),
  accuracy: share('higher', 'labels', 'atThreshold'),
  'balanced-accuracy': share('higher', 'actual-positives', 'atThreshold'),
  specificity: share('higher', 'actual-negatives', 'atThreshold'),
  'false-positive-rate': share('lower', 'actual-negatives', 'atThreshold'),
  'false-negative-rate': share('lower', 'actual-positives', 'atThreshold'),
  auc: share('higher', 'actual-positives'),
  'average-precision': share('higher', 'actual-positives'),
  'log-loss': amount('lower'),
  brier: share('lower'),
  ece: share('lower'),
  rmse: amount('lower'),
  mae: amount('lower'),
  mape: share('lower'),
  wape: share('lower'),
  r2: amount('higher'),
  ndcg: share('higher', 'labels', 'at'),
  map: share('higher', 'labels', 'at'),
  mrr: share('higher', 'labels', 'at'),
  'hit-rate': share('higher', 'labels', 'at'),
};

/** What is known of a metric by its name; undefined for metrics of judges. */
export function qualityMetric(name: string): QualityMetric | undefined {
  return Object.hasOwn(QUALITY_METRICS, name) ? QUALITY_METRICS[name] : undefined;
}

/** The value of the label `metric`: the name, and its cut where it has one. */
export function qualityKey(
  metric: string,
  { atThreshold, at }: { readonly atThreshold?: number | undefined; readonly at?: number | undefined },
): string {
  const cut = atThreshold ?? at;
  return cut === undefined ? metric : `${metric}@${cut}`;
}
