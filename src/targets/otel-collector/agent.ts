import type { Plan } from '../../plan/plan.ts';
import { AGENT_JOB, type TelemetryPipeline } from '../../plan/telemetry.ts';
import { SIGNALS } from '../../spec/kinds/telemetry/sinks.ts';
import { extensionsOf, firstProcessors, ownMetrics } from './common.ts';
import { type CollectorConfig, named, type Part } from './config.ts';
import { dialectOf } from './dialect.ts';
import { RETRY, sendingQueue } from './exporters.ts';
import { clientTls } from './gateway-tls.ts';
import { agentReceivers, ownScrape } from './receivers.ts';

const OWN = named('prometheus', 'own');
const GATEWAY = named('otlp', 'gateway');

/** What each receiver yields. */
const YIELDS: Readonly<Record<string, readonly string[]>> = {
  otlp: ['traces', 'metrics', 'logs'],
  zipkin: ['traces'],
  jaeger: ['traces'],
  filelog: ['logs'],
  hostmetrics: ['metrics'],
  prometheus: ['metrics'],
};

/**
 * The collector beside the models: it receives, takes out what is personal, and hands everything to the gateway. What it has
 * acknowledged is in its queue on disk: nothing stands between the two.
 */
export function agentConfig(plan: Plan, pipeline: TelemetryPipeline): CollectorConfig {
  const { agent, gateway, origin, queue } = pipeline;
  const dialect = dialectOf(pipeline.generation);
  const receivers: Part[] = [
    ...agentReceivers(pipeline),
    { id: OWN, body: ownScrape(AGENT_JOB, agent, plan.cadence.scrapeSeconds), origin },
  ];
  const processors = firstProcessors(plan, pipeline);
  const wanted = new Set(pipeline.sinks.flatMap(({ signals }) => signals));
  // Spans are also counted, whether or not anybody keeps them.
  if (wanted.has('metrics')) wanted.add('traces');
  return {
    extensions: extensionsOf(pipeline, agent, 'agent'),
    receivers,
    processors,
    connectors: [],
    exporters: [
      {
        id: GATEWAY,
        body: {
          endpoint: `${gateway.host}:${gateway.port}`,
          tls: clientTls(gateway.tls),
          retry_on_failure: RETRY,
          sending_queue: sendingQueue(dialect, queue.requests),
        },
        origin,
      },
    ],
    pipelines: SIGNALS.filter((signal) => wanted.has(signal)).map((signal) => ({
      id: signal,
      receivers: receivers
        .filter(({ id }) => YIELDS[id.split('/')[0] ?? '']?.includes(signal))
        .map(({ id }) => id),
      processors: processors.map(({ id }) => id),
      exporters: [GATEWAY],
    })),
    ownMetrics: ownMetrics(agent, dialect),
  };
}
