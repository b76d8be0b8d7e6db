import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zSecretRef, zUrl } from '../../fields.ts';
import { zName } from '../../names.ts';
import { plainSecret } from '../channels.ts';

export const SIGNALS = ['traces', 'metrics', 'logs'] as const;
export type SignalKind = (typeof SIGNALS)[number];

/** https://datatracker.ietf.org/doc/html/rfc3986#section-3.2, without user. */
export const zHostPort = z
  .string(expects('host:port'))
  .regex(/^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$/, expects('host:port, such as "jaeger:4317"'));

const zWord = (what: string) =>
  z.string(expects(what)).regex(/^[^\s"'\\$]{1,256}$/, expects(`${what}, without spaces and quotes`));

const zText = (what: string) =>
  z.string(expects(what)).regex(/^[^\u0000-\u001f]{1,256}$/, expects(`${what}, on one line`));

const zFilePath = z
  .string(expects('an absolute path'))
  .regex(/^\/[^\u0000\n$]*$/, expects('an absolute path on the machine of the collector'));

/** How a sink is spoken to over TLS. */
const zTls = strictObject({
  enabled: z.boolean(expects('true or false')).optional().meta({
    description:
      'Whether the connection is encrypted. By default it is, but for names without a dot, loopback addresses and names inside a cluster.',
  }),
  ca: zFilePath.optional().meta({ description: 'File with the certificates of who may sign theirs.' }),
  cert: zFilePath.optional().meta({ description: 'File with the own certificate, for mutual TLS.' }),
  key: zFilePath.optional().meta({ description: 'File with its key.' }),
  serverName: zWord('a host name').optional().meta({
    description: 'The name in their certificate, when it is another than the host of the endpoint.',
  }),
});

/** How agents speak to the gateway over TLS: files of both sides. */
export const zGatewayTls = strictObject({
  cert: zFilePath.meta({ description: "File with the gateway's certificate, on the gateway's machine." }),
  key: zFilePath.meta({ description: 'File with its key.' }),
  ca: zFilePath.optional().meta({
    description: "File with who signed it, on the agents' machines; what the machine trusts by default.",
  }),
  serverName: zWord('a host name').optional().meta({
    description: 'The name in it, when it is another than the host of the endpoint.',
  }),
  mutual: strictObject({
    clientCa: zFilePath.meta({ description: "File with who signs the agents', on the gateway's machine." }),
    cert: zFilePath.meta({ description: "File with an agent's certificate, on its machine." }),
    key: zFilePath.meta({ description: 'File with its key.' }),
  })
    .optional()
    .meta({ description: 'The gateway takes data only from agents with a certificate.' }),
});
export type GatewayTls = z.output<typeof zGatewayTls>;

const zAuth = strictObject(
  {
    bearer: zSecretRef.optional().meta({ description: 'Where the bearer token is: a file, or env:NAME.' }),
    username: zText('a user name').optional().meta({ description: 'The user, with passwordRef.' }),
    passwordRef: zSecretRef.optional().meta({ description: 'Where the password is: a file, or env:NAME.' }),
    apiKeyRef: zSecretRef
      .optional()
      .meta({ description: 'Where the API key is (Elasticsearch): a file, or env:NAME.' }),
    headers: z
      .record(
        z.string().regex(/^[A-Za-z0-9-]{1,64}$/, expects('the name of a header')),
        zSecretRef,
        expects('a map of header names to where their values are'),
      )
      .optional()
      .meta({ description: 'Further headers that are secret: { X-Api-Key: env:API_KEY }.' }),
  },
  {
    token: plainSecret('bearer'),
    password: plainSecret('passwordRef'),
    apiKey: plainSecret('apiKeyRef'),
  },
);

const common = {
  name: zName.optional().meta({ description: 'Name of the sink; its type when there is no other of it.' }),
  signals: z
    .array(oneOf(SIGNALS), expects('a list of traces, metrics, logs'))
    .min(1, expects('at least one signal'))
    .optional()
    .meta({ description: 'What goes there; what is usual for the type when it is not said.' }),
};

const connected = {
  auth: zAuth.optional().meta({ description: 'Who we are, by reference.' }),
  tls: zTls.optional().meta({ description: 'TLS.' }),
};

function sink<const Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  description: string,
  shape: Shape,
  refused?: Parameters<typeof strictObject>[1],
) {
  return strictObject({ type: z.literal(type).meta({ description }), ...common, ...shape }, refused);
}

const zRegion = z
  .string(expects('an AWS region'))
  .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, expects('an AWS region such as eu-west-1'));

