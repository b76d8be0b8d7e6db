import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TelemetryPipeline, TelemetrySink } from '../../plan/telemetry.ts';
import { capabilityNote } from '../capability.ts';
import { capabilities } from './capabilities.ts';
import { exporterOf, GENERATIONS, isInBuild } from './dialect.ts';
import { queueKindOf } from './exporters.ts';

export const TARGET_NAME = 'otelCollector';

/** What cannot be had of a pipeline, or only otherwise. */
export function notesOf(pipeline: TelemetryPipeline): Diagnostic[] {
  return pipeline.sinks.flatMap((sink) => {
    if (!isInBuild(pipeline.generation, sink.store.type)) return [lacks(pipeline, sink)];
    if (queueKindOf(sink) !== 'memory') return [];
    const note = capabilityNote(
      { name: TARGET_NAME, capabilities },
      {
        construct: 'telemetry/durable-queue',
        origin: sink.origin,
        what: `the sink ${sink.name}`,
        detail: `the exporter ${exporterOf(sink.store)} has no queue on disk: what waits is in memory, and is lost with it`,
      },
    );
    return note === undefined ? [] : [note];
  });
}

function lacks({ generation }: TelemetryPipeline, { store, name, origin }: TelemetrySink): Diagnostic {
  const [span] = origin.spans;
  const others = GENERATIONS.filter((other) => isInBuild(other, store.type));
  return {
    code: 'telemetry/not-in-collector',
    severity: 'error',
    message: `the collector ${generation} has no exporter for the sink ${name} of type ${store.type}`,
    ...(span && { span }),
    object: origin.object,
    hint: `Choose \`collector: "${others[0] ?? ''}"\`, which has it; or send it by OTLP to a collector that does.`,
  };
}
