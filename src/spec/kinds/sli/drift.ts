import { z } from 'zod';
import { strictObject } from '../../expectation.ts';
import { zRef } from '../../names.ts';

export const driftSli = strictObject({
  type: z.literal('drift').meta({ description: 'The share of runs of a drift policy without drift.' }),
  policy: zRef('DriftPolicy').meta({ description: 'The drift policy whose runs count.' }),
});
