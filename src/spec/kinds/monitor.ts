import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration } from '../fields.ts';
import { defineKind } from '../kind.ts';
import { zName } from '../names.ts';
import { zSeverity } from './severity.ts';
import { zRole } from './slo.ts';
import { ownershipFields, subjectFields, subjectReferences } from './subject.ts';

/** A number or a text with a unit; which unit the measure has decides how it is read, when the plan is built. */
const zThresholdValue = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d[\d.]*(?:e-?\d+)?\s?[A-Za-z%/]*(?:\d[\d.]*[a-z]+)*$/, expects('a number with its unit')),
  ],
  expects('a number, with its unit where it has one: 15%, 250ms, 50/s, 2Gi'),
);

const ONE_BOUND = { hint: 'A threshold is one comparison; a second bound is a monitor of its own.' };
const OTHER_BOUNDS = { gt: ONE_BOUND, gte: ONE_BOUND, lt: ONE_BOUND, lte: ONE_BOUND };

const zThreshold = z.union(
  [
    strictObject({ gt: zThresholdValue.meta({ description: 'Greater than this.' }) }, OTHER_BOUNDS),
    strictObject({ gte: zThresholdValue.meta({ description: 'This or greater.' }) }, OTHER_BOUNDS),
    strictObject({ lt: zThresholdValue.meta({ description: 'Less than this.' }) }, OTHER_BOUNDS),
    strictObject({ lte: zThresholdValue.meta({ description: 'This or less.' }) }, OTHER_BOUNDS),
  ],
  expects('one of { gt: … }, { gte: … }, { lt: … }, { lte: … }'),
);
export type ThresholdSpec = z.output<typeof zThreshold>;

export const MONITOR_UNITS = ['seconds', 'ratio', 'bytes', 'events', 'events-per-second', 'none'] as const;

const monitorFields = {
  of: zRole.optional(),
  statistic: oneOf([
    'rate',
    'increase',
    'share',
    'mean',
    'p50',
    'p75',
    'p90',
    'p95',
    'p99',
    'max',
    'min',
    'avg',
    'sum',
    'age',
  ])
    .optional()
    .meta({
      description:
        'rate, increase or share (of a class among all) of a counter; mean or a percentile of a histogram; max, min, avg, sum or age of a gauge.',
    }),
  class: z.string(expects('a class')).optional().meta({ description: 'Only predictions of this class.' }),
  version: z.string(expects('a version')).optional().meta({ description: 'Only this version of the model.' }),
  over: zDuration.prefault('30m').meta({ description: 'Window of the statistic.' }),
  query: z
    .string(expects('a PromQL expression'))
    .min(1)
    .optional()
    .meta({ description: 'Any PromQL instead of a role; only PromQL targets can render it.' }),
  unit: oneOf(MONITOR_UNITS).optional().meta({ description: 'With query: the unit of its value.' }),
  threshold: zThreshold.meta({ description: 'Alert when the value is beyond this.' }),
  recover: zThreshold
    .optional()
    .meta({ description: 'Stop alerting only when the value is back here, to keep it from flapping.' }),
  for: zDuration.prefault('10m').meta({ description: 'How long it must be beyond the threshold.' }),
  keepFiringFor: zDuration
    .prefault('5m')
    .meta({ description: 'How long the alert stays once the value is back.' }),
  minSamples: z
    .int(expects('a whole number'))
    .min(1)
    .optional()
    .meta({ description: 'Events that the window must hold before the value means anything.' }),
  onNoData: oneOf(['ok', 'alert'])
    .default('ok')
    .meta({ description: 'Whether missing data is an alert of its own.' }),
  severity: zSeverity.default('ticket'),
  inhibit: oneOf(['upstream', 'none']).optional().meta({
    description:
      'Whether upstream failures explain (and silence) it; upstream by default, none for latency, requests and errors.',
  }),
  impact: z.string(expects('text')).optional().meta({ description: 'What users feel; part of the alert.' }),
  ...ownershipFields,
};

export const monitorSpec = strictObject({
  ...subjectFields,
  ...monitorFields,
});

/** As written inside a Model: named, and about that model. */
export const inlineMonitor = strictObject({
  name: zName.meta({ description: 'Its name inside the model; outside it is <model>-<name>.' }),
  ...monitorFields,
});

export const monitor = defineKind({
  kind: 'Monitor',
  description: 'A threshold on a statistic of a role, or on a PromQL query.',
  spec: monitorSpec,
  references: (spec) => subjectReferences(spec),
});
