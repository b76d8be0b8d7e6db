import type { Build } from './collectors.ts';
import { MODELS } from './specs.ts';

/** Sinks of every type, with everything that can be said of them, by the builds that have them. */
const SINKS: readonly string[] = [
  '{ type: prometheus, port: 18889 }',
  '{ type: prometheus-remote-write, endpoint: "https://prometheus.example.com/api/v1/write", auth: { bearer: env:PROM_TOKEN } }',
  '{ type: otlp, name: tempo, endpoint: "tempo.example.com:4317", tls: { ca: /etc/ca.pem, cert: /etc/c.pem, key: /etc/k.pem, serverName: tempo } }',
  '{ type: otlp, name: vendor, endpoint: "https://otlp.example.com", auth: { headers: { X-Api-Key: env:API_KEY } }, signals: [logs] }',
  '{ type: jaeger, endpoint: "jaeger:4317" }',
  '{ type: zipkin, endpoint: "http://zipkin:9411/api/v2/spans", auth: { username: u, passwordRef: /etc/zipkin-password } }',
  '{ type: elasticsearch, endpoint: "https://elastic:9200", index: p, signals: [logs, traces], auth: { apiKeyRef: env:ELASTIC_KEY } }',
  '{ type: elasticsearch, name: open, endpoint: "http://elastic:9200", anonymous: true }',
  '{ type: splunk-hec, endpoint: "https://splunk:8088/services/collector", tokenRef: env:HEC_TOKEN, index: ml, sourcetype: predictions, tls: { ca: /etc/ca.pem } }',
  '{ type: cloudwatch-logs, region: eu-west-1, logGroup: /ml/predictions, logStream: s, endpoint: "http://localhost:4566" }',
  '{ type: xray, region: eu-west-1 }',
  '{ type: cloudwatch-metrics, region: eu-west-1, namespace: ML/Serving, logGroup: /ml/metrics }',
  '{ type: file, path: /tmp/everything.json }',
];

const ONLY_0_110: readonly string[] = [
  '{ type: influxdb, endpoint: "http://influxdb:8086", database: ml, username: u, passwordRef: env:INFLUX_PASSWORD }',
  '{ type: influxdb, name: second, endpoint: "http://influxdb:8086", org: o, bucket: b, tokenRef: env:INFLUX_TOKEN, signals: [traces, metrics, logs] }',
  '{ type: google-cloud, project: acme }',
  '{ type: azure-monitor, connectionStringRef: env:AZURE }',
];

/** A project with everything that the kind Telemetry can say. */
export function kitchenText(build: Build, layout = 'readable'): string {
  const sinks = build === '0.110' ? [...SINKS, ...ONLY_0_110] : SINKS;
  return `${MODELS.replace(
    'otelCollector: {}',
    `otelCollector: { kubernetes: {}, compose: {}, layout: ${layout} }`,
  ).replace('tracing: {', 'scrape: { targets: ["fraud:8000"], labels: { zone: "a$b" } }\n  tracing: {')}
---
apiVersion: modelwatch/v1alpha1
kind: Telemetry
metadata: { name: kitchen }
spec:
  collector: "${build}"
  sources:
    otlp: { grpcPort: 14317, httpPort: 14318 }
    scrape: true
    host: { interval: 1m }
    zipkin: { port: 19411 }
    jaeger: { grpcPort: 15250, httpPort: 15268 }
    predictionLogs: [{ model: fraud-detector, include: ["/var/log/b/**/*.jsonl", "/var/log/a.jsonl"], timestamp: meta.event_time }]
  sampling: { ratio: 2.5%, slowerThan: 3s, wait: 30s }
  redact: { fields: [card.number], values: ["\\\\b4[0-9]{15}\\\\b$|^x"] }
  queue: { directory: /var/lib/queues, requests: 500, fsync: true }
  memory: { limitMiB: 2048 }
  agent: { listen: 127.0.0.1, healthPort: 1333, metricsPort: 1888 }
  gateway: { endpoint: "gateway.monitoring.svc:5317", healthPort: 1334, metricsPort: 1889 }
  sinks:
${sinks.map((sink) => `    - ${sink}`).join('\n')}
`;
}
