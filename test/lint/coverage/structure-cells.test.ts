import { describe, expect, it } from 'vitest';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../../src/lint/example.ts';
import { cellOf } from './coverage.ts';

const MODEL = exampleModel([AVAILABILITY]);

it('an owner is always there', () => {
  expect(cellOf('owner', exampleModel([]))).toBe('covered by Team/ml');
});

describe('the human route', () => {
  const routed = (page: string, ticket: string) =>
    documents(
      exampleObject('Project', 'name: example', [
        'owner: ml',
        'channels:',
        '  slack: { apiUrlFile: secrets/slack-url }',
        '  webhooks: { tool: { urlFile: secrets/tool }, jira: { urlFile: secrets/jira } }',
      ]),
      exampleObject('EscalationPolicy', 'name: p', [
        'routes:',
        `  page: { levels: [{ notify: [${page}] }] }`,
        `  ticket: { levels: [{ notify: [${ticket}] }] }`,
      ]),
      exampleModel(['escalation: p', AVAILABILITY]),
    );

  it('is covered when each alert reaches a person', () => {
    expect(cellOf('human-route', MODEL)).toBe('covered by EscalationPolicy/default');
    expect(cellOf('human-route', routed('{ onCall: primary }', '{ slack: team }'))).toBe(
      'covered by EscalationPolicy/p',
    );
  });

  it('takes a tracker for people who work off tickets, and for nobody who wakes', () => {
    expect(cellOf('human-route', routed('{ onCall: primary }', '{ ticket: jira }'))).toBe(
      'covered by EscalationPolicy/p',
    );
    expect(cellOf('human-route', routed('{ ticket: jira }', '{ slack: team }'))).toMatch(
      /^missing: a person on the route of FraudRequestsAbsent, FraudAvailabilityBudgetBurnFast and /,
    );
    expect(cellOf('human-route', routed('{ onCall: primary }', '{ webhook: tool }'))).toMatch(
      /^missing: a person on the route of FraudErrorsAbsent, FraudAvailabilityBudgetBurnSlow and /,
    );
  });

  it('does not apply where the environment tells nobody, and is missing where nothing alerts', () => {
    const dev = exampleObject('Environment', 'name: dev', ['disable: [{ kind: EscalationPolicy }]']);
    expect(cellOf('human-route', documents(dev, MODEL), 'dev')).toBe(
      'n/a: environment dev has no escalation policies and tells nobody',
    );
    expect(cellOf('human-route', exampleModel([]))).toBe('missing: an alert that tells somebody');
  });
});

describe('the alert for an absent signal', () => {
  it('comes with an objective, and with a monitor when that is asked for', () => {
    const monitor = (onNoData: string) =>
      exampleModel([
        `monitors: [{ name: few, of: requests, statistic: rate, threshold: { lt: 1/s }, onNoData: ${onNoData} }]`,
      ]);
    expect(cellOf('absent-signal', MODEL)).toBe('covered by Model/fraud');
    expect(cellOf('absent-signal', monitor('alert'))).toBe('covered by Model/fraud');
    expect(cellOf('absent-signal', monitor('ok'))).toBe('missing: an SLO, or onNoData: alert on a monitor');
  });

  it('may be that of the pipeline that runs a batch', () => {
    const objects = documents(
      exampleObject('Pipeline', 'name: nightly', [
        'owner: ml',
        'freshness: { metric: last_success_timestamp_seconds, warn: 26h }',
      ]),
      exampleModel(['serving: { mode: batch, producedBy: nightly }']),
    );
    expect(cellOf('absent-signal', objects)).toBe('covered by Pipeline/nightly');
  });
});

describe('the runbook', () => {
  it('is wanted for each alert', () => {
    expect(cellOf('runbook', MODEL)).toBe('covered by Runbook/fraud');
    const own = (runbook: string) =>
      exampleObject('Model', 'name: fraud', [
        'owner: ml',
        `slos: [{ name: a, sli: { type: availability }, objective: 99.9%${runbook} }]`,
      ]);
    expect(cellOf('runbook', own(''))).toBe('missing: a Runbook, named as runbook of the model');
    // The alert for absent signals is the model's.
    expect(cellOf('runbook', own(', runbook: fraud'))).toBe(
      'missing: a Runbook, named as runbook of the model',
    );
  });
});

describe('an alert test', () => {
  const test = (expected: string, env = '') =>
    documents(
      MODEL,
      exampleObject('AlertTest', 'name: t', [
        ...(env === '' ? [] : [`env: ${env}`]),
        'series: [{ metric: errors, model: fraud, rate: 5/s }]',
        `expect: [{ at: 10m, ${expected} }]`,
      ]),
    );

  it('is found by the name of an alert in either spelling, and by the object', () => {
    for (const name of [
      'FraudAvailabilityBudgetBurnFast',
      'fraud-availability-budget-burn-fast',
      'fraud-availability',
      'SLO/fraud-availability',
    ])
      expect(cellOf('alert-test', test(`alert: ${name}`)), name).toBe('covered by AlertTest/t');
  });

  it('must fire an alert about the model, in this environment', () => {
    const wanted = 'missing: an AlertTest in which an alert about it fires';
    expect(cellOf('alert-test', MODEL)).toBe(wanted);
    expect(cellOf('alert-test', test('alert: fraud-availability, firing: false'))).toBe(wanted);
    expect(cellOf('alert-test', test('alert: churn-availability'))).toBe(wanted);
    const two = exampleObject('Project', 'name: example', [
      'owner: ml',
      'channels: { slack: { apiUrlFile: secrets/slack-url } }',
      'environments: [prod, staging]',
    ]);
    const objects = documents(two, test('alert: fraud-availability', 'staging'));
    expect(cellOf('alert-test', objects, 'staging')).toBe('covered by AlertTest/t');
    expect(cellOf('alert-test', objects, 'prod')).toBe(wanted);
  });
});
