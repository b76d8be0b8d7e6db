import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zRatio } from '../../fields.ts';

const zVersion = z.string(expects('a version in quotes, such as "v1.2.3"')).min(1);

/** The versions of a model that serve side by side. */
export const zVersions = strictObject({
  champion: zVersion.optional().meta({ description: 'The version that serves.' }),
  challenger: strictObject({
    version: zVersion.meta({ description: 'Its version, in quotes.' }),
    traffic: zRatio.optional().meta({ description: 'Share of the traffic that it gets.' }),
  })
    .optional()
    .meta({ description: 'The version that is tried beside it.' }),
  discover: oneOf(['label']).optional().meta({
    description:
      'label: challengers are whatever other versions the metrics name, so that a rollout needs no change here; a challenger that is gone is no alert then.',
  }),
});
