import type { Alert } from '../../src/plan/alert.ts';
import type { Condition, Measure } from '../../src/plan/condition.ts';
import type { Objective } from '../../src/plan/objective.ts';
import type { Plan, Scrape } from '../../src/plan/plan.ts';
import type { Signal } from '../../src/plan/signal.ts';
import { alertOf, counter, gauge, histogram, objectiveOf, originOf, planOf, routeOf } from './plan.ts';

/** A plan with everything in it that a plan can hold: each instrument, indicator, budget, measure and condition. */

const DAY = 86_400;

const SIGNALS: readonly Signal[] = [
  counter('model:fraud/errors', 'model_prediction_errors_total'),
  gauge('model:fraud/gpu', 'gpu_percent', { unit: 'ratio', prometheus: { scale: 0.01 } }),
  histogram('model:fraud/latency', 'model_prediction_latency_seconds', 'classic'),
  counter('model:fraud/requests', 'model_predictions_total'),
  histogram('model:fraud/spans', 'span_milliseconds', 'native', { prometheus: { scale: 0.001 } }),
  gauge('pipeline:ingest/freshness', 'pipeline_last_success_timestamp_seconds', {
    unit: 'unix-seconds',
    prometheus: { labels: { pipeline: 'ingest "quoted" \\ and\nbroken' } },
    emitter: 'pipeline',
    cadenceSeconds: 300,
    origin: originOf('Pipeline', 'ingest', 'pipelines/ingest.yaml'),
  }),
  counter('pipeline:ingest/records', 'pipeline_records_total', { cadenceSeconds: 600 }),
];

const of = { signal: 'model:fraud/requests' } as const;
const age: Measure = {
  node: 'age',
  of: { signal: 'pipeline:ingest/freshness' },
  aggregate: 'oldest',
  unit: 'seconds',
};

const OBJECTIVES: readonly Objective[] = [
  objectiveOf('availability', {
    indicator: {
      type: 'events',
      total: [of, { signal: 'model:fraud/errors' }, { signal: 'pipeline:ingest/records' }],
      bad: [
        { signal: 'model:fraud/errors', where: { reason: 'timeout' } },
        { signal: 'model:fraud/errors', where: { reason: 'crash' } },
      ],
    },
    ratioWindowsSeconds: [300, 1800, 3600, 7200, 21_600, DAY, 3 * DAY],
    excludedMaintenance: ['backfill'],
  }),
  objectiveOf('freshness', {
    sliType: 'freshness',
    subject: { kind: 'Pipeline', name: 'ingest' },
    target: 0.995,
    indicator: { type: 'time-in-bounds', measure: age, badWhen: '>', limit: 900, signals: [age.of] },
    budgeting: { type: 'timeslices', sliceSeconds: 3600 },
    periodSeconds: 90 * DAY,
    excludedMaintenance: ['backfill', 'upgrade'],
    origin: originOf('SLO', 'freshness', 'pipelines/ingest.yaml', 7),
  }),
  objectiveOf('latency', {
    sliType: 'latency',
    target: 0.99,
    indicator: {
      type: 'histogram-threshold',
      of: { signal: 'model:fraud/latency', where: { version: 'v1' } },
      thresholdSeconds: 0.25,
    },
    periodSeconds: 90 * DAY,
    ratioWindowsSeconds: [900, 10_800, 14 * DAY],
  }),
  objectiveOf('spans', {
    sliType: 'latency',
    target: 0.95,
    indicator: {
      type: 'histogram-threshold',
      of: { signal: 'model:fraud/spans' },
      thresholdSeconds: 0.256,
    },
    budgeting: { type: 'timeslices', sliceSeconds: 300 },
    periodSeconds: 7 * DAY,
  }),
];

const rate = (where?: Readonly<Record<string, string>>): Measure => ({
  node: 'rate',
  of: { ...of, ...(where && { where }) },
  overSeconds: 1800,
  unit: 'events-per-second',
});

/** Every kind of measure. */
export const MEASURES: readonly Measure[] = [
  rate(),
  { node: 'increase', of: { signal: 'model:fraud/latency' }, overSeconds: 600, unit: 'events' },
  { node: 'increase', of: { signal: 'model:fraud/spans' }, overSeconds: 600, unit: 'events' },
  { node: 'mean', of: { signal: 'model:fraud/latency' }, overSeconds: 600, unit: 'seconds' },
  { node: 'mean', of: { signal: 'model:fraud/spans' }, overSeconds: 600, unit: 'seconds' },
  {
    node: 'quantile',
    of: { signal: 'model:fraud/latency' },
    quantile: 0.99,
    overSeconds: 600,
    unit: 'seconds',
  },
  { node: 'quantile', of: { signal: 'model:fraud/spans' }, quantile: 0.5, overSeconds: 600, unit: 'seconds' },
  ...(['min', 'max', 'mean', 'sum'] as const).map(
    (aggregate): Measure => ({ node: 'gauge', of: { signal: 'model:fraud/gpu' }, aggregate, unit: 'ratio' }),
  ),
  age,
  { ...age, aggregate: 'newest' },
  { node: 'ratio', numerator: rate({ class: 'fraud' }), denominator: rate(), unit: 'ratio' },
  { node: 'ago', of: rate(), bySeconds: 7 * DAY, unit: 'events-per-second' },
  { node: 'ago', of: age, bySeconds: DAY, unit: 'seconds' },
  { node: 'scaled', of: rate(), factor: 0.6, unit: 'events-per-second' },
  { node: 'constant', value: 3, unit: 'none' },
  { node: 'raw', language: 'promql', text: 'queue_length or # newer\n queue_size', unit: 'none' },
  { node: 'raw', language: 'promql', text: 'scalar(sum(queue_length))', unit: 'none' },
  {
    node: 'ago',
    of: { node: 'raw', language: 'promql', text: 'queue_length', unit: 'none' },
    bySeconds: DAY,
    unit: 'none',
  },
];

