import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zRatio } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zMetricRef } from '../metric.ts';
import { zRef } from '../names.ts';
import { zRows } from './drift/test-fields.ts';
import { IMPORTANCES } from './drift-policy.ts';
import { zColumn } from './model/ground-truth.ts';
import { zSeverity } from './severity.ts';
import { VALUE_SET_NAMES } from './value-sets.ts';

export const FEATURE_TYPES = ['float', 'int', 'category', 'bool', 'string', 'timestamp', 'vector'] as const;

const zValue = z.union(
  [z.string().min(1, expects('a value that is not empty')), z.number()],
  expects('a value: text or a number'),
);

const zFeature = strictObject({
  name: zColumn.meta({ description: 'Name of its column.' }),
  type: oneOf(FEATURE_TYPES).meta({ description: 'What its values are.' }),
  range: z
    .array(z.number(expects('a number')), expects('least and largest value: [0, 500]'))
    .length(2, expects('least and largest value: [0, 500]'))
    .optional()
    .meta({ description: 'Least and largest value.' }),
  nulls: strictObject({ max: zRatio.meta({ description: 'Share of missing values that is normal.' }) })
    .optional()
    .meta({ description: 'How many values may be missing.' }),
  values: z
    .union(
      [oneOf(VALUE_SET_NAMES), z.array(zValue).min(1, expects('at least one value'))],
      expects(`a list of values, or one of ${VALUE_SET_NAMES.join(', ')}`),
    )
    .optional()
    .meta({ description: 'The values that there are.' }),
  cardinality: strictObject({
    max: z
      .int(expects('a number of values'))
      .min(1, expects('at least 1 value'))
      .meta({ description: 'Most distinct values.' }),
  })
    .optional()
    .meta({ description: 'How many distinct values there may be.' }),
  importance: oneOf(IMPORTANCES).optional().meta({ description: 'What the model would be without it.' }),
  online: strictObject({
    skewMax: z
      .number(expects('a distance'))
      .gt(0, expects('a distance above 0'))
      .meta({ description: 'Most difference between online and offline values (Jensen-Shannon).' }),
  })
    .optional()
    .meta({ description: 'What it is when it is served.' }),
  pii: z
    .boolean(expects('true or false'))
    .default(false)
    .meta({ description: 'Personal data: no value of it is shown anywhere.' }),
  monitor: oneOf(['none'])
    .optional()
    .meta({ description: 'none: it is neither checked nor tested; needs a reason.' }),
  reason: z
    .string(expects('text'))
    .min(1, expects('a reason'))
    .optional()
    .meta({ description: 'Why it is not monitored.' }),
  severity: zSeverity.optional().meta({
    description: "Of its failed checks; the feature set's `checks.severity` by default.",
  }),
});
export type FeatureSpec = z.output<typeof zFeature>;

export const featureSetSpec = strictObject({
  owner: zRef('Team').meta({ description: 'Team that is told.' }),
  source: zRef('DataSource').optional().meta({ description: 'Data source that holds the features.' }),
  producedBy: zRef('Pipeline')
    .optional()
    .meta({ description: 'Pipeline that writes the features: its failure explains stale ones.' }),
  freshness: strictObject({
    max: zDuration.meta({ description: 'Age above which features are stale.' }),
    metric: zMetricRef.optional().meta({
      description:
        'Gauge with the Unix time of the last update; feature_last_update_timestamp_seconds{feature_view="<name>"} by default.',
    }),
    severity: zSeverity.default('ticket').meta({
      description: 'Severity of the stale alert; an SLO of type freshness on this object replaces it.',
    }),
  })
    .optional()
    .meta({ description: 'How old the features may be.' }),
  served: zRef('DataSource').optional().meta({
    description: 'Data source with the values as they were served online: `online.skewMax` compares them.',
  }),
  key: z
    .array(zColumn)
    .min(1, expects('at least one column'))
    .optional()
    .meta({ description: 'Columns that no two rows share: [transaction_id].' }),
  rows: strictObject({
    typical: zRows.meta({ description: 'Rows of a normal day.' }),
    tolerance: zRatio.meta({ description: 'How far from it a day may be.' }),
  })
    .optional()
    .meta({ description: 'How many rows a day has.' }),
  features: z
    .array(zFeature, expects('a list of features'))
    .default([])
    .meta({ description: 'The features, with what is expected of them.' }),
  checks: strictObject({
    severity: zSeverity.default('ticket').meta({ description: 'Of a failed check.' }),
  })
    .prefault({})
    .meta({ description: 'How failed checks of features are told.' }),
  runbook: zRef('Runbook').optional(),
  escalation: zRef('EscalationPolicy').optional(),
});

export const featureSet = defineKind({
  kind: 'FeatureSet',
  description: 'Features that models read, and what is expected of them.',
  spec: featureSetSpec,
  references: (spec) => [
    ...reference('Team', spec.owner, 'owner'),
    ...reference('DataSource', spec.source, 'source'),
    ...reference('DataSource', spec.served, 'served'),
    ...reference('Pipeline', spec.producedBy, 'producedBy'),
    ...reference('Runbook', spec.runbook, 'runbook'),
    ...reference('EscalationPolicy', spec.escalation, 'escalation'),
  ],
});
