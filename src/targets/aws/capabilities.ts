import { type Capabilities, ELSEWHERE, FULL } from '../capability.ts';

/** What CloudWatch and its neighbours do with a plan. */
export const capabilities: Capabilities = {
  'measure/rate': FULL,
  'measure/increase': FULL,
  'measure/mean': FULL,
  'measure/quantile': FULL,
  'measure/gauge': {
    support: 'approximated',
    how: 'the sum over series is the sum over samples of a period, which counts a series once per sample',
  },
  'measure/age': FULL,
  'measure/ratio': FULL,
  'measure/ago': {
    support: 'none',
    why: 'metric math of an alarm cannot look at an earlier time',
    instead: 'Compare with a fixed threshold, or leave this alert to Prometheus.',
  },
  'measure/scaled': FULL,
  'measure/when': {
    support: 'none',
    why: 'metric math has no value that depends on another',
    instead: 'Leave this alert to Prometheus, where the drift job writes as well.',
  },
  'measure/combine': {
    support: 'none',
    why: 'metric math of an alarm cannot look at earlier weeks, and a sum of prices is not made of it here',
    instead: 'Use anomaly detection of CloudWatch on the metric, or leave this alert to Prometheus.',
  },
  'measure/amount-rate': FULL,
  'measure/proportion-z': {
    support: 'none',
    why: 'an alarm compares one expression, and a test of proportions needs its sample size as a condition',
    instead: 'Leave this alert to Prometheus.',
  },
  'measure/segment-spread': { support: 'none', why: 'metric math knows no groups of a dimension' },
  'measure/last-due': {
    support: 'none',
    why: 'an alarm knows no calendar',
    instead: 'Use freshness with maxAge, or leave this alert to Prometheus.',
  },
  'measure/raw': {
    support: 'none',
    why: 'CloudWatch reads no PromQL here',
    instead: 'Say it with `of` and `statistic` on a role of the model, so that every target can render it.',
  },
  'selection/facet': {
    support: 'none',
    why: 'the mapping names no dimension for the version or class',
    instead:
      'Name it under facets of the cloudwatch mapping, and publish the metric with that dimension too.',
  },
  'selection/other-facets': {
    support: 'none',
    why: 'a metric is chosen by its dimensions, not by what they are not',
    instead: 'Name the version to compare.',
  },
  'condition/compare': FULL,
  'condition/min-samples': FULL,
  'condition/burn-rate': FULL,
  'condition/burn-rate-over-a-day': {
    support: 'approximated',
    how: 'each day of the long window must be above the factor, since a period has at most a day',
  },
  'condition/sustained': FULL,
  'condition/budget-remaining': {
    support: 'none',
    why: 'an alarm looks back seven days at most',
    instead: 'The objective in Application Signals shows what is left of the budget.',
  },
  'condition/absent': FULL,
  'condition/vanished': {
    support: 'none',
    why: 'an alarm cannot tell a metric that vanished from one that never was',
  },
  'condition/no-value': { support: 'none', why: 'what has no value there is a PromQL query' },
  'condition/segment-beyond': { support: 'none', why: 'metric math knows no groups of a dimension' },
  'condition/missing-bucket': ELSEWHERE,
  'condition/logic': FULL,
  'condition/latched': {
    support: 'approximated',
    how: 'it ends when the threshold itself is kept, since alarms have no recovery threshold',
  },
  // Both watch over the chain from Prometheus to people, which is not used here.
  'condition/always': ELSEWHERE,
  'condition/self': ELSEWHERE,
  'objective/events': FULL,
  'objective/latency': FULL,
  'objective/time-slices': {
    support: 'approximated',
    how: 'an age counts by minutes in Application Signals, and an objective on what metric math cannot say has alarms only',
  },
  'objective/second-bound': {
    support: 'none',
    why: 'an alarm on slices compares with one fixed threshold',
    instead: 'Use maxAge, or leave this objective to Prometheus.',
  },
  'objective/excluded-maintenance': {
    support: 'none',
    why: 'exclusion windows of Application Signals know no time zone; alarms are muted',
  },
  'alert/hold': {
    support: 'approximated',
    how: 'whole periods in a row must breach, and a window that is longer than the hold stands for it',
  },
  'alert/keep-firing': {
    support: 'approximated',
    how: 'so many of the last periods count, which keeps the alarm as long after the last breach',
  },
  'route/first-level': FULL,
  'route/staged-level': {
    support: 'approximated',
    how: 'an alarm of its own which must breach for longer by the delay of the level; acknowledgement does not stop it',
  },
  'route/native-level': ELSEWHERE,
  'route/timing': { support: 'none', why: 'topics know no hours: it tells at any hour' },
  'route/hold': { support: 'none', why: 'topics know no hours: it tells at any hour' },
  'route/digest': {
    support: 'none',
    why: 'topics send at once; its alarms are there to be seen, and tell nobody',
  },
  'route/repeat': { support: 'none', why: 'an alarm tells of each change of its state once' },
  'route/grouping': {
    support: 'approximated',
    how: 'each alarm is a notification of its own; PagerDuty can group the incidents of a service',
  },
  'alert/action': {
    support: 'none',
    why: 'an alarm action is no webhook with a guard',
    instead: 'Leave actions to Alertmanager.',
  },
  'recipient/pagerduty': FULL,
  'recipient/slack': {
    support: 'none',
    why: 'a topic cannot be subscribed by a Slack channel',
    instead: 'Subscribe the channel to the topic in Amazon Q Developer in chat applications.',
  },
  'recipient/email': FULL,
  'recipient/webhook': {
    support: 'approximated',
    how: 'an HTTPS subscription to the topic, which the receiver has to confirm once',
  },
  'cause/upstream': FULL,
  'cause/page-over-ticket': FULL,
  'maintenance/mute': FULL,
  scrape: ELSEWHERE,
  'prediction-log': {
    support: 'approximated',
    how: 'saved queries and metric filters, without the metrics for which a filter would have to calculate',
  },
  tracing: {
    support: 'approximated',
    how: 'groups and sampling rules by service, so that models of one service share them',
  },
  'telemetry/traces': ELSEWHERE,
  'telemetry/metrics': ELSEWHERE,
  'telemetry/logs': ELSEWHERE,
  'telemetry/redaction': ELSEWHERE,
  'telemetry/sampling': ELSEWHERE,
  'telemetry/durable-queue': ELSEWHERE,
  'drift/comparison': ELSEWHERE,
  'drift/checks': ELSEWHERE,
  'drift/interval': ELSEWHERE,
};
