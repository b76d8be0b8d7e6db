import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { zDuration, zRate, zRelativeTo } from '../../fields.ts';
import { baselineFields } from '../past.ts';
import { zRole } from '../role.ts';

const zBound = z.union(
  [zRelativeTo(['same-time-last-week', 'baseline']), zRate],
  expects('a share such as 60% of same-time-last-week, or a rate such as 50/s'),
);
export type ThroughputBoundSpec = z.output<typeof zBound>;

export const throughputSli = strictObject({
  type: z
    .literal('throughput')
    .meta({ description: 'The share of time in which as much comes in as usual.' }),
  of: zRole.default('requests').meta({ description: 'Counter or histogram role.' }),
  over: zDuration.prefault('15m').meta({ description: 'Window of the rate.' }),
  min: zBound
    .optional()
    .meta({ description: 'Less is bad: 60% of same-time-last-week, 50% of baseline, 50/s.' }),
  max: zBound.optional().meta({ description: 'More is bad.' }),
  compare: baselineFields.compare
    .optional()
    .meta({ description: 'What `baseline` is made of; the last three weeks by default.' }),
  aggregate: baselineFields.aggregate,
});
export type ThroughputSliSpec = z.output<typeof throughputSli>;
