import type { JobSource } from '../../plan/drift-job.ts';
import { type PhysicalColumn, physicalKind } from '../counting/columns.ts';
import { quoteName, quoteText, type SqlColumn } from '../counting/sql.ts';
import { type Engine, EngineError, StoppedError } from '../engine.ts';
import { DriftProblem, noTimestamp } from '../problem.ts';
import { daysOf, isoMoment, type Window } from '../windows.ts';
import { findFiles, fingerprint } from './files.ts';
import { readTable } from './postgres.ts';

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
  /** Event time of the newest row, Unix milliseconds. */
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

/** Column by which rows of Parquet files are numbered. */
const FILE_ROW = 'file_row_number';

/**
 * Makes the rows of a source in a window ready to be counted: a view of Parquet files, which are read as often as they are asked;
 * a temporary table of texts and of tables of PostgreSQL, which are read once. Throws a DriftProblem that names the source when it can't be read.
 */
export async function openRelation(engine: Engine, request: RelationRequest): Promise<Relation> {
  try {
    return await (request.source.type === 'postgres' ? openTable : openFiles)(engine, request);
  } catch (error) {
    if (error instanceof DriftProblem || error instanceof StoppedError) throw error;
    if (error instanceof EngineError)
      throw new DriftProblem('source/unreadable', `source ${request.source.name}: ${error.message}`);
    throw error;
  }
}

async function openFiles(engine: Engine, request: RelationRequest): Promise<Relation> {
  const { source, window, timezone, root, name } = request;
  if (source.path === undefined)
    throw new DriftProblem(
      'source/unsupported',
      `source ${source.name} is of type ${source.type} and has no path`,
      'Compile it anew.',
    );
  const days = daysOf(window, timezone);
  const { files, missingDays } = await findFiles(engine, source, { root, days });
  if (files.length === 0 && !source.path.includes('{date}'))
    throw new DriftProblem(
      'source/no-files',
      `source ${source.name}: no file is named ${source.path}`,
      `Relative paths begin at ${root}; --root says another folder.`,
    );
  const known = files.length > 0 ? files : await anyFile(engine, request);
  const before = fingerprint(files);
  const reader = readerOf(source, known);
  const condition = files.length === 0 ? 'false' : await timeCondition(engine, source, reader, window);
  const from = `FROM ${reader}${condition === undefined ? '' : ` WHERE ${condition}`}`;
  const isView = source.type === 'parquet';
  await engine.run(
    `CREATE OR REPLACE TEMP ${isView ? 'VIEW' : 'TABLE'} ${quoteName(name)} AS SELECT * ${from}`,
  );
  const columns = (await engine.columns(quoteName(name))).filter((column) => column.name !== FILE_ROW);
  const { rows, newest } = await countRows(engine, source, name, columns);
  return {
    name: quoteName(name),
    columns,
    names: columns.map((column) => column.name),
    asText: [],
    rows,
    newest,
    rowNumber: isView ? FILE_ROW : 'rowid',
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
    ...(await countRows(engine, source, name, columns)),
    rowNumber: 'rowid',
    missingDays: [],
    isUncut: condition === undefined,
    // It was read as of one moment.
    hasChanged: () => false,
  };
}

/** Some file of another day tells the columns of a day without files. */
async function anyFile(engine: Engine, { source, root }: RelationRequest): Promise<readonly string[]> {
  const { files } = await findFiles(engine, source, { root, days: undefined });
  const [first] = files;
  if (first !== undefined) return [first];
  throw new DriftProblem(
    'source/no-files',
    `source ${source.name}: no file of any day is named ${source.path ?? ''}`,
    `Relative paths begin at ${root}; --root says another folder.`,
  );
}

/** Values of texts are read as texts: what they are is declared, or told by all of them, not by the first some thousand. */
function readerOf({ type }: JobSource, files: readonly string[]): string {
  const list = `[${files.map(quoteText).join(', ')}]`;
  switch (type) {
    case 'csv':
      return `read_csv(${list}, header = true, all_varchar = true, union_by_name = true)`;
    case 'jsonl':
      return `read_json(${list}, format = 'newline_delimited', union_by_name = true, sample_size = -1, convert_strings_to_integers = false)`;
    default:
      return `read_parquet(${list}, union_by_name = true, ${FILE_ROW} = true)`;
  }
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
  const literal = (moment: number): string =>
    `TIMESTAMPTZ ${quoteText(isoMoment(moment).replace('Z', '+00'))}`;
  return [
    ...(from === undefined ? [] : [`${time} >= ${literal(from)}`]),
    ...(to === undefined ? [] : [`${time} < ${literal(to)}`]),
  ].join(' AND ');
}

/** The time of a row as a moment. Times without a zone are in UTC; whole numbers are Unix time, in the unit that their size tells. */
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
  if (kind === 'integer' || kind === 'float')
    return `make_timestamptz((CASE WHEN abs(${expression}) < 1e11 THEN ${expression} * 1e6 WHEN abs(${expression}) < 1e14 THEN ${expression} * 1e3 ELSE ${expression} END)::BIGINT)`;
  return `TRY_CAST(${kind === 'json' ? `(${expression}->>'$')` : expression} AS TIMESTAMPTZ)`;
}

async function countRows(
  engine: Engine,
  source: JobSource,
  name: string,
  columns: readonly PhysicalColumn[],
): Promise<{ rows: number; newest: number | undefined }> {
  const relation = quoteName(name);
  const time = source.timestamp === undefined ? undefined : await timeOf(engine, source, relation, columns);
  const [row = []] = await engine.rows(
    `SELECT count(*)${time === undefined ? '' : `, epoch_ms(max(${time}))`} FROM ${relation}`,
  );
  const [rows, newest] = row;
  return { rows: Number(rows), newest: newest === null || newest === undefined ? undefined : Number(newest) };
}

/**
 * A column by its name, whatever its case; or a field of a struct, by a.b. Undefined when the relation has none.
 */
export async function resolveColumn(
  engine: Engine,
  relation: string,
  columns: readonly PhysicalColumn[],
  wanted: string,
): Promise<SqlColumn | undefined> {
  const named = (name: string): PhysicalColumn | undefined =>
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const whole = named(wanted);
  if (whole !== undefined) return { expression: quoteName(whole.name), kind: physicalKind(whole.type) };
  const [head = '', ...fields] = wanted.split('.');
  const outer = named(head);
  if (outer === undefined || fields.length === 0) return undefined;
  const isJson = outer.type === 'JSON';
  const expression = isJson
    ? `${quoteName(outer.name)}->${quoteText(`$.${fields.join('.')}`)}`
    : [outer.name, ...fields].map(quoteName).join('.');
  try {
    const [field] = await engine.columns(`(SELECT ${expression} AS field FROM ${relation})`);
    return field && { expression: isJson ? `(${expression})` : expression, kind: physicalKind(field.type) };
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
