import type { JobSource } from '../../plan/drift-job.ts';
import { type PhysicalColumn, physicalKind } from '../counting/columns.ts';
import { foldedName, resolveColumn } from '../counting/resolve-column.ts';
import { sqlMoment, textOf } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import { DriftProblem, noTimestamp, READABLE_TIMES } from '../problem.ts';
import type { Window } from '../windows.ts';
import { nullsByMetadata } from './unreadable-times.ts';

/** How many rows there are, and of which times. */
export interface Extent {
  readonly rows: number;
  /** Event times of the oldest and the newest row, Unix milliseconds. */
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
  /** Rows that were read, or told of by their files, and are left out since no time can be read in them. */
  readonly withoutTime: number;
}

/** The rows of a window as a condition, by the source's timestamp; undefined where the source has none, or the window no bound. */
export async function timeCondition(
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
export async function checkTimes(engine: Engine, source: JobSource, reader: string): Promise<void> {
  const time = await timeOf(engine, source, reader, await engine.columns(reader));
  const [row = []] = await engine.rows(`SELECT count(*), count(${time}) FROM ${reader}`);
  const [rows, times] = row.map(Number);
  if (rows === 0 || times !== 0) return;
  throw new DriftProblem(
    'source/unreadable-times',
    `source ${source.name}: no row has a time that can be read in ${source.timestamp ?? ''}`,
    READABLE_TIMES,
  );
}

/** The time of a row as a moment; null where there is none. Times without a zone are in UTC. */
export async function timeOf(
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

/** Counts the rows that meet a condition, and of all rows those without a time, if the source has times. */
export async function countRows(
  engine: Engine,
  source: JobSource,
  relation: string,
  columns: readonly PhysicalColumn[],
  condition?: string,
): Promise<Extent> {
  const time = source.timestamp === undefined ? undefined : await timeOf(engine, source, relation, columns);
  const only = condition === undefined ? '' : ` FILTER (${condition})`;
  const times =
    time === undefined
      ? ''
      : `, count(*) - count(${time}), epoch_ms(min(${time})${only}), epoch_ms(max(${time})${only})`;
  const [row = []] = await engine.rows(`SELECT count(*)${only}${times} FROM ${relation}`);
  const [rows, withoutTime = 0, oldest, newest] = row;
  return {
    rows: Number(rows),
    withoutTime: Number(withoutTime),
    oldest: momentOf(oldest),
    newest: momentOf(newest),
  };
}

/** Counts a table of the rows of a window and of those without a time, which are taken out of it. */
export async function countTable(
  engine: Engine,
  source: JobSource,
  table: string,
  columns: readonly PhysicalColumn[],
): Promise<Extent> {
  const { rows, withoutTime, ...ends } = await countRows(engine, source, table, columns);
  if (withoutTime > 0)
    await engine.run(`DELETE FROM ${table} WHERE (${await timeOf(engine, source, table, columns)}) IS NULL`);
  return { ...ends, rows: rows - withoutTime, withoutTime };
}

/** Counts the rows of a window in Parquet files, and those of the files that have no time. */
export async function countFiles(
  engine: Engine,
  source: JobSource,
  {
    view,
    reader,
    condition,
    files,
  }: Readonly<Record<'view' | 'reader' | 'condition', string>> & {
    readonly files: readonly string[];
  },
  columns: readonly PhysicalColumn[],
): Promise<Extent> {
  const time = columns.find(({ name }) => foldedName(name) === foldedName(source.timestamp ?? ''));
  // Of a column of times the files themselves say it, and their parts outside of the window need not be read.
  const withoutTime =
    time !== undefined && physicalKind(time.type) === 'time'
      ? await nullsByMetadata(engine, files, time.name)
      : undefined;
  return withoutTime === undefined
    ? countRows(engine, source, reader, columns, condition)
    : { ...(await countRows(engine, source, view, columns)), withoutTime };
}

function momentOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
