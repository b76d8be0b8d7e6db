import { z } from 'zod';
import { expects, strictObject } from '../expectation.ts';
import { zSecretRef } from '../fields.ts';
import { zName } from '../names.ts';
import { plainSecret } from './channels.ts';
import { zColumn } from './model/ground-truth.ts';

const PATH = 'a path such as s3://bucket/log/dt={date}/*.parquet';

function secretInPath(input: unknown) {
  return typeof input === 'string' && /:\/\/[^/]*@/.test(input)
    ? { code: 'secret/plain-text', hint: 'A user or password must not stand in a path; use auth.secretRef.' }
    : undefined;
}

const zPath = z
  .string(expects(PATH))
  .max(1000, expects('a path of at most 1000 characters'))
  .regex(/^(?!.*:\/\/[^/]*@)[^\s\u0000\\]+$/, expects(PATH, secretInPath));

const TABLE = 'the name of a table such as analytics.predictions';
const zTable = z
  .string(expects(TABLE))
  .regex(/^[A-Za-z_][-\w$]{0,127}(?:\.[A-Za-z_][-\w$]{0,127}){0,2}$/, expects(TABLE));

function perEnvironment<Schema extends z.ZodType>(schema: Schema, what: string) {
  return z.union([schema, z.record(zName, schema)], expects(`${what}, or a map of environment to it`));
}

const common = {
  timestamp: zColumn
    .optional()
    .meta({ description: 'Column with the time of the event; windows are cut by it.' }),
  auth: strictObject(
    { secretRef: zSecretRef.meta({ description: 'File with the credentials, or env:NAME.' }) },
    { password: plainSecret('secretRef'), token: plainSecret('secretRef'), key: plainSecret('secretRef') },
  )
    .optional()
    .meta({ description: 'Credentials, by reference.' }),
};

const files = (type: 'parquet' | 'csv' | 'jsonl' | 'arrow', description: string) =>
  strictObject({
    type: z.literal(type).meta({ description }),
    path: perEnvironment(zPath, PATH).meta({
      description:
        'Where the files are: {date} stands for a day, * and ** for names. A map gives one per environment.',
    }),
    ...common,
  });

const table = (type: 'postgres' | 'bigquery' | 'snowflake' | 'athena', description: string) =>
  strictObject({
    type: z.literal(type).meta({ description }),
    table: perEnvironment(zTable, TABLE).meta({
      description: 'The table or view, with its schema. A map gives one per environment.',
    }),
    ...common,
  });

/** Where rows are kept that the drift job reads. */
export const DATASET_TYPES = [
  'parquet',
  'csv',
  'jsonl',
  'arrow',
  'postgres',
  'bigquery',
  'snowflake',
  'athena',
] as const;

export const datasetSources = [
  files('parquet', 'Files of Parquet.'),
  files('csv', 'Files of comma-separated values with a header.'),
  files('jsonl', 'Files with one JSON object a line.'),
  files('arrow', 'Files of Arrow IPC (Feather), in its format for files or for streams.'),
  table('postgres', 'A table of PostgreSQL.'),
  table('bigquery', 'A table of BigQuery.'),
  table('snowflake', 'A table of Snowflake.'),
  table('athena', 'A table of Amazon Athena.'),
] as const;
