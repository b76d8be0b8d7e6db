import type { SecretRef } from '../../plan/secret.ts';
import type { TelemetryPipeline, TelemetrySink } from '../../plan/telemetry.ts';
import type { SinkSpec } from '../../spec/kinds/telemetry/sinks.ts';
import type { Component, Part } from './config.ts';
import { type Dialect, dialectOf, exporterOf } from './dialect.ts';
import { referring } from './references.ts';

/** The extension that keeps queues and offsets on disk. */
export const STORAGE = 'file_storage';

/** Tried again until it is taken: what waits is on disk, and its owner decides what to give up, by the size of the queue. */
export const RETRY: Component = {
  enabled: true,
  initial_interval: '1s',
  max_interval: '30s',
  max_elapsed_time: '0s',
};

/**
 * How what waits for a sink is kept: in a queue on disk, in memory only, or not at all, where nothing has to be waited for.
 */
export function queueKindOf({ store }: TelemetrySink): 'disk' | 'memory' | 'none' {
  switch (store.type) {
    case 'prometheus':
    case 'file':
      return 'none';
    case 'prometheus-remote-write':
    case 'cloudwatch-metrics':
    case 'xray':
    case 'azure-monitor':
      return 'memory';
    default:
      return 'disk';
  }
}

/**
 * A queue on disk. Where batches are made of what is in the queue, a request leaves it when its batch has been taken; where
 * the queue is behind the batches, when it has.
 */
export function sendingQueue({ batchesInQueue }: Dialect, requests: number): Component {
  return {
    enabled: true,
    storage: STORAGE,
    queue_size: requests,
    ...(batchesInQueue && {
      batch: { flush_timeout: '1s', sizer: 'items', min_size: 1000, max_size: 5000 },
    }),
  };
}

/** The exporters, one for each sink, and the extensions that sign their requests. */
export function exportersOf(pipeline: TelemetryPipeline): { exporters: Part[]; extensions: Part[] } {
  const dialect = dialectOf(pipeline.generation);
  const exporters = pipeline.sinks.map((sink): Part => {
    const queue = queueKindOf(sink) === 'disk' && sendingQueue(dialect, pipeline.queue.requests);
    return {
      id: exporterId(sink),
      body: { ...exporterBody(sink, dialect), ...(queue && { sending_queue: queue }) },
      origin: sink.origin,
    };
  });
  const extensions = pipeline.sinks.flatMap((sink) => basicAuth(sink) ?? []);
  return { exporters, extensions };
}

/** `type/name`: the queue on disk and the metrics of a sink bear this name. */
export function exporterId({ store, name }: TelemetrySink): string {
  return `${exporterOf(store)}/${name}`;
}

function exporterBody(sink: TelemetrySink, dialect: Dialect): Component {
  const { store } = sink;
  switch (store.type) {
    case 'prometheus':
      return {
        endpoint: `0.0.0.0:${store.port}`,
        resource_to_telemetry_conversion: { enabled: true },
        enable_open_metrics: true,
      };
    case 'prometheus-remote-write':
      return {
        endpoint: store.endpoint,
        ...connection(sink),
        resource_to_telemetry_conversion: { enabled: true },
        retry_on_failure: RETRY,
      };
    case 'otlp':
    case 'jaeger':
      return { endpoint: store.endpoint, ...connection(sink), retry_on_failure: RETRY };
    case 'zipkin':
      return { endpoint: store.endpoint, ...connection(sink), format: 'json', retry_on_failure: RETRY };
    case 'elasticsearch':
      return {
        endpoint: store.endpoint,
        ...connection(sink),
        ...(store.index !== undefined && { logs_index: store.index, traces_index: store.index }),
        // Any answer to this question makes requests wait for their answer; without one, what is lost is lost.
        batcher: { enabled: false },
        mapping: { mode: 'raw' },
        retry: {
          enabled: true,
          [dialect.elasticsearchTries]: 1_000_000,
          initial_interval: '1s',
          max_interval: '30s',
          retry_on_status: [429, 500, 502, 503, 504],
        },
      };
    case 'splunk-hec':
      return {
        endpoint: store.endpoint,
        ...(store.tokenRef && { token: referring(store.tokenRef) }),
        ...(store.index !== undefined && { index: store.index }),
        ...(store.sourcetype !== undefined && { sourcetype: store.sourcetype }),
        ...tlsOf(store),
        retry_on_failure: RETRY,
      };
    case 'influxdb':
      return { endpoint: store.endpoint, ...tlsOf(store), ...influx(store), retry_on_failure: RETRY };
    default:
      return ofClouds(store);
  }
}

