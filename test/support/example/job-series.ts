/** What the drift job writes for the example: every series that some alert reads. */

const POLICY = 'model="fraud-detector", policy="fraud-drift"';
const OF_MODEL = 'model="fraud-detector"';

export const DRIFT = {
  features: verdict('features', 'feature="country", test="jensen-shannon"'),
  predictions: verdict('predictions', 'test="psi"'),
  labels: verdict('labels', 'test="chi-square"'),
} as const;
/** Of a segment; what is told of all data does not look at it. */
export const DRIFT_IN_REGION = verdict(
  'features',
  'feature="country", test="jensen-shannon", segment="region", segment_value="uk"',
);
export const DRIFT_SHARE = `modelwatch_drift_dataset_share{${POLICY}}`;
export const DRIFT_ROWS = `modelwatch_drift_samples{${POLICY}}`;
export const DRIFT_RUN = `modelwatch_drift_last_run_timestamp_seconds{${POLICY}}`;

const PRECISION_OF = `${OF_MODEL}, metric="precision@0.8"`;
export const PRECISION = `modelwatch_quality{${PRECISION_OF}}`;
export const PRECISION_SAMPLES = `modelwatch_quality_samples{${PRECISION_OF}}`;
export const MATURED = `modelwatch_quality_labels_matured_ratio{${PRECISION_OF}}`;
export const QUALITY_RUN = `modelwatch_quality_last_run_timestamp_seconds{${OF_MODEL}}`;

/** How sure the model was on the data that it was trained on. */
export const CONFIDENCE_BASELINE = `modelwatch_baseline_value{${OF_MODEL}, proxy="confidence-mean"}`;

export const CHECK_RANGE = check('amount', 'range');
export const CHECK_NULLS = check('merchant_mcc', 'nulls');

/** Value and samples of a metric in a value of a segment. */
export function inSegment(
  metric: string,
  segment: string,
  value: string,
): { value: string; samples: string } {
  const labels = `${OF_MODEL}, metric="${metric}", segment="${segment}", segment_value="${value}"`;
  return { value: `modelwatch_quality{${labels}}`, samples: `modelwatch_quality_samples{${labels}}` };
}

export const UK = inSegment('precision@0.8', 'region', 'uk');
export const YOUNG = inSegment('precision@0.8', 'age-band', '18-25');
export const FALSE_ALARMS_YOUNG = inSegment('false-positive-rate@0.8', 'age-band', '18-25');
export const FALSE_ALARMS_OLD = inSegment('false-positive-rate@0.8', 'age-band', '65+');

export const JOB_GAUGES: Readonly<Record<string, number>> = {
  [DRIFT.features]: 0,
  [DRIFT.predictions]: 0,
  [DRIFT.labels]: 0,
  [DRIFT_IN_REGION]: 0,
  [DRIFT_SHARE]: 0,
  [DRIFT_ROWS]: 34_000_000,
  [PRECISION]: 0.91,
  [PRECISION_SAMPLES]: 2400,
  [MATURED]: 0.97,
  [UK.value]: 0.9,
  [UK.samples]: 1500,
  [YOUNG.value]: 0.9,
  [YOUNG.samples]: 600,
  [FALSE_ALARMS_YOUNG.value]: 0.001,
  [FALSE_ALARMS_YOUNG.samples]: 200_000,
  [FALSE_ALARMS_OLD.value]: 0.0011,
  [FALSE_ALARMS_OLD.samples]: 90_000,
  [CONFIDENCE_BASELINE]: 0.9,
  [CHECK_RANGE]: 0,
  [CHECK_NULLS]: 0,
};
export const JOB_CLOCKS = [DRIFT_RUN, QUALITY_RUN] as const;

function verdict(part: string, more: string): string {
  return `modelwatch_drift_verdict{${POLICY}, part="${part}", ${more}}`;
}

function check(feature: string, name: string): string {
  return `modelwatch_data_check_failed{dataset="transaction-features", feature="${feature}", check="${name}"}`;
}
