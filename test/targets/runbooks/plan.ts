import type { Alert } from '../../../src/plan/alert.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Level, Recipient, Route, SeverityRoute } from '../../../src/plan/route.ts';
import {
  alertOf,
  counter,
  fastBurn,
  gauge,
  histogram,
  objectiveOf,
  originOf,
  planOf,
} from '../../support/plan.ts';

const PAGER: Recipient = {
  type: 'pagerduty',
  onCall: 'risk primary',
  routingKey: { from: 'file', path: 'secrets/pd-key' },
  service: 'risk/primary',
  schedule: { by: 'name', name: 'risk-primary' },
};
const SLACK: Recipient = {
  type: 'slack',
  channel: '#risk-alerts',
  apiUrl: { from: 'file', path: 'secrets/slack-url' },
};
const LEADS: Recipient = {
  type: 'email',
  to: 'ml-leads@example.com',
  from: 'alerts@example.com',
  smarthost: 'smtp.example.com:587',
  authUsername: 'smtp-user',
  authPassword: { from: 'env', variable: 'SMTP_PASSWORD' },
  requireTls: true,
};
const JIRA: Recipient = {
  type: 'webhook',
  name: 'jira',
  url: { from: 'file', path: 'secrets/jira-url' },
  purpose: 'ticket',
};

const origin = originOf('EscalationPolicy', 'critical');

function level(number: number, recipients: readonly Recipient[], parts: Partial<Level> = {}): Level {
  return {
    number,
    staged: number > 1,
    afterSeconds: (number - 1) * 900,
    timing: 'always',
    recipients,
    origin,
    ...parts,
  };
}

function severityRoute(
  severity: SeverityRoute['severity'],
  levels: readonly Level[],
  parts: Partial<SeverityRoute> = {},
): SeverityRoute {
  return { severity, levels, heldOutsideBusinessHours: false, origin, ...parts };
}

const route: Route = {
  team: 'risk',
  escalation: 'critical',
  severities: [
    severityRoute(
      'page',
      [
        level(1, [PAGER], { timing: 'business-hours' }),
        level(1, [SLACK], { timing: 'outside-business-hours' }),
        level(2, [LEADS, SLACK]),
      ],
      { repeat: 2 },
    ),
    severityRoute('ticket', [level(1, [SLACK, JIRA])], { heldOutsideBusinessHours: true }),
    severityRoute('info', [level(1, [SLACK])], {
      digest: { days: ['mon'], minuteOfDay: 540, timezone: 'Europe/London' },
    }),
  ],
  grouping: { by: ['model', 'env'], waitSeconds: 30, intervalSeconds: 300, repeatSeconds: 14_400 },
  origin,
};

const availability: Alert = alertOf(
  'FraudAvailabilityBurnFast',
  { kind: 'SLO', name: 'fraud-availability' },
  fastBurn('fraud-availability'),
  {
    holdSeconds: 120,
    keepFiringSeconds: 300,
    prose: {
      summary: [
        { text: 'Fraud spends its 30-day budget 14.4 times too fast; ' },
        { value: 'ratio' },
        { text: ' of the last 5m was bad' },
      ],
      impact: [{ text: 'Payments are let through unchecked.' }],
      budget: [{ text: '30-day budget gone in about 2 days at this rate' }],
      firstLook: [{ title: 'Error ratio and budget', objective: 'fraud-availability' }],
    },
    runbook: {
      name: 'Fraud on call',
      url: 'https://runbooks.example.com/fraud',
      steps: ['Look at the last deploy', 'Roll back:\nkubectl rollout undo deploy/fraud'],
      firstLook: [
        'dashboard: fraud/overview',
        'query: sum by (reason) (rate(model_prediction_errors_total[5m]))',
      ],
    },
    dashboardUrl: 'https://grafana.example.com/d/fraud?var-env=prod',
  },
);

const latencySlow: Alert = alertOf(
  'FraudLatencyBucketMissing',
  { kind: 'SLO', name: 'fraud-latency' },
  { node: 'missing-bucket', objective: 'fraud-latency' },
  {
    class: 'latency',
    severity: 'ticket',
    holdSeconds: 900,
  },
);

const pipelineSubject = { kind: 'Pipeline', name: 'ingest' } as const;

const freshness: Alert = alertOf(
  'IngestFreshness',
  { kind: 'Pipeline', name: 'ingest' },
  {
    node: 'compare',
    left: { node: 'age', of: { signal: 'pipeline:ingest/freshness' }, aggregate: 'oldest', unit: 'seconds' },
    op: '>',
    right: { node: 'constant', value: 1800, unit: 'seconds' },
  },
  {
    class: 'freshness',
    subject: pipelineSubject,
    gradualSecondsToFire: 1860,
    labels: { env: 'prod', pipeline: 'ingest' },
    prose: {
      summary: [
        { text: 'ingest: the last success was ' },
        { value: 'seconds' },
        { text: ' ago; allowed are 30m' },
      ],
      impact: [{ text: 'What ingest feeds works on old data.' }],
      firstLook: [{ title: 'When it last succeeded', signal: 'pipeline:ingest/freshness' }],
    },
  },
);

