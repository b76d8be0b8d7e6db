import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Action, MetricData } from '../../support/cloudwatch/replay.ts';
import { replay } from '../../support/cloudwatch/replay.ts';
import type { Template } from '../../support/cloudwatch/template.ts';

// What the CloudWatch alarms of the example do on a day, minute by minute.

const PATH = new URL('../../../generated/acme-ml/prod/aws/acme-ml-prod.template.json', import.meta.url);
const TEMPLATE = JSON.parse(readFileSync(PATH, 'utf8')) as Template;
const PREFIX = 'acme-ml-prod-';
const DAY_MINUTES = 1440;
const MIDNIGHT = Date.UTC(2026, 0, 5) / 1000;
/** 400 a second. */
const PREDICTIONS_A_MINUTE = 24_000;
const [TEN, NOON] = [10 * 60, 12 * 60];

/** The value of a minute of the day (negative for the day before), or nothing sent. */
type Minute = (minute: number) => number | undefined;

interface Day {
  readonly errorRatio?: (minute: number) => number;
  /** Whether the model sends its metrics. */
  readonly serves?: (minute: number) => boolean;
  /** The minute of the last success of the pipeline, as it is sent at a minute. */
  readonly pipeline?: Minute;
  /** The minute of the last update of the features that the pipeline feeds. */
  readonly features?: Minute;
}

function unixTime(minute: number): number {
  return MIDNIGHT + minute * 60;
}

function metric(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  value: Minute,
): MetricData {
  const observations = [];
  for (let minute = -DAY_MINUTES; minute < DAY_MINUTES; minute += 1) {
    const sent = value(minute);
    if (sent !== undefined) observations.push({ at: unixTime(minute), value: sent, count: 1 });
  }
  return { namespace, name, dimensions, observations };
}

function metricsOf(day: Day): readonly MetricData[] {
  const { errorRatio = () => 0.0001, serves = () => true } = day;
  const model = { model: 'fraud-detector' };
  const served =
    (value: (minute: number) => number): Minute =>
    (minute) =>
      serves(minute) ? value(minute) : undefined;
  const predictions = (labels: Readonly<Record<string, string>>, share: number): MetricData =>
    metric(
      'ML/Serving',
      'model_predictions_total',
      { ...model, ...labels },
      served((minute) => PREDICTIONS_A_MINUTE * share * (1 - errorRatio(minute))),
    );
  const timeOf =
    (last: Minute = (minute) => minute): Minute =>
    (minute) => {
      const at = last(minute);
      return at === undefined ? undefined : unixTime(at);
    };
  return [
    predictions({}, 1),
    predictions({ model_version: 'v1.2.3' }, 0.9),
    predictions({ model_version: 'v1.3.0' }, 0.1),
    predictions({ prediction_class: 'fraud' }, 0.01),
    metric(
      'ML/Serving',
      'model_prediction_errors_total',
      model,
      served((m) => PREDICTIONS_A_MINUTE * errorRatio(m)),
    ),
    ...[model, { ...model, model_version: 'v1.2.3' }].map((dimensions) =>
      metric(
        'ML/Serving',
        'model_prediction_latency_seconds',
        dimensions,
        served(() => 0.05),
      ),
    ),
    metric(
      'ML/Serving',
      'model_prediction_confidence',
      model,
      served(() => 0.9),
    ),
    metric(
      'CWAgent',
      'nvidia_smi_utilization_gpu',
      { AutoScalingGroupName: 'fraud-detector' },
      served(() => 50),
    ),
    metric(
      'ML/Serving',
      'feature_last_update_timestamp_seconds',
      { feature_view: 'transactions' },
      timeOf(day.features),
    ),
    metric(
      'ML/Serving',
      'pipeline_last_success_timestamp_seconds',
      { pipeline: 'transactions-ingest' },
      timeOf(day.pipeline),
    ),
    metric('ML/Serving', 'pipeline_records_total', { pipeline: 'transactions-ingest' }, () => 5000),
    metric('ML/Serving', 'pipeline_schema_violations_total', { pipeline: 'transactions-ingest' }, () => 0),
  ];
}

const during = (from: number, to: number) => (minute: number) => minute >= from && minute < to;

