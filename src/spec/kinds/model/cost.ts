import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { zMoney, zMoneyRate } from '../../fields.ts';

/** What a model may cost. All amounts are in one currency, which is checked when the plan is built. */
export const zModelCost = strictObject({
  perToken: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, expects('a kind of tokens, such as input or output')),
      zMoney,
      expects('a map of kinds of tokens to prices'),
    )
    .meta({
      description:
        'Price of one token by its kind, as the label of the role `tokens` says it: input, output.',
    }),
  budget: zMoneyRate.meta({ description: 'What it may cost: 900 USD/day.' }),
});
export type ModelCostSpec = z.output<typeof zModelCost>;
