import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Recipient } from '../../../src/plan/route.ts';
import { level, plan, route, severityRoute, webhook } from '../../support/route-plan.ts';
import { configurationOf, lower, receiverNamed } from './rendered.ts';

const SLACK: Recipient = {
  type: 'slack',
  channel: '#risk-ml-alerts',
  apiUrl: { from: 'file', path: '/secrets/slack' },
};
const EMAIL: Recipient = {
  type: 'email',
  to: 'risk@example.com',
  from: 'alerts@example.com',
  smarthost: 'smtp.example.com:587',
  authUsername: 'alerts',
  authPassword: { from: 'env', variable: 'SMTP_PASSWORD' },
  requireTls: true,
};
const PAGERDUTY: Recipient = {
  type: 'pagerduty',
  onCall: 'primary',
  service: 'risk/primary',
  routingKey: { from: 'file', path: '/secrets/pd' },
};

function told(recipients: readonly Recipient[], changes: Partial<Plan> = {}) {
  const output = lower(
    plan({ routes: [route([severityRoute('page', [level(1, recipients)])])], ...changes }),
  );
  return receiverNamed(configurationOf(output), 'risk-ml/ml-critical/page/1');
}

describe('receivers', () => {
  it('have everybody whom a level tells, each kind in the order of the specs', () => {
    const receiver = told([webhook('a'), SLACK, PAGERDUTY, webhook('b'), EMAIL]);
    expect(Object.keys(receiver)).toEqual([
      'name',
      'pagerduty_configs',
      'slack_configs',
      'email_configs',
      'webhook_configs',
    ]);
    expect(receiver.webhook_configs).toEqual([
      { url_file: '/secrets/a', send_resolved: true },
      { url_file: '/secrets/b', send_resolved: true },
    ]);
  });

  it('connect to Slack by a file, and say what is wrong', () => {
    expect(told([SLACK]).slack_configs).toMatchInlineSnapshot(`
      [
        {
          "api_url_file": "/secrets/slack",
          "channel": "#risk-ml-alerts",
          "color": "{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}",
          "fallback": "[{{ if eq .Status "resolved" }}resolved{{ else }}page{{ end }}] prod {{ or .CommonLabels.model .CommonLabels.pipeline .CommonLabels.feature_set .CommonLabels.business_metric .CommonLabels.team .CommonLabels.project }}: {{ with .CommonAnnotations.summary }}{{ . }}{{ else }}{{ len .Alerts }} alerts{{ end }}",
          "send_resolved": true,
          "text": "{{ define "modelwatch.escaped" }}{{ . | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}{{ end }}{{ range .Alerts }}{{ if eq .Status "resolved" }}Resolved: {{ end }}*{{ template "modelwatch.escaped" .Annotations.summary }}*{{ with .Annotations.impact }}
      Impact: {{ template "modelwatch.escaped" . }}{{ end }}{{ with .Annotations.budget }}
      Budget: {{ template "modelwatch.escaped" . }}{{ end }}{{ with .Annotations.first_look }}
      First look: {{ template "modelwatch.escaped" . }}{{ end }}{{ with .Annotations.runbook_url }}
      Runbook: {{ template "modelwatch.escaped" . }}{{ end }}{{ with .Annotations.dashboard_url }}
      Dashboard: {{ template "modelwatch.escaped" . }}{{ end }}{{ with .Annotations.spec_url }}
      Spec: {{ template "modelwatch.escaped" . }}{{ end }}{{ with .Annotations.suppressed_by }}
      Suppressed by: {{ template "modelwatch.escaped" . }}{{ end }}

      {{ end }}",
          "title": "[{{ if eq .Status "resolved" }}resolved{{ else }}page{{ end }}] prod {{ or .CommonLabels.model .CommonLabels.pipeline .CommonLabels.feature_set .CommonLabels.business_metric .CommonLabels.team .CommonLabels.project }}: {{ with .CommonAnnotations.summary }}{{ . }}{{ else }}{{ len .Alerts }} alerts{{ end }}",
        },
      ]
    `);
  });

  it('connect to a mail server without anything global', () => {
    expect(told([EMAIL]).email_configs).toMatchInlineSnapshot(`
      [
        {
          "auth_password_file": "/etc/modelwatch/secrets/SMTP_PASSWORD",
          "auth_username": "alerts",
          "from": "alerts@example.com",
          "headers": {
            "Subject": "[{{ if eq .Status "resolved" }}resolved{{ else }}page{{ end }}] prod {{ or .CommonLabels.model .CommonLabels.pipeline .CommonLabels.feature_set .CommonLabels.business_metric .CommonLabels.team .CommonLabels.project }}: {{ with .CommonAnnotations.summary }}{{ . }}{{ else }}{{ len .Alerts }} alerts{{ end }}",
          },
          "html": "",
          "require_tls": true,
          "send_resolved": true,
          "smarthost": "smtp.example.com:587",
          "text": "{{ range .Alerts }}{{ if eq .Status "resolved" }}Resolved: {{ end }}{{ .Annotations.summary }}{{ with .Annotations.impact }}
      Impact: {{ . }}{{ end }}{{ with .Annotations.budget }}
      Budget: {{ . }}{{ end }}{{ with .Annotations.first_look }}
      First look: {{ . }}{{ end }}{{ with .Annotations.runbook_url }}
      Runbook: {{ . }}{{ end }}{{ with .Annotations.dashboard_url }}
      Dashboard: {{ . }}{{ end }}{{ with .Annotations.spec_url }}
      Spec: {{ . }}{{ end }}{{ with .Annotations.suppressed_by }}
      Suppressed by: {{ . }}{{ end }}

      {{ end }}",
          "to": "risk@example.com",
        },
      ]
    `);
    const withoutAuth: Recipient = {
      type: 'email',
      to: 'risk@example.com',
      from: 'alerts@example.com',
      smarthost: 'localhost:25',
      requireTls: false,
    };
    const [settings] = told([withoutAuth]).email_configs ?? [];
    expect(settings).toMatchObject({ smarthost: 'localhost:25', require_tls: false });
    expect(settings).not.toHaveProperty('auth_username');
    expect(settings).not.toHaveProperty('auth_password_file');
  });

  it('send events to PagerDuty', () => {
    expect(told([PAGERDUTY]).pagerduty_configs).toMatchInlineSnapshot(`
      [
        {
          "class": "{{ .CommonLabels.alertname }}",
          "client": "modelwatch",
          "client_url": "{{ with (index .Alerts 0).Annotations.dashboard_url }}{{ if match "^https?://" . }}{{ . }}{{ end }}{{ end }}",
          "component": "{{ or .CommonLabels.model .CommonLabels.pipeline .CommonLabels.feature_set .CommonLabels.business_metric .CommonLabels.team .CommonLabels.project }}",
          "description": "[{{ if eq .Status "resolved" }}resolved{{ else }}page{{ end }}] prod {{ or .CommonLabels.model .CommonLabels.pipeline .CommonLabels.feature_set .CommonLabels.business_metric .CommonLabels.team .CommonLabels.project }}: {{ with .CommonAnnotations.summary }}{{ . }}{{ else }}{{ len .Alerts }} alerts{{ end }}",
          "details": {
            "alerts": "{{ range .Alerts }}{{ if eq .Status "resolved" }}Resolved: {{ end }}{{ .Annotations.summary }}{{ with .Annotations.impact }}
      Impact: {{ . }}{{ end }}{{ with .Annotations.budget }}
      Budget: {{ . }}{{ end }}{{ with .Annotations.first_look }}
      First look: {{ . }}{{ end }}{{ with .Annotations.runbook_url }}
      Runbook: {{ . }}{{ end }}{{ with .Annotations.dashboard_url }}
      Dashboard: {{ . }}{{ end }}{{ with .Annotations.spec_url }}
      Spec: {{ . }}{{ end }}{{ with .Annotations.suppressed_by }}
      Suppressed by: {{ . }}{{ end }}

      {{ end }}",
          },
          "group": "{{ .CommonLabels.team }}",
          "links": [
            {
              "href": "{{ with (index .Alerts 0).Annotations.runbook_url }}{{ if match "^https?://" . }}{{ . }}{{ end }}{{ end }}",
              "text": "Runbook",
            },
            {
              "href": "{{ with (index .Alerts 0).Annotations.dashboard_url }}{{ if match "^https?://" . }}{{ . }}{{ end }}{{ end }}",
              "text": "Dashboard",
            },
          ],
          "routing_key_file": "/secrets/pd",
          "send_resolved": true,
          "severity": "critical",
        },
      ]
    `);
  });

  it("name PagerDuty's severity for each of ours", () => {
    const configuration = configurationOf(
      lower(
        plan({
          routes: [
            route([
              severityRoute('page', [level(1, [PAGERDUTY])]),
              severityRoute('ticket', [level(1, [PAGERDUTY])]),
              severityRoute('info', [level(1, [PAGERDUTY])]),
            ]),
          ],
        }),
      ),
    );
    expect(
      configuration.receivers.flatMap(({ pagerduty_configs = [] }) =>
        pagerduty_configs.map(({ severity }) => severity),
      ),
    ).toEqual(['critical', 'warning', 'info']);
  });

  it('say which level it is', () => {
    const configuration = configurationOf(
      lower(
        plan({
          routes: [route([severityRoute('page', [level(1, [webhook('a')]), level(2, [SLACK])])])],
        }),
      ),
    );
    const { slack_configs } = receiverNamed(configuration, 'risk-ml/ml-critical/page/2');
    expect(slack_configs?.[0]?.['title']).toContain('{{ else }}page, level 2{{ end }}] prod');
  });

  it('say in a digest that it is only what still fires, and no resolves', () => {
    const configuration = configurationOf(
      lower(
        plan({
          routes: [
            route([
              severityRoute('info', [level(1, [SLACK, EMAIL])], {
                digest: { days: ['mon'], minuteOfDay: 540, timezone: 'UTC' },
              }),
            ]),
          ],
        }),
      ),
    );
    const { slack_configs = [], email_configs = [] } = receiverNamed(
      configuration,
      'risk-ml/ml-critical/info/1/digest',
    );
    for (const settings of [...slack_configs, ...email_configs]) {
      expect(settings).toMatchObject({ send_resolved: false });
      expect(settings['text']).toContain('Only what still fires now.\n');
    }
  });

  it('take braces in the words of users for braces', () => {
    const [settings] = told([{ ...SLACK, channel: '#{{alerts}}' }]).slack_configs ?? [];
    expect(settings?.['channel']).toBe('#{{ "{{" }}alerts}}');
    const [mail] = told([{ ...EMAIL, to: '{{x}}@example.com' }]).email_configs ?? [];
    expect(mail?.['to']).toBe('{{ "{{" }}x}}@example.com');
  });

  it('find a secret of an environment variable as a file', () => {
    const [settings] = told([EMAIL], { secretsDir: '/run/secrets/' }).email_configs ?? [];
    expect(settings?.['auth_password_file']).toBe('/run/secrets/SMTP_PASSWORD');
  });

  it('tell the same timing of the same level together', () => {
    const configuration = configurationOf(
      lower(
        plan({
          routes: [route([severityRoute('page', [level(1, [webhook('a')]), level(1, [webhook('b')])])])],
        }),
      ),
    );
    expect(receiverNamed(configuration, 'risk-ml/ml-critical/page/1').webhook_configs).toHaveLength(2);
  });
});
