import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zSecretRef, zUrl } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zMetricName } from '../metric.ts';
import { zName } from '../names.ts';
import { plainSecret } from './channels.ts';
import { zCloudWatchMetric, zDimensions, zNamespace } from './cloudwatch.ts';
import { DATASET_TYPES, datasetSources } from './dataset-source.ts';

const SOURCE_TYPES = ['prometheus', 'cloudwatch', 'cloudwatch-logs', ...DATASET_TYPES];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const zLogGroup = z
  .string(expects('the name of a log group such as /ml/fraud-detector/predictions'))
  .regex(
    /^[.\-_/#A-Za-z0-9]{1,512}$/,
    expects('a log group: letters, digits and . - _ / #, at most 512 characters'),
  );

const prometheusSource = strictObject({
  type: z.literal('prometheus').meta({ description: 'A Prometheus, or what answers like one.' }),
  url: z
    .union([zUrl, z.record(zName, zUrl)], expects('an http(s) URL, or a map of environment to URL'))
    .optional()
    .meta({ description: 'Where it is; a map gives one URL per environment.' }),
  auth: strictObject(
    { secretRef: zSecretRef.meta({ description: 'File with the token, or env:NAME.' }) },
    {
      token: plainSecret('secretRef'),
      bearerToken: plainSecret('secretRef'),
      password: plainSecret('secretRef'),
    },
  )
    .optional()
    .meta({ description: 'Bearer token, by reference.' }),
  scrapeInterval: zDuration.prefault('30s').meta({ description: 'How often metrics are scraped.' }),
  evaluationInterval: zDuration
    .prefault('30s')
    .meta({ description: 'How often rules are evaluated; at most 2m.' }),
  retention: zDuration
    .optional()
    .meta({ description: 'How long samples are kept; Prometheus itself keeps 15d unless told otherwise.' }),
});

const cloudwatchSource = strictObject({
  type: z.literal('cloudwatch').meta({ description: 'Amazon CloudWatch metrics.' }),
  namespace: zNamespace.meta({ description: 'Namespace of metrics that name no other: ML/Serving.' }),
  names: oneOf(['mapped', 'as-emitted']).default('mapped').meta({
    description:
      'as-emitted: metrics have the name they are emitted under, with their labels as dimensions. mapped: only what is mapped is there.',
  }),
  dimensions: zDimensions.default({}).meta({
    description: 'Dimensions of every metric, beside its own; not of those that name all of theirs.',
  }),
  metrics: z
    .record(zMetricName, zCloudWatchMetric, expects('a map of metrics as they are emitted'))
    .default({})
    .meta({
      description: 'Metrics of pipelines, feature sets and models by the name they are emitted under.',
    }),
});

const FIELD = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const zLogField = z
  .string(expects('a field of the log such as latency_seconds'))
  .max(255, expects('a field name of at most 255 characters'))
  .regex(FIELD, expects('a field of the log such as latency_seconds or request.id'));

const cloudwatchLogs = strictObject({
  type: z
    .literal('cloudwatch-logs')
    .meta({ description: 'A log group of CloudWatch Logs with one JSON object per prediction.' }),
  logGroup: z
    .union(
      [zLogGroup, z.record(zName, zLogGroup)],
      expects('the name of a log group, or a map of environment to name'),
    )
    .meta({ description: 'The log group; a map gives one per environment.' }),
  fields: strictObject({
    version: zLogField.optional().meta({ description: "Field with the model's version." }),
    class: zLogField.optional().meta({ description: 'Field with the predicted class.' }),
    confidence: zLogField.optional().meta({ description: 'Field with the confidence, 0 to 1.' }),
    latency: zLogField.optional().meta({ description: 'Field with the latency.' }),
    error: zLogField.optional().meta({ description: 'Field that is there only when the prediction failed.' }),
  })
    .prefault({})
    .meta({ description: 'Which field of a line carries what.' }),
  dimensions: z
    .record(z.string(), zLogField, expects('a map of dimensions to fields'))
    .default({})
    .meta({ description: 'Fields that carry dimensions of metrics: { model: model_name }.' }),
  metrics: z
    .array(oneOf(['requests', 'errors', 'latency', 'confidence']))
    .default([])
    .meta({ description: 'Roles whose CloudWatch metrics are made of the log, by metric filters.' }),
});

export const dataSourceSpec = z.discriminatedUnion(
  'type',
  [prometheusSource, cloudwatchSource, cloudwatchLogs, ...datasetSources],
  expects(`a data source with a type: ${SOURCE_TYPES.join(', ')}`, (input) => {
    const type =
      typeof input === 'object' && input !== null ? (input as Record<string, unknown>)['type'] : undefined;
    return typeof type === 'string'
      ? { expected: `one of ${SOURCE_TYPES.join(', ')}`, knownKeys: SOURCE_TYPES }
      : undefined;
  }),
);
export type DataSourceSpec = z.output<typeof dataSourceSpec>;

export const dataSource = defineKind({
  kind: 'DataSource',
  description: 'Where signals, predictions and other data are kept.',
  spec: dataSourceSpec,
  references: (spec) => [
    ...(spec.type === 'prometheus' ? perEnvironment(spec.url, 'url') : []),
    ...(spec.type === 'cloudwatch-logs' ? perEnvironment(spec.logGroup, 'logGroup') : []),
    ...('path' in spec ? perEnvironment(spec.path, 'path') : []),
    ...('table' in spec ? perEnvironment(spec.table, 'table') : []),
  ],
});

function perEnvironment(value: string | Readonly<Record<string, string>> | undefined, field: string) {
  return typeof value === 'object'
    ? Object.keys(value).flatMap((env) => reference('Environment', env, field, env))
    : [];
}
