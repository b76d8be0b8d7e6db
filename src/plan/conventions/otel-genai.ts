import type { Convention } from './convention.ts';

/**
 * OpenTelemetry's semantic conventions for generative AI, under the names that Prometheus gives them: dots become
 * underscores, and the unit is appended. Failed requests are marked by the attribute error.type, whose value is free: which
 * counter holds them has to be mapped.
 */
export const otelGenai: Convention = {
  name: 'otel-genai',
  version: '0.1.0 (status: development)',
  source:
    'https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/gen-ai-metrics.md',
  roles: {
    latency: {
      name: 'gen_ai_server_request_duration_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
      labels: { version: 'gen_ai_response_model', reason: 'error_type' },
      emitter: 'service',
    },
    requests: {
      name: 'gen_ai_server_request_duration_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      labels: { version: 'gen_ai_response_model', reason: 'error_type' },
      emitter: 'service',
    },
    timeToFirstToken: {
      name: 'gen_ai_server_time_to_first_token_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      labels: { version: 'gen_ai_response_model' },
      emitter: 'service',
    },
    timePerToken: {
      name: 'gen_ai_server_time_per_output_token_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5],
      labels: { version: 'gen_ai_response_model' },
      emitter: 'service',
    },
    tokens: {
      name: 'gen_ai_client_token_usage',
      instrument: 'histogram',
      unit: 'none',
      buckets: [
        1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
      ],
      labels: { kind: 'gen_ai_token_type', version: 'gen_ai_response_model' },
      emitter: 'service',
    },
  },
};
