import { notation } from '../promtool-series.ts';
import {
  ALERTMANAGERS,
  DROPPED,
  FAILED_EVALUATIONS,
  FAILED_EVALUATIONS_OF_OTHERS,
  GATEWAY_UP,
  LOGS_NOT_SENT,
  MISSED_EVALUATIONS,
  MISSED_EVALUATIONS_OF_OTHERS,
  QUEUE_SIZE,
  REFUSED_BY_AGENT,
  REFUSED_SPANS,
  SEND_ERRORS,
} from './healthy.ts';
import type { Scenario } from './scenario.ts';

const { counter, gauge } = notation(30);
const LONG = 240;
/** One more every half minute. */
const EACH = 1 / 30;

/** The monitoring itself. */
export const monitoringScenarios: readonly Scenario[] = [
  {
    title: 'rules of ours that fail',
    series: { [FAILED_EVALUATIONS]: counter([20, 0], [LONG, EACH]) },
    fires: { AcmeMlRuleEvaluationFailing: { at: '25m30s' } },
    quiet: ['AcmeMlRuleEvaluationLate'],
  },
  {
    title: 'evaluations of ours that are left out',
    series: { [MISSED_EVALUATIONS]: counter([20, 0], [LONG, EACH]) },
    fires: { AcmeMlRuleEvaluationLate: { at: '30m30s' } },
    quiet: ['AcmeMlRuleEvaluationFailing'],
  },
  {
    title: 'rules of others that fail and come late',
    series: {
      [FAILED_EVALUATIONS_OF_OTHERS]: counter([20, 0], [LONG, EACH]),
      [MISSED_EVALUATIONS_OF_OTHERS]: counter([20, 0], [LONG, EACH]),
    },
    fires: {},
    quiet: ['AcmeMlRuleEvaluationFailing', 'AcmeMlRuleEvaluationLate'],
    until: '40m',
  },
  {
    title: 'one failure of everything, once',
    series: Object.fromEntries(
      [FAILED_EVALUATIONS, MISSED_EVALUATIONS, SEND_ERRORS, DROPPED].map((name) => [
        name,
        counter([20, 0], [0.5, EACH], [LONG, 0]),
      ]),
    ),
    fires: {},
    quiet: ['AcmeMlRuleEvaluationFailing', 'AcmeMlRuleEvaluationLate', 'AcmeMlNotificationsFailing'],
    until: '40m',
  },
  {
    title: 'alerts that Alertmanager does not take',
    series: { [SEND_ERRORS]: counter([20, 0], [LONG, EACH]) },
    fires: { AcmeMlNotificationsFailing: { at: '30m30s' } },
    quiet: [],
  },
  {
    title: 'alerts that are dropped',
    series: { [DROPPED]: counter([20, 0], [LONG, EACH]) },
    fires: { AcmeMlNotificationsFailing: { at: '30m30s' } },
    quiet: [],
  },
  {
    title: 'no Alertmanager to hand alerts to',
    series: { [ALERTMANAGERS]: gauge([20, 1], [LONG, 0]) },
    fires: { AcmeMlNotificationsFailing: { at: '30m' } },
    quiet: [],
  },
  {
    title: 'a gateway of telemetry that is down',
    series: { [GATEWAY_UP]: gauge([20, 1], [LONG, 0]) },
    fires: { TelemetryDown: { at: '30m' } },
    quiet: ['TelemetryRefused', 'TelemetryDropped', 'TelemetryQueueFilling'],
  },
  {
    title: 'a queue of telemetry that fills',
    series: { [QUEUE_SIZE]: gauge([20, 100], [LONG, 5001]) },
    fires: { TelemetryQueueFilling: { at: '30m' } },
    quiet: ['TelemetryDown', 'TelemetryRefused', 'TelemetryDropped'],
  },
  {
    title: 'spans that the gateway refuses',
    series: { [REFUSED_SPANS]: counter([20, 0], [LONG, EACH]) },
    fires: { TelemetryRefused: { at: '25m30s' } },
    quiet: ['TelemetryDropped'],
  },
  {
    title: 'logs that an agent refuses',
    series: { [REFUSED_BY_AGENT]: counter([20, 0], [LONG, EACH]) },
    fires: { TelemetryRefused: { at: '25m30s' } },
    quiet: ['TelemetryDropped'],
  },
  {
    title: 'logs that a sink does not take',
    series: { [LOGS_NOT_SENT]: counter([20, 0], [LONG, EACH]) },
    fires: { TelemetryDropped: { at: '25m30s' } },
    quiet: ['TelemetryRefused'],
  },
];