const volume: Alert = alertOf(
  'IngestVolumeLow',
  { kind: 'Pipeline', name: 'ingest' },
  {
    node: 'compare',
    left: { node: 'increase', of: { signal: 'pipeline:ingest/records' }, overSeconds: 3600, unit: 'events' },
    op: '<',
    right: {
      node: 'scaled',
      factor: 0.6,
      unit: 'events',
      of: {
        node: 'ago',
        bySeconds: 604_800,
        unit: 'events',
        of: {
          node: 'increase',
          of: { signal: 'pipeline:ingest/records' },
          overSeconds: 3600,
          unit: 'events',
        },
      },
    },
  },
  {
    class: 'volume',
    severity: 'ticket',
    subject: pipelineSubject,
    labels: { env: 'prod', pipeline: 'ingest' },
  },
);

const schema: Alert = alertOf(
  'IngestSchemaViolations',
  { kind: 'Pipeline', name: 'ingest' },
  {
    node: 'compare',
    left: {
      node: 'ratio',
      unit: 'ratio',
      numerator: {
        node: 'increase',
        of: { signal: 'pipeline:ingest/violations' },
        overSeconds: 3600,
        unit: 'events',
      },
      denominator: {
        node: 'increase',
        of: { signal: 'pipeline:ingest/records' },
        overSeconds: 3600,
        unit: 'events',
      },
    },
    op: '>',
    right: { node: 'constant', value: 0.001, unit: 'ratio' },
  },
  {
    class: 'schema',
    severity: 'ticket',
    subject: pipelineSubject,
    labels: { env: 'prod', pipeline: 'ingest' },
  },
);

const sustained: Alert = alertOf(
  'FeaturesStaleSustained',
  { kind: 'SLO', name: 'features-fresh' },
  { node: 'sustained', objective: 'features-fresh', slices: 3 },
  {
    class: 'freshness',
    severity: 'page',
    subject: { kind: 'FeatureSet', name: 'transactions' },
    upstream: ['pipeline:ingest', 'pipeline:unwatched'],
    labels: { env: 'prod', feature_set: 'transactions' },
  },
);

const budgetLow: Alert = alertOf(
  'GpuBudgetLow',
  { kind: 'SLO', name: 'gpu' },
  { node: 'budget-remaining', objective: 'gpu', op: '<', ratio: 0.25 },
  {
    class: 'saturation',
    severity: 'info',
  },
);

const threshold: Alert = alertOf(
  'OverridesHigh',
  { kind: 'Monitor', name: 'overrides' },
  {
    node: 'all',
    of: [
      {
        node: 'latched',
        trigger: {
          node: 'compare',
          left: {
            node: 'raw',
            language: 'promql',
            text: 'sum(rate(overrides_total[6h])) / sum(rate(cases_total[6h]))',
            unit: 'ratio',
          },
          op: '>',
          right: { node: 'constant', value: 0.15, unit: 'ratio' },
        },
        release: {
          node: 'compare',
          left: {
            node: 'raw',
            language: 'promql',
            text: 'sum(rate(overrides_total[6h])) / sum(rate(cases_total[6h]))',
            unit: 'ratio',
          },
          op: '>=',
          right: { node: 'constant', value: 0.1, unit: 'ratio' },
        },
      },
      {
        node: 'compare',
        left: {
          node: 'increase',
          of: { signal: 'model:fraud/requests', where: { version: 'v2' } },
          overSeconds: 3600,
          unit: 'events',
        },
        op: '>=',
        right: { node: 'constant', value: 200, unit: 'events' },
      },
    ],
  },
  { class: 'threshold', severity: 'ticket' },
);

const absence: Alert = alertOf(
  'FraudRequestsAbsent',
  { kind: 'Model', name: 'fraud' },
  { node: 'absent', of: { signal: 'model:fraud/requests' } },
  {
    class: 'absence',
    holdSeconds: 600,
  },
);

const watchdog: Alert = {
  ...alertOf(
    'AcmeWatchdog',
    { kind: 'Project', name: 'acme' },
    { node: 'always' },
    {
      class: 'monitoring',
      severity: 'none',
      subject: { kind: 'Project', name: 'acme' },
      labels: { env: 'prod', project: 'acme' },
    },
  ),
};

const failing: Alert = alertOf(
  'AcmeRuleEvaluationFailing',
  { kind: 'Project', name: 'acme' },
  { node: 'self', check: 'evaluation-failing' },
  {
    class: 'monitoring',
    severity: 'ticket',
    escalation: 'unknown',
    subject: { kind: 'Project', name: 'acme' },
    labels: { env: 'prod', project: 'acme' },
  },
);

