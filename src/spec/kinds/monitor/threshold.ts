import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zDuration } from '../../fields.ts';
import { zRole } from '../role.ts';

/** A number or a text with a unit; which unit the measure has decides how it is read, when the plan is built. */
export const zThresholdValue = z.union(
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

export const zThreshold = z.union(
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

const STATISTICS = [
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
] as const;
export type Statistic = (typeof STATISTICS)[number];

/** How a role, or a query, becomes a number; the field that names the role differs. */
export const statisticFields = {
  statistic: oneOf(STATISTICS).optional().meta({
    description:
      'rate, increase or share (of a class among all) of a counter; mean or a percentile of a histogram; max, min, avg, sum or age of a gauge.',
  }),
  class: z.string(expects('a class')).optional().meta({ description: 'Only predictions of this class.' }),
  over: zDuration.prefault('30m').meta({ description: 'Window of the statistic.' }),
  query: z
    .string(expects('a PromQL expression'))
    .min(1)
    .optional()
    .meta({ description: 'Any PromQL instead of a role; only PromQL targets can render it.' }),
  unit: oneOf(MONITOR_UNITS).optional().meta({ description: 'With query: the unit of its value.' }),
  minSamples: z
    .int(expects('a whole number'))
    .min(1)
    .optional()
    .meta({ description: 'Events that the window must hold before the value means anything.' }),
};

/** The same with the role as monitors name it. */
export const measureFields = {
  of: zRole.optional(),
  ...statisticFields,
  version: z.string(expects('a version')).optional().meta({ description: 'Only this version of the model.' }),
};
