import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zLabelName, zName } from '../../names.ts';
import { zAtThreshold, zQualityMetric } from '../sli/quality.ts';

const zCount = (least: number, most: number) =>
  z
    .int(expects('a whole number'))
    .min(least, expects(`a whole number from ${least} to ${most}`))
    .max(most, expects(`a whole number from ${least} to ${most}`));

/** Values of a segment that are only known from the data; more are counted together as "other". */
export const MOST_DISCOVERED = 50;

const zSegment = strictObject({
  name: zName.meta({ description: 'Its name; it is the label `segment`.' }),
  label: zLabelName.meta({ description: 'Label of the metrics and column of the data that tells it.' }),
  values: z
    .array(z.string(expects('a value in quotes')).min(1, expects('a value that is not empty')))
    .min(1, expects('at least one value'))
    .optional()
    .meta({ description: 'Its values; others are counted together as "other".' }),
  top: zCount(1, 1000).optional().meta({ description: 'Only the most frequent values, so many of them.' }),
  discover: oneOf(['label'])
    .optional()
    .meta({ description: `label: whatever values there are, the ${MOST_DISCOVERED} most frequent of them.` }),
  protected: z.boolean(expects('true or false')).default(false).meta({
    description: 'An attribute that people are protected by: no text of an alert names its values.',
  }),
  fairness: strictObject({
    metric: zQualityMetric,
    atThreshold: zAtThreshold.optional(),
    maxRatio: z
      .number(expects('a ratio such as 1.25'))
      .gt(1, expects('a ratio above 1: largest over smallest value'))
      .meta({ description: 'Largest over smallest value of the segment that is still fair.' }),
    minSamples: zCount(1, 1_000_000_000)
      .default(1000)
      .meta({ description: 'Samples that a value must have to be compared.' }),
  })
    .optional()
    .meta({ description: 'How far apart a metric may be among its values.' }),
});
export type SegmentSpec = z.output<typeof zSegment>;

export const zSegments = z.array(zSegment, expects('a list of segments')).default([]);

/** How many values of a segment the drift job writes, "other" among them. */
export function segmentValues({ values, top }: Pick<SegmentSpec, 'values' | 'top'>): number {
  return (values?.length ?? top ?? MOST_DISCOVERED) + 1;
}
