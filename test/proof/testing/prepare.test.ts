import { describe, expect, it } from 'vitest';
import { file, object } from '../../support/specs.ts';
import { alertTest, prepared, SPECS } from './project.ts';

const SERIES = 'series: [{ metric: gpu, model: fraud, value: 95% }]';

function expecting(expectation: string, more = ''): string {
  return alertTest(`{ ${more} ${SERIES}, expect: [${expectation}] }`);
}

describe('the names in a test', () => {
  it.each([
    ['FraudLatencyBudgetBurnFast', ['FraudLatencyBudgetBurnFast']],
    ['fraud-latency-budget-burn-fast', ['FraudLatencyBudgetBurnFast']],
    ['fraud-gpu', ['FraudGpuSustained']],
    ['SLO/fraud-gpu', ['FraudGpuSustained']],
    ['ingest-freshness', ['IngestFreshness']],
    ['ingest', ['IngestFreshness', 'IngestFreshnessAbsent']],
  ])('%s means %j', (name, alerts) => {
    const { tests, told } = prepared(expecting(`{ at: 1m, alert: ${name} }`));
    expect(told).toEqual([]);
    expect(tests[0]?.expectations[0]?.named.alerts.map((alert) => alert.name)).toEqual(
      expect.arrayContaining(alerts),
    );
  });

  it('are told where they stand when nothing is called so, all at once', () => {
    const { told, findings, tests } = prepared(
      expecting(
        '{ at: 1m, alert: fraud-latncy }, { at: 1m, alert: FraudGpuSustaned, inhibitedBy: nothing-like-it }',
      ),
    );
    expect(tests).toEqual([]);
    expect(told.map(([code, , at]) => [code, at])).toEqual([
      ['test/unknown-alert', 'fraud-latncy'],
      ['test/unknown-alert', 'FraudGpuSustaned'],
      ['test/unknown-alert', 'nothing-like-it'],
    ]);
    expect(findings.map(({ suggestions }) => suggestions?.[0])).toEqual([
      'fraud-latency',
      'FraudGpuSustained',
      undefined,
    ]);
    expect(findings[2]?.hint).toBe('modelwatch show --plan lists all alerts.');
  });

  it.each([
    ['{ at: 1m, alert: fraud-gpu, firing: false, routedTo: ["slack:#ml"] }', '["slack:#ml"]'],
    ['{ at: 1m, alert: fraud-gpu, firing: false, inhibitedBy: ingest }', 'ingest'],
    ['{ at: 1m, alert: fraud-gpu, routedTo: ["slack:#ml"], inhibitedBy: ingest }', '["slack:#ml"]'],
  ])('may not contradict each other: %s', (expectation, at) => {
    expect(prepared(expecting(expectation)).told.map(([code, , place]) => [code, place])).toEqual([
      ['test/contradiction', at],
    ]);
  });
});

describe('the environment of a test', () => {
  const TWO = SPECS.replace('spec: { channels', 'spec: { environments: [dev, prod], channels');
  const GPU = '{ at: 1m, alert: fraud-gpu }';

  it('may be left out where there is only one', () => {
    expect(prepared(expecting(GPU)).tests.map(({ plan }) => plan.environment.name)).toEqual(['default']);
  });

  it('is the one that it names', () => {
    const { tests, told } = prepared(expecting(GPU, 'env: prod,'), TWO);
    expect(told).toEqual([]);
    expect(tests.map(({ plan }) => plan.environment.name)).toEqual(['prod']);
  });

  it('must be one of several, told once', () => {
    expect(prepared(expecting(GPU), TWO).told).toEqual([
      ['test/environment', 'the test does not say which environment it is for', 'one'],
    ]);
    const { told, findings } = prepared(expecting(GPU, 'env: prd,'), TWO);
    expect(told).toEqual([['test/environment', 'there is no environment "prd"', 'prd']]);
    expect(findings[0]?.suggestions).toEqual(['prod']);
  });

  it('may have removed what tests of others need', () => {
    const disabling = object('Environment', 'dev', '{ disable: [{ kind: Pipeline }] }');
    const specs = file(TWO, disabling);
    expect(prepared(expecting('{ at: 1m, alert: ingest-freshness }', 'env: prod,'), specs).told).toEqual([]);
    expect(prepared(expecting('{ at: 1m, alert: ingest-freshness }', 'env: dev,'), specs).told[0]?.[0]).toBe(
      'test/unknown-alert',
    );
  });
});

describe('the moments of a test', () => {
  it('are those that it asks for, and all evaluations before when it asks who is told', () => {
    const looks = (expectation: string) => prepared(expecting(expectation)).tests[0]?.testCase.looksAtSeconds;
    expect(looks('{ at: 2m, alert: fraud-gpu }, { at: 1m, alert: fraud-gpu }')).toEqual([60, 120]);
    expect(
      looks('{ at: 70s, alert: fraud-gpu, notRoutedTo: ["slack:#ml"] }, { at: 5m, alert: fraud-gpu }'),
    ).toEqual([0, 30, 60, 70, 300]);
  });

  it('begin on a Wednesday at noon, unless it says otherwise', () => {
    expect(prepared(expecting('{ at: 1m, alert: fraud-gpu }')).tests[0]?.startSeconds).toBe(
      Date.UTC(2026, 0, 7, 12) / 1000,
    );
  });

  it('are told of when they are further apart than Prometheus looks back', () => {
    const told = (interval: string) =>
      prepared(expecting('{ at: 1h, alert: fraud-gpu }', `interval: ${interval},`)).told;
    expect(told('20m')).toEqual([
      [
        'test/sparse-samples',
        'a sample every 20m is the current one for 5m; until the next one there is none',
        '20m',
      ],
    ]);
    expect(told('5m')).toEqual([]);
  });

  it('may not be too many', () => {
    expect(prepared(expecting('{ at: 30d, alert: fraud-gpu }')).told).toEqual([
      [
        'test/too-long',
        'the test takes 86400 steps to the last thing that it expects',
        '[{ at: 30d, alert: fraud-gpu }]',
      ],
    ]);
  });
});
