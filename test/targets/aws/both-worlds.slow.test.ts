import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { loadProject } from '../../../src/load.ts';
import type { Alert } from '../../../src/plan/alert.ts';
import { publishedOf } from '../../support/cloudwatch/from-series.ts';
import { replay } from '../../support/cloudwatch/replay.ts';
import type { Template } from '../../support/cloudwatch/template.ts';
import { challengerScenarios } from '../../support/example/challenger-scenarios.ts';
import { dataScenarios } from '../../support/example/data-scenarios.ts';
import { healthy } from '../../support/example/healthy.ts';
import { modelScenarios } from '../../support/example/model-scenarios.ts';
import { nightScenarios } from '../../support/example/night-scenarios.ts';
import { objectiveScenarios } from '../../support/example/objective-scenarios.ts';
import { policyScenarios } from '../../support/example/policy-scenarios.ts';
import { proxyScenarios } from '../../support/example/proxy-scenarios.ts';
import { type Scenario, seconds } from '../../support/example/scenario.ts';
import { notation } from '../../support/promtool-series.ts';

/**
 * The example in both worlds on the same traffic. What Prometheus does with each scenario is judged by promtool
 * (test/real/example-rules.test.ts) and written down in the scenario; here the rendered CloudFormation template is replayed
 * on what the same service publishes to CloudWatch.
 */

const EXAMPLE = path.join(import.meta.dirname, '../../../examples/fraud-detector');
const compiled = compile(loadProject(EXAMPLE).input);
const prod = compiled.environments.find(({ name }) => name === 'prod');
if (prod === undefined) throw new Error('the example has no environment prod');
const { plan } = prod;
const template = JSON.parse(
  compiled.files.find((file) => file.path === 'prod/aws/acme-ml-prod.template.json')?.text ?? '',
) as Template;

/** What is sampled more rarely than by the minute stands for minutes that promtool would take too long for. */
const LONGEST_STEP_SECONDS = 60;
const SCENARIOS = [
  ...objectiveScenarios,
  ...policyScenarios,
  ...nightScenarios,
  ...modelScenarios,
  ...proxyScenarios,
  ...challengerScenarios,
  ...dataScenarios,
].filter(({ stepSeconds = 30 }) => stepSeconds <= LONGEST_STEP_SECONDS);

/**
 * What the drift job finds is published to Prometheus only; proxies are compared with what it writes, with last week, or are
 * PromQL; actions have a guard that no alarm has.
 */
const ELSEWHERE: readonly Alert['class'][] = [
  'drift',
  'quality',
  'fairness',
  'data-quality',
  'job',
  'action',
];

/** Other alerts that CloudWatch has no means for; compiling tells of each. The bucket is Prometheus' own trouble. */
const LEFT_OUT = [
  'AcmeMlNotificationsFailing',
  'AcmeMlRuleEvaluationFailing',
  'AcmeMlRuleEvaluationLate',
  'AcmeMlWatchdog',
  'FraudAvailabilityPolicy1FreezeDeploys',
  'FraudAvailabilityPolicy1NotifyInfo',
  'FraudAvailabilityPolicy2NotifyPage',
  'FraudChallengerRegressionAlertRate',
  'FraudChallengerRegressionConfidenceMean',
  'FraudChallengerRegressionErrorRate',
  'FraudChallengerRegressionLatencyP99',
  'FraudDetectorErrorsAbsent',
  'FraudDetectorProxyAlertRateNoHistory',
  'FraudDetectorProxyConfidenceMeanBaselineAbsent',
  'FraudFeatureFreshnessBudgetLow',
  'FraudGpuBudgetLow',
  'FraudLatencyBucketMissing',
  'FraudLossRateBreached',
  'FraudLossRateNoHistory',
  'TelemetryDown',
  'TelemetryDropped',
  'TelemetryQueueFilling',
  'TelemetryRefused',
  'TransactionsIngestSchemaViolationsAbsent',
  'TransactionsIngestVolumeLow',
];

const NOT_THERE = [
  ...LEFT_OUT,
  ...plan.alerts.filter((alert) => ELSEWHERE.includes(alert.class)).map(({ name }) => name),
];

/** In place of three days together each of them must be above the factor: what is minutes old does not fire. */
const OVER_A_DAY = ['FraudAvailabilityBudgetBurnTrickle', 'FraudLatencyBudgetBurnTrickle'];

const LATENCY_ABSENT = ['FraudDetectorLatencyAbsent', 'FraudDetectorLatencyChampionAbsent'];

