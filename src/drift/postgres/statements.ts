import { quoteName } from '../counting/sql.ts';
import { isoMoment, type Window } from '../windows.ts';
import { readingOf, type TableColumn } from './columns.ts';

// The statements that a table is read with. Names are quoted, values are parameters.

/** A statement with the values of $1, $2 … */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** All that is read is of one moment, and nothing is ever written. */
export const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** What the texts of values look like, whatever the server, the database or the role has set. They end with the transaction. */
export const SETTINGS = [
  "SET LOCAL DateStyle TO 'ISO, MDY'",
  "SET LOCAL IntervalStyle TO 'postgres'",
  "SET LOCAL TimeZone TO 'UTC'",
  "SET LOCAL bytea_output TO 'hex'",
  // As many digits as tell a number from its neighbours.
  'SET LOCAL extra_float_digits TO 3',
  // All rows are read: plans that give the first ones soon may take much longer for the rest.
  'SET LOCAL cursor_tuple_fraction TO 1',
  // Scans that begin where another one is would give the rows in another order.
  'SET LOCAL synchronize_seqscans TO off',
].join('; ');

/** `analytics.predictions` as `"analytics"."predictions"`. */
export function quoteTable(table: string): string {
  return table.split('.').map(quoteName).join('.');
}

/** Tells the columns and their types, by number. */
export function describeTable(table: string): string {
  return `SELECT * FROM ${quoteTable(table)} LIMIT 0`;
}

/** Tells the types of those numbers: number, `typname`, `typtype`, and the `typname` of elements. */
export function describeTypes(numbers: readonly number[]): Statement {
  return {
    text: `SELECT type.oid, type.typname, type.typtype, element.typname
FROM pg_catalog.pg_type type
LEFT JOIN pg_catalog.pg_type element ON element.oid = type.typelem AND type.typcategory = 'A'
WHERE type.oid = ANY ($1::oid[])`,
    values: [numbers],
  };
}

const CURSOR = 'modelwatch_rows';

/** Declares the cursor for rows of a table, each value as a text. */
export function declareRows(
  table: string,
  columns: readonly TableColumn[],
  condition: Statement | undefined,
): Statement {
  const selected = columns.map((column) => readingOf(column).select).join(', ');
  const where = condition === undefined ? '' : ` WHERE ${condition.text}`;
  return {
    text: `DECLARE ${CURSOR} NO SCROLL CURSOR FOR SELECT ${selected} FROM ${quoteTable(table)}${where}`,
    values: condition?.values ?? [],
  };
}

export function fetchRows(count: number): string {
  return `FETCH FORWARD ${count} FROM ${CURSOR}`;
}

const TIMES = new Set(['timestamptz', 'timestamp', 'date']);
const NUMBERS = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8']);

/** What Unix time may be counted in, by how many are in a millisecond: milliseconds, microseconds, nanoseconds; and seconds. */
const PER_MS = [1n, 1000n, 1_000_000n];
const SECOND_MS = 1000;

/**
 * A condition that all rows of a window meet, made so that an index on the column serves it; others may meet it too. Undefined
 * where the server can't tell: the window has no bounds, or the column holds texts, one of which may be no time at all.
 */
export function roughCondition(column: TableColumn, { from, to }: Window): Statement | undefined {
  const name = quoteName(column.name);
  if (from === undefined && to === undefined) return undefined;
  if (TIMES.has(column.type.name)) {
    // Times without a zone are in UTC.
    const type = column.type.name === 'timestamptz' ? 'timestamptz' : 'timestamp';
    const bounds = [...bound('>=', from), ...bound('<', to)];
    return {
      text: bounds.map(({ sign }, index) => `${name} ${sign} $${index + 1}::${type}`).join(' AND '),
      values: bounds.map(({ at }) => isoMoment(at)),
    };
  }
  if (!NUMBERS.has(column.type.name)) return undefined;
  const values: string[] = [];
  // Rounded down, with one unit to spare on either side: fractions, and how the engine rounds, do not matter.
  const ranges = [
    (ms: number, margin: number) => BigInt(Math.floor(ms / SECOND_MS) + margin),
    ...PER_MS.map((per) => (ms: number, margin: number) => BigInt(Math.floor(ms) + margin) * per),
  ].map((inUnit) => {
    const bounds = [
      ...bound('>=', from).map(({ sign, at }) => ({ sign, at: inUnit(at, -1) })),
      ...bound('<=', to).map(({ sign, at }) => ({ sign, at: inUnit(at, 2) })),
    ];
    return `(${bounds.map(({ sign, at }) => `${name} ${sign} $${values.push(String(at))}::bigint`).join(' AND ')})`;
  });
  return { text: ranges.join(' OR '), values };
}

function bound(sign: string, at: number | undefined): { readonly sign: string; readonly at: number }[] {
  return at === undefined ? [] : [{ sign, at }];
}
