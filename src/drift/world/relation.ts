import type { JobSource } from '../../plan/drift-job.ts';
import { type PhysicalColumn, physicalKind } from '../counting/columns.ts';
import { quoteName, quoteText, type SqlColumn, sqlMoment, textOf } from '../counting/sql.ts';
import { type Engine, EngineError, StoppedError } from '../engine.ts';
import { DriftProblem, noTimestamp } from '../problem.ts';
import { daysOf, type Window } from '../windows.ts';
import { findFiles, fingerprint } from './files.ts';
import { readTable } from './postgres.ts';
import { type Reader, readerOf } from './reader.ts';
import { remoteProblem } from './remote.ts';
import { hintForUnreadable } from './unreadable.ts';

/** The rows of a source in a window, as something to select from. */
export interface Relation {
  readonly name: string;
  /** Those that were read. */
  readonly columns: readonly PhysicalColumn[];
  /** Of all columns that the source has. */
  readonly names: readonly string[];
  /** Columns whose values stand for themselves as texts, as `name (type)`: the type has no counterpart. */
  readonly asText: readonly string[];
  readonly rows: number;
  /** Event times of the oldest and the newest row, Unix milliseconds. */
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
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
      `Relative paths begin at ${root}; --root says another folder.`,
    );
  const before = fingerprint(files);
  const own = await readerOf(engine, request, files);
  const hasRows = own.files.length > 0;
  const used = hasRows ? own : await anyReader(engine, request, files);
  const { reader } = used;
  const condition = hasRows ? await timeCondition(engine, source, reader, window) : 'false';
  const from = `FROM ${reader}${condition === undefined ? '' : ` WHERE ${condition}`}`;
  const relation = await createRelation(engine, request, from);
  const columns = (await engine.columns(relation.name)).filter((column) => column.name !== FILE_ROW);
  const { rows, oldest, newest } = await countRows(engine, source, relation.name, columns);
  if (rows === 0 && condition !== undefined && hasRows) await checkTimes(engine, source, reader);
  await used.drop?.();
  return {
    ...relation,
    columns,
    names: used.names ?? columns.map((column) => column.name),
    asText: used.asText ?? [],
    rows,
    oldest,
    newest,
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
    ...(await countRows(engine, source, quoteName(name), columns)),
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
    const isTaken = (await engine.columns(table)).some((column) => folded(column.name) === 'rowid');
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

async function timeCondition(
  engine: Engine,
  source: JobSource,
  reader: string,
  { from, to }: Window,
): Promise<string | undefined> {
  if (source.timestamp === undefined || (from === undefined && to === undefined)) return undefined;
  const columns = await engine.columns(reader);
  const time = await timeOf(engine, source, reader, columns);
  return [
    ...(from === undefined ? [] : [`${time} >= ${sqlMoment(from)}`]),
    ...(to === undefined ? [] : [`${time} < ${sqlMoment(to)}`]),
  ].join(' AND ');
}

/** A window without rows is one thing, a column in which no time can be read another. Throws a DriftProblem for that. */
async function checkTimes(engine: Engine, source: JobSource, reader: string): Promise<void> {
  const time = await timeOf(engine, source, reader, await engine.columns(reader));
  const [row = []] = await engine.rows(`SELECT count(*), count(${time}) FROM ${reader}`);
  const [rows, times] = row.map(Number);
  if (rows === 0 || times !== 0) return;
  throw new DriftProblem(
    'source/unreadable-times',
    `source ${source.name}: no row has a time that can be read in ${source.timestamp ?? ''}`,
    'Times are read as ISO 8601 (2026-11-29T06:00:00Z) and as Unix time in s, ms, µs or ns.',
  );
}

/** The time of a row as a moment; null where there is none. Times without a zone are in UTC. */
async function timeOf(
  engine: Engine,
  source: JobSource,
  relation: string,
  columns: readonly PhysicalColumn[],
): Promise<string> {
  const wanted = source.timestamp ?? '';
  const column = await resolveColumn(engine, relation, columns, wanted);
  if (column === undefined)
    throw noTimestamp(
      source,
      columns.map(({ name }) => name),
    );
  const { expression, kind } = column;
  if (kind === 'time') return `${expression}::TIMESTAMPTZ`;
  if (kind === 'integer' || kind === 'float') return unixTime(`${expression}::DOUBLE`);
  const text = textOf(column);
  // Files of text have Unix time as text. Small numbers are dates such as 20261129.
  const number = `CASE WHEN abs(TRY_CAST(${text} AS DOUBLE)) >= 1e8 THEN TRY_CAST(${text} AS DOUBLE) END`;
  return `coalesce(TRY_CAST(${text} AS TIMESTAMPTZ), ${unixTime(`(${number})`)})`;
}

/** Unix time in seconds, or smaller units, which its size tells: in seconds it is 3000 years from 1970 to 1e11. */
function unixTime(number: string): string {
  return `make_timestamptz(TRY_CAST(CASE WHEN abs(${number}) < 1e11 THEN ${number} * 1e6 WHEN abs(${number}) < 1e14 THEN ${number} * 1e3 WHEN abs(${number}) < 1e17 THEN ${number} ELSE ${number} / 1e3 END AS BIGINT))`;
}

async function countRows(
  engine: Engine,
  source: JobSource,
  relation: string,
  columns: readonly PhysicalColumn[],
): Promise<Pick<Relation, 'rows' | 'oldest' | 'newest'>> {
  const time = source.timestamp === undefined ? undefined : await timeOf(engine, source, relation, columns);
  const [row = []] = await engine.rows(
    `SELECT count(*)${time === undefined ? '' : `, epoch_ms(min(${time})), epoch_ms(max(${time}))`} FROM ${relation}`,
  );
  const [rows, oldest, newest] = row;
  return { rows: Number(rows), oldest: momentOf(oldest), newest: momentOf(newest) };
}

function momentOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

/**
 * A column by its name, else whatever its case and however its accents are written; or a field of a struct, by a.b. Undefined when
 * the relation has none.
 */
export async function resolveColumn(
  engine: Engine,
  relation: string,
  columns: readonly PhysicalColumn[],
  wanted: string,
): Promise<SqlColumn | undefined> {
  const named = (name: string): PhysicalColumn | undefined =>
    columns.find((column) => column.name === name) ??
    columns.find((column) => folded(column.name) === folded(name));
  const whole = named(wanted);
  if (whole !== undefined) return { expression: quoteName(whole.name), kind: physicalKind(whole.type) };
  const [head = '', ...fields] = wanted.split('.');
  const outer = named(head);
  if (outer === undefined || fields.length === 0) return undefined;
  const isJson = outer.type === 'JSON';
  const expression = isJson
    ? `${quoteName(outer.name)}->${quoteText(`$${fields.map((field) => `."${field}"`).join('')}`)}`
    : [outer.name, ...fields].map(quoteName).join('.');
  try {
    const [field] = await engine.columns(`(SELECT ${expression} AS field FROM ${relation})`);
    return field && { expression: isJson ? `(${expression})` : expression, kind: physicalKind(field.type) };
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
