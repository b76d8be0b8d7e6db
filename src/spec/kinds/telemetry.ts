import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zRatio } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zRef } from '../names.ts';
import { zGatewayTls, zHostPort, zSink } from './telemetry/sinks.ts';

const zPort = z
  .int(expects('a port'))
  .min(1, expects('a port: 1 to 65535'))
  .max(65_535, expects('a port: 1 to 65535'));

const zAddress = z
  .string(expects('an IP address'))
  .regex(
    /^(?:[0-9.]{7,15}|\[?[0-9a-fA-F:]{2,39}\]?)$/,
    expects('an IP address such as 127.0.0.1 or 0.0.0.0'),
  );

const zDirectory = z
  .string(expects('an absolute path'))
  .regex(/^\/[^\u0000\n$]*$/, expects('an absolute path on the machine of the collector'));

/** A field as it is called in attributes and JSON; other separators and upper case are found as well. */
const zFieldName = z
  .string(expects('the name of a field'))
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
    expects('the name of a field: letters, digits, "_", "." and "-"'),
  );

const zPattern = z
  .string(expects('a regular expression'))
  .min(1, expects('a regular expression'))
  .max(500, expects('a regular expression of at most 500 characters'));

const predictionLog = strictObject({
  model: zRef('Model'),
  include: z
    .array(
      z
        .string(expects('a path'))
        .regex(/^\/[^\u0000\n$]*$/, expects('an absolute path, with * and ** for any name')),
      expects('a list of paths'),
    )
    .min(1, expects('at least one path'))
    .meta({ description: 'The files, one JSON object a line: /var/log/fraud/*.jsonl.' }),
  timestamp: zFieldName.optional().meta({ description: 'Field with the time of a prediction, ISO 8601.' }),
});

const sources = strictObject({
  otlp: strictObject({
    grpcPort: zPort.default(4317).meta({ description: 'Port of OTLP over gRPC.' }),
    httpPort: zPort.default(4318).meta({ description: 'Port of OTLP over HTTP.' }),
  })
    .prefault({})
    .meta({ description: 'OTLP; always there.' }),
  scrape: z.boolean(expects('true or false')).default(false).meta({
    description:
      'Whether the metrics of models and pipelines with `scrape` are collected. Not needed where a Prometheus scrapes them.',
  }),
  predictionLogs: z
    .array(predictionLog, expects('a list of prediction logs'))
    .default([])
    .meta({ description: 'Files with predictions.' }),
  host: strictObject({
    interval: zDuration.prefault('30s').meta({ description: 'How often.' }),
  })
    .optional()
    .meta({ description: 'CPU, memory, disks, file systems and network of the machines.' }),
  zipkin: strictObject({ port: zPort.default(9411).meta({ description: 'Port.' }) })
    .optional()
    .meta({ description: 'Spans in the format of Zipkin.' }),
  jaeger: strictObject({
    grpcPort: zPort.default(14_250).meta({ description: 'Port of gRPC.' }),
    httpPort: zPort.default(14_268).meta({ description: 'Port of Thrift over HTTP.' }),
  })
    .optional()
    .meta({ description: "Spans in Jaeger's own formats, for clients without OTLP." }),
});

const ports = {
  listen: zAddress.default('0.0.0.0').meta({ description: 'Address that it listens on.' }),
  healthPort: zPort.default(13_133).meta({ description: 'Port of its health check.' }),
  metricsPort: zPort.default(8888).meta({ description: 'Port of its own metrics.' }),
};

export const telemetrySpec = strictObject({
  collector: oneOf(['0.130', '0.110'])
    .default('0.130')
    .meta({ description: 'Which version of the collector; they differ in the sinks that they have.' }),
  sources: sources.prefault({}).meta({ description: 'Where telemetry comes from.' }),
  sinks: z
    .array(zSink, expects('a list of sinks'))
    .min(1, expects('at least one sink'))
    .meta({ description: 'Where telemetry goes.' }),
  sampling: strictObject({
    ratio: zRatio.prefault('5%').meta({
      description:
        'Share of the traces that is kept where the model says nothing (tracing.sample). Failed and slow ones are always kept; with 100% all are.',
    }),
    slowerThan: zDuration.optional().meta({
      description:
        'Traces that take as long as this are slow whatever the service. Services of models are slow by their strictest latency objective.',
    }),
    wait: zDuration
      .prefault('10s')
      .meta({ description: 'How long the spans of a trace are waited for before it is decided on.' }),
  })
    .prefault({})
    .meta({ description: 'Which traces are kept.' }),
  redact: strictObject({
    fields: z.array(zFieldName, expects('a list of fields')).default([]).meta({
      description: 'Fields that leave no machine, beside the features and segments that the specs mark.',
    }),
    values: z.array(zPattern, expects('a list of regular expressions')).default([]).meta({
      description: 'What is masked wherever it stands in a text: regular expressions (RE2).',
    }),
  })
    .prefault({})
    .meta({ description: 'What is taken out.' }),
  queue: strictObject({
    directory: zDirectory
      .default('/var/lib/otelcol')
      .meta({ description: 'Where what has not been sent is kept.' }),
    requests: z
      .int(expects('a whole number'))
      .min(1, expects('at least 1'))
      .max(10_000_000, expects('at most 10000000'))
      .default(10_000)
      .meta({ description: 'How many requests each sink may be behind before it refuses more.' }),
    fsync: z.boolean(expects('true or false')).default(false).meta({
      description:
        'Whether each write waits for the disk. Without, a machine that loses power may lose the last ones.',
    }),
  })
    .prefault({})
    .meta({ description: 'The queues of the sinks, on disk.' }),
  agent: strictObject(ports).prefault({}).meta({ description: 'The collector beside the models.' }),
  gateway: strictObject({
    endpoint: zHostPort
      .default('otel-gateway:4317')
      .meta({ description: 'Where agents find the gateway (OTLP over gRPC).' }),
    tls: zGatewayTls.optional().meta({
      description: 'TLS between agents and gateway; without it they belong in one trusted network.',
    }),
    ...ports,
  })
    .prefault({})
    .meta({ description: 'The collector that samples and sends.' }),
  memory: strictObject({
    limitMiB: z
      .int(expects('a whole number of MiB'))
      .min(64, expects('at least 64'))
      .max(1_048_576, expects('at most 1048576'))
      .default(512)
      .meta({ description: 'From here on data are refused, and senders try again.' }),
  })
    .prefault({})
    .meta({ description: 'How much memory a collector may take.' }),
});

export const telemetry = defineKind({
  kind: 'Telemetry',
  description: 'Where traces, metrics and logs come from, what of them is kept, and where they go.',
  spec: telemetrySpec,
  references: (spec) =>
    spec.sources.predictionLogs.flatMap((log, index) =>
      reference('Model', log.model, 'sources', 'predictionLogs', index, 'model'),
    ),
});
