import { z } from 'zod';
import { oneOf, strictObject } from '../../spec/expectation.ts';
import { zProjectPath } from '../../spec/fields.ts';

/** `Project.spec.targets.alertmanager`. That `base` belongs to `mode: fragment` is told where the base is read. */
export const zAlertmanagerOptions = strictObject({
  mode: oneOf(['own', 'fragment']).default('own').meta({
    description:
      "own writes a whole configuration; fragment merges ours into the team's own, which base names.",
  }),
  base: zProjectPath
    .optional()
    .meta({ description: "With mode fragment: the team's own alertmanager.yml, inside the project." }),
});
export type AlertmanagerOptions = z.output<typeof zAlertmanagerOptions>;
