import type { TelemetryPipeline } from '../../plan/telemetry.ts';
import type { SinkSpec } from '../../spec/kinds/telemetry/sinks.ts';

export type Generation = TelemetryPipeline['generation'];

export const GENERATIONS: readonly Generation[] = ['0.130', '0.110'];

/** Where the versions differ. Each row was tried on the real program. */
export interface Dialect {
  /** The version that the configurations are made for. */
  readonly version: string;
  /** Batches are made of what is in the queue; else they are made before, in memory. */
  readonly batchesInQueue: boolean;
  /** Whether there is a connector that tells which service calls which. */
  readonly serviceGraph: boolean;
  /** How Elasticsearch's exporter is told to try until it is heard. */
  readonly elasticsearchTries: 'max_retries' | 'max_requests';
  /** Where a collector's own metrics are shown: by readers, or by one address. */
  readonly ownMetrics: 'readers' | 'address';
}

const DIALECTS: Readonly<Record<Generation, Dialect>> = {
  '0.130': {
    version: '0.130.0',
    batchesInQueue: true,
    serviceGraph: false,
    elasticsearchTries: 'max_retries',
    ownMetrics: 'readers',
  },
  '0.110': {
    version: '0.110.0',
    batchesInQueue: false,
    serviceGraph: true,
    elasticsearchTries: 'max_requests',
    ownMetrics: 'address',
  },
};

export function dialectOf(generation: Generation): Dialect {
  return DIALECTS[generation];
}

/** Exporters that only some versions have. */
const ONLY_IN: Readonly<Partial<Record<SinkSpec['type'], readonly Generation[]>>> = {
  influxdb: ['0.110'],
  'google-cloud': ['0.110'],
  'azure-monitor': ['0.110'],
};

/** Whether a version has the exporter of a type of sink. */
export function isInBuild(generation: Generation, type: SinkSpec['type']): boolean {
  return ONLY_IN[type]?.includes(generation) ?? true;
}

const EXPORTERS: Readonly<Record<Exclude<SinkSpec['type'], 'otlp'>, string>> = {
  prometheus: 'prometheus',
  'prometheus-remote-write': 'prometheusremotewrite',
  jaeger: 'otlp',
  zipkin: 'zipkin',
  elasticsearch: 'elasticsearch',
  'splunk-hec': 'splunk_hec',
  'cloudwatch-logs': 'awscloudwatchlogs',
  xray: 'awsxray',
  'cloudwatch-metrics': 'awsemf',
  influxdb: 'influxdb',
  'google-cloud': 'googlecloud',
  'azure-monitor': 'azuremonitor',
  file: 'file',
};

/** The collector's name of what sends to a sink. */
export function exporterOf(store: SinkSpec): string {
  if (store.type !== 'otlp') return EXPORTERS[store.type];
  return /^https?:/.test(store.endpoint) ? 'otlphttp' : 'otlp';
}
