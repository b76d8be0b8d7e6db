import type { Convention } from './convention.ts';

/**
 * Metrics of a BentoML service, under the default prefix. The label http_response_code tells failures apart: map errors with a
 * match of its own, such as `match: { http_response_code: "500" }`. Buckets can be configured, so none are known.
 */
export const bentoml: Convention = {
  name: 'bentoml',
  version: '1.4',
  source: 'https://docs.bentoml.com/en/latest/build-with-bentoml/observability/metrics.html',
  server: 'BentoML',
  roles: {
    latency: {
      name: 'bentoml_service_request_duration_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      labels: { version: 'service_version', reason: 'http_response_code' },
      emitter: 'service',
    },
    requests: {
      name: 'bentoml_service_request_total',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'service_version', reason: 'http_response_code' },
      includesErrors: true,
      emitter: 'service',
    },
    running: {
      name: 'bentoml_service_request_in_progress',
      instrument: 'gauge',
      unit: 'none',
      emitter: 'service',
    },
  },
};
