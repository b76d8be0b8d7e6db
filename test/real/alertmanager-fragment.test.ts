import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Recipient } from '../../src/plan/route.ts';
import { firing, postAlerts } from '../support/alertmanager-api.ts';
import { CADENCE, nonEmpty, quick, useAlertmanager } from '../support/alertmanager-bench.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { alert, level, plan, severityRoute } from '../support/route-plan.ts';
import { type MailServer, startMailServer } from '../support/smtp.ts';
import { until } from '../support/until.ts';
import { lower } from '../targets/alertmanager/rendered.ts';

describeWithPrograms(['alertmanager'], 'a real Alertmanager with a base of others', () => {
  const bench = useAlertmanager();
  let mail: MailServer;
  beforeAll(async () => {
    mail = await startMailServer();
  });
  afterAll(() => mail.stop());

  it('leaves the alerts of a base where they went, and takes ours where the specs say', async () => {
    const page = alert('FraudDown');
    const pagerduty: Recipient = {
      type: 'pagerduty',
      onCall: 'primary',
      service: 'risk/primary',
      routingKey: bench.secretFile('pd', 'the-routing-key'),
    };
    const slack: Recipient = {
      type: 'slack',
      channel: '#{{ml}}',
      apiUrl: bench.secretFile('slack', `${bench.url}/slack`),
    };
    const email: Recipient = {
      type: 'email',
      to: 'risk@example.com',
      from: 'alerts@example.com',
      smarthost: `127.0.0.1:${mail.port}`,
      requireTls: false,
    };
    const base = `
global:
  pagerduty_url: ${bench.url}/pagerduty
route:
  receiver: theirs
  group_wait: 1s
  routes:
    # A trap: it would see every page.
    - matchers: [severity="page"]
      receiver: trap
      continue: true
receivers:
  - name: theirs
    webhook_configs: [{url: ${bench.url}/theirs}]
  - name: trap
    webhook_configs: [{url: ${bench.url}/trap}]
`;
    const output = lower(
      plan({
        cadence: CADENCE,
        alerts: [page],
        routes: [quick([severityRoute('page', [level(1, [pagerduty, slack, email, bench.hook('ours')])])])],
      }),
      { mode: 'fragment', base: 'base.yml' },
      base,
    );
    const service = await bench.startWith(output);
    await postAlerts(service, [
      firing(page, {}, { summary: 'p99 < 1s {{ .Status }} & "more"', impact: 'none', runbook_url: 'a/b.md' }),
      { labels: { alertname: 'Theirs', severity: 'warning' } },
      { labels: { alertname: 'TheirPage', severity: 'page' } },
    ]);
    const [ours] = await until(() => nonEmpty(bench.payloads('ours')), { what: 'our page' });
    expect(ours?.receiver).toBe('modelwatch/acme-ml/prod/risk-ml/ml-critical/page/1');
    await until(() => nonEmpty(bench.payloads('theirs')), { what: 'their alert' });
    await until(() => nonEmpty(bench.payloads('trap')), { what: 'their page' });
    expect(bench.toldBy('theirs')).toEqual(new Set(['Theirs']));
    expect(bench.toldBy('trap')).toEqual(new Set(['TheirPage']));

    const [event] = await until(() => nonEmpty(bench.deliveriesTo('pagerduty')), { what: 'the event' });
    // A link that is no web address would have PagerDuty refuse the event.
    expect(event?.body).not.toHaveProperty('links');
    expect(event?.body).toMatchObject({
      routing_key: 'the-routing-key',
      event_action: 'trigger',
      client: 'modelwatch',
      payload: {
        severity: 'critical',
        summary: '[page] prod fraud-detector: p99 < 1s {{ .Status }} & "more"',
        class: 'FraudDown',
        component: 'fraud-detector',
        group: 'risk-ml',
        custom_details: {
          alerts: 'p99 < 1s {{ .Status }} & "more"\nImpact: none\nRunbook: a/b.md\n\n',
        },
      },
    });
    const [message] = await until(() => nonEmpty(bench.deliveriesTo('slack')), { what: 'the Slack message' });
    expect(message?.body).toMatchObject({
      channel: '#{{ml}}',
      attachments: [
        {
          title: '[page] prod fraud-detector: p99 < 1s {{ .Status }} & "more"',
          text: '*p99 &lt; 1s {{ .Status }} &amp; "more"*\nImpact: none\nRunbook: a/b.md\n\n',
          color: 'danger',
        },
      ],
    });
    const [letter] = await until(() => nonEmpty(mail.messages), { what: 'the e-mail' });
    expect(letter).toMatch(/^To: risk@example\.com$/m);
    expect(letter).toMatch(/^From: alerts@example\.com$/m);
    expect(letter).toContain('Impact: none');
    expect(letter).not.toContain('text/html');
  });
});
