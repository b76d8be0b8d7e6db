import { z } from 'zod';
import { oneOf, strictObject } from '../expectation.ts';
import { KINDS, zMetadataLabels, zNameGlob } from '../names.ts';

/** Kinds that Defaults and overlays may change: all but those that say how to change. */
export const LAYERED_KINDS = KINDS.filter(
  (kind) => kind !== 'Project' && kind !== 'Defaults' && kind !== 'Environment',
) as [Exclude<(typeof KINDS)[number], 'Project' | 'Defaults' | 'Environment'>];

export const zMatch = strictObject({
  kind: oneOf(LAYERED_KINDS).meta({ description: 'Kind of the objects.' }),
  name: zNameGlob
    .optional()
    .meta({ description: 'Name, or a glob such as "*-latency": * stands for any characters, ? for one.' }),
  labels: zMetadataLabels.optional().meta({ description: 'Labels of metadata.labels that must be equal.' }),
}).meta({ description: 'Which objects.' });
export type Match = z.output<typeof zMatch>;

/** Part of a spec: its fields are checked against the kind that `match` names. */
export const zPartialSpec = z.record(z.string(), z.unknown());
