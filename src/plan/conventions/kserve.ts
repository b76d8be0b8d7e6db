import type { Convention } from './convention.ts';

/**
 * Metrics of KServe's own Python model servers (sklearn, xgboost, lightgbm, pmml, paddle, custom). The other runtimes have
 * names of their own: triton, vllm. Buckets are those of prometheus_client. Errors are not counted: they have to be mapped.
 */
export const kserve: Convention = {
  name: 'kserve',
  version: '0.15',
  source:
    'https://kserve.github.io/website/docs/model-serving/predictive-inference/observability/prometheus-metrics',
  server: 'KServe',
  roles: {
    latency: {
      name: 'request_predict_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      emitter: 'service',
    },
    requests: {
      name: 'request_predict_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      emitter: 'service',
    },
    preprocessing: {
      name: 'request_preprocess_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      emitter: 'service',
    },
    postprocessing: {
      name: 'request_postprocess_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      emitter: 'service',
    },
  },
};