/** What only CloudWatch raises, and why. */
const ONLY_CLOUDWATCH: Readonly<Record<string, readonly string[]>> = {
  // Its periods slide: eight minutes reach into three of five minutes, of which Prometheus' slices see two.
  'a GPU at 95 % for eight minutes, which is less than three slices': ['FraudGpuSustained'],
  // A distribution without observations is not published; Prometheus still scrapes the counters.
  'three failures and three slow answers in a quiet night': LATENCY_ABSENT,
  'eleven failures and eleven slow answers in a quiet night': LATENCY_ABSENT,
  // It has no buckets that could be missing: the pod's slow answers count.
  'a new pod without a bucket at 250 ms': ['FraudLatencyBudgetBurnSlow'],
  // The last known moment grows older until the periods that hold it are over; its absence pages in both.
  'a pipeline of which nothing is known': ['TransactionsIngestFreshnessWarn'],
};

/** What it raises beside, should the moment that nobody tells count as 0: the pipeline pages for its silence at once. */
const IF_ZERO: Readonly<Record<string, readonly string[]>> = {
  'a pipeline of which nothing is known': ['TransactionsIngestFreshness'],
};

/**
 * A window that is longer than the hold stands for it, so an alarm may come earlier by the hold, and periods slide where
 * slices stand: earlier by a slice. One on what is sampled every
 * five minutes comes later by two of its periods: the last sample has to leave all that the alarm looks at.
 */
const LATEST_MINUTES = 10;
const SLICE_MINUTES = 5;

/** Minutes from the scenario's begin to the first ALARM of each alert that has one. */
function alarms(scenario: Scenario, missing: 'no-point' | 'zero'): Map<string, number> {
  const { stepSeconds = 30, startSeconds = 0, fires, until } = scenario;
  const moments = Object.values(fires).flatMap(({ at, ends }) => [seconds(at), seconds(ends ?? at)]);
  const length = until === undefined ? Math.max(0, ...moments) + 600 : seconds(until);
  const minutes = Math.ceil(length / 60) + 10;
  const series = { ...healthy(notation(stepSeconds, startSeconds), minutes), ...scenario.series };
  const { states } = replay(template, publishedOf(plan, series, { stepSeconds, startSeconds }), {
    from: startSeconds + 60,
    to: startSeconds + Math.max(600, length),
    missing,
  });
  return new Map(
    plan.alerts.flatMap(({ name }) => {
      const first = states.get(`acme-ml-prod-${name}`)?.find(([, state]) => state === 'ALARM');
      return first === undefined ? [] : [[name, (first[0] - startSeconds) / 60] as const];
    }),
  );
}

function without(names: Iterable<string>, others: readonly string[]): string[] {
  return [...names].filter((name) => !others.includes(name)).toSorted();
}

describe('the example in CloudWatch', () => {
  it('has an alarm for every alert but those that it has no means for', () => {
    const names = Object.values(template.Resources).map(({ Properties }) => Properties?.['AlarmName']);
    const missing = plan.alerts.filter(({ name }) => !names.includes(`acme-ml-prod-${name}`));
    const elsewhere = plan.alerts.filter((alert) => ELSEWHERE.includes(alert.class));
    expect(elsewhere.length).toBeGreaterThan(20);
    expect(missing).toEqual(expect.arrayContaining(elsewhere));
    const others = missing.filter((alert) => !elsewhere.includes(alert));
    expect(others.map(({ name }) => name).toSorted()).toEqual(LEFT_OUT);
  });

  it('is tried on most scenarios of Prometheus, and every difference explained is one', () => {
    expect(SCENARIOS.length).toBeGreaterThan(40);
    const titles = SCENARIOS.map(({ title }) => title);
    for (const title of Object.keys(ONLY_CLOUDWATCH)) expect(titles).toContain(title);
  });

  describe.each(['no-point', 'zero'] as const)('with %s for what is missing of two series', (missing) => {
    it.each(SCENARIOS.map((scenario) => [scenario.title, scenario] as const))(
      'alarms as Prometheus does after %s',
      (title, scenario) => {
        const { fires, ignores = [] } = scenario;
        const alarmed = alarms(scenario, missing);
        const only = [...(ONLY_CLOUDWATCH[title] ?? []), ...((missing === 'zero' && IF_ZERO[title]) || [])];
        const unjudged = [...ignores, ...NOT_THERE, ...OVER_A_DAY];
        expect(without(alarmed.keys(), [...unjudged, ...only])).toEqual(
          without(Object.keys(fires), [...unjudged, ...only]),
        );
        for (const name of only) expect([...alarmed.keys()]).toContain(name);
        for (const [name, { at }] of Object.entries(fires)) {
          const minute = alarmed.get(name);
          if (minute === undefined) continue;
          const hold = (plan.alerts.find((alert) => alert.name === name)?.holdSeconds ?? 0) / 60;
          const late = minute - seconds(at) / 60;
          expect(late, `${name} is so many minutes late`).toBeGreaterThanOrEqual(-hold - SLICE_MINUTES);
          expect(late, `${name} is so many minutes late`).toBeLessThanOrEqual(LATEST_MINUTES);
        }
      },
    );
  });
});
