import type { TelemetryPipeline } from '../../plan/telemetry.ts';
import { printDuration } from '../../units/index.ts';
import type { Part } from './config.ts';

/** Seconds, from the fastest models to the slowest; thresholds of objectives come besides. */
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Calls, errors and durations of all spans, as traces_span_metrics_*: https://opentelemetry.io/docs/specs/semconv/ */
export function spanMetrics({ sampling, origin }: TelemetryPipeline): Part {
  return {
    id: 'spanmetrics',
    body: {
      namespace: 'traces.span.metrics',
      histogram: { unit: 's', explicit: { buckets: buckets(sampling) } },
      dimensions: [{ name: 'model' }, { name: 'model_version' }],
      exemplars: { enabled: true },
      metrics_flush_interval: '15s',
    },
    origin,
  };
}

/** Which service calls which, as traces_service_graph_*. */
export function serviceGraph({ sampling, origin }: TelemetryPipeline): Part {
  return {
    id: 'servicegraph',
    body: {
      latency_histogram_buckets: buckets(sampling),
      store: { ttl: '10s', max_items: 10_000 },
      metrics_flush_interval: '15s',
    },
    origin,
  };
}

function buckets({ services, slowSeconds }: TelemetryPipeline['sampling']): string[] {
  const thresholds = [...services.map((service) => service.slowSeconds), slowSeconds].filter(
    (seconds) => seconds !== undefined,
  );
  return [...new Set([...BUCKETS_SECONDS, ...thresholds])].toSorted((a, b) => a - b).map(printDuration);
}
