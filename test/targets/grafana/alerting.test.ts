import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inspect } from '../../../src/promql/inspect.ts';
import { render, rendered } from '../../support/compiled.ts';
import { type GrafanaRule, grafanaAlertingOf } from '../../support/grafana-alerting.ts';
import { withGrafana } from '../../support/grafana-project.ts';
import { complaintsOf, JSON_OF } from '../../support/type-check.ts';

const EXAMPLES = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'];

interface PrometheusRule {
  readonly alert?: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const projects = EXAMPLES.map((name) => {
  const project = render(withGrafana(name, 'alerting: true'), 'prod');
  const alerting = grafanaAlertingOf(project.files);
  return { name, project, alerting, rules: alerting.groups.flatMap(({ rules }) => rules) };
});

/** Alerts of Prometheus, by name and level. */
function prometheusRules(files: ReadonlyMap<string, string>): Map<string, PrometheusRule> {
  const rules = [...files]
    .filter(([path]) => path.startsWith('prometheus/rules/'))
    .flatMap(([, text]) => (parse(text) as { groups: { rules: PrometheusRule[] }[] }).groups)
    .flatMap((group) => group.rules);
  return new Map(
    rules.flatMap((rule) =>
      rule.alert === undefined ? [] : [[`${rule.alert} ${rule.labels['level']}`, rule]],
    ),
  );
}

function nameOf({ title, labels }: GrafanaRule): string {
  return `${title.replace(/ level \d+$/, '')} ${labels['level']}`;
}

describe('the rules of the fraud detector', () => {
  const { rules = [], project } = projects[1] ?? {};

  it('ask Prometheus, decide whether there is a value, and carry what the rule of Prometheus carries', () => {
    const burn = rules.find(({ title }) => title === 'FraudAvailabilityBudgetBurnFast');
    expect(burn).toMatchInlineSnapshot(`
      {
        "annotations": {
          "budget": "28-day budget gone in about 2 days at this rate; 2.1% of it went in the last 1h",
          "dashboard_url": "https://grafana.example.com/d/modelwatch-12a22786f54cc0b4?var-env=prod&var-model=fraud-detector&var-slo=fraud-availability&var-alertname=FraudAvailabilityBudgetBurnFast",
          "first_look": "Error ratio, burn rate and budget of the objective: {__name__=~"modelwatch:slo_.+", env="prod", project="acme-ml", slo="fraud-availability"}
      Business metric Losses to fraud, expected to follow 2d later: sum(rate(fraud_loss_amount_total[1h])) / sum(rate(payment_amount_total[1h]))",
          "impact": "Payments are decided without the model.",
          "runbook_url": "https://git.example.com/acme/ml-monitoring/src/branch/main/generated/acme-ml/prod/runbooks/FraudAvailabilityBudgetBurnFast.md",
          "spec_url": "https://git.example.com/acme/ml-monitoring/src/branch/main/models/fraud-detector/availability.yaml#SLO/fraud-availability",
          "summary": "Fraud detector availability: fraud-detector burns its 28-day error budget at more than 14.4 times the rate it can afford; {{ with $values }}{{ .A.Value | humanizePercentage }}{{ else }}(no value now){{ end }} of the last 5m was bad, the objective is 99.9%",
        },
        "condition": "B",
        "data": [
          {
            "datasourceUid": "prometheus",
            "model": {
              "editorMode": "code",
              "expr": "max(modelwatch:sli_bad:ratio_rate5m{env="prod", project="acme-ml", slo="fraud-availability"} and on () modelwatch:sli_bad:ratio_rate5m_1h_events10{env="prod", project="acme-ml", slo="fraud-availability"} > 14.4 * 0.001 or on () modelwatch:sli_bad:ratio_rate5m_1h_events10{env="prod", project="acme-ml", slo="fraud-availability"} > 14.4 * 0.001)",
              "instant": true,
              "range": false,
              "refId": "A",
            },
            "refId": "A",
            "relativeTimeRange": {
              "from": 600,
              "to": 0,
            },
          },
          {
            "datasourceUid": "__expr__",
            "model": {
              "datasource": {
                "type": "__expr__",
                "uid": "__expr__",
              },
              "expression": "is_number($A) || is_inf($A) || is_nan($A)",
              "refId": "B",
              "type": "math",
            },
            "refId": "B",
            "relativeTimeRange": {
              "from": 0,
              "to": 0,
            },
          },
        ],
        "execErrState": "Error",
        "for": "2m",
        "keepFiringFor": "5m",
        "labels": {
          "env": "prod",
          "escalation": "ml-critical",
          "level": "1",
          "model": "fraud-detector",
          "modelwatch_id": "slo:fraud-availability",
          "modelwatch_kind": "slo",
          "project": "acme-ml",
          "severity": "page",
          "slo": "fraud-availability",
          "team": "risk-ml",
        },
        "noDataState": "OK",
        "title": "FraudAvailabilityBudgetBurnFast",
        "uid": "modelwatch-4b39ff3e43a8ae4c",
      }
    `);
  });

  it('are all alerts of Prometheus but for actions and the way to Alertmanager', () => {
    if (project === undefined) throw new Error('there is an example');
    const missing = new Set(prometheusRules(project.files).keys());
    for (const rule of rules) expect(missing.delete(nameOf(rule)), nameOf(rule)).toBe(true);
    expect([...missing].toSorted()).toMatchInlineSnapshot(`
      [
        "AcmeMlNotificationsFailing 1",
        "FraudAvailabilityPolicy2ActionRollbackFraud 1",
        "FraudChallengerRegressionAction1RollbackFraud 1",
        "FraudDriftRetrainFraud 1",
        "FraudPrecisionPolicy1ActionRetrainFraud 1",
      ]
    `);
  });
});

describe.each(projects.map((each) => [each.name, each] as const))('%s', (_, { project, alerting, rules }) => {
  const twins = prometheusRules(project.files);

  it('has queries that are PromQL without mistakes', () => {
    const wrong = rules.flatMap(({ title, data }) =>
      inspect(data[0]?.model.expr ?? '').problems.map(({ message }) => `${title}: ${message}`),
    );
    expect(wrong).toEqual([]);
    expect(rules.length).toBeGreaterThan(20);
  });

  it('has the labels of the rules of Prometheus, and the annotations', () => {
    for (const rule of rules) {
      const twin = twins.get(nameOf(rule));
      expect(rule.labels, rule.title).toEqual(twin?.labels);
      expect(Object.keys(rule.annotations), rule.title).toEqual(Object.keys(twin?.annotations ?? {}));
    }
  });

  it('waits as long as Prometheus before the first level, and fires on as long', () => {
    for (const rule of rules.filter(({ labels }) => labels['level'] === '1')) {
      const twin = twins.get(nameOf(rule));
      expect([rule.for, rule.keepFiringFor], rule.title).toEqual([twin?.for ?? '0s', twin?.keep_firing_for]);
    }
  });

  it('has uids and titles of their own that Grafana takes', () => {
    const uids = [
      ...rules.map(({ uid }) => uid),
      ...alerting.contactPoints.flatMap(({ receivers }) => receivers.map(({ uid }) => uid)),
    ];
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !/^[a-z0-9-]{1,40}$/.test(uid))).toEqual([]);
    const titles = rules.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter((title) => title.length > 190)).toEqual([]);
  });

  it('is evaluated at multiples of ten seconds', () => {
    for (const { interval } of alerting.groups) expect(interval).toMatch(/^(?:\d+m)?(?:[1-5]?0s)?$/);
  });

  it('names no receiver and no time that is not there, and leaves none over', () => {
    const named = { receivers: new Set<string>(), times: new Set<string>() };
    const visit = (policy: (typeof alerting.policies)[number]): void => {
      if (policy.receiver !== undefined) named.receivers.add(policy.receiver);
      for (const time of policy.mute_time_intervals ?? []) named.times.add(time);
      for (const time of policy.active_time_intervals ?? []) named.times.add(time);
      (policy.routes ?? []).forEach(visit);
    };
    alerting.policies.forEach(visit);
    expect([...named.receivers].toSorted()).toEqual(
      ['grafana-default-email', ...alerting.contactPoints.map(({ name }) => name)].toSorted(),
    );
    expect([...named.times].toSorted()).toEqual(alerting.muteTimes.map(({ name }) => name).toSorted());
  });

  it('has secrets only as references', () => {
    const secrets = alerting.contactPoints.flatMap(({ receivers }) =>
      receivers.flatMap(({ settings }) => [settings['url'], settings['integrationKey']]),
    );
    expect(secrets.filter((secret) => secret !== undefined).length).toBeGreaterThan(0);
    for (const secret of secrets)
      if (secret !== undefined) expect(secret).toMatch(/^\$__(?:file|env)\{[^}]+\}$/);
  });
});

