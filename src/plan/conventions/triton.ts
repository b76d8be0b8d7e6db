import type { Convention } from './convention.ts';

/**
 * Metrics of NVIDIA's Triton Inference Server. Latencies are sums in microseconds, without buckets: a latency objective needs
 * a histogram of the caller, and the mean is `requestTime` by `requests`. Failures are counted apart from successes.
 */
export const triton: Convention = {
  name: 'triton',
  version: '2',
  source:
    'https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/metrics.html',
  server: 'Triton',
  roles: {
    requests: {
      name: 'nv_inference_request_success',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'version' },
      emitter: 'service',
    },
    errors: {
      name: 'nv_inference_request_failure',
      instrument: 'counter',
      unit: 'none',
      labels: { version: 'version' },
      emitter: 'service',
    },
    requestTime: {
      name: 'nv_inference_request_duration_us',
      instrument: 'counter',
      unit: 'microseconds',
      labels: { version: 'version' },
      emitter: 'service',
    },
    queueTime: {
      name: 'nv_inference_queue_duration_us',
      instrument: 'counter',
      unit: 'microseconds',
      labels: { version: 'version' },
      emitter: 'service',
    },
    gpu: { name: 'nv_gpu_utilization', instrument: 'gauge', unit: 'ratio', emitter: 'service' },
    cpu: { name: 'nv_cpu_utilization', instrument: 'gauge', unit: 'ratio', emitter: 'service' },
  },
};
