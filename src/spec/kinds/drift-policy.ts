import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zObjective, zRatio, zTimeOfDay, zTimeZone } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zName, zRef } from '../names.ts';
import { DRIFT_DEFAULTS } from './drift/defaults.ts';
import { testFields, zDims, zRows, zShareLevels } from './drift/test-fields.ts';
import { zColumn } from './model/ground-truth.ts';
import { zSeverity } from './severity.ts';
import { ownershipFields, subjectReferences } from './subject.ts';

export const IMPORTANCES = ['high', 'medium', 'low'] as const;
const BASELINES = [
  'model',
  'training',
  'previous-window',
  'same-window-last-week',
  'same-window-last-year',
] as const;

const zTest = strictObject(testFields);
export type TestSpec = z.output<typeof zTest>;

const zSelect = z.union(
  [
    z.literal('all').meta({ description: 'Every feature that is not left out by monitor: none.' }),
    strictObject({
      importance: z.array(oneOf(IMPORTANCES)).min(1).meta({ description: 'Features of these importances.' }),
    }),
    strictObject({
      top: z
        .int(expects('a number of features'))
        .min(1, expects('at least 1 feature'))
        .max(10_000, expects('at most 10000 features'))
        .meta({ description: 'So many features.' }),
      by: oneOf(['importance']).meta({ description: 'By what: importance.' }),
    }),
    z.array(zColumn).min(1, expects('at least one feature')).meta({ description: 'These features.' }),
  ],
  expects('all, { importance: [high] }, { top: 20, by: importance }, or a list of features'),
);
export type FeatureSelect = z.output<typeof zSelect>;

const zFeatures = strictObject({
  select: zSelect.default('all').meta({ description: 'Which features.' }),
  numeric: zTest
    .default(DRIFT_DEFAULTS.numeric)
    .meta({ description: 'The test of features of type float and int.' }),
  category: zTest
    .default(DRIFT_DEFAULTS.category)
    .meta({ description: 'The test of features of type category, bool and string.' }),
  nulls: zShareLevels.prefault(DRIFT_DEFAULTS.nulls).meta({
    description: 'Levels of the difference between the shares of missing values; of predictions, too.',
  }),
  unseen: zShareLevels.prefault(DRIFT_DEFAULTS.unseen).meta({
    description:
      'Levels of the share of rows with values that the baseline does not have; of predictions, too.',
  }),
  overrides: z
    .array(strictObject({ name: zColumn.meta({ description: 'Name of the feature.' }), ...testFields }))
    .default([])
    .meta({ description: 'Features with a test of their own.' }),
});

const zLevel = oneOf(['warn', 'alert']);
const zDriftAction = strictObject({
  when: strictObject({
    dataset: zLevel.optional().meta({ description: 'The share of drifted features.' }),
    features: zLevel.optional().meta({ description: 'Some feature.' }),
    predictions: zLevel.optional().meta({ description: 'The predictions.' }),
    labels: zLevel.optional().meta({ description: 'The labels.' }),
    consecutive: z
      .int(expects('a number of runs'))
      .min(1, expects('1 to 14 runs'))
      .max(14, expects('1 to 14 runs'))
      .default(1)
      .meta({ description: 'Runs in a row.' }),
  }).meta({ description: 'State of all that is named, in so many runs in a row.' }),
  do: zRef('Action').meta({ description: 'What is done.' }),
});
export type DriftActionSpec = z.output<typeof zDriftAction>;

/** What shapes a run: two ways to look at the same data. */
export const PROFILES = ['modelwatch', 'evidently'] as const;

