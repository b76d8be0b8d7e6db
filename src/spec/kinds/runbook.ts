import { z } from 'zod';
import { expects, strictObject } from '../expectation.ts';
import { zUrl } from '../fields.ts';
import { defineKind } from '../kind.ts';

const zText = z.string(expects('text'));

export const runbookSpec = strictObject({
  url: zUrl
    .optional()
    .meta({ description: "The team's own page; without it alerts link to the generated one." }),
  firstLook: z
    .array(zText)
    .default([])
    .meta({ description: 'Where to look first: "dashboard: …", "query: …" or plain words.' }),
  steps: z.array(zText).default([]).meta({ description: 'What to do, in order.' }),
});

export const runbook = defineKind({
  kind: 'Runbook',
  description: 'What to do when an alert fires.',
  spec: runbookSpec,
  references: () => [],
});
