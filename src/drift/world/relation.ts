import path from 'node:path';
import type { JobSource } from '../../plan/drift-job.ts';
import type { PhysicalColumn } from '../counting/columns.ts';
import { foldedName } from '../counting/resolve-column.ts';
import { quoteName } from '../counting/sql.ts';
import { type Engine, EngineError, StoppedError } from '../engine.ts';
import { DriftProblem } from '../problem.ts';
import { daysOf, type Window } from '../windows.ts';
import { findFiles, fingerprint, isFolder } from './files.ts';
import { readTable } from './postgres.ts';
import { type Reader, readerOf } from './reader.ts';
import { remoteProblem } from './remote.ts';
import { checkTimes, countFiles, countRows, countTable, type Extent, timeCondition } from './times.ts';
import { hintForUnreadable } from './unreadable.ts';
import { orWithoutTime } from './unreadable-times.ts';

/** The rows of a source in a window, as something to select from. */
export interface Relation extends Extent {
  readonly name: string;
  /** Those that were read. */
  readonly columns: readonly PhysicalColumn[];
  /** Of all columns that the source has. */
  readonly names: readonly string[];
  /** Columns whose values stand for themselves as texts, as `name (type)`: the type has no counterpart. */
  readonly asText: readonly string[];
  /** Names that more than one column of a CSV file has: the first is meant. */
  readonly repeated?: readonly string[];
  /** What numbers the rows of each file or table from 0. */
  readonly rowNumber: string;
  readonly missingDays: readonly string[];
  /** True when the source has neither times nor days, so that the window says nothing. */
  readonly isUncut: boolean;
  /** Whether the files have changed since they were found. */
  hasChanged(): boolean;
}

export interface RelationRequest {
  readonly source: JobSource;
  readonly window: Window;
  readonly timezone: string;
  readonly root: string;
  /** A name that no other relation has. */
  readonly name: string;
  /** The columns that are needed besides the time, a.b for a field of a; all by default. Files may give more. */
  readonly wanted?: readonly string[];
}

/** What rows of Parquet files are numbered by: DuckDB's own number, under a name that no file uses. */
const FILE_ROW = 'modelwatch row';

/**
 * Makes the rows of a source in a window ready to be counted: a view of Parquet files, which are read as often as they are asked;
 * a temporary table of texts and of tables of PostgreSQL, which are read once. Throws a DriftProblem that names the source when it can't be read.
 */
export async function openRelation(engine: Engine, request: RelationRequest): Promise<Relation> {
  try {
    return await (request.source.type === 'postgres' ? openTable : openFiles)(engine, request);
  } catch (error) {
    if (error instanceof DriftProblem || error instanceof StoppedError) throw error;
    if (!(error instanceof EngineError)) throw error;
    throw (
      remoteProblem(request.source, error.message) ??
      new DriftProblem(
        'source/unreadable',
        `source ${request.source.name}: ${error.message}`,
        hintForUnreadable(error.message),
      )
    );
  }
}

async function openFiles(engine: Engine, request: RelationRequest): Promise<Relation> {
  const { source, window, timezone, root } = request;
  if (source.path === undefined)
    throw new DriftProblem(
      'source/unsupported',
      `source ${source.name} is of type ${source.type} and has no path`,
      'Compile it anew.',
    );
  const days = daysOf(window, timezone);
  // Where rows have times, files may be by days of UTC as well: what is too much is cut.
  const also = source.timestamp === undefined ? [] : daysOf(window, 'UTC');
  const { files, missingDays } = await findFiles(engine, source, { root, days, also: also ?? [] });
  if (files.length === 0 && !source.path.includes('{date}'))
    throw new DriftProblem(
      'source/no-files',
      `source ${source.name}: no file is named ${source.path}`,
      isFolder(path.resolve(root, source.path))
        ? `It is a folder: name its files, such as ${path.join(source.path, `*.${source.type}`)}`
        : `Relative paths begin at ${root}; --root says another folder.`,
    );
  const before = fingerprint(files);
  const own = await readerOf(engine, request, files);
  const hasRows = own.files.length > 0;
  const used = hasRows ? own : await anyReader(engine, request, files);
  const { reader } = used;
  const condition = hasRows ? await timeCondition(engine, source, reader, window) : 'false';
  const isCut = condition !== undefined && hasRows;
  const isView = source.type === 'parquet';
  const chosen = isCut && !isView ? orWithoutTime(condition) : condition;
  const from = `FROM ${reader}${chosen === undefined ? '' : ` WHERE ${chosen}`}`;
  const relation = await createRelation(engine, request, from);
  const columns = (await engine.columns(relation.name)).filter((column) => column.name !== FILE_ROW);
  const counted = !isCut
    ? { ...(await countRows(engine, source, relation.name, columns)), withoutTime: 0 }
    : isView
      ? await countFiles(engine, source, { view: relation.name, reader, condition, files }, columns)
      : await countTable(engine, source, relation.name, columns);
  const { rows } = counted;
  if (rows === 0 && condition !== undefined && hasRows) await checkTimes(engine, source, reader);
  await used.drop?.();
  return {
    ...relation,
    columns,
    names: used.names ?? columns.map((column) => column.name),
    asText: used.asText ?? [],
    ...(own.repeated !== undefined && { repeated: own.repeated }),
    ...counted,
    missingDays,
    isUncut: condition === undefined && !source.path.includes('{date}'),
    hasChanged: () => fingerprint(files) !== before,
  };
}

