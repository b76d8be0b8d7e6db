import { z } from 'zod';
import { strictObject } from '../../expectation.ts';
import { zDuration, zTimeOfDay } from '../../fields.ts';
import { zRole } from '../role.ts';

/** `maxAge` or `deadline`: which of them is checked with its place when the plan is built. */
export const zFreshnessSli = strictObject({
  type: z.literal('freshness').meta({ description: 'The share of time in which data are young enough.' }),
  maxAge: zDuration.optional().meta({ description: 'Older is bad.' }),
  deadline: zTimeOfDay.optional().meta({
    description:
      "On a pipeline with a schedule, in place of maxAge: a run that is not done by then is bad, in the schedule's zone.",
  }),
  of: zRole
    .optional()
    .meta({ description: 'On a model: the gauge role with the Unix time of the last update.' }),
});
