import { quoteName } from '../counting/sql.ts';

/** A column of a table or view of PostgreSQL. */
export interface TableColumn {
  readonly name: string;
  readonly type: TableType;
}

/** A type as the catalogue of PostgreSQL tells it: `pg_type`, without domains, which it has resolved. */
export interface TableType {
  /** `typname`: int4, timestamptz, _float8. */
  readonly name: string;
  /** `typtype`: b(ase), c(omposite), e(num), r(ange) … */
  readonly class: string;
  /** `typname` of the elements of an array. */
  readonly element?: string | undefined;
}

/** How the values of a column come over: all as texts, which the engine turns into values. */
export interface Reading {
  /** What is selected, in the SQL of PostgreSQL. */
  readonly select: string;
  /** The value, in the SQL of the engine, of a text that `text` names. */
  readonly value: (text: string) => string;
  /** True where the type has no counterpart, so that its text stands for the value. */
  readonly isAsText: boolean;
}

/** Casts that take every text that PostgreSQL writes; what is beyond a double becomes infinite. */
const NUMBERS = new Map([
  ['bool', 'BOOLEAN'],
  ['int2', 'SMALLINT'],
  ['int4', 'INTEGER'],
  ['int8', 'BIGINT'],
  ['oid', 'BIGINT'],
  ['float4', 'FLOAT'],
  ['float8', 'DOUBLE'],
  ['numeric', 'DOUBLE'],
]);

/** PostgreSQL knows times that the engine does not, such as the last years of its range. They become null. */
const TIMES = new Map([
  ['date', 'DATE'],
  ['timestamp', 'TIMESTAMP'],
  ['timestamptz', 'TIMESTAMPTZ'],
  ['time', 'TIME'],
  ['timetz', 'TIMETZ'],
  ['interval', 'INTERVAL'],
]);

const TEXTS = new Set(['text', 'varchar', 'bpchar', 'name', 'char', 'citext', 'uuid', 'xml']);

const VECTORS = new Map([
  ['int2', 'INTEGER'],
  ['int4', 'INTEGER'],
  ['int8', 'BIGINT'],
  ['float4', 'FLOAT'],
  ['float8', 'DOUBLE'],
  ['numeric', 'DOUBLE'],
]);

/** How a column is read. Relies on the settings of `SETTINGS`. */
export function readingOf({ name, type }: TableColumn): Reading {
  const column = quoteName(name);
  const number = NUMBERS.get(type.name);
  if (number !== undefined) return reading(column, (text) => `${text}::${number}`);
  const time = TIMES.get(type.name);
  if (time !== undefined)
    return reading(`${column}::text`, (text) => `TRY_CAST(replace(${text}, ' BC', ' (BC)') AS ${time})`);
  if (TEXTS.has(type.name) || type.class === 'e') return reading(`${column}::text`, (text) => text);
  if (type.element !== undefined) return readingOfArray(column, type.element);
  if (type.class === 'c') return json(`to_json(${column})::text`);
  switch (type.name) {
    case 'json':
    case 'jsonb':
      return json(`${column}::text`);
    case 'money':
      return reading(`${column}::numeric::text`, (text) => `${text}::DOUBLE`);
    case 'bytea':
      // Written as \x6d6f.
      return reading(`${column}::text`, (text) => `unhex(substr(${text}, 3))`);
    // Of the extension pgvector: [1,2,3] in single and half precision.
    case 'vector':
    case 'halfvec':
      return reading(`${column}::text`, (text) => `${text}::FLOAT[]`);
    default:
      return { select: `${column}::text`, value: (text) => text, isAsText: true };
  }
}

/** The text of an array tells its bounds when they are not the usual ones; this one does not, and has all dimensions as one. */
function readingOfArray(column: string, element: string): Reading {
  const number = VECTORS.get(element);
  if (number !== undefined)
    return reading(
      `array_to_string(${column}, ',', 'NULL')`,
      (text) => `('[' || ${text} || ']')::${number}[]`,
    );
  return reading(`to_json(${column})::text`, (text) => `from_json(${text}, '["VARCHAR"]')`);
}

/** PostgreSQL takes half of a surrogate pair for JSON (not in jsonb); the engine does not, and it becomes null. */
function json(select: string): Reading {
  return reading(select, (text) => `TRY_CAST(${text} AS JSON)`);
}

function reading(select: string, value: Reading['value']): Reading {
  return { select, value, isAsText: false };
}

/**
 * The columns that are asked for, in the order of the table; all where nothing is. A name stands for the column that has it,
 * whatever its case if none has it exactly; a.b for column a where there is no column a.b. Where none is there, the first one
 * stands for the rows.
 */
export function wantedColumns<Column extends { readonly name: string }>(
  columns: readonly Column[],
  names: readonly string[] | undefined,
): readonly Column[] {
  if (names === undefined) return columns;
  const wanted = new Set(names.map((name) => columnNamed(columns, name)));
  const found = columns.filter((column) => wanted.has(column));
  return found.length > 0 ? found : columns.slice(0, 1);
}

/** The column that a name stands for, or undefined. */
export function columnNamed<Column extends { readonly name: string }>(
  columns: readonly Column[],
  name: string,
): Column | undefined {
  const find = (some: string): Column | undefined =>
    columns.find((column) => column.name === some) ??
    columns.find((column) => column.name.toLowerCase() === some.toLowerCase());
  return find(name) ?? find(name.split('.')[0] ?? '');
}
