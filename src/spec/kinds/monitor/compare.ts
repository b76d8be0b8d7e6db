import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { zDuration, zRatio } from '../../fields.ts';
import { zName } from '../../names.ts';

const zSide = z.string(expects('champion, challenger, or a version in quotes')).min(1);

/** One version of a model against another. */
export const zCompare = strictObject({
  left: zSide
    .default('challenger')
    .meta({ description: 'The version that is judged: challenger, champion or a version.' }),
  right: zSide.default('champion').meta({ description: 'The version that it is compared with.' }),
  metrics: z
    .array(zName, expects('a list such as [latency-p99, error-rate]'))
    .min(1, expects('at least one metric'))
    .meta({
      description:
        'latency-mean, latency-p50 … latency-p99, error-rate, fallback-rate, confidence-mean, or the name of a proxy of the model.',
    }),
  tolerance: zRatio.prefault('10%').meta({ description: 'A difference up to this share is none.' }),
  minSamples: z
    .int(expects('a whole number'))
    .min(1)
    .default(1000)
    .meta({ description: 'Events that each side must have in the window.' }),
  for: zDuration.prefault('1h').meta({ description: 'How long it must last.' }),
});
export type CompareSpec = z.output<typeof zCompare>;
