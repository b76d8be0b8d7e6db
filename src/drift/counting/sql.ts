import { textOfValue } from '../engine.ts';
import type { PhysicalKind } from './columns.ts';
import {
  type CategoryCounts,
  type CategoryScheme,
  type NumericCounts,
  type NumericScheme,
  numericCounts,
} from './counts.ts';

// The SQL of DuckDB for what is counted. Another engine is another file like this one: what comes out is the same.

/** A column as an expression, with what it holds. */
export interface SqlColumn {
  /** Quoted: `"a"`, or `"a"."b"` for a field of a struct. */
  readonly expression: string;
  readonly kind: PhysicalKind;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A number that the engine reads back to the last bit. */
export function sqlDouble(value: number): string {
  const text = String(value);
  // Without an exponent it would be a decimal.
  return text.includes('e') ? text : `${text}e0`;
}

/** A moment, of Unix milliseconds. */
export function sqlMoment(milliseconds: number): string {
  return `make_timestamptz(${Math.round(milliseconds * 1000)})`;
}

/** The value as a number; null where it is none. */
export function numberOf({ expression, kind }: SqlColumn): string {
  if (kind === 'float' || kind === 'integer') return `${expression}::DOUBLE`;
  return `TRY_CAST(${expression} AS DOUBLE)`;
}

/** The value as a number: null where there is none, NaN where there is one that is no number. */
export function numberOrNan(column: SqlColumn): string {
  if (column.kind === 'float' || column.kind === 'integer') return numberOf(column);
  return `CASE WHEN ${textOf(column)} IS NOT NULL THEN COALESCE(${numberOf(column)}, 'NaN'::DOUBLE) END`;
}

/** The value as text; of JSON the text itself, without quotes. */
export function textOf({ expression, kind }: SqlColumn): string {
  if (kind === 'json') return `(${expression}->>'$')`;
  return kind === 'text' ? expression : `${expression}::VARCHAR`;
}

/** The values of the `index`-th numeric column, for `numericExpressions` to count: what is there, and the finite numbers of it. */
export function numericValues(column: SqlColumn, index: number): string[] {
  const value = numberOf(column);
  // Whole numbers are finite.
  const finite = column.kind === 'integer' ? value : `CASE WHEN isfinite(${value}) THEN ${value} END`;
  const present = column.kind === 'integer' || column.kind === 'float' ? value : textOf(column);
  return [`${present} AS v${index}`, `${finite} AS f${index}`];
}

/** Expressions that count the values of the `index`-th numeric column, in the order that `readNumeric` wants them. */
export function numericExpressions(index: number, { edges, shift }: NumericScheme): string[] {
  const finite = `f${index}`;
  const centred = `(${finite} - ${sqlDouble(shift)})`;
  return [
    `count(v${index})`,
    `count(${finite})`,
    edges.length === 0 ? 'NULL' : `map_values(histogram(${finite}, [${edges.map(sqlDouble).join(',')}]))`,
    `fsum(${centred})`,
    `fsum(${centred} * ${centred})`,
    `min(${finite})`,
    `max(${finite})`,
  ];
}
export const NUMERIC_EXPRESSIONS = 7;

/** What the expressions of a numeric column came to. Numbers may be bigints, lists of them hold `items`. */
export function readNumeric(
  rows: number,
  values: readonly unknown[],
  { edges }: NumericScheme,
): NumericCounts {
  const [present, finite, bins, sum, squares, min, max] = values;
  const counted = listOf(bins).map(Number);
  return numericCounts({
    rows,
    present: Number(present),
    finite: Number(finite),
    bins:
      edges.length === 0
        ? [Number(finite)]
        : Array.from({ length: edges.length + 1 }, (_, index) => counted[index] ?? 0),
    sum: Number(sum ?? 0),
    sumOfSquares: Number(squares ?? 0),
    min: Number(min),
    max: Number(max),
  });
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
  return Array.isArray(items) ? items : [];
}

/** The value, or the bucket, by which a category is counted. */
export function categoryExpression(column: SqlColumn, { buckets }: CategoryScheme): string {
  const text = textOf(column);
  // MD5 is the same everywhere; the engine's own hash may change with its version.
  return buckets === undefined ? text : `('#' || (md5_number_lower(${text}) % ${buckets})::VARCHAR)`;
}

/** What the groups of a category column came to. */
export function readCategory(groups: readonly (readonly [unknown, unknown])[]): CategoryCounts {
  let [rows, nulls] = [0, 0];
  const values = new Map<string, number>();
  for (const [value, count] of groups) {
    rows += Number(count);
    if (value === null || value === undefined) nulls += Number(count);
    else values.set(textOfValue(value), Number(count));
  }
  return { kind: 'category', rows, nulls, values, rest: 0 };
}
