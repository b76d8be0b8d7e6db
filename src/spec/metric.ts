import { z } from 'zod';
import { expects, oneOf, strictObject } from './expectation.ts';
import { zCloudWatchMetric } from './kinds/cloudwatch.ts';
import { zLabelName, zLabels } from './names.ts';

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\]|\\\\.)*"';
const METRIC_REF_PATTERN = `^${NAME}(?:\\{\\s*(?:${LABEL}\\s*(?:,\\s*${LABEL}\\s*)*,?\\s*)?\\})?$`;

/** A metric with equality matchers. */
export interface MetricRef {
  readonly name: string;
  readonly match: Readonly<Record<string, string>>;
  readonly text: string;
}

/** `name` or `name{label="value"}`: equalities only, so that every target can express it. */
export const zMetricRef = z
  .string(expects('a metric such as pipeline_records_total{pipeline="ingest"}'))
  .regex(
    new RegExp(METRIC_REF_PATTERN),
    expects('a metric with equality matchers, such as pipeline_records_total{pipeline="ingest"}', (input) =>
      typeof input === 'string' && /!=|=~|!~|[()]/.test(input)
        ? { hint: 'Only label="value" is possible here; a Monitor with `query:` takes any PromQL.' }
        : undefined,
    ),
  )
  .transform(parseMetricRef)
  .meta({ description: 'A metric, with equality matchers: name{label="value"}.' });

function parseMetricRef(text: string): MetricRef {
  const name = /^[^{]+/.exec(text)?.[0] ?? text;
  const match: Record<string, string> = {};
  for (const [, label = '', value = ''] of text
    .slice(name.length)
    .matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)) {
    match[label] = value.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
  }
  return { name, match, text };
}

export const zMetricName = z
  .string(expects('a metric name'))
  .regex(new RegExp(`^${NAME}$`), expects('a metric name: letters, digits, "_" and ":"'));

/** How a model's role maps to a metric: overrides of the convention, all optional. */
export const zMetricMapping = strictObject({
  name: zMetricName.optional().meta({ description: 'Name of the metric, as Prometheus stores it.' }),
  type: oneOf(['counter', 'gauge', 'histogram'])
    .optional()
    .meta({ description: 'Instrument; the convention knows it for its own roles.' }),
  unit: oneOf([
    'seconds',
    'milliseconds',
    'microseconds',
    'ratio',
    'percent',
    'bytes',
    'unix-seconds',
    'none',
  ])
    .optional()
    .meta({
      description: 'Unit of the samples.',
    }),
  labels: strictObject({
    version: zLabelName.optional().meta({ description: "Label with the model's version." }),
    class: zLabelName.optional().meta({ description: 'Label with the predicted class.' }),
    outcome: zLabelName.optional().meta({ description: 'Label with the outcome of a labelled prediction.' }),
    reason: zLabelName.optional().meta({ description: 'Label with the reason of an error.' }),
    kind: zLabelName.optional().meta({ description: 'Label with the kind of tokens: input, output.' }),
    policy: zLabelName.optional().meta({ description: 'Label with the guardrail that blocked.' }),
    metric: zLabelName.optional().meta({ description: 'Label with the name of a score.' }),
    value: zLabelName.optional().meta({ description: "Label with a user's rating." }),
  })
    .optional()
    .meta({ description: 'Which labels of the metric carry what.' }),
  match: zLabels
    .optional()
    .meta({ description: "Equalities that choose the role's series: { outcome: error }." }),
  buckets: z
    .array(z.number(expects('a number')), expects('a list of numbers'))
    .min(1)
    .optional()
    .meta({ description: "Upper bounds of the histogram, in the metric's unit, without +Inf." }),
  native: z
    .boolean(expects('true or false'))
    .optional()
    .meta({ description: 'True for a native histogram.' }),
  cloudwatch: zCloudWatchMetric.optional().meta({ description: 'Where CloudWatch keeps it, if it does.' }),
  includesErrors: z.boolean(expects('true or false')).optional().meta({
    description: 'requests only: true when failed requests are counted in it too.',
  }),
});
export type MetricMapping = z.output<typeof zMetricMapping>;
