import { z } from 'zod';
import { DATE_PATTERN, DURATION_PATTERN, parseDuration } from '../../../units/index.ts';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zDuration, zProjectPath } from '../../fields.ts';
import { type Reference, reference } from '../../kind.ts';
import { zRef } from '../../names.ts';

const WINDOW = 'a stretch of days such as 2026-07-01/2026-09-30, or a duration such as 90d';
const inner = (pattern: string): string => pattern.replace(/^\^/, '').replace(/\$$/, '');
const WINDOW_PATTERN = `^(?:${inner(DATE_PATTERN)}/${inner(DATE_PATTERN)}|${inner(DURATION_PATTERN)})$`;

/** Days, both included, or the last so long; `text` is what the user wrote. */
export type BaselineWindow =
  | { readonly from: string; readonly to: string; readonly text: string }
  | { readonly seconds: number; readonly text: string };

/** Whether days are in order is told when the plan is built. */
const zWindow = z
  .string(expects(WINDOW))
  .regex(new RegExp(WINDOW_PATTERN, 'u'), expects(WINDOW))
  .transform((text): BaselineWindow => {
    const [from = '', to] = text.split('/');
    if (to !== undefined) return { from, to, text };
    const duration = parseDuration(text);
    return { seconds: duration.ok ? duration.value : 0, text };
  });

/** What the data of a model are compared with. */
export const zBaseline = strictObject({
  kind: oneOf(['training', 'dataset']).meta({
    description: 'training: what the model was trained on. dataset: other data that were normal.',
  }),
  dataset: zRef('DataSource').optional().meta({ description: 'Data source that holds it.' }),
  window: zWindow
    .optional()
    .meta({ description: 'Days of it, both included (2026-07-01/2026-09-30), or the last so long (365d).' }),
  snapshot: zProjectPath
    .optional()
    .meta({ description: 'File with its histograms, so that the data need not be read again.' }),
  season: z
    .array(zDuration)
    .min(1, expects('at least one season'))
    .optional()
    .meta({ description: 'Seasons of the data: [7d, 365d].' }),
});

export function baselineReferences(baseline: z.output<typeof zBaseline> | undefined): readonly Reference[] {
  return reference('DataSource', baseline?.dataset, 'baseline', 'dataset');
}
