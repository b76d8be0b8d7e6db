import type { Plan } from '../../plan/plan.ts';
import type { TelemetryPipeline } from '../../plan/telemetry.ts';
import type { RenderedFile } from '../target.ts';
import { type CollectorConfig, configData } from './config.ts';
import { dialectOf } from './dialect.ts';
import { secretFilesIn, variablesIn } from './references.ts';

/** What wrappers are made of: the configurations, and the files that hold them. */
export interface Wrapped {
  readonly plan: Plan;
  readonly pipeline: TelemetryPipeline;
  readonly agent: CollectorConfig;
  readonly gateway: CollectorConfig;
  readonly files: readonly RenderedFile[];
}

/** The image with all components, of the version that the configurations are made for. */
export function imageOf(pipeline: TelemetryPipeline, image: string | undefined): string {
  return image ?? `otel/opentelemetry-collector-contrib:${dialectOf(pipeline.generation).version}`;
}

/** The variables that a configuration refers to, sorted. */
export function variablesOf(config: CollectorConfig): string[] {
  return variablesIn(configData(config));
}

/** The files with secrets that a configuration refers to, sorted. */
export function secretFilesOf(config: CollectorConfig): string[] {
  return secretFilesIn(configData(config));
}

/** Folders of the files that the pipeline reads, without their globs: the parts that are the same for all. */
export function logFolders({ sources }: TelemetryPipeline): string[] {
  const folders = sources.files.flatMap(({ include }) =>
    include.map((glob) => glob.replace(/\/[^/]*$/, '').replace(/\/[^/]*[*?[{].*$/, '') || '/'),
  );
  return [...new Set(folders)].toSorted();
}

/** The ports on which the agent receives. */
export function agentPorts({ sources, agent }: TelemetryPipeline): { name: string; port: number }[] {
  return [
    { name: 'otlp-grpc', port: sources.otlp.grpcPort },
    { name: 'otlp-http', port: sources.otlp.httpPort },
    ...(sources.zipkin ? [{ name: 'zipkin', port: sources.zipkin.port }] : []),
    ...(sources.jaeger
      ? [
          { name: 'jaeger-grpc', port: sources.jaeger.grpcPort },
          { name: 'jaeger-http', port: sources.jaeger.httpPort },
        ]
      : []),
    { name: 'health', port: agent.healthPort },
    { name: 'metrics', port: agent.metricsPort },
  ];
}

/** The ports on which the gateway receives and shows. */
export function gatewayPorts({ gateway, sinks }: TelemetryPipeline): { name: string; port: number }[] {
  return [
    { name: 'otlp-grpc', port: gateway.port },
    ...sinks.flatMap(({ store }) =>
      store.type === 'prometheus' ? [{ name: 'page', port: store.port }] : [],
    ),
    { name: 'health', port: gateway.healthPort },
    { name: 'metrics', port: gateway.metricsPort },
  ];
}
