import { z } from 'zod';
import { DRIFT_TEST_NAMES } from '../spec/kinds/drift/tests.ts';
import { IMPORTANCES, PROFILES } from '../spec/kinds/drift-policy.ts';
import { FEATURE_TYPES } from '../spec/kinds/feature-set.ts';
import { VALUE_SET_NAMES } from '../spec/kinds/value-sets.ts';
import { DRIFT_PARTS } from './drift-contract.ts';
import { rows, seconds, share, text, zJobSchedule, zJobSegment } from './drift-job-parts.ts';
import { zJobQuality } from './drift-job-quality.ts';

// The plan file of the drift job: all that a run needs beside the data. The types, the file's JSON Schema and the check when
// it is read come from here.

const zSecret = z.union([z.strictObject({ file: text }), z.strictObject({ env: text })]);

/** Types of data sources that the job reads. */
export const READ_TYPES = ['parquet', 'csv', 'jsonl', 'arrow', 'postgres'] as const;

export const zJobSource = z.strictObject({
  name: text,
  type: z.enum(READ_TYPES),
  path: text
    .optional()
    .meta({ description: 'Files: {date} is a day (YYYY-MM-DD), * and ** are names. Relative to the root.' }),
  table: text.optional().meta({ description: 'Table or view, with its schema.' }),
  timestamp: text
    .optional()
    .meta({ description: 'Column with the time of the event; windows are cut by it.' }),
  auth: zSecret.optional().meta({ description: 'Where the credentials are found when the job runs.' }),
});
export type JobSource = z.output<typeof zJobSource>;

/** Levels of an effect or a distance; absent: never that level; 0: any that is significant. */
const level = z.number().min(0).optional();
const zLevels = z.strictObject({ warn: level, alert: level });
export type Levels = z.output<typeof zLevels>;

export const zJobTest = z.strictObject({
  test: z.enum(DRIFT_TEST_NAMES),
  /** Distances: of the statistic itself. Tests of significance: of their effect. */
  levels: zLevels,
  /** Largest p-value, after correction, at which a difference counts as one. */
  alpha: z.number().gt(0).lt(1),
  normalise: z.enum(['baseline-std']).optional(),
  sample: rows.optional().meta({ description: 'Rows that are compared at most.' }),
});
export type JobTest = z.output<typeof zJobTest>;

export const COLUMN_TYPES = ['numeric', 'category', 'vector', 'text', 'auto'] as const;

/** What a policy compares: a column of a source, or a descriptor of a text. */
export const zJobColumn = z.strictObject({
  part: z.enum(DRIFT_PARTS),
  /** Label `feature` of its series; absent for predictions and labels. */
  feature: text.optional(),
  source: text,
  column: text.meta({ description: 'Column, or a.b for a nested field.' }),
  type: z.enum(COLUMN_TYPES).meta({ description: 'auto: as the data are.' }),
  descriptor: z.enum(['length', 'language', 'topic', 'sentiment']).optional(),
  dims: z.int().min(1).optional(),
  importance: z.enum(IMPORTANCES).optional(),
  pii: z.boolean().meta({ description: 'No value of it is written anywhere.' }),
  /** The window of labels ends so long before that of the rest. */
  delaySeconds: z.number().min(0),
  test: zJobTest,
  /** Levels of the difference between the shares of missing values. */
  nulls: zLevels,
  /** Levels of the share of rows with values that the baseline does not have. */
  unseen: zLevels,
});
export type JobColumn = z.output<typeof zJobColumn>;

export const zJobBaseline = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z
      .literal('dataset')
      .meta({ description: 'Rows of a source: all, between two days, or the last so long.' }),
    source: text.optional().meta({ description: 'Absent where there is only the snapshot.' }),
    /** Days in the time zone of the schedule, both included. */
    from: text.optional(),
    to: text.optional(),
    lastSeconds: seconds.optional(),
    snapshot: text
      .optional()
      .meta({ description: 'File with its bins and counts, read in place of the rows when it is there.' }),
  }),
  z.strictObject({
    kind: z.literal('earlier').meta({ description: 'The same source, at an earlier time.' }),
    by: z.enum(['previous-window', 'same-window-last-week', 'same-window-last-year']),
  }),
]);
export type JobBaseline = z.output<typeof zJobBaseline>;

export const CORRECTIONS = ['none', 'bonferroni', 'holm', 'benjamini-hochberg'] as const;

export const zJobPolicy = z.strictObject({
  name: text,
  title: text,
  model: text,
  profile: z.enum(PROFILES),
  schedule: zJobSchedule,
  windowSeconds: seconds,
  /** The window ends so long before the run: rows that come late are in it. */
  lagSeconds: z.number().min(0),
  baseline: zJobBaseline,
  minSamples: rows,
  correction: z.enum(CORRECTIONS),
  consecutive: z.int().min(1),
  segments: z.array(zJobSegment),
  columns: z.array(zJobColumn),
  driftedShare: z.strictObject({ warn: share.optional(), alert: share }).optional(),
  /** What follows when it drifts: shown in reports. */
  advice: z.strictObject({ impact: text.optional(), runbook: text.optional(), actions: z.array(text) }),
});
export type JobPolicy = z.output<typeof zJobPolicy>;

/** A column of a feature set, with what is expected of it. */
export const zJobFeature = z.strictObject({
  name: text,
  type: z.enum(FEATURE_TYPES),
  range: z.tuple([z.number(), z.number()]).optional(),
  maxNulls: share.optional(),
  values: z
    .union([z.array(z.union([z.string(), z.number()])), z.enum(VALUE_SET_NAMES)])
    .optional()
    .meta({ description: 'The values that there are, or the name of a set of codes.' }),
  maxCardinality: rows.optional(),
  /** Most Jensen-Shannon distance between online and offline values. */
  maxSkew: z.number().positive().optional(),
  pii: z.boolean(),
});
export type JobFeature = z.output<typeof zJobFeature>;

export const zJobDataset = z.strictObject({
  name: text.meta({ description: 'Name of the FeatureSet; the label `dataset`.' }),
  source: text,
  online: text.optional().meta({ description: 'Source with the values as they were served.' }),
  features: z.array(zJobFeature),
  key: z.array(text).optional().meta({ description: 'Columns that no two rows share.' }),
  maxAgeSeconds: seconds
    .optional()
    .meta({ description: 'How old the newest row may be at the end of the window.' }),
  rows: z
    .strictObject({ typical: rows, tolerance: share })
    .optional()
    .meta({ description: 'Rows of a window, and how far from it is too far.' }),
  schedule: zJobSchedule.meta({ description: 'When it is checked; its window is as long whatever that is.' }),
  windowSeconds: seconds,
  lagSeconds: z.number().min(0),
});
export type JobDataset = z.output<typeof zJobDataset>;

export const PLAN_VERSION = 1;

/** What `$schema` of a plan file and `$id` of its schema say. */
export const PLAN_SCHEMA_ID = `urn:modelwatch:drift-plan:${PLAN_VERSION}`;

export const zDriftPlan = z
  .strictObject({
    $schema: text.optional(),
    version: z.literal(PLAN_VERSION),
    project: text,
    environment: text,
    sources: z.array(zJobSource),
    policies: z.array(zJobPolicy),
    datasets: z.array(zJobDataset),
    qualities: z.array(zJobQuality).default([]),
  })
  .meta({
    title: 'Plan of a modelwatch drift job',
    description: 'What `modelwatch drift run` reads, compares and decides.',
  });
export type DriftPlan = z.output<typeof zDriftPlan>;
