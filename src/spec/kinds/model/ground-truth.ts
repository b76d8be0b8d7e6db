import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { zDuration, zRate, zRatio } from '../../fields.ts';
import { type Reference, reference } from '../../kind.ts';
import { zName } from '../../names.ts';
import { zQualityMetric } from '../sli/quality.ts';

/** Source of labels that no table holds: another model gives them. */
export const LLM_JUDGE = 'llm-judge';

/** A column of a table, or a field of nested data. */
export const zColumn = z
  .string(expects('the name of a column'))
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,126}(?:\.[A-Za-z_][A-Za-z0-9_]{0,126})*$/,
    expects('the name of a column: letters, digits, "_" and "." for nested fields'),
  );

const zColumns = z.union(
  [zColumn, z.array(zColumn).min(1, expects('at least one column'))],
  expects('a column, or a list of columns'),
);

/** How the truth about predictions becomes known, and how late. */
export const zGroundTruth = strictObject({
  source: zName.optional().meta({
    description: `Data source with the labels, or ${LLM_JUDGE}; that of the predictions by default.`,
  }),
  label: zColumn.optional().meta({ description: 'Column with the label.' }),
  joinKey: zColumns.optional().meta({
    description:
      'Column by which labels are joined to predictions, or a list of columns; the `key` of the predictions by default.',
  }),
  labelledAt: zColumn.optional().meta({
    description:
      'Column with the time at which a label came in; the timestamp of its source by default, unless it is that of the predictions.',
  }),
  positive: z
    .string(expects('a value in quotes'))
    .min(1, expects('a value that is not empty'))
    .optional()
    .meta({
      description:
        'The label, and the predicted class, that is positive: true, 1 or the first class by default.',
    }),
  series: zColumns.optional().meta({
    description:
      'Columns that tell series of forecasts apart: a naive forecast is an earlier label of the series.',
  }),
  delay: strictObject({
    p50: zDuration.optional().meta({ description: 'Half of the labels have come in by then.' }),
    p95: zDuration.optional().meta({ description: 'Nearly all have: evaluations wait that long.' }),
  })
    .optional()
    .meta({ description: 'How long after a prediction its label is known.' }),
  positiveRate: zRatio.optional().meta({ description: 'Share of the labels that are positive.' }),
  predictedPositiveRate: zRatio
    .optional()
    .meta({ description: 'Share of the predictions that are positive: they decide of a precision.' }),
  labelVolume: strictObject({ typical: zRate.meta({ description: 'Labels of a normal day: 60000/day.' }) })
    .optional()
    .meta({ description: 'How many labels come in.' }),
  sample: zRatio.optional().meta({ description: 'Share of the predictions that are labelled at all.' }),
  metrics: z
    .array(zQualityMetric)
    .default([])
    .meta({ description: 'Metrics that the judge gives: [groundedness, relevance].' }),
});

export function groundTruthReferences(
  groundTruth: z.output<typeof zGroundTruth> | undefined,
): readonly Reference[] {
  const source = groundTruth?.source;
  return source === LLM_JUDGE ? [] : reference('DataSource', source, 'groundTruth', 'source');
}
