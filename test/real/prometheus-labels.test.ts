import { it } from 'vitest';
import type { Alert, ProseText } from '../../src/plan/alert.ts';
import type { Cause } from '../../src/plan/cause.ts';
import { alertOf, counter, fastBurn, gauge, objectiveOf, planOf, routeOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { testRules } from '../support/rule-tests.ts';

const SLO = { kind: 'SLO', name: 'availability' };
const MONITOR = { kind: 'Monitor', name: 'queue' };

const requests = counter('model:fraud/requests', 'requests_total');
const errors = counter('model:fraud/errors', 'errors_total');
const queue = gauge('model:fraud/queue', 'queue_length');

const FIXED = {
  project: 'acme',
  team: 'risk',
  model: 'fraud',
  severity: 'page',
  escalation: 'critical',
  level: '1',
} as const;

const annotations = (ratio: string, seconds: string): Record<string, string> => ({
  summary: `Use {{ $labels.pod }}, {{{x}}} or \`{\`: {${ratio}} of "5m" {`,
  impact: 'Line one\nline two',
  budget: `gone in ${seconds}`,
  first_look: [
    'Budget: {__name__=~"modelwatch:slo_.+", env="prod", project="acme", slo="availability"}',
    'Served? rate(requests_total{job="fraud"}[5m])',
    'Own: sum( queue_length )',
    'Board: https://grafana.example.com/d/{{x}}',
  ].join('\n'),
  runbook_url: 'https://runbooks.example.com/Burn.md',
  dashboard_url: 'https://grafana.example.com/d/fraud',
  spec_url: 'models/fraud.yaml#SLO/availability',
  suppressed_by: 'IngestGone, IngestStale',
});

describeWithPrograms(['promtool'], 'labels and texts of alerts in promtool', () => {
  it('labels of the environment select raw series where they shall, and no others get into alerts', () => {
    const plan = planOf({
      environment: { name: 'prod-eu', labels: { env: 'prod', region: 'eu' }, labelsSelect: true },
      signals: [requests, errors, queue],
      objectives: [objectiveOf('availability')],
      alerts: [
        alertOf('Burn', SLO, fastBurn('availability')),
        alertOf('QueueGone', MONITOR, { node: 'absent', of: { signal: queue.id } }),
      ],
    });
    const elsewhere = 'env="prod", region="us", job="fraud"';
    const here = 'env="prod", region="eu", job="fraud"';
    return testRules(plan, [
      {
        series: {
          [`requests_total{${here}}`]: '0+30x40',
          [`errors_total{${here}}`]: '0+15x40',
          [`requests_total{${elsewhere}}`]: '0+3000x40',
          [`queue_length{${elsewhere}}`]: '3x40',
        },
        firing: [['15m', ['Burn/1', 'QueueGone/1']]],
        values: [
          [
            '15m',
            'modelwatch:sli_bad:ratio_rate5m',
            {
              'modelwatch:sli_bad:ratio_rate5m{env="prod", project="acme", region="eu", slo="availability"}': 0.5,
            },
          ],
          [
            '15m',
            'ALERTS',
            {
              'ALERTS{alertname="Burn", alertstate="firing", env="prod", escalation="critical", level="1", model="fraud", modelwatch_id="slo:availability", modelwatch_kind="SLO", project="acme", severity="page", slo="availability", team="risk"}': 1,
              'ALERTS{alertname="QueueGone", alertstate="firing", env="prod", escalation="critical", level="1", model="fraud", modelwatch_id="monitor:queue", modelwatch_kind="Monitor", monitor="queue", project="acme", severity="page", team="risk"}': 1,
            },
          ],
        ],
      },
    ]);
  });

  it('without that switch they only mark our own series', () => {
    const plan = planOf({
      environment: { name: 'prod', labels: { env: 'prod' }, labelsSelect: false },
      signals: [requests, errors],
      objectives: [objectiveOf('availability')],
    });
    return testRules(plan, [
      {
        series: { 'requests_total{env="blue", job="fraud"}': '0+30x40' },
        values: [
          [
            '15m',
            'modelwatch:sli_total:rate5m',
            { 'modelwatch:sli_total:rate5m{env="prod", project="acme", slo="availability"}': 1 },
          ],
        ],
      },
    ]);
  });

  const prose: ProseText = [
    { text: 'Use {{ $labels.pod }}, {{{x}}} or `{`: {' },
    { value: 'ratio' },
    { text: '} of "5m" {' },
  ];
  const cause: Cause = {
    subject: { kind: 'Pipeline', name: 'ingest' },
    item: 'pipeline:ingest',
    sourceSeverity: 'page',
    alertNames: ['IngestStale', 'IngestGone'],
    targetSeverities: ['page', 'ticket'],
  };
  const told: Alert = alertOf('Burn', SLO, fastBurn('availability'), {
    upstream: ['pipeline:ingest'],
    prose: {
      summary: prose,
      impact: [{ text: 'Line one\nline two' }],
      budget: [{ text: 'gone in ' }, { value: 'seconds' }],
      firstLook: [
        { title: 'Budget', objective: 'availability' },
        { title: 'Served?', signal: requests.id },
        {
          title: 'Own',
          measure: { node: 'raw', language: 'promql', text: 'sum(\n  queue_length # all\n)', unit: 'none' },
        },
        { title: 'Board', link: 'https://grafana.example.com/d/{{x}}' },
      ],
    },
    dashboardUrl: 'https://grafana.example.com/d/fraud',
  });

  const labels = {
    ...FIXED,
    env: 'prod',
    slo: 'availability',
    modelwatch_kind: 'SLO',
    modelwatch_id: 'slo:availability',
  };

  it('texts of users stay as they are, and measured values get in with their units', () =>
    testRules(
      planOf({
        signals: [requests, errors, queue],
        objectives: [objectiveOf('availability')],
        alerts: [told],
        causes: [cause],
      }),
      [
        {
          series: { 'requests_total{job="fraud"}': '0+30x40', 'errors_total{job="fraud"}': '0+15x40' },
          alerts: [
            { at: '15m', name: 'Burn', expected: [{ labels, annotations: annotations('50%', '500ms') }] },
          ],
        },
      ],
    ));

  it('a staged level asks for the value that its first level tells', () =>
    testRules(
      planOf({
        signals: [requests, errors, queue],
        objectives: [objectiveOf('availability')],
        alerts: [told],
        causes: [cause],
        routes: [routeOf([300])],
      }),
      [
        {
          series: { 'requests_total{job="fraud"}': '0+30x40', 'errors_total{job="fraud"}': '0+15x40' },
          alerts: [
            {
              at: '15m',
              name: 'Burn',
              expected: [
                { labels, annotations: annotations('50%', '500ms') },
                { labels: { ...labels, level: '2' }, annotations: annotations('50%', '500ms') },
              ],
            },
          ],
        },
      ],
    ));
});
