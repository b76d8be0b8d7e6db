import type { Notation } from '../promtool-series.ts';
import { JOB_CLOCKS, JOB_GAUGES } from './job-series.ts';

const JOB = 'job="fraud-detector"';
const INGEST = 'pipeline="transactions-ingest"';

export const CHAMPION = requests('v1.2.3', 'legitimate');
export const CHAMPION_FRAUD = requests('v1.2.3', 'fraud');
export const CHALLENGER = requests('v1.3.0', 'legitimate');
export const CHALLENGER_FRAUD = requests('v1.3.0', 'fraud');
/** Of a service that never failed, nobody has seen it. */
export const ERRORS = `model_prediction_errors_total{${JOB}, model_version="v1.2.3", reason="timeout"}`;
/** Of a challenger that never failed, and tells neither how sure nor how fast it is, but where a scenario is about it. */
export const CHALLENGER_ERRORS = `model_prediction_errors_total{${JOB}, model_version="v1.3.0", reason="timeout"}`;
export const CONFIDENCE_SUM = confidence('v1.2.3', 'sum');
export const CONFIDENCE_COUNT = confidence('v1.2.3', 'count');
export const CHALLENGER_CONFIDENCE_SUM = confidence('v1.3.0', 'sum');
export const CHALLENGER_CONFIDENCE_COUNT = confidence('v1.3.0', 'count');
export const GPU = `DCGM_FI_DEV_GPU_UTIL{${JOB}, gpu="0"}`;
export const CASES = 'fraud_cases_total{job="case-tool"}';
export const OVERRIDES = 'fraud_case_overrides_total{job="case-tool"}';
export const LOSSES = 'fraud_loss_amount_total{job="ledger"}';
export const PAYMENTS = 'payment_amount_total{job="ledger"}';

export const INGESTED = `pipeline_last_success_timestamp_seconds{${INGEST}}`;
export const RECORDS = `pipeline_records_total{${INGEST}}`;
/** While all records have the right shape, nobody has seen it. */
export const VIOLATIONS = `pipeline_schema_violations_total{${INGEST}}`;
export const FEATURES = 'feature_last_update_timestamp_seconds{feature_view="transactions"}';

const OURS = '/etc/prometheus/rules/model-fraud-detector.yaml;modelwatch-prod/fraud-availability';
const THEIRS = '/etc/prometheus/rules/node.yaml;node';
export const FAILED_EVALUATIONS = ofRules('prometheus_rule_evaluation_failures_total', OURS);
export const FAILED_EVALUATIONS_OF_OTHERS = ofRules('prometheus_rule_evaluation_failures_total', THEIRS);
export const MISSED_EVALUATIONS = ofRules('prometheus_rule_group_iterations_missed_total', OURS);
export const MISSED_EVALUATIONS_OF_OTHERS = ofRules('prometheus_rule_group_iterations_missed_total', THEIRS);
export const SEND_ERRORS = 'prometheus_notifications_errors_total{alertmanager="http://alertmanager:9093"}';
export const DROPPED = 'prometheus_notifications_dropped_total';
export const ALERTMANAGERS = 'prometheus_notifications_alertmanagers_discovered';

const ofGateway = (name: string, more = ''): string =>
  `${name}{job="otel-collector-gateway",instance="otel-gateway:8888"${more}}`;
const ofAgent = (name: string, more = ''): string =>
  `${name}{job="otel-collector-agent",instance="127.0.0.1:8888"${more}}`;
const SPLUNK = ',exporter="splunk_hec/splunk-hec"';
export const GATEWAY_UP = ofGateway('up');
export const QUEUE_SIZE = ofGateway('otelcol_exporter_queue_size', SPLUNK);
export const QUEUE_CAPACITY = ofGateway('otelcol_exporter_queue_capacity', SPLUNK);
export const REFUSED_SPANS = ofGateway('otelcol_receiver_refused_spans', ',receiver="otlp"');
export const REFUSED_BY_AGENT = ofAgent('otelcol_receiver_refused_log_records_total', ',receiver="otlp"');
export const LOGS_NOT_SENT = ofGateway('otelcol_exporter_send_failed_log_records', SPLUNK);

/** Predictions per second of all versions and classes; one in a hundred is fraud. */
export const TRAFFIC = 400;