const [first, second] = MEASURES.map(
  (left): Condition => ({
    node: 'compare',
    left,
    op: '>',
    right: { node: 'constant', value: 0.5, unit: left.unit },
  }),
);
const pair = [first, second].filter((condition) => condition !== undefined);
const trigger: Condition = { node: 'all', of: pair };

/** Every kind of condition, and every measure compared. */
export const CONDITIONS: readonly Condition[] = [
  ...MEASURES.map((left): Condition => ({ node: 'compare', left, op: '<=', right: rate() })),
  {
    node: 'burn-rate',
    objective: 'availability',
    factor: 14.4,
    shortSeconds: 300,
    longSeconds: 3600,
    minBadEvents: 10,
  },
  {
    node: 'burn-rate',
    objective: 'availability',
    factor: 1,
    shortSeconds: 21_600,
    longSeconds: 3 * DAY,
    minBadEvents: 10,
  },
  {
    node: 'burn-rate',
    objective: 'latency',
    factor: 6,
    shortSeconds: 900,
    longSeconds: 10_800,
    minBadEvents: 0,
  },
  { node: 'sustained', objective: 'freshness', slices: 3 },
  { node: 'budget-remaining', objective: 'spans', op: '<', ratio: 0.25 },
  { node: 'absent', of },
  { node: 'absent', of: { signal: 'model:fraud/errors' }, existedWithinSeconds: 7 * DAY },
  { node: 'absent', of: { ...of, where: { version: 'v2' } }, existedWithinSeconds: 7 * DAY },
  { node: 'no-value', of: rate() },
  { node: 'missing-bucket', objective: 'latency' },
  trigger,
  { node: 'any', of: [...pair, { node: 'sustained', objective: 'freshness', slices: 3 }] },
  { node: 'unless', of: trigger, exception: { node: 'any', of: pair } },
  { node: 'latched', trigger, release: { node: 'any', of: pair } },
  { node: 'always' },
  { node: 'self', check: 'evaluation-failing' },
  { node: 'self', check: 'evaluation-late' },
  { node: 'self', check: 'notification-failing' },
  { node: 'self', check: 'telemetry-queue-filling' },
  { node: 'self', check: 'telemetry-refused' },
  { node: 'self', check: 'telemetry-dropped' },
  { node: 'self', check: 'telemetry-down' },
];

function alertAt(condition: Condition, index: number): Alert {
  const objective = 'objective' in condition ? condition.objective : undefined;
  const object =
    objective === undefined ? { kind: 'Monitor', name: `watch-${index}` } : { kind: 'SLO', name: objective };
  const isSelf = condition.node === 'always' || condition.node === 'self';
  return alertOf(`Alert${index}`, object, condition, {
    holdSeconds: 60 * (index % 3),
    keepFiringSeconds: 300 * (index % 2),
    severity: index % 4 === 0 ? 'page' : 'ticket',
    ...(isSelf && { subject: { kind: 'Project', name: 'acme' }, object: { kind: 'Project', name: 'acme' } }),
    prose: {
      summary: [{ text: 'Value ' }, { value: 'ratio' }],
      impact: [{ text: 'Something' }],
      firstLook: [{ title: 'Signal', signal: 'model:fraud/spans' }],
    },
  });
}

const SCRAPE: Omit<Scrape, 'id'> = {
  targets: [],
  path: '/metrics',
  scheme: 'http',
  intervalSeconds: 15,
  timeoutSeconds: 10,
  labels: {},
  nativeHistograms: false,
  origin: originOf('Model', 'fraud'),
};

const SUNDAY = Date.UTC(2026, 2, 1, 2) / 1000;

export const KITCHEN_PLAN: Plan = planOf({
  environment: { name: 'prod', labels: { env: 'prod', region: 'eu' }, labelsSelect: true },
  signals: SIGNALS,
  objectives: OBJECTIVES,
  alerts: CONDITIONS.map(alertAt),
  routes: [routeOf([900, 2700])],
  causes: [],
  maintenance: ['backfill', 'upgrade'].map((id) => ({
    id,
    recurrence: { type: 'recurring', timezone: 'UTC', cron: '0 2 * * sun', durationSeconds: 10_800 },
    occurrences: [0, 1, 2].map((week) => ({
      startUnixSeconds: SUNDAY + week * 7 * DAY,
      endUnixSeconds: SUNDAY + week * 7 * DAY + 10_800,
    })),
    match: {},
    excludeFromBudget: true,
    alertNames: [],
    origin: originOf('MaintenanceWindow', id, 'org/quiet.yaml'),
  })),
  scrapes: [
    {
      ...SCRAPE,
      id: 'model-fraud',
      targets: ['fraud:8000', '[::1]:8000'],
      labels: { job: 'fraud', on: 'yes' },
    },
    {
      ...SCRAPE,
      id: 'model-spans',
      scheme: 'https',
      nativeHistograms: true,
      labels: { job: 'fraud', price: '$1' },
      kubernetes: {
        namespace: 'ml',
        podLabels: { app: 'fraud', 'app.kubernetes.io/part-of': 'risk' },
        port: 'metrics',
      },
    },
  ],
});
