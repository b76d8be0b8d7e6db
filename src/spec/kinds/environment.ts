import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { defineKind } from '../kind.ts';
import { zLabels } from '../names.ts';
import { zChannels } from './channels.ts';
import { zMatch, zPartialSpec } from './match.ts';

function zRewritten(severity: string) {
  return oneOf(['page', 'ticket', 'info', 'none'])
    .optional()
    .meta({ description: `What a ${severity} becomes here; none tells nobody.` });
}

export const environmentSpec = strictObject({
  labels: zLabels
    .optional()
    .meta({ description: 'Labels of all that is rendered for it; { env: <name> } by default.' }),
  labelsSelect: z.boolean(expects('true or false')).default(false).meta({
    description:
      'True when these labels are on the raw series too and choose among them; false when they only mark ours.',
  }),
  overlays: z
    .array(
      strictObject({
        match: zMatch,
        set: z
          .union([zPartialSpec, z.null()], expects('a map of fields, or null to remove the objects'))
          .meta({ description: 'Fields to change; null removes the whole object here.' }),
      }),
    )
    .default([])
    .meta({ description: 'Changes to objects in this environment; stronger than the objects themselves.' }),
  disable: z
    .array(zMatch)
    .default([])
    .meta({ description: 'Objects that do not exist here. Without escalation policies nobody is told.' }),
  routing: strictObject({
    rewriteSeverity: strictObject({
      page: zRewritten('page'),
      ticket: zRewritten('ticket'),
      info: zRewritten('info'),
    })
      .prefault({})
      .meta({ description: 'What a severity becomes here: { page: ticket }; none tells nobody.' }),
  })
    .prefault({})
    .meta({ description: 'How alerts are told here.' }),
  channels: zChannels.optional().meta({ description: "Connections that differ from the project's." }),
});

export const environment = defineKind({
  kind: 'Environment',
  description: 'dev, staging, prod: what differs there.',
  spec: environmentSpec,
  references: () => [],
});