function ofClouds(store: SinkSpec): Component {
  switch (store.type) {
    case 'cloudwatch-logs':
      return {
        region: store.region,
        log_group_name: store.logGroup,
        log_stream_name: store.logStream,
        ...(store.endpoint !== undefined && { endpoint: store.endpoint }),
        retry_on_failure: RETRY,
      };
    case 'xray':
      return {
        region: store.region,
        ...(store.endpoint !== undefined && { endpoint: store.endpoint }),
        indexed_attributes: ['model', 'model_version'],
      };
    case 'cloudwatch-metrics':
      return {
        region: store.region,
        namespace: store.namespace,
        ...(store.logGroup !== undefined && { log_group_name: store.logGroup }),
        ...(store.endpoint !== undefined && { endpoint: store.endpoint }),
        dimension_rollup_option: 'NoDimensionRollup',
        resource_to_telemetry_conversion: { enabled: true },
      };
    case 'google-cloud':
      return { project: store.project };
    case 'azure-monitor':
      return store.connectionStringRef ? { connection_string: referring(store.connectionStringRef) } : {};
    case 'file':
      return { path: store.path, rotation: { max_megabytes: 100, max_backups: 3 } };
    default:
      return {};
  }
}

function influx(store: Extract<SinkSpec, { type: 'influxdb' }>): Component {
  if (store.database === undefined)
    return {
      org: store.org,
      bucket: store.bucket,
      ...(store.tokenRef && { token: referring(store.tokenRef) }),
    };
  return {
    v1_compatibility: {
      enabled: true,
      db: store.database,
      ...(store.username !== undefined && { username: store.username }),
      ...(store.passwordRef && { password: referring(store.passwordRef) }),
    },
  };
}

type Connected = Extract<SinkSpec, { auth?: unknown }>;

function isConnected(store: SinkSpec): store is Connected {
  return 'auth' in store && store.auth !== undefined;
}

/** TLS, headers and who signs. */
function connection(sink: TelemetrySink): Component {
  const { store } = sink;
  const auth = isConnected(store) ? store.auth : undefined;
  const headers: Record<string, unknown> = {};
  if (auth?.bearer) headers['Authorization'] = referring('Bearer ', auth.bearer);
  if (auth?.apiKeyRef) headers['Authorization'] = referring('ApiKey ', auth.apiKeyRef);
  for (const [name, ref] of Object.entries(auth?.headers ?? {})) headers[name] = referring(ref);
  return {
    ...tlsOf(store),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(auth?.passwordRef && { auth: { authenticator: `basicauth/${sink.name}` } }),
  };
}

function basicAuth(sink: TelemetrySink): Part[] | undefined {
  const { store } = sink;
  if (!isConnected(store) || store.auth?.username === undefined || store.auth.passwordRef === undefined)
    return undefined;
  const password: SecretRef = store.auth.passwordRef;
  return [
    {
      id: `basicauth/${sink.name}`,
      body: { client_auth: { username: store.auth.username, password: referring(password) } },
      origin: sink.origin,
    },
  ];
}

function tlsOf(store: SinkSpec): Component {
  if (!('endpoint' in store) || store.endpoint === undefined) return {};
  const { ca, cert, key, serverName, enabled } = ('tls' in store && store.tls) || {};
  const files = {
    ...(ca !== undefined && { ca_file: ca }),
    ...(cert !== undefined && { cert_file: cert }),
    ...(key !== undefined && { key_file: key }),
    ...(serverName !== undefined && { server_name_override: serverName }),
  };
  // Of a URL the scheme decides; of host:port this.
  const isUrl = store.endpoint.includes('://');
  const insecure = !isUrl && !(enabled ?? (Object.keys(files).length > 0 || !isNear(store.endpoint)));
  if (insecure) return { tls: { insecure: true } };
  return Object.keys(files).length > 0 ? { tls: files } : {};
}

/** Whether a host is inside a cluster, a compose project or the machine itself. */
function isNear(endpoint: string): boolean {
  const host = endpoint.slice(0, endpoint.lastIndexOf(':'));
  return (
    !host.includes('.') || /^127\.|^\[::1\]$|\.(?:svc|local|internal)$/.test(host) || host.startsWith('[::1')
  );
}
