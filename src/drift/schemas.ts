import { z } from 'zod';
import { PLAN_SCHEMA_ID, zDriftPlan } from '../plan/drift-job.ts';
import { RESULT_VERSION, zRunResult } from './result.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schemas (draft 2020-12) of the drift job's files: its plan, as written before it is read, and its result. */
export function driftSchemaFiles(): ReadonlyMap<string, JsonSchema> {
  return new Map([
    ['drift-plan.schema.json', schemaOf(zDriftPlan, PLAN_SCHEMA_ID, 'input')],
    [
      'drift-result.schema.json',
      schemaOf(zRunResult, `urn:modelwatch:drift-result:${RESULT_VERSION}`, 'output'),
    ],
  ]);
}

function schemaOf(schema: z.ZodType, id: string, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return { $schema, $id: id, ...rest };
}
