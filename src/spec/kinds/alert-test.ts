import { z } from 'zod';
import { expects, strictObject } from '../expectation.ts';
import { zDuration, zInstant, zRate } from '../fields.ts';
import { defineKind } from '../kind.ts';
import { type MetricRef, zMetricRef } from '../metric.ts';
import { zLabels, zName, zRef } from '../names.ts';
import { zSeverity } from './severity.ts';

const zSeriesValue = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d[\d.]*(?:e-?\d+)?\s?[A-Za-z%/]*(?:\d[\d.]*[a-z]+)*$/, expects('a number with its unit')),
  ],
  expects('a number, with its unit where it has one: 60%, 250ms, 2Gi'),
);

const zBound = z
  .string()
  .regex(
    /^(?:\+Inf|-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/,
    expects('an upper bound in quotes: "0.25", or "+Inf"'),
  );

const zShape = strictObject({
  le: z
    .record(
      zBound,
      zRate.meta({ description: 'Observations up to the bound.' }),
      expects('a map of upper bounds to rates: { "0.25": 10/s, "+Inf": 100/s }'),
    )
    .meta({
      description:
        "Observations per second up to each upper bound, all that are faster counted in; in the metric's own unit. Known buckets that are left out hold as much as the next lower one.",
    }),
  for: zDuration.optional().meta({ description: 'How long; the same as `for` beside the shape.' }),
});

/** The ways to say what a series does; exactly one is written. */
export const SHAPES = ['values', 'rate', 'value', 'age', 'ageFrom', 'shape', 'absent'] as const;

/** A role whose name has several words, which is no metric: drift-dataset-share. */
const zWordyRole = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/)
  .transform((text): MetricRef => ({ name: text, match: {}, text }));

const zSeries = strictObject({
  metric: z
    .union(
      [zMetricRef, zWordyRole],
      expects(
        'a role such as latency, or a metric with equality matchers, such as pipeline_records_total{pipeline="ingest"}',
      ),
    )
    .meta({
      description:
        'With model, pipeline or featureSet: a role of its metrics (latency; of what the drift job writes drift-dataset-share). Without: a metric as Prometheus has it, name{label="value"}.',
    }),
  model: zRef('Model').optional(),
  pipeline: zRef('Pipeline').optional(),
  featureSet: zRef('FeatureSet').optional(),
  labels: zLabels
    .optional()
    .meta({ description: 'Further labels of the series: { model_version: v1.2.3 }.' }),
  values: z
    .string(expects("samples in promtool's notation"))
    .regex(/^[^\r\n]+$/, expects("samples in promtool's notation, such as 0+10x60 _x5 stale, on one line"))
    .optional()
    .meta({ description: "Samples in promtool's notation, one each interval: 0+10x60 _x5." }),
  rate: zRate.optional().meta({ description: 'A counter that grows so fast.' }),
  value: zSeriesValue.optional().meta({
    description: "A gauge that stays at this, in the role's unit; a plain number for a raw metric.",
  }),
  age: zDuration.optional().meta({
    description: 'A gauge with the time of something that was always so long ago: kept up to date.',
  }),
  ageFrom: zDuration.optional().meta({
    description: 'A gauge with the time of something that was so long ago at first, and grows older.',
  }),
  shape: zShape.optional().meta({ description: 'A histogram.' }),
  absent: z
    .literal(true, expects('true'))
    .optional()
    .meta({ description: 'No samples: nobody emits it (any more).' }),
  from: zDuration.optional().meta({
    description:
      'Since the start; by default where the entry before for the same series ends, else the start.',
  }),
  for: zDuration.optional().meta({ description: 'How long; to the end of the test by default.' }),
});
export type SeriesSpec = z.output<typeof zSeries>;

const zRecipients = z
  .array(
    z
      .string()
      .regex(
        /^(?:pagerduty|slack|email|webhook|[a-z][a-z0-9]*):\S.*$/,
        expects(
          'a recipient such as pagerduty:risk-ml-primary, "slack:#channel", email:x@example.com or webhook:name',
        ),
      ),
    expects('a list of recipients such as pagerduty:risk-ml-primary or "slack:#channel"'),
  )
  .min(1);

const zExpectation = strictObject({
  at: zDuration.meta({ description: 'When, since the start.' }),
  alert: z.string(expects('the name of an alert, or of the object that raises it')).min(1).meta({
    description:
      'An alert by its name (FraudLatencyBudgetBurnFast or fraud-latency-budget-burn-fast), or all alerts of an object (fraud-latency, or SLO/fraud-latency): one of them is enough.',
  }),
  severity: zSeverity.optional().meta({ description: 'Only with this severity.' }),
  level: z
    .int(expects('a whole number'))
    .min(1)
    .optional()
    .meta({ description: 'Only this level of the escalation; any by default.' }),
  labels: zLabels.optional().meta({ description: 'Labels that it has, among others.' }),
  firing: z.boolean(expects('true or false')).default(true).meta({ description: 'Whether it fires.' }),
  routedTo: zRecipients.optional().meta({
    description:
      'Who is told, each of them: pagerduty:<team>-<on-call name>, slack:<#channel>, email:<address>, webhook:<name>.',
  }),
  notRoutedTo: zRecipients.optional().meta({ description: 'Who is not told.' }),
  inhibitedBy: z
    .string(expects('the name of an alert, or of the object that raises it'))
    .min(1)
    .optional()
    .meta({
      description: 'It fires and nobody is told, since this alert, or one of this object, explains it.',
    }),
});
export type ExpectationSpec = z.output<typeof zExpectation>;

export const alertTestSpec = strictObject({
  env: zName.optional().meta({
    description: 'Environment whose rules and routes are tested; may be left out when there is only one.',
  }),
  at: zInstant.prefault('2026-01-07T12:00:00+00:00').meta({
    description:
      'When the series start. The time of day decides who is told, and maintenance who is not; a Wednesday at noon by default.',
  }),
  interval: zDuration
    .optional()
    .meta({ description: "Time between samples; the environment's scrape interval by default." }),
  series: z
    .array(zSeries, expects('a list of series'))
    .min(1)
    .meta({ description: 'What is measured. Signals that no entry names are taken to be well.' }),
  expect: z
    .array(zExpectation, expects('a list of what to expect'))
    .min(1)
    .meta({ description: 'What must follow.' }),
});

// The names in it are checked in the environment that it is for: in another one they may be removed.
export const alertTest = defineKind({
  kind: 'AlertTest',
  description:
    'Series, and who must be told of them, when: run on the rendered rules and routes by `modelwatch test`.',
  spec: alertTestSpec,
  references: () => [],
});
