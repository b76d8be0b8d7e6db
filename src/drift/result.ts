import { z } from 'zod';
import { DATA_CHECKS, DRIFT_PARTS } from '../plan/drift-contract.ts';
import { WINDOWS_BY } from '../plan/drift-job-quality.ts';

// The result of a run of one policy, or of the checks of one feature set: what every output is made of. The types and the
// JSON Schema of the result come from here. Numbers that are not finite are null: JSON holds no others.

const text = z.string();
const number = z.number().nullable();
const count = z.int().min(0);
const moment = z.string().meta({ description: 'Time in UTC, ISO 8601.' });

export const LEVELS = ['none', 'warn', 'alert'] as const;
export type Level = (typeof LEVELS)[number];
const zLevel = z.enum(LEVELS);

const zWindow = z.strictObject({
  from: moment.nullable().meta({ description: 'First moment; null: all that there is.' }),
  to: moment.nullable().meta({ description: 'First moment after it; null: all that there is.' }),
  rows: count,
});

/** What of a column a test looks at. */
export const ASPECTS = ['values', 'nulls', 'unseen', 'type'] as const;

export const zTestResult = z.strictObject({
  part: z.enum(DRIFT_PARTS),
  feature: text.nullable().meta({ description: 'Null for predictions and labels.' }),
  aspect: z.enum(ASPECTS),
  test: text.meta({ description: 'Name of the test, or of the aspect: nulls, unseen, type.' }),
  segment: text.nullable(),
  segmentValue: text.nullable(),
  /** Rows that were compared: without missing values for `values`. */
  rows: count,
  baselineRows: count,
  score: number.meta({ description: 'The statistic: a distance, or a p-value.' }),
  effect: number.meta({
    description: 'What the levels are compared with: the distance beyond chance, in the unit of the levels.',
  }),
  levels: z.strictObject({ warn: z.number().nullable(), alert: z.number().nullable() }),
  noise: z.strictObject({ mean: z.number(), q99: z.number() }).nullable().meta({
    description:
      'What the statistic is without any drift at these rows: on average, and in 99 of 100 runs at most.',
  }),
  pValue: number,
  adjustedPValue: number,
  alpha: z.number().nullable(),
  level: zLevel.meta({ description: 'Of this run alone.' }),
  verdict: zLevel.meta({ description: 'After confirmation by earlier runs.' }),
  reason: text.meta({ description: 'Why, in a sentence.' }),
});
export type TestResult = z.output<typeof zTestResult>;

/** Two distributions side by side, for people: at most some dozens of bins. */
export const zDistribution = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    /** One more than bins; the outermost bins hold all that is beyond. */
    edges: z.array(z.number()),
    baseline: z.array(z.number()),
    current: z.array(z.number()),
  }),
  z.strictObject({
    kind: z.literal('category'),
    /** The most frequent ones, and the rest together; null where values are personal data. */
    labels: z.array(text.nullable()),
    baseline: z.array(z.number()),
    current: z.array(z.number()),
  }),
]);
export type Distribution = z.output<typeof zDistribution>;

const zStatistics = z.strictObject({
  rows: count,
  nulls: count,
  distinct: count.nullable(),
  mean: number,
  std: number,
  min: number,
  max: number,
});
export type SideStatistics = z.output<typeof zStatistics>;

export const zColumnResult = z.strictObject({
  part: z.enum(DRIFT_PARTS),
  feature: text.nullable(),
  column: text,
  type: text.meta({
    description: 'numeric, category, vector, text, or "unknown" where it could not be read.',
  }),
  importance: text.nullable(),
  verdict: zLevel,
  level: zLevel,
  baseline: zStatistics.nullable(),
  current: zStatistics.nullable(),
  distribution: zDistribution.nullable(),
});
export type ColumnResult = z.output<typeof zColumnResult>;

/** Something that kept a part from being decided, or that a reader should know. */
export const zFinding = z.strictObject({
  code: text.meta({ description: 'Stable, such as column/all-null.' }),
  severity: z.enum(['error', 'warning', 'info']),
  column: text.nullable(),
  message: text,
  hint: text.nullable(),
});
export type RunFinding = z.output<typeof zFinding>;