const TYPES = `
import type { ContactPoint, NotificationPolicy, Rule } from '@grafana/grafana-foundation-sdk/alerting';
import type { TypeMath } from '@grafana/grafana-foundation-sdk/expr';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
type Range = { from: number; to: number };
type Data =
  | { refId: 'A'; datasourceUid: string; relativeTimeRange: Range; model: Omit<Json<Dataquery>, '_implementsDataqueryVariant'> }
  | { refId: 'B'; datasourceUid: '__expr__'; relativeTimeRange: Range; model: Omit<Json<TypeMath>, '_implementsDataqueryVariant'> };
type FileRule = Omit<Json<Rule>, 'folderUID' | 'orgID' | 'ruleGroup' | 'keep_firing_for' | 'data'> & { keepFiringFor?: string; data: Data[] };
type FilePolicy = Json<NotificationPolicy> & { orgId: number };
interface FilePoint { name: string; receivers: Omit<Json<ContactPoint>, 'name'>[] }
interface Alerting {
  apiVersion: 1;
  groups: { orgId: number; name: string; folder: string; interval: string; rules: FileRule[] }[];
  contactPoints: (FilePoint & { orgId: number })[];
  muteTimes: { orgId: number; name: string; time_intervals: object[] }[];
  policies: FilePolicy[];
}
`;

function faultsOf(parts: readonly unknown[]): string {
  const lines = parts.map((part, index) => `export const part${index}: Alerting = ${JSON.stringify(part)};`);
  return complaintsOf([JSON_OF, TYPES, ...lines].join('\n'));
}

describe('the provisioning files', () => {
  it('are of the types of the Foundation SDK, under the names that files give them', () => {
    expect(faultsOf(projects.map(({ alerting }) => alerting))).toBe('');
  });

  it('are judged by types that find a wrong value', () => {
    const alerting = projects[0]?.alerting;
    const [group] = alerting?.groups ?? [];
    const wrong = { ...group, rules: [{ ...group?.rules[0], noDataState: 'fine' }] };
    expect(faultsOf([{ ...alerting, groups: [wrong] }])).toContain('is not assignable');
  });

  it('say that the tree replaces all others', () => {
    const [, fraud] = projects;
    if (fraud === undefined) throw new Error('there is an example');
    expect(rendered(fraud.project, 'grafana/provisioning/alerting/modelwatch-policies.yaml')).toMatch(
      /^# .*\n# Grafana has one tree of policies for an organisation, and this file replaces all of it/,
    );
  });
});
