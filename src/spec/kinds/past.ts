import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zRatio } from '../fields.ts';

const PAST = /^same-time-(?:yesterday|last-week|([2-8])-weeks-ago)$/;
const DAY_SECONDS = 86_400;

/** A moment of the past that is like now: the same hour of an earlier day. */
export const zPast = z
  .string(expects('a time such as same-time-last-week'))
  .regex(PAST, expects('same-time-yesterday, same-time-last-week, or same-time-2-weeks-ago to 8'))
  .transform((text) => ({ agoSeconds: agoSeconds(text), text }))
  .meta({ description: 'same-time-yesterday, same-time-last-week, same-time-2-weeks-ago … 8.' });

function agoSeconds(text: string): number {
  if (text === 'same-time-yesterday') return DAY_SECONDS;
  return 7 * DAY_SECONDS * Number(PAST.exec(text)?.[1] ?? 1);
}

/** What is normal, by what was at the same time of other weeks, and how far from it is too far. */
export const baselineFields = {
  compare: z
    .union([zPast, z.array(zPast).min(1).max(8)], expects('same-time-last-week, or a list of such times'))
    .meta({ description: 'Times like now; of several one bad week does not count.' }),
  aggregate: oneOf(['median', 'mean', 'min', 'max'])
    .default('median')
    .meta({ description: 'What is taken of several times.' }),
  maxIncrease: zRatio.optional().meta({ description: 'More than so much above is too much.' }),
  maxDecrease: zRatio.optional().meta({ description: 'More than so much below is too little.' }),
  for: zDuration.prefault('1h').meta({ description: 'How long it must last.' }),
  minVolume: z
    .number(expects('a number of events'))
    .gt(0, expects('a number above 0'))
    .optional()
    .meta({ description: 'Events that the value must stand on to mean anything.' }),
  fallback: strictObject({
    min: z.number(expects('a number')).optional().meta({ description: 'Less is too little.' }),
    max: z.number(expects('a number')).optional().meta({ description: 'More is too much.' }),
  })
    .optional()
    .meta({ description: 'Fixed bounds while there is no history yet.' }),
};

export const zBaseline = strictObject(baselineFields);
export type BaselineSpec = z.output<typeof zBaseline>;
export type PastSpec = z.output<typeof zPast>;
