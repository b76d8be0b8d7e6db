import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';

/** Units of `MetricDatum`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const CLOUDWATCH_UNITS = [
  'Seconds',
  'Milliseconds',
  'Microseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Percent',
  'Count',
  'Count/Second',
  'None',
] as const;

const zPrintable = (what: string, most: number) =>
  z
    .string(expects(what))
    .regex(new RegExp(`^(?!:)[\\x21-\\x7e](?:[\\x20-\\x7e]{0,${most - 2}}[\\x21-\\x7e])?$`), expects(what));

export const zNamespace = z
  .string(expects('a CloudWatch namespace such as ML/Serving'))
  .regex(
    /^[A-Za-z0-9./_#:-][A-Za-z0-9./_#: -]{0,254}$/,
    expects('a CloudWatch namespace such as ML/Serving: letters, digits and . - _ / # :'),
  )
  .meta({ description: 'Namespace: ML/Serving, AWS/SageMaker.' });

export const zDimensions = z
  .record(
    zPrintable('the name of a dimension', 255),
    zPrintable('the value of a dimension, as text', 1024),
    expects('a map of dimension names to values'),
  )
  .refine((dimensions) => Object.keys(dimensions).length <= 30, expects('at most 30 dimensions'));

/** Where CloudWatch keeps one metric. */
export const zCloudWatchMetric = strictObject({
  name: zPrintable('the name of a CloudWatch metric', 255)
    .optional()
    .meta({ description: 'Name in CloudWatch: ModelLatency; the name it is emitted under by default.' }),
  namespace: zNamespace.optional(),
  dimensions: zDimensions.optional().meta({
    description:
      'The whole set of dimensions it is published with: CloudWatch adds nothing up over dimensions that are not named.',
  }),
  unit: oneOf(CLOUDWATCH_UNITS).optional().meta({
    description: 'Unit it is published with: Microseconds for ModelLatency of SageMaker.',
  }),
  facets: strictObject({
    version: zPrintable('the name of a dimension', 255)
      .optional()
      .meta({ description: "Dimension with the model's version." }),
    class: zPrintable('the name of a dimension', 255)
      .optional()
      .meta({ description: 'Dimension with the predicted class.' }),
  })
    .optional()
    .meta({ description: 'Dimensions that it is also published with, by what they carry.' }),
});
export type CloudWatchMapping = z.output<typeof zCloudWatchMetric>;
