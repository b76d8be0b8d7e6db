import type { Convention } from './convention.ts';

/**
 * A model of MLflow served by MLServer (`mlflow models serve --enable-mlserver`); the plain server of MLflow has no metrics.
 * Counters have the suffix that prometheus_client appends. Latency is that of the REST server, of all its models.
 */
export const mlflowServing: Convention = {
  name: 'mlflow-serving',
  version: 'MLServer 1',
  source: 'https://docs.seldon.ai/mlserver/user-guide/metrics',
  server: 'MLServer',
  roles: {
    latency: {
      name: 'rest_server_requests_duration_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      emitter: 'service',
    },
    requests: {
      name: 'model_infer_request_success_total',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'model_version' },
      emitter: 'service',
    },
    errors: {
      name: 'model_infer_request_failure_total',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'model_version' },
      emitter: 'service',
    },
    running: {
      name: 'rest_server_requests_in_progress',
      instrument: 'gauge',
      unit: 'none',
      emitter: 'service',
    },
  },
};
