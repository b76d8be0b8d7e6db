import { notation } from '../promtool-series.ts';
import {
  CASES,
  CHALLENGER,
  CHALLENGER_FRAUD,
  CHAMPION,
  CHAMPION_FRAUD,
  CLOCKS,
  CONFIDENCE_COUNT,
  CONFIDENCE_SUM,
  COUNTERS,
  ERRORS,
  GAUGES,
  GPU,
  histogram,
  mapped,
  OVERRIDES,
  TRAFFIC,
  VIOLATIONS,
} from './healthy.ts';
import type { Scenario } from './scenario.ts';

const { counter, gauge, clock } = notation(30);
const LONG = 240;
/** What takes a day is shown in longer steps. */
const DAY_STEP_SECONDS = 240;
const slowly = notation(DAY_STEP_SECONDS);

const ABSENT = { at: '30m' } as const;

/** What vanishes, and the monitors of the model. */
export const modelScenarios: readonly Scenario[] = [
  {
    title: 'predictions of all versions that vanish',
    series: gone(CHAMPION, CHAMPION_FRAUD, CHALLENGER, CHALLENGER_FRAUD),
    fires: {
      FraudDetectorRequestsAbsent: ABSENT,
      FraudDetectorChampionAbsent: ABSENT,
    },
    quiet: [],
  },
  {
    title: 'predictions of the champion that vanish',
    series: gone(CHAMPION, CHAMPION_FRAUD),
    fires: { FraudDetectorChampionAbsent: ABSENT },
    quiet: ['FraudDetectorRequestsAbsent'],
    until: '40m',
  },
  {
    title: 'predictions of the challenger that vanish, as challengers do',
    series: gone(CHALLENGER, CHALLENGER_FRAUD),
    fires: {},
    quiet: ['FraudDetectorRequestsAbsent', 'FraudDetectorChampionAbsent'],
    until: '40m',
  },
  {
    title: 'counters of failures that are not there for more than a day',
    stepSeconds: DAY_STEP_SECONDS,
    series: {
      [ERRORS]: slowly.counter([20, 0.04], [1500, 'missing']),
      [VIOLATIONS]: slowly.counter([20, 0.01], [1500, 'missing']),
    },
    fires: {
      FraudDetectorErrorsAbsent: { at: '24h20m' },
      TransactionsIngestSchemaViolationsAbsent: { at: '24h20m' },
    },
    quiet: [],
  },
  {
    title: 'counters of failures that are reset, and have nothing to count for most of a day',
    stepSeconds: DAY_STEP_SECONDS,
    series: {
      [ERRORS]: slowly.counter([20, 0.04], [1400, 'missing'], 'restart', [LONG, 0.04]),
      [VIOLATIONS]: slowly.counter([20, 0.01], [1400, 'missing'], 'restart', [LONG, 0.01]),
    },
    fires: {},
    quiet: ['FraudDetectorErrorsAbsent', 'TransactionsIngestSchemaViolationsAbsent'],
    until: '1480m',
  },
  {
    title: 'latencies that vanish',
    series: gone(...Object.keys({ ...histogram('a', 0, 0), ...histogram('b', 0, 0) })),
    fires: { FraudDetectorLatencyAbsent: ABSENT, FraudDetectorLatencyChampionAbsent: ABSENT },
    quiet: ['FraudLatencyBucketMissing'],
  },
  {
    title: 'a GPU that vanishes',
    series: { [GPU]: gauge([20, 60], [LONG, 'missing']) },
    fires: { FraudDetectorGpuAbsent: ABSENT },
    quiet: ['FraudGpuSustained'],
  },
  {
    title: 'everything missing for nine minutes',
    series: {
      ...mapped(COUNTERS, (perSecond) => counter([20, perSecond], [9, 'missing'], [LONG, perSecond])),
      ...mapped(GAUGES, (value) => gauge([20, value], [9, 'missing'], [LONG, value])),
      ...Object.fromEntries(
        CLOCKS.map((name) => [name, clock([20, 'runs'], [9, 'missing'], [LONG, 'runs'])]),
      ),
      [ERRORS]: counter([20, 0.04], [9, 'missing'], [LONG, 0.04]),
      [VIOLATIONS]: counter([20, 0.01], [9, 'missing'], [LONG, 0.01]),
    },
    fires: {},
    quiet: [
      'FraudDetectorRequestsAbsent',
      'FraudDetectorChampionAbsent',
      'FraudDetectorErrorsAbsent',
      'FraudDetectorLatencyAbsent',
      'FraudDetectorLatencyChampionAbsent',
      'FraudDetectorGpuAbsent',
      'TransactionFeaturesFreshnessAbsent',
      'TransactionsIngestFreshnessAbsent',
      'TransactionsIngestRecordsAbsent',
      'TransactionsIngestSchemaViolationsAbsent',
    ],
    until: '45m',
  },
  {
    title: 'five frauds in a hundred payments',
    series: { [CHAMPION]: counter([LONG, 360.2]), [CHAMPION_FRAUD]: counter([LONG, 19.8]) },
    fires: { FraudDetectorAlertRate: { at: '10m30s', shown: '5%' } },
    quiet: [],
  },
  {
    title: 'two and a half frauds in a hundred payments',
    series: { [CHAMPION]: counter([LONG, 370.2]), [CHAMPION_FRAUD]: counter([LONG, 9.8]) },
    fires: {},
    quiet: ['FraudDetectorAlertRate'],
    until: '30m',
  },
  {
    title: 'nothing but frauds among too few payments to tell',
    series: {
      [CHAMPION]: counter([LONG, 0]),
      [CHAMPION_FRAUD]: counter([LONG, 0.2]),
      [CHALLENGER]: counter([LONG, 0]),
      [CHALLENGER_FRAUD]: counter([LONG, 0]),
    },
    fires: {},
    quiet: ['FraudDetectorAlertRate'],
    until: '75m',
  },
  {
    title: 'every fifth case decided otherwise by an analyst',
    series: { [OVERRIDES]: counter([LONG, 0.2]) },
    fires: { FraudDetectorProxyAnalystOverride: { at: '30m30s', shown: '20%' } },
    quiet: [],
  },
  {
    title: 'every tenth case decided otherwise by an analyst',
    series: { [OVERRIDES]: counter([LONG, 0.1]) },
    fires: {},
    quiet: ['FraudDetectorProxyAnalystOverride'],
    until: '40m',
  },
  {
    title: 'no cases to decide',
    series: { [CASES]: counter([LONG, 0]), [OVERRIDES]: counter([LONG, 0]) },
    fires: {},
    quiet: ['FraudDetectorProxyAnalystOverride'],
    until: '40m',
  },
  {
    title: 'a model that is 55 % sure, later 62 %, and sure again',
    series: confidence([30, 0.55], [60, 0.62], [LONG, 0.9]),
    fires: {
      FraudDetectorConfidence: { at: '10m30s', shown: '55%', ends: '98m30s' },
      FraudDetectorProxyConfidenceMean: { at: '10m30s', shown: '55%' },
    },
    quiet: [],
    until: '110m',
  },
  {
    title: 'a model that is 62 % sure, which is not what it would recover at',
    series: confidence([LONG, 0.62]),
    fires: { FraudDetectorProxyConfidenceMean: { at: '10m30s', shown: '62%' } },
    quiet: ['FraudDetectorConfidence'],
    until: '40m',
  },
  {
    title: 'a model that is 55 % sure of too few payments to tell',
    series: {
      [CONFIDENCE_SUM]: counter([LONG, 0.55 * 0.25]),
      [CONFIDENCE_COUNT]: counter([LONG, 0.25]),
    },
    fires: {},
    quiet: ['FraudDetectorConfidence', 'FraudDetectorProxyConfidenceMean'],
    until: '60m',
  },
];

/** Counters that vanish after twenty minutes. */
function gone(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, counter([20, COUNTERS[name] ?? 0], [LONG, 'missing'])]),
  );
}

/** Predictions that are so sure on average, for some minutes each. */
function confidence(...parts: readonly (readonly [minutes: number, mean: number])[]): Record<string, string> {
  return {
    [CONFIDENCE_SUM]: counter(...parts.map(([minutes, mean]) => [minutes, mean * TRAFFIC] as const)),
    [CONFIDENCE_COUNT]: counter(...parts.map(([minutes]) => [minutes, TRAFFIC] as const)),
  };
}
