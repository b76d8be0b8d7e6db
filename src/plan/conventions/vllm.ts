import type { Convention } from './convention.ts';

/** Metrics of the OpenAI-compatible server of vLLM. Only requests that succeed are counted; errors have to be mapped. */
export const vllm: Convention = {
  name: 'vllm',
  version: 'v1 engine',
  source: 'https://docs.vllm.ai/en/stable/usage/metrics/',
  server: 'vLLM',
  roles: {
    latency: {
      name: 'vllm:e2e_request_latency_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680],
      emitter: 'service',
    },
    requests: {
      name: 'vllm:request_success_total',
      instrument: 'counter',
      unit: 'none',
      labels: { outcome: 'finished_reason' },
      emitter: 'service',
    },
    timeToFirstToken: {
      name: 'vllm:time_to_first_token_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160,
        640, 2560,
      ],
      emitter: 'service',
    },
    timePerToken: {
      name: 'vllm:request_time_per_output_token_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      emitter: 'service',
    },
    promptTokens: {
      name: 'vllm:prompt_tokens_total',
      instrument: 'counter',
      unit: 'none',
      emitter: 'service',
    },
    generationTokens: {
      name: 'vllm:generation_tokens_total',
      instrument: 'counter',
      unit: 'none',
      emitter: 'service',
    },
    cache: { name: 'vllm:kv_cache_usage_perc', instrument: 'gauge', unit: 'ratio', emitter: 'service' },
    queue: { name: 'vllm:num_requests_waiting', instrument: 'gauge', unit: 'none', emitter: 'service' },
    running: { name: 'vllm:num_requests_running', instrument: 'gauge', unit: 'none', emitter: 'service' },
  },
};
