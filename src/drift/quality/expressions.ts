import type { JobQuality } from '../../plan/drift-job-quality.ts';
import { numberOf, quoteText, type SqlColumn, textOf } from '../counting/sql.ts';

// Values of predictions and labels as SQL: what a column holds is told by its values, since files of text have texts only.

/** Doubles above this have no fractions that could be told. */
const WHOLE_BELOW = '1e15';

/** The name of a class: lower case, whole numbers without a fraction, so that 1, 1.0 and "1" are one. */
export function classText(column: SqlColumn): string {
  const text = textOf(column);
  // As a number it would be 1, and no name says true then.
  if (column.kind === 'boolean') return text;
  const number = numberOf(column);
  return `lower(CASE WHEN ${number} = floor(${number}) AND abs(${number}) < ${WHOLE_BELOW} THEN CAST(${number} AS BIGINT)::VARCHAR ELSE ${text} END)`;
}

/** 1 for the positive class, 0 for the negative one, null for what is neither, of a text made by `classText`. */
export function positiveOf(text: string, { positive, negative }: NonNullable<JobQuality['classes']>): string {
  const within = (names: readonly string[]) =>
    `${text} IN (${names.map((name) => quoteText(name.toLowerCase())).join(', ')})`;
  const other = negative === undefined ? `${text} IS NOT NULL` : within(negative);
  return `CASE WHEN ${within(positive)} THEN 1 WHEN ${other} THEN 0 END`;
}

/** A finite number; true and false are 1 and 0; null for anything else. */
export function finiteNumber(column: SqlColumn): string {
  const number =
    column.kind === 'float' || column.kind === 'integer'
      ? numberOf(column)
      : `coalesce(TRY_CAST(${textOf(column)} AS DOUBLE), TRY_CAST(TRY_CAST(${textOf(column)} AS BOOLEAN) AS DOUBLE))`;
  return `CASE WHEN isfinite(${number}) THEN ${number} END`;
}

/** Two columns by which rows are joined, made alike: moments, whole numbers, or texts. */
export function joinable(left: SqlColumn, right: SqlColumn): readonly [string, string] {
  if (left.kind === 'time' || right.kind === 'time') return [momentOf(left), momentOf(right)];
  if (left.kind === 'integer' && right.kind === 'integer') return [left.expression, right.expression];
  return [textOf(left), textOf(right)];
}

function momentOf(column: SqlColumn): string {
  return column.kind === 'time'
    ? `TRY_CAST(${column.expression} AS TIMESTAMPTZ)`
    : `TRY_CAST(${textOf(column)} AS TIMESTAMPTZ)`;
}
