import { z } from 'zod';
import { expects, strictObject } from './expectation.ts';
import { zMetadataLabels, zName } from './names.ts';

export const API_VERSION = 'modelwatch/v1alpha1';

export const zApiVersion = z
  .literal(API_VERSION, expects(API_VERSION))
  .meta({ description: `Version of the spec language: always ${API_VERSION}.` });

export const zMetadata = strictObject({
  name: zName.meta({
    description:
      'Unique among the objects of its kind; it becomes part of alert names, labels and file names.',
  }),
  displayName: z
    .string(expects('text'))
    .optional()
    .meta({ description: 'Name for people, in summaries and runbooks.' }),
  description: z.string(expects('text')).optional().meta({ description: 'What the object is for.' }),
  labels: zMetadataLabels
    .optional()
    .meta({ description: 'Free labels that Defaults and overlays choose by (tier: "1").' }),
}).meta({ description: 'Who the object is.' });
export type Metadata = z.output<typeof zMetadata>;

/** The whole document of a kind, for the JSON Schema: envelope around `spec`. */
export function envelope<Spec extends z.ZodType>(kind: string, spec: Spec) {
  return strictObject({
    apiVersion: zApiVersion,
    kind: z.literal(kind, expects(kind)).meta({ description: 'Kind of the object.' }),
    metadata: zMetadata,
    spec,
  });
}
