import { z } from 'zod';
import { expects, strictObject } from '../../spec/expectation.ts';

export const persesOptions = strictObject({
  datasource: z
    .string(expects('the name of a data source'))
    .regex(/^[A-Za-z0-9_.-]{1,75}$/, expects('a name of letters, digits, "_", "." and "-", at most 75'))
    .optional()
    .meta({ description: 'Name of the Prometheus data source; the default one of the project otherwise.' }),
  compact: z
    .boolean(expects('true or false'))
    .default(false)
    .meta({ description: 'Whether the JSON stands on one line.' }),
});
export type PersesOptions = z.output<typeof persesOptions>;
