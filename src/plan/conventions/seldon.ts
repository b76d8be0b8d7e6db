import type { Convention } from './convention.ts';

/**
 * Metrics of the executor of Seldon Core 1. The label `code` tells failures apart: map errors with a match of its own, such as
 * `match: { code: "500" }`. The version is known only between the executor and a component.
 */
export const seldon: Convention = {
  name: 'seldon',
  version: 'Seldon Core 1',
  source: 'https://docs.seldon.ai/seldon-core-1/configuration/integrations/analytics',
  server: 'Seldon Core',
  roles: {
    latency: {
      name: 'seldon_api_executor_server_requests_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      labels: { reason: 'code' },
      emitter: 'service',
    },
    requests: {
      name: 'seldon_api_executor_server_requests_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      labels: { reason: 'code' },
      emitter: 'service',
    },
    componentLatency: {
      name: 'seldon_api_executor_client_requests_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      labels: { version: 'model_version', reason: 'code' },
      emitter: 'service',
    },
  },
};