// AWS says that a missing point counts as 0 in metric math; graphs drop the point. What is told may not depend on it.
describe.each(['no-point', 'zero'] as const)(
  'a day of the example, a missing point in metric math being %s',
  (missing) => {
    const ofDay = (day: Day) => {
      const range = { from: MIDNIGHT, to: unixTime(DAY_MINUTES - 1), missing };
      const { states, actions } = replay(TEMPLATE, metricsOf(day), range);
      const minuteOf = ({ at }: Action): number => (at - MIDNIGHT) / 60;
      const alarms = actions.filter(({ state }) => state === 'ALARM');
      const names = (some: readonly Action[]): readonly string[] =>
        [...new Set(some.map(({ alarm }) => alarm.slice(PREFIX.length)))].toSorted();
      return {
        states: (alarm: string) =>
          (states.get(PREFIX + alarm) ?? []).map(([at, state]) => [(at - MIDNIGHT) / 60, state]),
        told: alarms
          .filter(({ suppressed }) => !suppressed)
          .map((a) => [
            minuteOf(a),
            a.alarm.slice(PREFIX.length),
            a.topics.map((t) => t.replace(/^.*critical-/, '')).join(),
          ]),
        suppressed: names(alarms.filter(({ suppressed }) => suppressed)),
      };
    };

    it('tells nobody anything while all is well', () => {
      const { told, suppressed } = ofDay({});
      expect(told).toEqual([]);
      expect(suppressed).toEqual([]);
    });

    it('pages once for an outage of 5 % in 20 minutes, by the fast burn of availability, and ends it', () => {
      const outage = during(TEN, TEN + 20);
      const { told, suppressed, states } = ofDay({
        errorRatio: (minute) => (outage(minute) ? 0.05 : 0.0001),
      });
      // 1.44 % of an hour is reached when 0.05 m + 0.0001 (60 - m) > 0.864, in the 18th minute.
      expect(told).toEqual([[TEN + 18, 'FraudAvailabilityBudgetBurnFast', 'page']]);
      expect(suppressed).toEqual([]);
      // The last 5 minutes that saw enough of the outage, and one period more that still counts.
      expect(states('FraudAvailabilityBudgetBurnFast')).toEqual([
        [0, 'OK'],
        [TEN + 18, 'ALARM'],
        [TEN + 29, 'OK'],
      ]);
    });

    it('keeps the tickets of an object silent while it pages', () => {
      const outage = during(TEN, NOON);
      const { told, states } = ofDay({ errorRatio: (minute) => (outage(minute) ? 0.05 : 0.0001) });
      const enters = (alarm: string, state: string): number =>
        Number(states(alarm).find(([at, entered]) => Number(at) > 0 && entered === state)?.[0]);
      expect(told).toEqual([
        [TEN + 18, 'FraudAvailabilityBudgetBurnFast', 'page'],
        [TEN + 43, 'FraudAvailabilityBudgetBurnMedium', 'page'],
        [TEN + 43, 'FraudAvailabilityBudgetBurnMedium-after-45m', 'page-level-3'],
        [TEN + 47, 'FraudAvailabilityBudgetBurnFast-after-45m', 'page-level-3'],
        // The budget of the day is still being spent: the ticket comes 5 minutes after the last page has ended.
        [enters('FraudAvailabilityBudgetBurnMedium', 'OK') + 5, 'FraudAvailabilityBudgetBurnSlow', 'ticket'],
      ]);
      expect(enters('FraudAvailabilityBudgetBurnSlow', 'ALARM')).toBeLessThan(NOON);
      expect(enters('FraudAvailabilityBudgetBurnMedium', 'OK')).toBeGreaterThan(NOON);
    });

    it('pages for a stale pipeline, which explains the stale features', () => {
      const last: Minute = (minute) => (during(TEN, NOON)(minute) ? TEN : minute);
      const { told, suppressed } = ofDay({ pipeline: last, features: last });
      expect(told).toEqual([
        [TEN + 18, 'TransactionsIngestFreshnessWarn', 'ticket'],
        [TEN + 31, 'TransactionsIngestFreshness', 'page'],
        [TEN + 76, 'TransactionsIngestFreshness-after-45m', 'page-level-3'],
      ]);
      expect(suppressed).toEqual([
        'FraudFeatureFreshnessSustained',
        'FraudFeatureFreshnessSustained-after-45m',
      ]);
    });

    it('pages for stale features when nothing explains them', () => {
      const { told, suppressed } = ofDay({
        features: (minute) => (during(TEN, TEN + 40)(minute) ? TEN : minute),
      });
      expect(told.map(([, alarm, topics]) => [alarm, topics])).toEqual([
        ['FraudFeatureFreshnessSustained', 'page'],
      ]);
      expect(suppressed).toEqual([]);
    });

    it('pages for a model that sends nothing, and for nothing that follows from it', () => {
      const gone = during(TEN, TEN + 30);
      const { told, suppressed } = ofDay({ serves: (minute) => !gone(minute) });
      // 10 periods without data, after the two that are looked at besides.
      expect(told).toEqual([
        [TEN + 12, 'FraudDetectorChampionAbsent', 'page'],
        [TEN + 12, 'FraudDetectorLatencyAbsent', 'page'],
        [TEN + 12, 'FraudDetectorLatencyChampionAbsent', 'page'],
        [TEN + 12, 'FraudDetectorRequestsAbsent', 'page'],
      ]);
      expect(suppressed).toEqual(['FraudDetectorGpuAbsent']);
    });

    it('pages for a pipeline that sends nothing, and not for its return', () => {
      const { told } = ofDay({ pipeline: (minute) => (during(TEN, TEN + 40)(minute) ? undefined : minute) });
      // Where a missing time counts as 0, its age is beyond every bound: the page for the age comes with the other.
      expect(told).toContainEqual([TEN + 20, 'TransactionsIngestFreshnessAbsent', 'page']);
      expect(told.filter(([, alarm]) => !String(alarm).startsWith('TransactionsIngestFreshness'))).toEqual(
        [],
      );
      expect(told.filter(([minute]) => Number(minute) > TEN + 40)).toEqual([]);
    });
  },
);
