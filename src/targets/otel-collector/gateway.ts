import type { Plan } from '../../plan/plan.ts';
import { GATEWAY_JOB, type TelemetryPipeline } from '../../plan/telemetry.ts';
import type { SignalKind } from '../../spec/kinds/telemetry/sinks.ts';
import { extensionsOf, firstProcessors, ownMetrics } from './common.ts';
import { type CollectorConfig, named, type Part, type Pipeline } from './config.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { exporterId, exportersOf } from './exporters.ts';
import { serverTls } from './gateway-tls.ts';
import { ownScrape, scrapeReceiver } from './receivers.ts';
import { samplingOf } from './sampling.ts';
import { serviceGraph, spanMetrics } from './span-metrics.ts';

const OWN = named('prometheus', 'own');
const BATCH = 'batch';

/**
 * The collector in the middle: it counts spans before any is dropped, decides which traces are kept, and sends to the sinks.
 * There is one of it: the spans of a trace must come to the same place to be decided on together.
 */
export function gatewayConfig(plan: Plan, pipeline: TelemetryPipeline): CollectorConfig {
  const { gateway, origin } = pipeline;
  const dialect = dialectOf(pipeline.generation);
  const { exporters, extensions } = exportersOf(pipeline);
  const first = firstProcessors(plan, pipeline);
  const scrape = scrapeReceiver(plan, pipeline);
  const sampling = samplingOf(pipeline.sampling);
  const to = (signal: SignalKind): string[] =>
    pipeline.sinks.filter(({ signals }) => signals.includes(signal)).map(exporterId);
  const connectors = to('metrics').length === 0 ? [] : connectorsOf(pipeline, dialect);
  const sources: Part[] = [
    {
      id: 'otlp',
      body: {
        protocols: {
          grpc: { endpoint: `${gateway.listen}:${gateway.port}`, ...serverTls(gateway.tls) },
        },
      },
      origin,
    },
    ...(scrape === undefined ? [] : [scrape]),
    ...(pipeline.carriesOwnMetrics
      ? [{ id: OWN, body: ownScrape(GATEWAY_JOB, gateway, plan.cadence.scrapeSeconds), origin }]
      : []),
  ];
  const metricSources = [...sources, ...connectors].map(({ id }) => id);
  const pipelines: Pipeline[] = [
    { id: named('traces', 'count'), receivers: ['otlp'], processors: ids(first), exporters: ids(connectors) },
    {
      id: 'traces',
      receivers: ['otlp'],
      processors: [...ids(first), ...ids(sampling ? [sampling, ...batchOf(dialect, pipeline)] : [])],
      exporters: to('traces'),
    },
    { id: 'metrics', receivers: metricSources, processors: ids(first), exporters: to('metrics') },
    { id: 'logs', receivers: ['otlp'], processors: ids(first), exporters: to('logs') },
  ];
  return {
    extensions: [...extensionsOf(pipeline, gateway, 'gateway'), ...extensions],
    receivers: sources,
    processors: [...first, ...(sampling ? [sampling] : []), ...batchOf(dialect, pipeline)],
    connectors,
    exporters,
    pipelines: pipelines.filter((each) => each.exporters.length > 0),
    ownMetrics: ownMetrics(gateway, dialect),
  };
}

function ids(parts: readonly Part[]): string[] {
  return parts.map(({ id }) => id);
}

/** What was sampled comes trace by trace; where queues make no batches of it, this does. */
function batchOf({ batchesInQueue }: Dialect, { origin }: TelemetryPipeline): Part[] {
  if (batchesInQueue) return [];
  return [
    { id: BATCH, body: { timeout: '200ms', send_batch_size: 1000, send_batch_max_size: 5000 }, origin },
  ];
}

function connectorsOf(pipeline: TelemetryPipeline, dialect: Dialect): Part[] {
  return [spanMetrics(pipeline), ...(dialect.serviceGraph ? [serviceGraph(pipeline)] : [])];
}
