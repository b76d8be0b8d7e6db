import type { z } from 'zod';
import { oneOf, strictObject } from '../../spec/expectation.ts';

/** `Project.spec.targets.pagerduty`. */
export const zPagerdutyOptions = strictObject({
  format: oneOf(['terraform-json'])
    .default('terraform-json')
    .meta({ description: 'terraform-json writes one main.tf.json per environment.' }),
});
export type PagerdutyOptions = z.output<typeof zPagerdutyOptions>;