/** How fast the counters grow while all is well, per second. */
export const COUNTERS: Readonly<Record<string, number>> = {
  [CHAMPION]: 376.2,
  [CHAMPION_FRAUD]: 3.8,
  [CHALLENGER]: 19.8,
  [CHALLENGER_FRAUD]: 0.2,
  [CONFIDENCE_SUM]: 0.9 * TRAFFIC,
  [CONFIDENCE_COUNT]: TRAFFIC,
  ...histogram('a', 200, 0.001),
  ...histogram('b', 200, 0.001),
  [CASES]: 1,
  [OVERRIDES]: 0.05,
  [LOSSES]: 20,
  [PAYMENTS]: 40_000,
  [RECORDS]: 100,
  [FAILED_EVALUATIONS]: 0,
  [FAILED_EVALUATIONS_OF_OTHERS]: 0,
  [MISSED_EVALUATIONS]: 0,
  [MISSED_EVALUATIONS_OF_OTHERS]: 0,
  [SEND_ERRORS]: 0,
  [DROPPED]: 0,
  [REFUSED_SPANS]: 0,
  [REFUSED_BY_AGENT]: 0,
  [LOGS_NOT_SENT]: 0,
};

export const GAUGES: Readonly<Record<string, number>> = {
  [GPU]: 60,
  [ALERTMANAGERS]: 1,
  [GATEWAY_UP]: 1,
  [QUEUE_SIZE]: 100,
  [QUEUE_CAPACITY]: 10_000,
};
export const CLOCKS = [INGESTED, FEATURES] as const;

/** What every scenario raises after an hour: none has a week before it but those that are about one. */
export const NO_HISTORY = ['FraudDetectorProxyAlertRateNoHistory', 'FraudLossRateNoHistory'] as const;

/** What the policy of the error budget does, in the order of the specs. */
export const POLICY = {
  QUARTER_LEFT: ['FraudAvailabilityPolicy1FreezeDeploys', 'FraudAvailabilityPolicy1NotifyInfo'],
  NOTHING_LEFT: ['FraudAvailabilityPolicy2ActionRollbackFraud', 'FraudAvailabilityPolicy2NotifyPage'],
} as const;

/** Names of the alerts on burn rates, from the shortest windows to the longest. */
export const TIERS = {
  AVAILABILITY: tiers('FraudAvailabilityBudgetBurn'),
  LATENCY: tiers('FraudLatencyBudgetBurn'),
} as const;

/** All series of the example for some minutes in which nothing happens. */
export function healthy({ counter, gauge, clock }: Notation, minutes: number): Record<string, string> {
  return {
    ...mapped(COUNTERS, (perSecond) => counter([minutes, perSecond])),
    ...mapped({ ...GAUGES, ...JOB_GAUGES }, (value) => gauge([minutes, value])),
    ...Object.fromEntries([...CLOCKS, ...JOB_CLOCKS].map((name) => [name, clock([minutes, 'runs'])])),
  };
}

/** Rates of a pod's latency histogram: a share is slower than 250 ms, and of the others a share is done within 100 ms. */
export function histogram(
  pod: string,
  perSecond: number,
  slow: number,
  { fast = 0.9, version = 'v1.2.3' }: { readonly fast?: number; readonly version?: string } = {},
): Record<string, number> {
  const labels = `${JOB}, model_version="${version}", pod="${pod}"`;
  return {
    [`model_prediction_latency_seconds_count{${labels}}`]: perSecond,
    [`model_prediction_latency_seconds_bucket{${labels}, le="0.1"}`]: perSecond * (1 - slow) * fast,
    [`model_prediction_latency_seconds_bucket{${labels}, le="0.25"}`]: perSecond * (1 - slow),
    [`model_prediction_latency_seconds_bucket{${labels}, le="+Inf"}`]: perSecond,
  };
}

export function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function tiers(name: string): readonly string[] {
  return ['Fast', 'Medium', 'Slow', 'Trickle'].map((tier) => `${name}${tier}`);
}

function confidence(version: string, part: 'sum' | 'count'): string {
  return `model_prediction_confidence_${part}{${JOB}, model_version="${version}"}`;
}

function requests(version: string, predicted: string): string {
  return `model_predictions_total{${JOB}, model_version="${version}", prediction_class="${predicted}"}`;
}

function ofRules(metric: string, group: string): string {
  return `${metric}{rule_group="${group}"}`;
}
