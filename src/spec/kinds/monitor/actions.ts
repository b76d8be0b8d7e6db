import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { type Reference, reference } from '../../kind.ts';
import { zName, zRef } from '../../names.ts';

const PERCENT = /^[0-9]{1,4}(?:\.[0-9]{1,6})?%$/;

/** A difference in percent, which may be more than all of it. */
const zDifference = z
  .string(expects('a percentage such as 50%'))
  .regex(PERCENT, expects('a percentage such as 50% or 200%'))
  .transform((text) => ({ ratio: Number((Number(text.slice(0, -1)) / 100).toPrecision(12)), text }));

/** What is done by itself while the monitor's condition holds. */
export const zMonitorActions = z
  .array(
    strictObject({
      do: zRef('Action').meta({ description: 'The action.' }),
      when: strictObject({
        metric: zName.optional().meta({ description: 'Only by this of the metrics that are compared.' }),
        by: strictObject({
          gt: zDifference.meta({ description: 'A difference of more than this.' }),
        })
          .optional()
          .meta({ description: 'Only by so much: in place of `tolerance`.' }),
      })
        .optional()
        .meta({ description: 'Of a comparison: by what, and how much.' }),
    }),
    expects('a list of { do: ACTION }'),
  )
  .default([]);
export type MonitorActionSpec = z.output<typeof zMonitorActions>[number];

export function actionReferences(actions: readonly MonitorActionSpec[]): Reference[] {
  return actions.flatMap((action, index) => reference('Action', action.do, 'actions', index, 'do'));
}
