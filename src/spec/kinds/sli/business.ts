import { z } from 'zod';
import { strictObject } from '../../expectation.ts';
import { zRef } from '../../names.ts';

export const businessSli = strictObject({
  type: z
    .literal('business')
    .meta({ description: 'The share of time in which a business metric is not breached.' }),
  metric: zRef('BusinessMetric'),
});
