import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { type Reference, reference } from '../../kind.ts';
import { zRef } from '../../names.ts';
import { measureFields, zThreshold } from './threshold.ts';

const zPart = z.union(
  [
    strictObject({
      businessMetric: zRef('BusinessMetric'),
      state: oneOf(['breached']).default('breached').meta({ description: 'It is beyond its bounds.' }),
    }),
    strictObject({
      drift: zRef('DriftPolicy'),
      part: oneOf(['features', 'predictions', 'labels', 'dataset'])
        .default('dataset')
        .meta({ description: 'What drifts.' }),
      state: oneOf(['warn', 'alert']).default('alert').meta({ description: 'How far, at least.' }),
    }),
    strictObject({
      slo: zRef('SLO'),
      state: oneOf(['burning', 'exhausted'])
        .default('burning')
        .meta({ description: 'Its budget burns so fast that it alerts, or is gone.' }),
    }),
    strictObject({
      monitor: zRef('Monitor'),
      state: oneOf(['firing'])
        .default('firing')
        .meta({ description: 'Its condition holds, whatever its own `for`.' }),
    }),
    strictObject({
      ...measureFields,
      threshold: zThreshold.meta({ description: 'The part holds when the value is beyond this.' }),
    }),
  ],
  expects(
    'one of { businessMetric: … }, { drift: … }, { slo: … }, { monitor: … }, or { of: …, threshold: … }',
  ),
);
export type PartSpec = z.output<typeof zPart>;

export const zParts = z
  .array(zPart, expects('a list of conditions'))
  .min(2, expects('at least two conditions'))
  .max(20, expects('at most 20 conditions'));

/** What the parts below `field` name. */
export function partReferences(parts: readonly PartSpec[] | undefined, field: 'all' | 'any'): Reference[] {
  return (parts ?? []).flatMap((part, index) => {
    if ('businessMetric' in part)
      return reference('BusinessMetric', part.businessMetric, field, index, 'businessMetric');
    if ('drift' in part) return reference('DriftPolicy', part.drift, field, index, 'drift');
    if ('slo' in part) return reference('SLO', part.slo, field, index, 'slo');
    return 'monitor' in part ? reference('Monitor', part.monitor, field, index, 'monitor') : [];
  });
}
