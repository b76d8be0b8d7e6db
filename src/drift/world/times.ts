import type { JobSource } from '../../plan/drift-job.ts';
import type { PhysicalColumn } from '../counting/columns.ts';
import { resolveColumn } from '../counting/resolve-column.ts';
import { sqlMoment, textOf } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import { DriftProblem, noTimestamp } from '../problem.ts';
import type { Window } from '../windows.ts';

/** How many rows there are, and of which times. */
export interface Extent {
  readonly rows: number;
  /** Event times of the oldest and the newest row, Unix milliseconds. */
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
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

/** How many rows there are, and how old they are. Throws a DriftProblem when the source's timestamp is no column. */
export async function countRows(
  engine: Engine,
  source: JobSource,
  relation: string,
  columns: readonly PhysicalColumn[],
): Promise<Extent> {
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
