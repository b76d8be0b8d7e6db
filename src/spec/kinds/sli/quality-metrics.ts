/** What is known of a quality metric. */
export interface QualityMetric {
  /** What it is computed from: decisions of two (or more) classes, scores, probabilities, predicted values, ranked items. */
  readonly family: 'decision' | 'score' | 'probability' | 'value' | 'ranking';
  readonly better: 'higher' | 'lower';
  /** Shares are printed in percent and lie within 0 and 1. */
  readonly unit: 'ratio' | 'none';
  /** The cut that is part of its name: a decision threshold, or the number of ranks. */
  readonly cut?: 'atThreshold' | 'at';
  /** Which labelled predictions decide how sure it is. */
  readonly decidedBy: 'labels' | 'predicted-positives' | 'actual-positives' | 'actual-negatives';
}

const share = (
  family: QualityMetric['family'],
  better: QualityMetric['better'],
  decidedBy: QualityMetric['decidedBy'] = 'labels',
): QualityMetric => ({
  family,
  better,
  unit: 'ratio',
  decidedBy,
  ...(family === 'decision' && { cut: 'atThreshold' }),
  ...(family === 'ranking' && { cut: 'at' }),
});
const amount = (family: QualityMetric['family'], better: QualityMetric['better']): QualityMetric => ({
  family,
  better,
  unit: 'none',
  decidedBy: 'labels',
});

/** The metrics that the drift job can calculate; names of judges come from the model's `groundTruth.metrics`. */
export const QUALITY_METRICS: Readonly<Record<string, QualityMetric>> = {
  precision: share('decision', 'higher', 'predicted-positives'),
  recall: share('decision', 'higher', 'actual-positives'),
  f1: share('decision', 'higher', 'actual-positives'),
  accuracy: share('decision', 'higher'),
  'balanced-accuracy': share('decision', 'higher', 'actual-positives'),
  specificity: share('decision', 'higher', 'actual-negatives'),
  'false-positive-rate': share('decision', 'lower', 'actual-negatives'),
  'false-negative-rate': share('decision', 'lower', 'actual-positives'),
  auc: share('score', 'higher', 'actual-positives'),
  'average-precision': share('score', 'higher', 'actual-positives'),
  'log-loss': amount('probability', 'lower'),
  brier: share('probability', 'lower'),
  ece: share('probability', 'lower'),
  rmse: amount('value', 'lower'),
  mae: amount('value', 'lower'),
  mape: share('value', 'lower'),
  wape: share('value', 'lower'),
  r2: amount('value', 'higher'),
  ndcg: share('ranking', 'higher'),
  map: share('ranking', 'higher'),
  mrr: share('ranking', 'higher'),
  'hit-rate': share('ranking', 'higher'),
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
