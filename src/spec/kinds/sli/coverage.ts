import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { zRatio } from '../../fields.ts';

export const coverageSli = strictObject({
  type: z
    .literal('coverage')
    .meta({ description: 'The share of time in which enough of what is expected was scored.' }),
  of: z
    .string(expects('expectedRows, or a gauge role'))
    .regex(/^[a-z][A-Za-z0-9]{0,62}$/, expects('expectedRows, or a role such as scoredShare'))
    .default('expectedRows')
    .meta({
      description:
        'expectedRows: the gauge role `rows` over serving.expectedRows.typical of the model; else a gauge role that is a share.',
    }),
  min: zRatio.meta({ description: 'Less is bad.' }),
});