const driftFields = {
  profile: oneOf(PROFILES).default('modelwatch').meta({
    description:
      'modelwatch: with the sample size in mind. evidently: as Evidently decides, for results that can be compared with it.',
  }),
  baseline: z
    .union(
      [
        oneOf(BASELINES),
        strictObject({
          dataset: zRef('DataSource').meta({ description: 'Data source that holds it.' }),
          window: zDuration.optional().meta({ description: 'The last so long of it.' }),
        }),
      ],
      expects(`one of ${BASELINES.join(', ')}, or { dataset: … }`),
    )
    .default('model')
    .meta({ description: "What the data are compared with; model: the model's own `baseline`." }),
  window: zDuration.prefault('1d').meta({ description: 'Length of the data that are compared.' }),
  lag: zDuration
    .prefault('0s')
    .meta({ description: 'How late rows may come: the window ends so long before the run.' }),
  schedule: strictObject({
    every: zDuration.prefault('1d').meta({ description: 'How often the job runs.' }),
    at: zTimeOfDay.optional().meta({ description: 'At what time of day.' }),
    timezone: zTimeZone.prefault('UTC').meta({ description: 'Zone of that time.' }),
  })
    .prefault({})
    .meta({ description: 'When the drift job runs.' }),
  minSamples: zRows.default(1000).meta({ description: 'Rows without which nothing is decided.' }),
  correction: oneOf(['none', 'bonferroni', 'holm', 'benjamini-hochberg'])
    .default('benjamini-hochberg')
    .meta({ description: 'How p-values of many features are corrected.' }),
  significance: z
    .number(expects('a probability'))
    .gt(0, expects('a probability between 0 and 1'))
    .lt(1, expects('a probability between 0 and 1'))
    .default(DRIFT_DEFAULTS.significance)
    .meta({
      description:
        'Share of runs without any drift that may be flagged, after correction; tests of significance have a pValue of their own.',
    }),
  confirm: strictObject({
    consecutive: z
      .int(expects('a number of runs'))
      .min(1, expects('1 to 10 runs'))
      .max(10, expects('1 to 10 runs'))
      .default(2)
      .meta({ description: 'Runs in a row that must agree before a verdict changes.' }),
  })
    .prefault({})
    .meta({ description: 'How drift is confirmed.' }),
  segments: z
    .array(zName)
    .optional()
    .meta({ description: "Names of the model's segments that are tested too; all by default, [] for none." }),
  features: zFeatures.optional().meta({ description: 'Features that the model reads.' }),
  predictions: zTest.optional().meta({ description: 'What the model predicts.' }),
  labels: strictObject({
    ...testFields,
    delay: zDuration.optional().meta({
      description: 'How long ago the window of labels ends; groundTruth.delay.p95 of the model by default.',
    }),
  })
    .optional()
    .meta({ description: 'The truth about predictions.' }),
  embeddings: z
    .array(
      strictObject({
        name: zColumn.meta({ description: 'Column with the vector.' }),
        dims: zDims.meta({ description: 'Its dimensions.' }),
        ...testFields,
        sample: zRows.optional().meta({ description: 'Rows that are compared at most.' }),
      }),
    )
    .default([])
    .meta({ description: 'Vectors.' }),
  text: strictObject({
    fields: z.array(zColumn).min(1).meta({ description: 'Columns with text.' }),
    descriptors: z
      .array(oneOf(['length', 'language', 'topic', 'sentiment']))
      .min(1)
      .meta({ description: 'What of the text is compared.' }),
    ...testFields,
  })
    .optional()
    .meta({ description: 'Text.' }),
  dataset: strictObject({
    driftedShare: strictObject({
      warn: zRatio.optional().meta({ description: 'Share of drifted features from which it warns.' }),
      alert: zRatio.meta({ description: 'Share of drifted features from which it alerts.' }),
    }).meta({ description: 'How many of the tested features have drifted.' }),
  })
    .optional()
    .meta({ description: 'When the data as a whole have drifted.' }),
  budget: strictObject({
    objective: zObjective.meta({ description: 'Share of runs without drift.' }),
    window: zDuration.prefault('28d').meta({ description: 'Over which period, in whole days.' }),
  })
    .optional()
    .meta({ description: 'How much drift is acceptable.' }),
  severity: strictObject({
    warn: zSeverity.default('info').meta({ description: 'Of warnings.' }),
    alert: zSeverity.default('ticket').meta({ description: 'Of alerts, and of a job that does not run.' }),
  })
    .prefault({})
    .meta({ description: 'Who is told. Drift alone is no reason to wake anybody.' }),
  actions: z.array(zDriftAction).default([]).meta({ description: 'What is done automatically.' }),
  inhibit: oneOf(['upstream', 'none'])
    .default('upstream')
    .meta({ description: 'Whether upstream failures explain (and silence) drift.' }),
  impact: z.string(expects('text')).optional().meta({ description: 'What users feel; part of the alert.' }),
  ...ownershipFields,
};

export const driftPolicySpec = strictObject({
  model: zRef('Model').meta({ description: 'The model whose data are watched.' }),
  ...driftFields,
});
export type DriftPolicySpec = z.output<typeof driftPolicySpec>;

/** As written inside a Model: named, and about that model. */
export const inlineDriftPolicy = strictObject({
  name: zName.meta({ description: 'Its name inside the model; outside it is <model>-<name>.' }),
  ...driftFields,
});

export const driftPolicy = defineKind({
  kind: 'DriftPolicy',
  description: 'When data, predictions or labels of a model have changed, by tests that the drift job runs.',
  spec: driftPolicySpec,
  references: (spec) => [
    ...subjectReferences(spec),
    ...(typeof spec.baseline === 'object'
      ? reference('DataSource', spec.baseline.dataset, 'baseline', 'dataset')
      : []),
    ...spec.actions.flatMap((action, index) => reference('Action', action.do, 'actions', index, 'do')),
  ],
});