const SINKS = [
  sink('prometheus', 'A page of metrics that a Prometheus scrapes.', {
    port: z
      .int(expects('a port'))
      .min(1, expects('a port: 1 to 65535'))
      .max(65_535, expects('a port: 1 to 65535'))
      .default(8889)
      .meta({ description: 'Port of the page.' }),
  }),
  sink('prometheus-remote-write', 'What accepts Prometheus remote write.', {
    endpoint: zUrl.meta({ description: 'URL such as https://prometheus.example.com/api/v1/write.' }),
    ...connected,
  }),
  sink(
    'otlp',
    'What accepts OTLP: another collector, Jaeger, Tempo, Prometheus, VictoriaMetrics, a vendor.',
    {
      endpoint: z
        .union(
          [zHostPort, zUrl],
          expects('host:port for OTLP over gRPC, or an http(s) URL for OTLP over HTTP'),
        )
        .meta({ description: 'host:port for gRPC, or a URL for HTTP.' }),
      ...connected,
    },
  ),
  sink('jaeger', 'Jaeger, which accepts OTLP.', {
    endpoint: zHostPort.meta({ description: 'host:port of its OTLP over gRPC: jaeger:4317.' }),
    ...connected,
  }),
  sink('zipkin', 'Zipkin.', {
    endpoint: zUrl.meta({ description: 'URL such as http://zipkin:9411/api/v2/spans.' }),
    ...connected,
  }),
  sink('elasticsearch', 'Elasticsearch, by its bulk requests.', {
    endpoint: zUrl.meta({ description: 'URL such as https://elasticsearch:9200.' }),
    index: zWord('the name of an index').optional().meta({
      description: 'Index of the documents; data streams named by what is in them when it is not said.',
    }),
    anonymous: z
      .boolean(expects('true or false'))
      .default(false)
      .meta({ description: 'true for a server that asks nobody who they are.' }),
    ...connected,
  }),
  sink(
    'splunk-hec',
    'Splunk, by its HTTP Event Collector.',
    {
      endpoint: zUrl.meta({ description: 'URL such as https://splunk:8088/services/collector.' }),
      tokenRef: zSecretRef.optional().meta({ description: 'Where the HEC token is: a file, or env:NAME.' }),
      index: zWord('the name of an index').optional().meta({ description: 'Index of the events.' }),
      sourcetype: zWord('a source type').optional().meta({ description: 'Source type of the events.' }),
      tls: connected.tls,
    },
    { token: plainSecret('tokenRef') },
  ),
  sink('cloudwatch-logs', 'Amazon CloudWatch Logs. Credentials are those of the machine or of the pod.', {
    region: zRegion.meta({ description: 'AWS region.' }),
    logGroup: zWord('a log group').meta({ description: 'The log group.' }),
    logStream: zWord('a log stream').default('collector').meta({ description: 'The log stream.' }),
    endpoint: zUrl.optional().meta({ description: 'Another address than that of the region.' }),
  }),
  sink('xray', 'AWS X-Ray. Credentials are those of the machine or of the pod.', {
    region: zRegion.meta({ description: 'AWS region.' }),
    endpoint: zUrl.optional().meta({ description: 'Another address than that of the region.' }),
  }),
  sink('cloudwatch-metrics', 'Amazon CloudWatch metrics, in the embedded metric format.', {
    region: zRegion.meta({ description: 'AWS region.' }),
    namespace: zText('a namespace').meta({ description: 'Namespace of the metrics: ML/Serving.' }),
    logGroup: zWord('a log group').optional().meta({ description: 'The log group that carries them.' }),
    endpoint: zUrl.optional().meta({ description: 'Another address than that of the region.' }),
  }),
  sink(
    'influxdb',
    'InfluxDB 1 (database) or 2 (org and bucket).',
    {
      endpoint: zUrl.meta({ description: 'URL such as http://influxdb:8086.' }),
      database: zWord('the name of a database').optional().meta({ description: 'Database, for InfluxDB 1.' }),
      org: zText('an organisation').optional().meta({ description: 'Organisation, for InfluxDB 2.' }),
      bucket: zText('a bucket').optional().meta({ description: 'Bucket, for InfluxDB 2.' }),
      tokenRef: zSecretRef.optional().meta({ description: 'Where the token of InfluxDB 2 is.' }),
      username: zText('a user name').optional().meta({ description: 'User of InfluxDB 1.' }),
      passwordRef: zSecretRef.optional().meta({ description: 'Where the password of InfluxDB 1 is.' }),
      tls: connected.tls,
    },
    { token: plainSecret('tokenRef'), password: plainSecret('passwordRef') },
  ),
  sink('google-cloud', "Google Cloud's operations. Credentials are those of the machine or of the pod.", {
    project: zWord('a project id').meta({ description: 'Project id.' }),
  }),
  sink(
    'azure-monitor',
    'Azure Monitor, Application Insights.',
    {
      connectionStringRef: zSecretRef
        .optional()
        .meta({ description: 'Where the connection string is: a file, or env:NAME.' }),
    },
    { connectionString: plainSecret('connectionStringRef') },
  ),
  sink('file', 'A file of JSON lines.', {
    path: zFilePath.meta({ description: 'The file.' }),
  }),
] as const;

export const SINK_TYPES: readonly string[] = SINKS.map(({ shape }) => [...shape.type.values][0] ?? '');

/** What people know some of them as: the names of the collector's exporters. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  prometheusremotewrite: 'prometheus-remote-write',
  splunk_hec: 'splunk-hec',
  splunk: 'splunk-hec',
  awscloudwatchlogs: 'cloudwatch-logs',
  awsxray: 'xray',
  awsemf: 'cloudwatch-metrics',
  cloudwatch: 'cloudwatch-metrics',
  googlecloud: 'google-cloud',
  azuremonitor: 'azure-monitor',
  otlphttp: 'otlp',
  influx: 'influxdb',
};

export const zSink = z.discriminatedUnion(
  'type',
  SINKS,
  expects(`a sink with a type: ${SINK_TYPES.join(', ')}`, (input) => {
    const type =
      typeof input === 'object' && input !== null ? (input as Record<string, unknown>)['type'] : undefined;
    if (typeof type !== 'string') return undefined;
    const other = Object.hasOwn(OTHER_NAMES, type) ? OTHER_NAMES[type] : undefined;
    return {
      expected: `one of ${SINK_TYPES.join(', ')}`,
      knownKeys: SINK_TYPES,
      ...(other !== undefined && { hint: `It is called ${other} here.` }),
    };
  }),
);
export type SinkSpec = z.output<typeof zSink>;
