import type { Plan } from '../../plan/plan.ts';
import type { CollectorPlace, TelemetryPipeline } from '../../plan/telemetry.ts';
import type { Component, Part } from './config.ts';
import type { Dialect } from './dialect.ts';
import { STORAGE } from './exporters.ts';
import { redactionOf } from './redaction.ts';

/** Health check, and queues and offsets on disk. */
export function extensionsOf(pipeline: TelemetryPipeline, place: CollectorPlace, role: string): Part[] {
  const { queue, origin } = pipeline;
  return [
    {
      id: 'health_check',
      body: { endpoint: `${place.listen}:${place.healthPort}` },
      origin,
    },
    {
      id: STORAGE,
      body: {
        directory: `${queue.directory.replace(/\/+$/, '')}/${role}`,
        create_directory: true,
        fsync: queue.fsync,
        compaction: { on_start: true, directory: `${queue.directory.replace(/\/+$/, '')}/${role}` },
      },
      origin,
    },
  ];
}

/** What every pipeline begins with: the memory limiter first, then what environment it is, then what is taken out. */
export function firstProcessors(plan: Plan, pipeline: TelemetryPipeline): Part[] {
  const { origin, memoryLimitMib, redaction } = pipeline;
  const redact = redactionOf(redaction);
  return [
    {
      id: 'memory_limiter',
      body: {
        check_interval: '1s',
        limit_mib: memoryLimitMib,
        spike_limit_mib: Math.max(1, Math.floor(memoryLimitMib / 5)),
      },
      origin,
    },
    { id: 'resource', body: { attributes: resourceAttributes(plan) }, origin },
    ...(redact === undefined ? [] : [redact]),
  ];
}

/** https://opentelemetry.io/docs/specs/semconv/resource/deployment-environment/, and the labels of the environment. */
function resourceAttributes({ environment }: Plan): Component[] {
  return [
    { key: 'deployment.environment.name', value: environment.name, action: 'upsert' },
    ...Object.entries(environment.labels).map(([key, value]) => ({ key, value, action: 'upsert' })),
  ];
}

/** Where a collector shows its own metrics. */
export function ownMetrics({ listen, metricsPort }: CollectorPlace, { ownMetrics: how }: Dialect): Component {
  if (how === 'address') return { level: 'normal', address: `${listen}:${metricsPort}` };
  return {
    level: 'normal',
    readers: [{ pull: { exporter: { prometheus: { host: listen, port: metricsPort } } } }],
  };
}
