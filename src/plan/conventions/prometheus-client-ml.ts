import type { Convention } from './convention.ts';

/**
 * Metrics of a model server instrumented with prometheus_client in the usual way: a latency histogram, a counter of
 * predictions by version and class, a histogram of confidence, and a counter of errors.
 */
export const prometheusClientMl: Convention = {
  name: 'prometheus-client-ml',
  version: '1',
  source: 'https://prometheus.github.io/client_python/instrumenting/',
  roles: {
    latency: {
      name: 'model_prediction_latency_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1],
      emitter: 'service',
    },
    requests: {
      name: 'model_predictions_total',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'model_version', class: 'prediction_class' },
      emitter: 'service',
    },
    errors: {
      name: 'model_prediction_errors_total',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'model_version', reason: 'reason' },
      emitter: 'service',
    },
    confidence: {
      name: 'model_prediction_confidence',
      instrument: 'histogram',
      unit: 'ratio',
      buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
      emitter: 'service',
    },
    labelled: {
      name: 'model_labelled_total',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'model_version', outcome: 'outcome' },
      emitter: 'service',
    },
    score: { name: 'model_prediction_value', instrument: 'histogram', unit: 'none', emitter: 'service' },
    rows: { name: 'model_batch_rows', instrument: 'gauge', unit: 'none', emitter: 'service' },
    featureFreshness: {
      name: 'feature_last_update_timestamp_seconds',
      instrument: 'gauge',
      unit: 'unix-seconds',
      emitter: 'feature-store',
    },
  },
};
