import type { JobSource } from '../../plan/drift-job.ts';
import { type PhysicalColumn, physicalKind } from '../counting/columns.ts';
import { quoteName, quoteText, type SqlColumn } from '../counting/sql.ts';
import { type Engine, EngineError, StoppedError } from '../engine.ts';
import { DriftProblem } from '../problem.ts';
import { daysOf, isoMoment, type Window } from '../windows.ts';
import { findFiles, fingerprint } from './files.ts';

/** The rows of a source in a window, as something to select from. */
export interface Relation {
  readonly name: string;
  readonly columns: readonly PhysicalColumn[];
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
}

/** Column by which rows of Parquet files are numbered. */
const FILE_ROW = 'file_row_number';

/**
 * Makes the rows of a source in a window ready to be counted: a view of Parquet files, which are read as often as they are asked;
 * a temporary table of texts, which are read once. Throws a DriftProblem that names the source when it can't be read.
 */
export async function openRelation(engine: Engine, request: RelationRequest): Promise<Relation> {
  try {
    return await openFiles(engine, request);
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
      `source ${source.name} is of type ${source.type}, which this job can't read yet`,
      'Export the rows to Parquet, or write a job of your own that writes the metrics of the drift contract.',
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
  const { rows, oldest, newest } = await countRows(engine, source, name, columns);
  return {
    name: quoteName(name),
    columns,
    rows,
    oldest,
    newest,
    rowNumber: isView ? FILE_ROW : 'rowid',
    missingDays,
    isUncut: condition === undefined && !source.path.includes('{date}'),
    hasChanged: () => fingerprint(files) !== before,
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
  const counted = await countRows(engine, source, name, columns);
  return { ...whole, ...counted, name: quoteName(name), columns, rowNumber: 'rowid' };
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
    throw new DriftProblem(
      'source/no-timestamp',
      `source ${source.name} has no column ${wanted}, by which its windows are cut`,
      `Its columns are ${columns.map(({ name }) => name).join(', ')}.`,
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
): Promise<Pick<Relation, 'rows' | 'oldest' | 'newest'>> {
  const relation = quoteName(name);
  const time = source.timestamp === undefined ? undefined : await timeOf(engine, source, relation, columns);
  const [row = []] = await engine.rows(
    `SELECT count(*)${time === undefined ? '' : `, epoch_ms(min(${time})), epoch_ms(max(${time}))`} FROM ${relation}`,
  );
  const [rows, oldest, newest] = row;
  const moment = (value: unknown): number | undefined =>
    value === null || value === undefined ? undefined : Number(value);
  return { rows: Number(rows), oldest: moment(oldest), newest: moment(newest) };
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
