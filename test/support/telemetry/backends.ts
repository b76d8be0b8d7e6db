import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, type Service, type Services } from '../processes.ts';
import { program } from '../programs.ts';

/** A real Jaeger that keeps traces in memory, and where it takes OTLP. */
export interface Jaeger extends Service {
  readonly otlpPort: number;
}

export async function startJaeger(services: Services): Promise<Jaeger> {
  const [otlpPort, grpcPort] = [await freePort(), await freePort()];
  const folder = services.folder();
  const service = await services.start({
    command: program('jaeger'),
    args: (port) => {
      const file = path.join(folder, 'jaeger.yaml');
      writeFileSync(file, jaegerConfig(port, otlpPort, grpcPort));
      return ['--config', file];
    },
    readyPath: '/api/services',
  });
  return { ...service, otlpPort };
}

function jaegerConfig(port: number, otlpPort: number, grpcPort: number): string {
  return `
service:
  extensions: [jaeger_storage, jaeger_query]
  telemetry: { metrics: { level: none } }
  pipelines:
    traces: { receivers: [otlp], exporters: [jaeger_storage_exporter] }
extensions:
  jaeger_query:
    storage: { traces: memory }
    http: { endpoint: "127.0.0.1:${port}" }
    grpc: { endpoint: "127.0.0.1:${grpcPort}" }
  jaeger_storage:
    backends: { memory: { memory: { max_traces: 100000 } } }
receivers:
  otlp: { protocols: { grpc: { endpoint: "127.0.0.1:${otlpPort}" } } }
exporters:
  jaeger_storage_exporter: { trace_storage: memory }
`;
}

/** Ids of the traces that Jaeger has of a service, and the text of all of them. */
export async function jaegerTraces(
  jaeger: Service,
  service: string,
): Promise<{ ids: Set<string>; text: string }> {
  const response = await fetch(`${jaeger.url}/api/traces?service=${service}&limit=100000&lookback=1h`);
  const text = await response.text();
  const { data } = JSON.parse(text) as { data: { traceID: string }[] | null };
  return { ids: new Set((data ?? []).map(({ traceID }) => traceID.padStart(32, '0'))), text };
}

/** A real Zipkin that keeps traces in memory. */
export function startZipkin(services: Services): Promise<Service> {
  return services.start({
    command: 'java',
    args: (port) => ['-Xmx512m', '-jar', program('zipkin-server.jar')].concat(`--server.port=${port}`),
    env: { ...process.env, MEM_MAX_SPANS: '500000' },
    readyPath: '/health',
    readyWithinMs: 120_000,
  });
}

/** The same of Zipkin. */
export async function zipkinTraces(
  zipkin: Service,
  service: string,
): Promise<{ ids: Set<string>; text: string }> {
  const response = await fetch(`${zipkin.url}/api/v2/traces?serviceName=${service}&limit=100000`);
  const text = await response.text();
  const traces = JSON.parse(text) as { traceId: string }[][];
  return { ids: new Set(traces.map(([first]) => first?.traceId ?? '')), text };
}

export function startVictoriaMetrics(services: Services): Promise<Service> {
  const data = services.folder();
  return services.start({
    command: program('victoria-metrics'),
    // What came in the last 30 s is not found by default.
    args: (port) => [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${data}`,
      '-search.latencyOffset=1s',
    ],
    readyPath: '/health',
  });
}

/** A real InfluxDB 1 with a database `ml`. */
export async function startInfluxDb(services: Services): Promise<Service> {
  const folder = services.folder();
  const rpc = await freePort();
  const service = await services.start({
    command: program('influxd'),
    args: (port) => {
      const file = path.join(folder, 'influxdb.conf');
      writeFileSync(
        file,
        `reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
`,
      );
      return ['run', '-config', file];
    },
    readyPath: '/ping',
  });
  await fetch(`${service.url}/query`, {
    method: 'POST',
    body: new URLSearchParams({ q: 'CREATE DATABASE ml' }),
  });
  return service;
}

/** What a query finds in the database `ml`, as text. */
export async function influxQuery(influx: Service, query: string): Promise<string> {
  const response = await fetch(
    `${influx.url}/query?${new URLSearchParams({ db: 'ml', q: query }).toString()}`,
  );
  return response.text();
}
