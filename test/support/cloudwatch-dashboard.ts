import { z } from 'zod';

/**
 * What CloudWatch takes as the body of a dashboard, as far as we use it; strict, so that a misspelt property is no property.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */

const zRegion = z.string().regex(/^[a-z]{2}-[a-z]+-\d$/);

const zMetricOptions = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9_]*$/),
  stat: z.string().regex(/^(?:Sum|Average|Minimum|Maximum|SampleCount|p\d+(?:\.\d+)?|TC\([\d.]*:[\d.]*\))$/),
  label: z.string().min(1).optional(),
  visible: z.boolean().optional(),
});

/** `[namespace, name, dimension, value, …, options]`. */
const zMetricRow = z
  .array(z.union([z.string().min(1), zMetricOptions]))
  .refine((row) => row.length % 2 === 1, 'a dimension lacks its value')
  .refine((row) => row.every((each, index) => (typeof each === 'object') === (index === row.length - 1)));

const zExpressionRow = z.tuple([
  z.strictObject({
    id: z.string().regex(/^[a-z][A-Za-z0-9_]*$/),
    expression: z.string().min(1),
    label: z.string().min(1),
  }),
]);

const zPlace = {
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  width: z.int().min(1).max(24),
  height: z.int().min(1).max(1000),
};

const zWidget = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    ...zPlace,
    properties: z.strictObject({ markdown: z.string().min(1) }),
  }),
  z.strictObject({
    type: z.literal('alarm'),
    ...zPlace,
    properties: z.strictObject({
      title: z.string().min(1),
      alarms: z
        .array(z.string().regex(/^arn:aws:cloudwatch:[a-z0-9-]+:\d{12}:alarm:./))
        .min(1)
        .max(100),
    }),
  }),
  z.strictObject({
    type: z.literal('log'),
    ...zPlace,
    properties: z.strictObject({
      title: z.string().min(1),
      query: z.string().regex(/^SOURCE '[^']+' \| ./),
      region: zRegion,
      view: z.enum(['table', 'timeSeries', 'bar', 'pie']),
    }),
  }),
  z.strictObject({
    type: z.literal('metric'),
    ...zPlace,
    properties: z.strictObject({
      title: z.string().min(1),
      view: z.enum(['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table']),
      region: zRegion,
      period: z
        .int()
        .min(60)
        .refine((seconds) => seconds % 60 === 0),
      metrics: z
        .array(z.union([zExpressionRow, zMetricRow]))
        .min(1)
        .max(500),
      yAxis: z.strictObject({
        left: z.strictObject({
          label: z.string().min(1),
          min: z.number().optional(),
          showUnits: z.boolean(),
        }),
      }),
      annotations: z
        .strictObject({
          horizontal: z.array(z.strictObject({ label: z.string().min(1), value: z.number() })).min(1),
        })
        .optional(),
    }),
  }),
]);

export const zDashboardBody = z.strictObject({
  start: z.string().regex(/^-P(?:\d+D|T\d+H)$/),
  periodOverride: z.enum(['auto', 'inherit']),
  widgets: z.array(zWidget).max(500),
});
export type DashboardBody = z.output<typeof zDashboardBody>;
export type DashboardWidget = DashboardBody['widgets'][number];

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
};

/** What CloudFormation makes of a text with `Fn::Sub`: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
export function substituted(text: string): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const value = PSEUDO[name];
    if (value === undefined) throw new Error(`no such parameter: ${name}`);
    return value;
  });
}

/** The body of a dashboard resource as CloudWatch gets it. Throws on what CloudWatch would not take. */
export function dashboardBodyOf(body: unknown): DashboardBody {
  const { 'Fn::Sub': text } = z.strictObject({ 'Fn::Sub': z.string() }).parse(body);
  return zDashboardBody.parse(JSON.parse(substituted(text)));
}
