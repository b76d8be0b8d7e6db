import type { Unit } from './signal.ts';

/** A gauge that the drift job writes and rules read. */
export interface ContractMetric {
  readonly name: string;
  readonly type: 'gauge';
  readonly unit: Unit;
  /** Labels that every series has, or has when it is about that: an absent label is the empty one. */
  readonly labels: readonly string[];
  /** One sentence: what a sample says. */
  readonly help: string;
}

/** Parts of the data that a policy compares with its baseline. */
export const DRIFT_PARTS = ['features', 'predictions', 'labels', 'embeddings', 'text'] as const;
export type DriftPart = (typeof DRIFT_PARTS)[number];

/** Values of the verdict: after minimum rows, correction and confirmation. */
export const VERDICT = { none: 0, warn: 1, alert: 2 } as const;

/** Checks of a feature, as the label `check` has them. */
export const FEATURE_CHECKS = ['type', 'range', 'nulls', 'values', 'cardinality', 'skew'] as const;
export type FeatureCheck = (typeof FEATURE_CHECKS)[number];

/** Checks of a dataset as a whole: their series have no label `feature`. */
export const DATASET_CHECKS = ['rows', 'freshness', 'duplicates', 'schema'] as const;
export type DatasetCheck = (typeof DATASET_CHECKS)[number];

export const DATA_CHECKS = [...FEATURE_CHECKS, ...DATASET_CHECKS] as const;
export type DataCheck = (typeof DATA_CHECKS)[number];

/** Values of the label `test` beside the names of tests of values: what else of a column is compared, over all data only. */
export const COLUMN_ASPECTS = ['nulls', 'unseen', 'type'] as const;

const TESTED = ['model', 'policy', 'part', 'feature', 'test', 'segment', 'segment_value'] as const;

function gauge(
  name: string,
  unit: Unit,
  labels: readonly string[],
  help: string,
): ContractMetric & { readonly type: 'gauge' } {
  return { name, type: 'gauge', unit, labels, help };
}

/**
 * The metrics by which the drift job and the rules understand each other: the job writes exactly these, the rules read no
 * others of it. Series over all data have no segment: their labels `segment` and `segment_value` are absent, which is the
 * same as empty. The job writes every series anew in each run and leaves it in place until the next.
 */
export const DRIFT_CONTRACT = {
  verdict: gauge(
    'modelwatch_drift_verdict',
    'none',
    TESTED,
    `Verdict of a test: ${VERDICT.none} no drift, ${VERDICT.warn} warn, ${VERDICT.alert} alert; after minimum rows, correction for many tests and confirmation by consecutive runs. \`test\` is the name of the test of the values, or one of ${COLUMN_ASPECTS.join(', ')}.`,
  ),
  score: gauge(
    'modelwatch_drift_score',
    'none',
    TESTED,
    'Statistic of a test: its distance, or its p-value; of nulls the difference of the shares, of unseen the share of rows, of type 1 when it changed.',
  ),
  threshold: gauge(
    'modelwatch_drift_threshold',
    'none',
    TESTED,
    'What the score was judged by at the alert level, corrected and widened for small segments.',
  ),
  samples: gauge(
    'modelwatch_drift_samples',
    'events',
    ['model', 'policy'],
    'Rows of the window that the last run compared with the baseline.',
  ),
  datasetShare: gauge(
    'modelwatch_drift_dataset_share',
    'ratio',
    ['model', 'policy'],
    'Share of the tested features whose verdict is alert, 0 to 1.',
  ),
  lastRun: gauge(
    'modelwatch_drift_last_run_timestamp_seconds',
    'unix-seconds',
    ['model', 'policy'],
    'Unix time of the last run that came to its end.',
  ),
  checkFailed: gauge(
    'modelwatch_data_check_failed',
    'none',
    ['dataset', 'feature', 'check'],
    `1 while a check fails, 0 while it holds; \`dataset\` is the name of the FeatureSet, \`check\` one of ${FEATURE_CHECKS.join(', ')} of a feature, or one of ${DATASET_CHECKS.join(', ')} of the dataset as a whole, without \`feature\`.`,
  ),
  quality: gauge(
    'modelwatch_quality',
    'none',
    ['model', 'metric', 'segment', 'segment_value', 'reference'],
    'Metric of the model on matured labels over its window; shares are 0 to 1. `metric` is its name, with its cut where it has one: precision@0.8, ndcg@10. `reference` is absent for the model itself, else the naive forecast that was measured in its place.',
  ),
  qualitySamples: gauge(
    'modelwatch_quality_samples',
    'events',
    ['model', 'metric', 'segment', 'segment_value'],
    'Labelled predictions that decide of the metric: predicted positives of a precision, actual positives of a recall, rankings of an NDCG, else all.',
  ),
  labelsMatured: gauge(
    'modelwatch_quality_labels_matured_ratio',
    'ratio',
    ['model', 'metric'],
    'Share of the predictions whose label has arrived, 0 to 1: of those of the window, or, by label arrival, of an equally long stretch of those that are due.',
  ),
  qualityLastRun: gauge(
    'modelwatch_quality_last_run_timestamp_seconds',
    'unix-seconds',
    ['model'],
    'Unix time of the last evaluation of quality that came to its end.',
  ),
  baselineValue: gauge(
    'modelwatch_baseline_value',
    'none',
    ['model', 'proxy'],
    'Value of a proxy in the baseline of the model, in the unit of the proxy.',
  ),
} as const satisfies Readonly<Record<string, ContractMetric>>;
export type ContractRole = keyof typeof DRIFT_CONTRACT;

/** The series over all data: an empty equality matches a label that is not there. */
export const OVERALL = { segment: '' } as const;
