import { z } from 'zod';
import { expects, strictObject } from '../../spec/expectation.ts';

/** `Project.spec.targets.aws`. */
export const awsOptions = strictObject({
  dashboards: z
    .boolean(expects('true or false'))
    .default(true)
    .meta({ description: 'Whether a CloudWatch dashboard is rendered for each model.' }),
  serviceLevelObjectives: z
    .boolean(expects('true or false'))
    .default(true)
    .meta({ description: 'Whether SLOs of Application Signals are rendered for objectives that fit.' }),
});
export type AwsOptions = z.output<typeof awsOptions>;
