import { notation } from '../promtool-series.ts';
import {
  CHECK_NULLS,
  CHECK_RANGE,
  DRIFT,
  DRIFT_IN_REGION,
  DRIFT_ROWS,
  DRIFT_RUN,
  DRIFT_SHARE,
  FALSE_ALARMS_OLD,
  FALSE_ALARMS_YOUNG,
  MATURED,
  PRECISION,
  PRECISION_SAMPLES,
  QUALITY_RUN,
  UK,
  YOUNG,
} from './job-series.ts';
import type { Scenario } from './scenario.ts';

const { gauge } = notation(30);
const LONG = 60;
const RARE_SECONDS = 1200;
const rare = notation(RARE_SECONDS);
const THREE_DAYS = 3 * 1440;

/** Two runs of a day and an hour, less ten minutes: by then the last run is too old. */
const NEARLY_TOO_OLD = -(2 * 86_400 + 3600 - 600);

/**
 * What the drift job finds, and does not. Its objectives have slices of a day; promtool ends a slice at every evaluation, so
 * that their budgets are spent within minutes here.
 */
export const jobScenarios: readonly Scenario[] = [
  {
    title: 'a feature that begins to drift, and then has drifted',
    series: { [DRIFT.features]: gauge([10, 1], [LONG, 2]) },
    fires: { FraudDriftFeaturesWarn: { at: '1m', ends: '15m' }, FraudDriftFeatures: { at: '11m' } },
    quiet: ['FraudDriftDataset', 'FraudDriftPredictions'],
    until: '20m',
  },
  {
    title: 'predictions that begin to drift, and then have drifted',
    series: { [DRIFT.predictions]: gauge([10, 1], [LONG, 2]) },
    fires: { FraudDriftPredictionsWarn: { at: '1m', ends: '15m' }, FraudDriftPredictions: { at: '11m' } },
    quiet: ['FraudDriftFeatures', 'FraudDriftFeaturesWarn', 'FraudDriftLabels'],
    until: '20m',
  },
  {
    title: 'labels that have drifted',
    series: { [DRIFT.labels]: gauge([LONG, 2]) },
    fires: { FraudDriftLabels: { at: '1m' } },
    quiet: ['FraudDriftPredictionsWarn'],
    until: '10m',
  },
  {
    title: 'drift in one region only',
    series: { [DRIFT_IN_REGION]: gauge([LONG, 2]) },
    fires: {},
    quiet: ['FraudDriftFeatures', 'FraudDriftFeaturesWarn'],
    until: '10m',
  },
  {
    title: 'a fifth of the features that have drifted',
    series: { [DRIFT_SHARE]: gauge([LONG, 0.2]) },
    fires: { FraudDriftDatasetWarn: { at: '1m', shown: '20%' } },
    quiet: ['FraudDriftDataset', 'FraudDriftBudgetLow'],
    until: '10m',
  },
  {
    title: 'less than a fifth of the features that have drifted',
    series: { [DRIFT_SHARE]: gauge([LONG, 0.19]) },
    fires: {},
    quiet: ['FraudDriftDatasetWarn'],
    until: '10m',
  },
  {
    title: 'half of the features that have drifted, in three runs',
    stepSeconds: RARE_SECONDS,
    series: { [DRIFT_SHARE]: rare.gauge([THREE_DAYS, 0.5]) },
    fires: {
      FraudDriftDataset: { at: '20m', shown: '50%' },
      FraudDriftBudgetLow: { at: '40m' },
      FraudDriftRetrainFraud: { at: '2d20m' },
    },
    quiet: ['FraudDriftDatasetWarn'],
    until: '3000m',
  },
  {
    title: 'half of the features that have drifted, in the first and the third run',
    stepSeconds: RARE_SECONDS,
    series: { [DRIFT_SHARE]: rare.gauge([1440, 0.5], [1440, 0], [1440, 0.5]) },
    fires: { FraudDriftDataset: { at: '20m' }, FraudDriftBudgetLow: { at: '40m' } },
    quiet: ['FraudDriftRetrainFraud'],
    until: '3000m',
  },
  {
    title: 'a drift job that stopped',
    series: { [DRIFT_RUN]: gauge([LONG, NEARLY_TOO_OLD]) },
    fires: { FraudDriftJobStale: { at: '11m30s', shown: '2d 1h 1m 30s' } },
    quiet: ['FraudDriftJobAbsent', 'FraudDetectorQualityJobStale'],
  },
  {
    title: 'a drift job that missed one run',
    series: { [DRIFT_RUN]: gauge([LONG, NEARLY_TOO_OLD]) },
    fires: {},
    quiet: ['FraudDriftJobStale'],
    until: '10m',
  },
  {
    title: 'results of which nothing is heard',
    stepSeconds: RARE_SECONDS,
    series: Object.fromEntries(
      [DRIFT_RUN, QUALITY_RUN, CHECK_RANGE, CHECK_NULLS].map((name) => [
        name,
        rare.gauge([THREE_DAYS, 'missing']),
      ]),
    ),
    fires: {
      FraudDriftJobAbsent: { at: '25h' },
      FraudDetectorQualityJobAbsent: { at: '25h' },
      TransactionFeaturesChecksAbsent: { at: '25h' },
    },
    quiet: ['FraudDriftTooFewRows'],
    until: '1600m',
  },
  {
    title: 'results of which nothing is heard for a day',
    stepSeconds: RARE_SECONDS,
    series: Object.fromEntries(
      [DRIFT_RUN, QUALITY_RUN, CHECK_RANGE, CHECK_NULLS].map((name) => [
        name,
        rare.gauge([1440, 'missing'], [THREE_DAYS, 0]),
      ]),
    ),
    fires: {},
    quiet: ['FraudDriftJobAbsent', 'FraudDetectorQualityJobAbsent', 'TransactionFeaturesChecksAbsent'],
    until: '1600m',
  },
  {
    title: 'a run on too few rows',
    series: { [DRIFT_ROWS]: gauge([10, 20_000], [LONG, 19_999]) },
    fires: { FraudDriftTooFewRows: { at: '11m', shown: '19999' } },
    quiet: [],
    until: '20m',
  },
  {
    title: 'a run on just enough rows',
    series: { [DRIFT_ROWS]: gauge([LONG, 20_000]) },
    fires: {},
    quiet: ['FraudDriftTooFewRows'],
    until: '10m',
  },
  {
    title: 'a precision below its bound',
    series: { [PRECISION]: gauge([LONG, 0.84]) },
    fires: {
      FraudPrecisionSustained: { at: '3m' },
      FraudPrecisionPolicy1ActionRetrainFraud: { at: '4m' },
      FraudPrecisionBudgetLow: { at: '5m' },
    },
    quiet: ['FraudPrecisionSegmentRegion', 'FraudPrecisionSegmentAgeBand'],
    until: '10m',
  },
  {
    title: 'a precision at its bound',
    series: { [PRECISION]: gauge([LONG, 0.85]) },
    fires: {},
    quiet: ['FraudPrecisionSustained', 'FraudPrecisionBudgetLow', 'FraudPrecisionPolicy1ActionRetrainFraud'],
    until: '10m',
  },
  {
    title: 'a precision on too few labels',
    series: { [PRECISION]: gauge([LONG, 0.5]), [PRECISION_SAMPLES]: gauge([LONG, 499]) },
    fires: { FraudDetectorQualitySamplesLow: { at: '1m' } },
    quiet: ['FraudPrecisionSustained'],
    until: '10m',
  },
  {
    title: 'labels of which too many are missing',
    series: { [MATURED]: gauge([LONG, 0.89]) },
    fires: { FraudDetectorQualityLabelsImmature: { at: '1m', shown: '89%' } },
    quiet: ['FraudDetectorQualitySamplesLow'],
    until: '10m',
  },
  {
    title: 'labels of which just enough are there',
    series: { [MATURED]: gauge([LONG, 0.9]), [PRECISION_SAMPLES]: gauge([LONG, 1500]) },
    fires: {},
    quiet: ['FraudDetectorQualityLabelsImmature'],
    until: '10m',
  },
  {
    title: 'an evaluation of quality that stopped',
    series: { [QUALITY_RUN]: gauge([LONG, NEARLY_TOO_OLD]) },
    fires: { FraudDetectorQualityJobStale: { at: '11m30s', shown: '2d 1h 1m 30s' } },
    quiet: ['FraudDriftJobStale', 'FraudDetectorQualityJobAbsent'],
  },
  {
    // 2400 samples in all, 600 of the young: twice the margin, 0.91 - 2 × 0.06 = 0.79; 1500 of the UK: 0.834.
    title: 'a region and an age band that are worse than chance explains',
    series: { [UK.value]: gauge([LONG, 0.83]), [YOUNG.value]: gauge([LONG, 0.78]) },
    fires: {
      FraudPrecisionSegmentRegion: { at: '2m', shown: '83%' },
      FraudPrecisionSegmentAgeBand: { at: '2m', shown: '78%' },
    },
    quiet: ['FraudPrecisionSustained', 'FraudDetectorFairnessAgeBand'],
    until: '10m',
  },
  {
    title: 'a region and an age band below the bound of the whole, as chance may have it',
    series: { [UK.value]: gauge([LONG, 0.84]), [YOUNG.value]: gauge([LONG, 0.8]) },
    fires: {},
    quiet: ['FraudPrecisionSegmentRegion', 'FraudPrecisionSegmentAgeBand'],
    until: '10m',
  },
  {
    title: 'false alarms that one age band has by half more than another',
    series: { [FALSE_ALARMS_OLD.value]: gauge([LONG, 0.0015]) },
    fires: { FraudDetectorFairnessAgeBand: { at: '1m', shown: '1.5' } },
    quiet: [],
    until: '10m',
  },
  {
    title: 'the same in an age band with too few samples',
    series: {
      [FALSE_ALARMS_OLD.value]: gauge([LONG, 0.0015]),
      [FALSE_ALARMS_OLD.samples]: gauge([LONG, 1999]),
      [FALSE_ALARMS_YOUNG.samples]: gauge([LONG, 2000]),
    },
    fires: {},
    quiet: ['FraudDetectorFairnessAgeBand'],
    until: '10m',
  },
  {
    title: 'a feature out of its range',
    series: { [CHECK_RANGE]: gauge([LONG, 1]) },
    fires: { TransactionFeaturesChecks: { at: '1m' } },
    quiet: ['TransactionFeaturesChecksAbsent', 'FraudDriftFeatures'],
    until: '10m',
  },
  {
    title: 'features of which only some checks are heard of',
    series: { [CHECK_RANGE]: gauge([LONG, 'missing']) },
    fires: {},
    quiet: ['TransactionFeaturesChecks'],
    until: '10m',
  },
];
