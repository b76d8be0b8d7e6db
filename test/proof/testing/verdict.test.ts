import { describe, expect, it } from 'vitest';
import { readAlertmanagerConfig } from '../../../src/proof/routing/alertmanager-config.ts';
import { failureFinding } from '../../../src/proof/testing/findings.ts';
import type { Labels, Moment } from '../../../src/proof/testing/promtool-result.ts';
import { tellingOf } from '../../../src/proof/testing/telling.ts';
import { judgeTest } from '../../../src/proof/testing/verdict.ts';
import { alertTest, prepared } from './project.ts';

const CONFIG = `
route:
  receiver: nobody
  routes:
    - { receiver: nobody, matchers: ['alertname="Nobody"'] }
    - { receiver: pages, matchers: ['severity="page"', 'level="1"'] }
    - { receiver: leads, matchers: ['severity="page"', 'level="2"'] }
    - { receiver: tickets, matchers: ['severity="ticket"'], active_time_intervals: [hours] }
inhibit_rules:
  - source_matchers: ['alertname="IngestFreshness"']
    target_matchers: ['upstream=~".*ingest.*"']
time_intervals:
  - { name: hours, time_intervals: [{ weekdays: ['monday:friday'], times: [{ start_time: '09:00', end_time: '17:00' }] }] }
receivers:
  - name: nobody
  - name: pages
    pagerduty_configs: [{ routing_key_file: secrets/pd }]
    slack_configs: [{ api_url_file: secrets/slack, channel: '#ml' }]
  - { name: leads, email_configs: [{ to: leads@example.com }] }
  - { name: tickets, slack_configs: [{ api_url_file: secrets/slack, channel: '#ml' }] }
`;

const BURN: Labels = {
  alertname: 'FraudLatencyBudgetBurnFast',
  severity: 'page',
  level: '1',
  model: 'fraud',
};
const LATER: Labels = { ...BURN, level: '2' };
const SLOW: Labels = { ...BURN, alertname: 'FraudLatencyBudgetBurnSlow', severity: 'ticket' };
const EXPLAINED: Labels = { ...BURN, upstream: 'pipeline:ingest' };
const INGEST: Labels = { alertname: 'IngestFreshness', severity: 'page', level: '1', pipeline: 'ingest' };

/** What a test says to alerts that fire a minute after its start. */
function judged(expectation: string, firing: readonly Labels[], at = '2026-01-07T12:00:00+00:00') {
  const { tests, told } = prepared(
    alertTest(
      `{ at: ${at}, series: [{ metric: gpu, model: fraud, value: 95% }], expect: [{ at: 1m, alert: fraud-latency, ${expectation} }] }`,
    ),
  );
  expect(told).toEqual([]);
  const [test] = tests;
  const read = readAlertmanagerConfig({ path: 'alertmanager.yml', text: CONFIG });
  if (test === undefined || 'problems' in read) throw new Error('the scene is wrong');
  const moments: Moment[] = [{ atSeconds: 60, firing }];
  return { test, ...judgeTest(test, moments, tellingOf(test.plan, read.config, test.startSeconds)), moments };
}

function reasons(expectation: string, firing: readonly Labels[], at?: string): readonly string[] {
  return judged(expectation, firing, at).failures.flatMap((failure) => failure.reasons);
}

