import { z } from 'zod';
import { expects, strictObject } from '../../expectation.ts';
import { zDuration, zRatio } from '../../fields.ts';
import { zRole } from '../role.ts';
import { zSeverity } from '../severity.ts';

const common = {
  of: zRole.optional().meta({ description: 'Gauge role; the name of the resource by default.' }),
  for: zDuration.prefault('15m').meta({ description: 'How long it must last.' }),
  severity: zSeverity.default('ticket').meta({ description: 'Who is told.' }),
};

const zShare = strictObject({ max: zRatio.meta({ description: 'More is too much.' }), ...common }).optional();

/** Resources whose saturation is watched. */
export const zResources = strictObject({
  cpu: zShare.meta({ description: 'Share of the processors in use.' }),
  memory: zShare.meta({ description: 'Share of the memory in use.' }),
  gpu: zShare.meta({ description: 'Share of the accelerator in use.' }),
  cache: zShare.meta({ description: 'Share of the key-value cache in use.' }),
  queue: strictObject({
    max: z.number(expects('a number of waiting requests')).gt(0).meta({ description: 'More are too many.' }),
    ...common,
  })
    .optional()
    .meta({ description: 'Requests that wait.' }),
})
  .optional()
  .meta({ description: 'Resources whose saturation is an alert.' });
