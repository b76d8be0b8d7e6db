import { z } from 'zod';
import { parseRatio, RATIO_PATTERN } from '../../../units/index.ts';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zDuration, zRatio } from '../../fields.ts';

const VALUE = 'a number, or a share such as 85%';

/** A value of a quality metric: a number in the metric's own unit, or a share. `text` is what the user wrote. */
export const zQualityValue = z
  .union([z.number(), z.string().regex(new RegExp(RATIO_PATTERN, 'u'))], expects(VALUE))
  .transform((input) => {
    const parsed = typeof input === 'number' ? undefined : parseRatio(input);
    return { value: parsed?.ok ? parsed.value : Number(input), text: String(input) };
  })
  .meta({ description: 'A number in the unit of the metric, or a share: 0.85, 85%, 120.' });
export type QualityValue = z.output<typeof zQualityValue>;

/** The name of a quality metric: one that is known, or one of a judge. */
export const zQualityMetric = z
  .string(expects('the name of a quality metric such as precision'))
  .regex(
    /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/,
    expects('the name of a quality metric in lower case such as precision or log-loss'),
  )
  .meta({
    description:
      'precision, recall, f1, accuracy, auc, log-loss, rmse, mae, wape, ndcg … or a metric of the judge in groundTruth.metrics.',
  });

export const zAtThreshold = z
  .number(expects('a score'))
  .gte(0, expects('a score of 0 to 1'))
  .lte(1, expects('a score of 0 to 1'))
  .meta({ description: 'Score from which a prediction counts as positive.' });

/** https://otexts.com/fpp3/simple-methods.html, seasonal naive method: what was one season ago. */
export const NAIVE_PATTERN = /^(?:last-value|seasonal-[1-9]\d{0,2}[hdw])$/;

const zSamples = z.int(expects('a whole number')).min(1, expects('a whole number of at least 1'));

export const qualitySli = strictObject({
  type: z
    .literal('quality')
    .meta({ description: 'The share of evaluations in which a metric on matured labels is good enough.' }),
  metric: zQualityMetric,
  atThreshold: zAtThreshold.optional(),
  at: z
    .int(expects('a number of ranks'))
    .min(1, expects('a number of ranks of at least 1'))
    .max(10_000, expects('at most 10000 ranks'))
    .optional()
    .meta({ description: 'Ranks that count, for ndcg, map, mrr and hit-rate.' }),
  min: zQualityValue.optional().meta({ description: 'Less is bad; for metrics of which more is better.' }),
  max: zQualityValue.optional().meta({ description: 'More is bad; for errors and losses.' }),
  typical: zQualityValue
    .optional()
    .meta({ description: 'The usual value; with it each segment of the model has an alert of its own.' }),
  evaluate: strictObject({
    by: oneOf(['event-time', 'label-arrival'])
      .default('label-arrival')
      .meta({ description: 'Whether a window holds predictions by when they were made or labelled.' }),
    every: zDuration.prefault('1d').meta({ description: 'How often it is evaluated.' }),
    over: zDuration.prefault('1d').meta({ description: 'Length of the window that is evaluated.' }),
    offset: zDuration
      .prefault('0s')
      .meta({ description: 'How long ago the window ends, so that its labels have come in.' }),
  })
    .prefault({})
    .meta({ description: 'On what, and how often.' }),
  minSamples: zSamples
    .default(100)
    .meta({ description: 'Labelled predictions without which the value means nothing.' }),
  minMatured: zRatio
    .prefault('90%')
    .meta({ description: 'Share of the labels that must have come in, else it is told.' }),
  vs: strictObject({
    naive: z
      .string(expects('a naive forecast such as seasonal-7d'))
      .regex(NAIVE_PATTERN, expects('last-value, or a season ago such as seasonal-7d'))
      .meta({ description: 'The naive forecast: last-value, or the value of a season ago: seasonal-7d.' }),
    mustBeatBy: zRatio.prefault('0%').meta({ description: 'How much better it must at least be.' }),
  })
    .optional()
    .meta({ description: 'Bad also while it is no better than a naive forecast.' }),
});