export const zCheckResult = z.strictObject({
  dataset: text,
  feature: text.nullable().meta({ description: 'Null for a check of the dataset as a whole.' }),
  check: z.enum(DATA_CHECKS),
  failed: z.boolean(),
  value: number,
  limit: text,
  message: text,
});
export type CheckResult = z.output<typeof zCheckResult>;

export const zPolicyResult = z.strictObject({
  policy: text,
  title: text,
  model: text,
  profile: text,
  window: zWindow,
  baseline: zWindow.extend({ from: moment.nullable(), description: text, stored: z.boolean() }),
  minSamples: count,
  completed: z.boolean().meta({ description: 'False when the data could not be read: nothing was decided.' }),
  enough: z.boolean().meta({ description: 'Whether there were enough rows to decide.' }),
  verdict: zLevel,
  driftedShare: number.meta({ description: 'Share of the tested features whose verdict is alert.' }),
  weightedShare: number.meta({ description: 'The same, features weighted by importance.' }),
  shareLevels: z.strictObject({ warn: z.number().nullable(), alert: z.number() }).nullable(),
  shareLevel: zLevel.nullable(),
  tests: z.array(zTestResult),
  columns: z.array(zColumnResult),
  findings: z.array(zFinding),
  advice: z.strictObject({ impact: text.nullable(), runbook: text.nullable(), actions: z.array(text) }),
  previous: z
    .strictObject({ to: moment, verdict: zLevel, driftedShare: number, changed: z.array(text) })
    .nullable()
    .meta({ description: 'The run before, and which features changed their verdict since.' }),
});
export type PolicyResult = z.output<typeof zPolicyResult>;

export const zDatasetResult = z.strictObject({
  dataset: text,
  window: zWindow,
  newest: moment.nullable().meta({ description: 'Event time of the newest row.' }),
  checks: z.array(zCheckResult),
  findings: z.array(zFinding),
});
export type DatasetResult = z.output<typeof zDatasetResult>;

export const zQualityValue = z.strictObject({
  segment: text.nullable(),
  segmentValue: text.nullable(),
  reference: text.nullable().meta({ description: 'The naive forecast that was measured; null: the model.' }),
  value: number.meta({
    description: 'Null where it is not defined: a precision without predicted positives.',
  }),
  samples: count.meta({ description: 'Labelled predictions that decide of it.' }),
});
export type QualityValue = z.output<typeof zQualityValue>;

export const zQualityMetricResult = z.strictObject({
  metric: text.meta({ description: 'Its name with its cut: precision@0.8.' }),
  by: z.enum(WINDOWS_BY),
  window: zWindow.meta({ description: 'Its rows are the labelled predictions in it.' }),
  matured: number.meta({
    description: 'Share of the predictions that are due whose label has come; null without any.',
  }),
  minSamples: count,
  minMatured: z.number(),
  values: z.array(zQualityValue),
});
export type QualityMetricResult = z.output<typeof zQualityMetricResult>;

export const zQualityResult = z.strictObject({
  model: text,
  completed: z
    .boolean()
    .meta({ description: 'False when the data could not be read: nothing was measured.' }),
  metrics: z.array(zQualityMetricResult),
  findings: z.array(zFinding),
});
export type QualityResult = z.output<typeof zQualityResult>;

export const RESULT_VERSION = 1;

export const zRunResult = z
  .strictObject({
    version: z.literal(RESULT_VERSION),
    modelwatch: text.meta({ description: 'Version of the program.' }),
    project: text,
    environment: text,
    endedAt: moment,
    policies: z.array(zPolicyResult),
    datasets: z.array(zDatasetResult),
    qualities: z.array(zQualityResult),
  })
  .meta({
    title: 'Result of a modelwatch drift job',
    description: 'What a run of `modelwatch drift run` found.',
  });
export type RunResult = z.output<typeof zRunResult>;