describe('an expectation', () => {
  it.each([
    ['firing: true', [BURN]],
    ['severity: page', [SLOW, BURN]],
    ['labels: { model: fraud }, level: 2', [BURN, LATER]],
    ['firing: false', [INGEST]],
    ['severity: page, firing: false', [SLOW]],
    ['routedTo: [pagerduty:ml-primary, "slack:#ml"], notRoutedTo: [email:leads@example.com]', [BURN]],
    ['routedTo: [pagerduty:ml-rota]', [BURN]],
    ['level: 2, routedTo: [email:leads@example.com], notRoutedTo: [pagerduty:ml-primary]', [BURN, LATER]],
    ['inhibitedBy: ingest', [EXPLAINED, INGEST]],
    ['severity: ticket, routedTo: ["slack:#ml"]', [SLOW]],
  ] as const)('%s is met', (expectation, firing) => {
    expect(reasons(expectation, firing)).toEqual([]);
  });

  it.each([
    ['firing: true', [INGEST], 'no alert of fraud-latency fires'],
    ['severity: page', [SLOW], 'FraudLatencyBudgetBurnSlow fires with severity="ticket"'],
    ['level: 3', [LATER], 'FraudLatencyBudgetBurnFast (level 2) fires with level="2"'],
    ['firing: false', [BURN, LATER], 'FraudLatencyBudgetBurnFast fires'],
    [
      'routedTo: [email:leads@example.com]',
      [BURN],
      'email:leads@example.com is not told: FraudLatencyBudgetBurnFast goes to pagerduty:ml-primary, slack:#ml',
    ],
    ['notRoutedTo: ["slack:#ml"]', [BURN], 'slack:#ml is told of FraudLatencyBudgetBurnFast'],
    [
      'routedTo: [pagerduty:ml-primary]',
      [EXPLAINED, INGEST],
      'pagerduty:ml-primary is not told: FraudLatencyBudgetBurnFast is silenced by IngestFreshness',
    ],
    [
      'inhibitedBy: ingest',
      [EXPLAINED],
      'FraudLatencyBudgetBurnFast is not silenced by ingest: no alert of ingest fires',
    ],
    [
      'inhibitedBy: ingest',
      [BURN, INGEST],
      'FraudLatencyBudgetBurnFast is not silenced by ingest: ingest fires, and no inhibition rule fits',
    ],
  ] as const)('%s is not met: %j', (expectation, firing, reason) => {
    expect(reasons(expectation, firing)[0]).toBe(reason);
  });

  it('depends on the hour', () => {
    expect(reasons('severity: ticket, routedTo: ["slack:#ml"]', [SLOW], '2026-01-10T12:00:00+00:00')).toEqual(
      ['slack:#ml is not told: FraudLatencyBudgetBurnSlow is muted by outside of hours'],
    );
  });

  it('needs routes where it asks for people, and not where it does not', () => {
    const { test, moments } = judged('routedTo: ["slack:#ml"]', [BURN]);
    expect(judgeTest(test, moments, undefined).failures[0]?.reasons).toEqual([
      'there are no routes: the target alertmanager is not rendered',
    ]);
    const plain = judged('firing: true', [BURN]);
    expect(judgeTest(plain.test, plain.moments, undefined).failures).toEqual([]);
  });

  it('shows the alert as seen firing when it is', () => {
    expect([...judged('firing: true', [BURN, SLOW]).seen]).toEqual([BURN['alertname'], SLOW['alertname']]);
    expect([...judged('severity: page', [BURN, SLOW]).seen]).toEqual([BURN['alertname']]);
    expect([...judged('severity: ticket, firing: false', [BURN]).seen]).toEqual([]);
  });
});

it('a failure tells the test, the moment, what was expected, all that fires with its people, and the series', () => {
  const { test, failures } = judged('level: 2, routedTo: [email:x@example.com]', [BURN, EXPLAINED, INGEST]);
  const [failure] = failures;
  expect(failure && failureFinding(test, failure)).toMatchObject({
    code: 'test/failed',
    message: 'one: 1m after the start FraudLatencyBudgetBurnFast fires with level="1"',
    expected: 'fraud-latency with level="2" fires, email:x@example.com is told',
    object: { kind: 'AlertTest', name: 'one' },
    field: 'spec.expect.0',
    hint: [
      'At 1m (2026-01-07T12:01:00Z) there fires:',
      '  FraudLatencyBudgetBurnFast{severity="page", level="1", model="fraud"} → pagerduty:ml-primary, slack:#ml',
      '  FraudLatencyBudgetBurnFast{severity="page", level="1", model="fraud", upstream="pipeline:ingest"} → silenced by IngestFreshness',
      '  IngestFreshness{severity="page", level="1", pipeline="ingest"} → pagerduty:ml-primary, slack:#ml',
      'Series:',
      '  gpu_percent{} 95+0x2, one each 30s',
    ].join('\n'),
  });
});
