import type { Client, QueryArrayResult } from 'pg';
import type { JobSource } from '../../plan/drift-job.ts';
import { reasonOf } from '../../support/file-errors.ts';
import { type Engine, StoppedError } from '../engine.ts';
import { columnNamed, readingOf, type TableColumn, wantedColumns } from '../postgres/columns.ts';
import {
  BEGIN,
  declareRows,
  describeTable,
  describeTypes,
  fetchRows,
  roughCondition,
  SETTINGS,
  type Statement,
} from '../postgres/statements.ts';
import { DriftProblem, noTimestamp } from '../problem.ts';
import type { Window } from '../windows.ts';
import { masked } from './credentials.ts';
import { openIntake } from './intake.ts';
import { type PostgresAccess, postgresAccess } from './postgres-access.ts';
import { type Asked, isAgainstTls, postgresProblem } from './postgres-problem.ts';
import { orWithoutTime } from './unreadable-times.ts';

export interface TableRequest {
  readonly source: JobSource;
  readonly window: Window;
  readonly root: string;
  /** Of the temporary table that gets the rows. */
  readonly name: string;
  /** What is read of each row; all by default. a.b is read as a. */
  readonly wanted?: readonly string[] | undefined;
}

export interface ReadTable {
  /** Of all columns that the table has. */
  readonly names: readonly string[];
  /** Columns of a type that has no counterpart: their texts were read. */
  readonly asText: readonly TableColumn[];
  /** By what the rows were chosen, in the SQL of the engine; undefined when all were. */
  readonly condition: string | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** A server that vanishes without a word is noticed by this. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Reads a table or view of PostgreSQL into a temporary table of the engine: the rows of a window as of one moment, in batches. The
 * server chooses roughly; `conditionOf` tells exactly, for a relation with the columns, as it does for files. Throws a
 * DriftProblem that names the source and never a secret.
 */
export async function readTable(
  engine: Engine,
  request: TableRequest,
  conditionOf: (relation: string) => Promise<string | undefined>,
): Promise<ReadTable> {
  const { source, root } = request;
  const { name, table } = source;
  if (table === undefined)
    throw new DriftProblem(
      'source/unsupported',
      `source ${name} is of type postgres and has no table`,
      'Compile it anew.',
    );
  const access = postgresAccess(source.auth, root);
  if ('problem' in access) throw noCredentials(name, access.problem);
  const client = await connect({ source: name, table }, access);
  // While it waits for the server, only this ends the wait.
  const stop = (): void => void client.end();
  engine.interrupted.addEventListener('abort', stop);
  try {
    return await copyRows(engine, client, { ...request, table }, conditionOf);
  } catch (error) {
    if (engine.interrupted.aborted) throw new StoppedError('stopped');
    throw postgresProblem(error, askedOf(client, { source: name, table }, access)) ?? error;
  } finally {
    engine.interrupted.removeEventListener('abort', stop);
    await client.end().catch(() => undefined);
  }
}

/** Connects by the first way that the server takes. */
async function connect(asked: Pick<Asked, 'source' | 'table'>, access: PostgresAccess): Promise<Client> {
  const [way, next, ...others] = access.ways;
  const client = await clientFor(asked.source, access, way);
  // What is lost while nobody waits is told by the next statement.
  client.on('error', () => undefined);
  // Passwords of ~/.pgpass are to be read by a package of its own in the client's next version.
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    await client.connect();
    return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    if (next !== undefined && isAgainstTls(error))
      return await connect(asked, { ...access, ways: [next, ...others] });
    throw postgresProblem(error, askedOf(client, asked, access)) ?? error;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}

async function clientFor(
  source: string,
  { config, secrets }: PostgresAccess,
  ssl: PostgresAccess['ways'][0],
): Promise<Client> {
  const { Client } = await import('pg');
  try {
    return new Client({
      ...config,
      ssl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      fallback_application_name: 'modelwatch',
      types: { getTypeParser: () => (text: string) => text },
    });
  } catch (error) {
    throw noCredentials(source, masked(reasonOf(error), secrets));
  }
}

function noCredentials(source: string, why: string): DriftProblem {
  return new DriftProblem('source/postgres-credentials', `source ${source} has no credentials: ${why}`);
}

function askedOf(
  { host, port, user }: Client,
  asked: Pick<Asked, 'source' | 'table'>,
  { secrets }: PostgresAccess,
): Asked {
  return { ...asked, server: `${host}:${port}`, user: user ?? '', secrets };
}

async function copyRows(
  engine: Engine,
  client: Client,
  { source, table, window, name, wanted }: TableRequest & { readonly table: string },
  conditionOf: (relation: string) => Promise<string | undefined>,
): Promise<ReadTable> {
  await client.query(BEGIN);
  await client.query(SETTINGS);
  const all = await columnsOf(client, table);
  const names = all.map((column) => column.name);
  const time = source.timestamp === undefined ? undefined : columnNamed(all, source.timestamp);
  if (source.timestamp !== undefined && time === undefined) throw noTimestamp(source, names);
  const columns = wantedColumns(all, wanted && [...wanted, ...(time ? [time.name] : [])]);
  const intake = await openIntake(
    engine,
    name,
    columns.map((column) => ({ name: column.name, carrier: 'VARCHAR', value: readingOf(column).value })),
  );
  const condition = await conditionOf(intake.typed);
  const taken = condition === undefined ? undefined : orWithoutTime(condition);
  const rough = time?.name.toLowerCase() === source.timestamp?.toLowerCase() ? time : undefined;
  const rows = declareRows(table, columns, rough && roughCondition(rough, window));
  for await (const batch of batches(client, rows, columns.length)) {
    await intake.take(batch, taken);
  }
  await client.query('COMMIT');
  await intake.end();
  return { names, asText: columns.filter((column) => readingOf(column).isAsText), condition };
}

async function columnsOf(client: Client, table: string): Promise<TableColumn[]> {
  const { fields } = await client.query(describeTable(table));
  const types = await rowsOf(client, describeTypes(fields.map(({ dataTypeID }) => dataTypeID)));
  const known = new Map(
    types.rows.map(([number, name, kind, element]) => [
      Number(number),
      { name: name ?? '', class: kind ?? '', ...(element !== null && { element }) },
    ]),
  );
  return fields.map(({ name, dataTypeID }) => ({
    name,
    type: known.get(dataTypeID) ?? { name: 'unknown', class: 'p' },
  }));
}

const FIRST_ROWS = 256;
const MOST_ROWS = 8192;
/** About what a batch takes: rows may be a few numbers, or vectors and texts of many kilobytes. */
const BATCH_CHARACTERS = 4 * 1024 * 1024;

/** The rows of a statement, column by column. */
async function* batches(
  client: Client,
  declaration: Statement,
  width: number,
): AsyncGenerator<(string | null)[][]> {
  await client.query({ text: declaration.text, values: [...declaration.values] });
  for (let count = FIRST_ROWS; ; ) {
    const { rows } = await rowsOf(client, { text: fetchRows(count), values: [] });
    if (rows.length === 0) return;
    const columns: (string | null)[][] = Array.from({ length: width }, () => []);
    let characters = 1;
    for (const row of rows) {
      for (const [index, column] of columns.entries()) {
        const value = row[index] ?? null;
        column.push(value);
        characters += value?.length ?? 0;
      }
    }
    yield columns;
    if (rows.length < count) return;
    const fitting = Math.floor((rows.length * BATCH_CHARACTERS) / characters);
    count = Math.max(1, Math.min(MOST_ROWS, 4 * count, fitting));
  }
}

function rowsOf(client: Client, { text, values }: Statement): Promise<QueryArrayResult<(string | null)[]>> {
  return client.query({ text, values: [...values], rowMode: 'array' });
}
