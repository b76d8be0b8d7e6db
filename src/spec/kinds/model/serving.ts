import { z } from 'zod';
import { expects, oneOf, strictObject } from '../../expectation.ts';
import { zRate, zRatio } from '../../fields.ts';
import { zRef } from '../../names.ts';

/** How a model serves, and what is normal for it. */
export const zServing = strictObject({
  mode: oneOf(['online', 'batch']).default('online').meta({
    description: 'online answers requests; batch scores rows when its pipeline runs.',
  }),
  streaming: z
    .boolean(expects('true or false'))
    .optional()
    .meta({ description: 'Whether answers come in parts: then the time to the first part matters.' }),
  provider: z
    .string(expects('the name of the server'))
    .regex(/^[a-z0-9][-a-z0-9.]{0,62}$/, expects('a name such as vllm, kserve or triton'))
    .optional()
    .meta({ description: 'What serves it, for people: vllm, kserve, triton.' }),
  producedBy: zRef('Pipeline')
    .optional()
    .meta({ description: 'Batch: the pipeline that runs it; its failure explains missing rows.' }),
  expectedTraffic: strictObject({
    min: zRate.optional().meta({ description: 'Least traffic of a normal hour.' }),
    typical: zRate.optional().meta({ description: 'Traffic of a normal hour.' }),
  })
    .optional()
    .meta({ description: 'What traffic is normal; findings calculate with it.' }),
  expectedRows: strictObject({
    typical: z.int(expects('a whole number')).min(1).meta({ description: 'Rows that a normal run scores.' }),
    tolerance: zRatio.optional().meta({ description: 'How far from it a run may be; further is an alert.' }),
  })
    .optional()
    .meta({ description: 'Batch: how many rows are normal.' }),
})
  .prefault({})
  .meta({ description: 'How it serves.' });
