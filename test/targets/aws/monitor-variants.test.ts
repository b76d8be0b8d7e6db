import { describe, expect, it } from 'vitest';
import { awsTarget } from '../../../src/targets/aws/index.ts';
import { planOf } from '../../support/project.ts';
import { file, object, TEAM } from '../../support/specs.ts';

const PROJECT = object('Project', 'acme', '{ channels: { slack: { apiUrlFile: secrets/slack } } }');
const SOURCE = object('DataSource', 'cw', '{ type: cloudwatch, namespace: Acme, names: as-emitted }');
const BUSINESS = object(
  'BusinessMetric',
  'ctr',
  '{ owner: ml, query: "a / b", direction: higher-is-better, baseline: { compare: same-time-last-week, maxDecrease: 8%, fallback: { min: 1 } } }',
);
const MODEL = object(
  'Model',
  'fraud',
  `{
  owner: ml,
  metrics: { latency: { native: true, labels: { version: rev } }, requests: { labels: { version: rev, class: class } }, errors: { labels: { version: rev } }, tokens: { name: tokens_total, labels: { kind: type } } },
  versions: { champion: v1, challenger: { version: v2 }, discover: label },
  cost: { perToken: { input: 0.000003 USD }, budget: 900 USD/day },
  proxies: [
    { name: class-rate, from: requests, class: a, expect: { within: 25% of same-time-last-week } },
    { name: confidence, from: confidence, statistic: mean, expect: { within: 10% of baseline } },
    { name: sure, from: confidence, statistic: mean, expect: { min: 50% } }
  ],
  slos: [{ name: traffic, sli: { type: throughput, min: 60% of baseline, max: 200% of baseline }, objective: 99% }],
  monitors: [
    { name: rollout, compare: { metrics: [latency-p99, error-rate] } },
    { name: odd, of: requests, anomaly: { compare: same-time-yesterday, maxIncrease: 50% } },
    { name: both, all: [{ businessMetric: ctr }, { of: requests, threshold: { lt: 1/s } }] },
    { name: either, any: [{ of: latency, statistic: p99, threshold: { gt: 1s } }, { of: requests, threshold: { lt: 1/s } }] },
    { name: cost, cost: { alert: 100% of budget } }
  ] }`,
);

const { plan } = planOf(file(PROJECT, TEAM, SOURCE, BUSINESS, MODEL));
const { files, notes } = awsTarget.lower(plan, awsTarget.options.parse({}), () => undefined);
const template = files.map(({ text }) => text).join('\n');

/** Alerts that are about comparisons, other weeks, costs, proxies or business metrics. */
const CLASSES = ['business', 'comparison', 'anomaly', 'cost', 'quality', 'throughput', 'threshold'];
/** What it stands on is written by the drift job for Prometheus alone, which is told once, at the baseline. */
const ON_BASELINE = 'FraudProxyConfidence';
const alerts = plan.alerts.filter(({ class: ofClass }) => CLASSES.includes(ofClass));

describe('alerts that compare, in CloudWatch', () => {
  it('are alarms, or a note says why not', () => {
    expect(alerts.length).toBeGreaterThanOrEqual(12);
    const untold = alerts.filter(
      ({ name, origin }) =>
        !template.includes(`acme-default-${name}"`) &&
        !notes.some(
          ({ message, span }) => message.includes(name) || origin.spans.some((own) => own === span),
        ),
    );
    expect(untold.map(({ name }) => name)).toEqual([ON_BASELINE]);
    expect(notes.map(({ message }) => message).join('\n')).toContain('modelwatch_baseline_value');
  });

  it('are alarms where metric math has all of it', () => {
    const made = alerts.map(({ name }) => name).filter((name) => template.includes(`acme-default-${name}"`));
    expect(made).toEqual(['FraudProxySure', 'FraudEither']);
  });

  it.each([
    ['FraudOddUnusual', 'a measure some time ago'],
    ['FraudRolloutErrorRate', 'test of two proportions'],
    ['FraudRolloutLatencyP99', 'all versions but one'],
    ['FraudCostOverBudget', 'median or sum of several measures'],
    ['CtrBreached', "a user's own PromQL query"],
    ['FraudBoth', "a user's own PromQL query"],
    ['FraudTrafficSustained', 'two bounds'],
  ])('leave out %s, since it asks for %s', (name, construct) => {
    const told = notes.filter(({ message }) => message.includes(`${name} asks for`));
    expect(told.map(({ code }) => code)).toContain('target/unsupported');
    expect(told.map(({ message }) => message).join('\n')).toContain(construct);
  });

  it('have no dashboard where nothing of a subject is there to be seen', () => {
    expect(template).toContain('acme-default-model-fraud');
    expect(template).not.toContain('acme-default-business-metric-ctr');
  });
});
