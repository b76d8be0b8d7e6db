import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zRatio } from '../../fields.ts';
import { DRIFT_TEST_NAMES } from './tests.ts';

const zDistance = z.number(expects('a distance')).gt(0, expects('a distance above 0'));

/** A test with its thresholds. Which of them fit the test is told when the plan is built. */
export const testFields = {
  test: oneOf(DRIFT_TEST_NAMES).meta({ description: 'How the data are compared with the baseline.' }),
  warn: zDistance.optional().meta({ description: 'Distance from which it warns.' }),
  alert: zDistance.optional().meta({ description: 'Distance from which it alerts.' }),
  pValue: z
    .number(expects('a probability'))
    .gt(0, expects('a probability between 0 and 1'))
    .lt(1, expects('a probability between 0 and 1'))
    .optional()
    .meta({ description: 'Tests of significance: a smaller p-value alerts, corrected for many tests.' }),
  minEffect: z
    .union(
      [
        zDistance,
        strictObject({
          warn: zDistance.optional().meta({ description: 'Effect from which it warns.' }),
          alert: zDistance.meta({ description: 'Effect from which it alerts.' }),
        }),
      ],
      expects('an effect above 0, or { warn: 0.05, alert: 0.1 }'),
    )
    .optional()
    .meta({
      description:
        'Tests of significance: the least effect that matters. With many rows the smallest difference is significant.',
    }),
  normalise: oneOf(['baseline-std'])
    .optional()
    .meta({ description: 'wasserstein, energy: in standard deviations of the baseline.' }),
};

export const zDims = z
  .int(expects('a number of dimensions'))
  .min(1, expects('at least 1 dimension'))
  .max(65_536, expects('at most 65536 dimensions'));

export const zRows = z
  .int(expects('a number of rows'))
  .min(1, expects('at least 1 row'))
  .max(1_000_000_000, expects('at most 1000000000 rows'));

/** Levels of a share of the rows; `none` for neither. */
export const zShareLevels = z.union(
  [
    z.literal('none').meta({ description: 'Not compared.' }),
    strictObject({
      warn: zRatio.optional().meta({ description: 'Share from which it warns.' }),
      alert: zRatio.optional().meta({ description: 'Share from which it alerts.' }),
    }),
  ],
  expects('none, or shares such as { warn: 1%, alert: 3% }'),
);
export type ShareLevels = z.output<typeof zShareLevels>;