/** One environment with an alert of every class, and of every condition that a page explains. */
export const plan: Plan = planOf({
  signals: [
    counter('model:fraud/requests', 'model_predictions_total', {
      prometheus: { facetLabels: { version: 'model_version' } },
    }),
    counter('model:fraud/errors', 'model_prediction_errors_total'),
    histogram('model:fraud/latency', 'model_prediction_latency_seconds', 'classic'),
    gauge('model:fraud/gpu', 'gpu_utilisation_percent', { unit: 'ratio', prometheus: { scale: 0.01 } }),
    gauge('pipeline:ingest/freshness', 'pipeline_last_success_timestamp_seconds', {
      unit: 'unix-seconds',
      prometheus: { labels: { pipeline: 'ingest' } },
    }),
    counter('pipeline:ingest/records', 'pipeline_records_total', {
      prometheus: { labels: { pipeline: 'ingest' } },
    }),
    counter('pipeline:ingest/violations', 'pipeline_schema_violations_total', {
      prometheus: { labels: { pipeline: 'ingest' } },
    }),
    gauge('feature-set:transactions/freshness', 'feature_last_update_timestamp_seconds', {
      unit: 'unix-seconds',
    }),
  ],
  objectives: [
    objectiveOf('fraud-availability', {
      displayName: 'Fraud answers',
      excludedMaintenance: ['weekly-backfill'],
    }),
    objectiveOf('fraud-latency', {
      sliType: 'latency',
      target: 0.99,
      indicator: {
        type: 'histogram-threshold',
        of: { signal: 'model:fraud/latency' },
        thresholdSeconds: 0.25,
      },
    }),
    objectiveOf('features-fresh', {
      sliType: 'freshness',
      target: 0.995,
      subject: { kind: 'FeatureSet', name: 'transactions' },
      budgeting: { type: 'timeslices', sliceSeconds: 300 },
      indicator: {
        type: 'time-in-bounds',
        measure: {
          node: 'age',
          of: { signal: 'feature-set:transactions/freshness' },
          aggregate: 'oldest',
          unit: 'seconds',
        },
        badWhen: '>',
        limit: 900,
        signals: [{ signal: 'feature-set:transactions/freshness' }],
      },
    }),
    objectiveOf('gpu', {
      sliType: 'saturation',
      target: 0.9,
      budgeting: { type: 'timeslices', sliceSeconds: 300 },
      indicator: {
        type: 'time-in-bounds',
        measure: { node: 'gauge', of: { signal: 'model:fraud/gpu' }, aggregate: 'max', unit: 'ratio' },
        badWhen: '>',
        limit: 0.9,
        signals: [{ signal: 'model:fraud/gpu' }],
      },
    }),
  ],
  alerts: [
    availability,
    alertOf(
      'FraudAvailabilityBurnSlow',
      { kind: 'SLO', name: 'fraud-availability' },
      {
        node: 'burn-rate',
        objective: 'fraud-availability',
        factor: 3,
        shortSeconds: 7200,
        longSeconds: 86_400,
        minBadEvents: 0,
      },
      { severity: 'ticket' },
    ),
    latencySlow,
    freshness,
    volume,
    schema,
    sustained,
    budgetLow,
    threshold,
    absence,
    watchdog,
    failing,
  ],
  routes: [route],
  teamHours: [
    {
      team: 'risk',
      timezone: 'Europe/London',
      hours: Object.fromEntries(
        (['mon', 'tue', 'wed', 'thu', 'fri'] as const).map((day) => [day, [{ from: 540, to: 1050 }]]),
      ),
      holidays: ['2026-12-25', '2026-12-28', '2027-01-01'],
    },
  ],
  causes: [
    {
      subject: pipelineSubject,
      item: 'pipeline:ingest',
      sourceSeverity: 'page',
      alertNames: ['IngestFreshness'],
      targetSeverities: ['page', 'ticket', 'info'],
    },
  ],
  maintenance: [
    {
      id: 'weekly-backfill',
      recurrence: {
        type: 'recurring',
        timezone: 'Europe/London',
        cron: '0 2 * * sun',
        durationSeconds: 10_800,
      },
      occurrences: [],
      match: { model: 'fraud' },
      excludeFromBudget: true,
      alertNames: ['FraudAvailabilityBurnFast'],
      origin: originOf('MaintenanceWindow', 'weekly-backfill'),
    },
    {
      id: 'migration',
      recurrence: {
        type: 'once',
        interval: { startUnixSeconds: 1_800_000_000, endUnixSeconds: 1_800_007_200 },
      },
      occurrences: [],
      match: {},
      excludeFromBudget: false,
      alertNames: ['FraudAvailabilityBurnFast', 'IngestFreshness'],
      origin: originOf('MaintenanceWindow', 'migration'),
    },
  ],
  watchdog: {
    type: 'webhook',
    name: 'heartbeat',
    url: { from: 'file', path: 'secrets/heartbeat' },
    purpose: 'system',
  },
});
