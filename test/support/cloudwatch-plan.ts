import type { Objective } from '../../src/plan/objective.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { CloudWatchMetric, Signal } from '../../src/plan/signal.ts';
import type { PredictionLog, Tracing } from '../../src/plan/telemetry.ts';
import { alertOf, counter, gauge, histogram, objectiveOf, originOf, planOf } from './plan.ts';

/** A plan whose signals are kept in CloudWatch, of one model, with its log and traces. */

export function metricOf(name: string, parts: Partial<CloudWatchMetric> = {}): Pick<Signal, 'cloudwatch'> {
  return {
    cloudwatch: {
      found: true,
      metric: {
        namespace: 'ML/Serving',
        name,
        dimensions: { model: 'fraud' },
        scale: 1,
        facetDimensions: {},
        origin: originOf('Model', 'fraud'),
        ...parts,
      },
    },
  };
}

export const SIGNALS: readonly Signal[] = [
  histogram('model:fraud/confidence', 'confidence', 'native', { unit: 'ratio', ...metricOf('Confidence') }),
  counter('model:fraud/errors', 'errors_total', metricOf('Errors', { unit: 'Count' })),
  histogram('model:fraud/latency', 'latency_seconds', 'native', metricOf('Latency', { unit: 'Seconds' })),
  counter(
    'model:fraud/requests',
    'requests_total',
    metricOf('Requests', { unit: 'Count', facetDimensions: { version: 'model_version', class: 'verdict' } }),
  ),
  gauge('model:fraud/saturation', 'gpu', { unit: 'ratio', ...metricOf('Gpu', { scale: 0.01 }) }),
  gauge('pipeline:ingest/freshness', 'last_success', {
    unit: 'unix-seconds',
    ...metricOf('LastSuccess', { dimensions: { pipeline: 'ingest' }, unit: 'Seconds' }),
  }),
];

export const AVAILABILITY = objectiveOf('fraud-availability', {
  displayName: 'Fraud answers',
  indicator: {
    type: 'events',
    total: [{ signal: 'model:fraud/requests' }, { signal: 'model:fraud/errors' }],
    bad: [{ signal: 'model:fraud/errors' }],
  },
  burnTiers: [
    {
      name: 'fast',
      factor: 14.4,
      shortSeconds: 300,
      longSeconds: 3600,
      severity: 'page',
      budgetSpentRatio: 0.02,
    },
    {
      name: 'medium',
      factor: 6,
      shortSeconds: 1800,
      longSeconds: 21_600,
      severity: 'page',
      budgetSpentRatio: 0.05,
    },
  ],
});

export const LATENCY = objectiveOf('fraud-latency', {
  sliType: 'latency',
  target: 0.99,
  indicator: {
    type: 'histogram-threshold',
    of: { signal: 'model:fraud/latency' },
    thresholdSeconds: 0.25,
  },
});

export const SATURATION = objectiveOf('fraud-saturation', {
  sliType: 'saturation',
  target: 0.95,
  indicator: {
    type: 'time-in-bounds',
    measure: { node: 'gauge', of: { signal: 'model:fraud/saturation' }, aggregate: 'max', unit: 'ratio' },
    badWhen: '>',
    limit: 0.85,
    signals: [{ signal: 'model:fraud/saturation' }],
  },
  budgeting: { type: 'timeslices', sliceSeconds: 300 },
});

export const FRESHNESS = objectiveOf('ingest-freshness', {
  sliType: 'freshness',
  subject: { kind: 'Pipeline', name: 'ingest' },
  target: 0.995,
  indicator: {
    type: 'time-in-bounds',
    measure: {
      node: 'age',
      of: { signal: 'pipeline:ingest/freshness' },
      aggregate: 'oldest',
      unit: 'seconds',
    },
    badWhen: '>',
    limit: 5400,
    signals: [{ signal: 'pipeline:ingest/freshness' }],
  },
  budgeting: { type: 'timeslices', sliceSeconds: 900 },
});

export const OBJECTIVES: readonly Objective[] = [AVAILABILITY, LATENCY, SATURATION, FRESHNESS];

export const LOG: PredictionLog = {
  subject: { kind: 'Model', name: 'fraud' },
  store: { type: 'cloudwatch-logs', logGroup: '/ml/fraud/predictions' },
  fields: {
    version: 'model_version',
    class: 'decision.class',
    confidence: 'confidence',
    latency: 'latency_seconds',
    error: 'error',
  },
  dimensionFields: { model: 'model_name' },
  roles: ['confidence', 'errors', 'latency', 'requests'],
  origin: originOf('DataSource', 'prediction-log', 'datasources.yaml', 4),
};

export const TRACING: Tracing = {
  subject: { kind: 'Model', name: 'fraud' },
  service: 'fraud-detector',
  sampledRatio: 0.05,
  slowSeconds: 0.25,
  origin: originOf('Model', 'fraud', 'models/fraud.yaml', 9),
};

export function cloudWatchPlan(parts: Partial<Plan> = {}): Plan {
  return planOf({
    signals: SIGNALS,
    objectives: OBJECTIVES,
    alerts: [
      alertOf(
        'FraudLowVolume',
        { kind: 'Monitor', name: 'fraud-volume' },
        {
          node: 'compare',
          left: {
            node: 'rate',
            of: { signal: 'model:fraud/requests' },
            overSeconds: 600,
            unit: 'events-per-second',
          },
          op: '<',
          right: { node: 'constant', value: 0.5, unit: 'events-per-second' },
        },
      ),
      alertOf(
        'FraudBudgetLow',
        { kind: 'SLO', name: 'fraud-availability' },
        { node: 'budget-remaining', objective: 'fraud-availability', op: '<', ratio: 0.25 },
      ),
    ],
    predictionLogs: [LOG],
    tracing: [TRACING],
    ...parts,
  });
}

/** Some of the signals with another metric in CloudWatch. */
export function withMetric(role: string, metric: Partial<CloudWatchMetric>): readonly Signal[] {
  return SIGNALS.map((signal) =>
    signal.role === role && signal.cloudwatch?.found === true
      ? { ...signal, cloudwatch: { found: true, metric: { ...signal.cloudwatch.metric, ...metric } } }
      : signal,
  );
}

/** The signals as if the project kept nothing in CloudWatch. */
export function keptNowhere(): readonly Signal[] {
  return SIGNALS.map((signal) => {
    const { cloudwatch, ...rest } = signal;
    return cloudwatch === undefined ? signal : rest;
  });
}
