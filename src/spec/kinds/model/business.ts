import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { zDuration } from '../../fields.ts';
import { type Reference, reference } from '../../kind.ts';
import { zRef } from '../../names.ts';

/** What a model does for the business. */
export const zBusiness = z
  .array(
    strictObject({
      metric: zRef('BusinessMetric'),
      expectedLead: zDuration
        .optional()
        .meta({ description: 'How long after the model the business metric is expected to follow.' }),
    }),
    expects('a list of { metric: NAME }'),
  )
  .default([]);
export type BusinessLinkSpec = z.output<typeof zBusiness>[number];

export function businessReferences(links: readonly BusinessLinkSpec[]): Reference[] {
  return links.flatMap(({ metric }, index) =>
    reference('BusinessMetric', metric, 'business', index, 'metric'),
  );
}