async function openTable(engine: Engine, request: RelationRequest): Promise<Relation> {
  const { source, window, name } = request;
  const { names, asText, condition } = await readTable(engine, request, (relation) =>
    timeCondition(engine, source, relation, window),
  );
  const columns = await engine.columns(quoteName(name));
  return {
    name: quoteName(name),
    columns,
    names,
    asText: asText.map((column) => `${column.name} (${column.type.name})`),
    ...(condition === undefined
      ? { ...(await countRows(engine, source, quoteName(name), columns)), withoutTime: 0 }
      : await countTable(engine, source, quoteName(name), columns)),
    rowNumber: 'rowid',
    missingDays: [],
    isUncut: condition === undefined,
    // It was read as of one moment.
    hasChanged: () => false,
  };
}

/**
 * The rows of an opened relation in a window, by its timestamp, as a temporary table of some columns (or their outer ones): they are
 * cut once however often they are counted. Undefined for a source without a timestamp, and for one with a file for each day: its
 * windows are better opened by themselves.
 */
export async function cutRelation(
  engine: Engine,
  { source, window, name }: RelationRequest,
  whole: Relation,
  wanted: readonly string[],
): Promise<Relation | undefined> {
  if (source.timestamp === undefined || source.path?.includes('{date}')) return undefined;
  const condition = await timeCondition(engine, source, whole.name, window);
  if (condition === undefined) return undefined;
  const names = [...wanted, source.timestamp].map((each) => each.toLowerCase());
  const columns = whole.columns.filter((column) => {
    const own = column.name.toLowerCase();
    return names.some((each) => each === own || each.startsWith(`${own}.`));
  });
  const list = columns.map((column) => quoteName(column.name)).join(', ');
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${quoteName(name)} AS SELECT ${list} FROM ${whole.name} WHERE ${condition}`,
  );
  const counted = await countRows(engine, source, quoteName(name), columns);
  return { ...whole, ...counted, name: quoteName(name), columns, rowNumber: 'rowid' };
}

/** Views and tables have names of their own: a source may become another kind of file. */
async function createRelation(
  engine: Engine,
  { source, name }: RelationRequest,
  from: string,
): Promise<Pick<Relation, 'name' | 'rowNumber'>> {
  const row = quoteName(FILE_ROW);
  if (source.type !== 'parquet') {
    const table = quoteName(`${name} rows`);
    await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * ${from}`);
    const isTaken = (await engine.columns(table)).some((column) => foldedName(column.name) === 'rowid');
    if (!isTaken) return { name: table, rowNumber: 'rowid' };
    const numbered = quoteName(`${name} numbered rows`);
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE ${numbered} AS SELECT *, row_number() OVER () - 1 AS ${row} FROM ${table}`,
    );
    await engine.run(`DROP TABLE ${table}`);
    return { name: numbered, rowNumber: row };
  }
  const view = quoteName(`${name} files`);
  // A file may have a column of that name, of any type.
  await engine.run(
    `CREATE OR REPLACE TEMP VIEW ${view} AS SELECT *, TRY_CAST(file_row_number AS BIGINT) AS ${row} ${from}`,
  );
  return { name: view, rowNumber: row };
}

/** Some file of another day tells the columns of a day without files, or with empty ones. */
async function anyReader(
  engine: Engine,
  request: RelationRequest,
  empty: readonly string[],
): Promise<Reader> {
  const { source, root } = request;
  const { files } = await findFiles(engine, source, { root, days: undefined });
  for (const file of files.filter((each) => !empty.includes(each))) {
    const reader = await readerOf(engine, request, [file]);
    if (reader.files.length > 0) return reader;
  }
  if (files.length > 0)
    throw new DriftProblem(
      'source/empty-files',
      `source ${source.name}: no file named ${source.path ?? ''} has anything in it`,
      'A file without rows still has its columns: a header, or the schema of Parquet.',
    );
  throw new DriftProblem(
    'source/no-files',
    `source ${source.name}: no file of any day is named ${source.path ?? ''}`,
    `Relative paths begin at ${root}; --root says another folder.`,
  );
}
