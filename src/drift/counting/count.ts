import { sortedBy } from '../../support/sorted-by.ts';
import { type Engine, EngineError } from '../engine.ts';
import type { CategoryScheme, ColumnCounts, CountingScheme, NumericScheme } from './counts.ts';
import {
  categoryExpression,
  NUMERIC_EXPRESSIONS,
  numericExpressions,
  numericValues,
  readCategory,
  readNumeric,
  type SqlColumn,
} from './sql.ts';

/** A column to be counted. */
export interface CountedColumn {
  readonly id: string;
  readonly column: SqlColumn;
  readonly scheme: CountingScheme;
}

/** What could not be counted, and what the engine says of it. */
export interface CountFailure {
  readonly id: string;
  readonly message: string;
}

/** Counts by the id of the column, then by the group; `''` is the group of all rows. */
export type Counted = ReadonlyMap<string, ReadonlyMap<string, ColumnCounts>>;

/** Columns that one query counts: more would make its text and its state large. */
const BATCH = 40;

interface Target {
  readonly relation: string;
  /** An expression of text by which rows are grouped; absent: all rows are one group. */
  readonly group?: string;
}

/**
 * Counts columns of a relation, in few passes over it. A column that makes its query fail is a failure of its own: the others
 * are counted without it.
 */
export async function countColumns(
  engine: Engine,
  target: Target,
  columns: readonly CountedColumn[],
): Promise<{ readonly counted: Counted; readonly failures: readonly CountFailure[] }> {
  const counted = new Map<string, ReadonlyMap<string, ColumnCounts>>();
  const failures: CountFailure[] = [];
  const numeric = columns.filter(isNumeric);
  for (let from = 0; from < numeric.length; from += BATCH)
    await countNumeric(engine, target, numeric.slice(from, from + BATCH), counted, failures);
  for (const column of columns.filter(isCategory))
    await countCategory(engine, target, column, counted, failures);
  return { counted, failures };
}

type Of<Scheme extends CountingScheme> = CountedColumn & { readonly scheme: Scheme };

function isNumeric(column: CountedColumn): column is Of<NumericScheme> {
  return column.scheme.kind === 'numeric';
}

function isCategory(column: CountedColumn): column is Of<CategoryScheme> {
  return column.scheme.kind === 'category';
}

async function countNumeric(
  engine: Engine,
  target: Target,
  columns: readonly Of<NumericScheme>[],
  counted: Map<string, ReadonlyMap<string, ColumnCounts>>,
  failures: CountFailure[],
): Promise<void> {
  const values = columns.flatMap(({ column }, index) => numericValues(column, index));
  const expressions = columns.flatMap(({ scheme }, index) => numericExpressions(index, scheme));
  const from = `(SELECT ${target.group ?? "''"} AS g, ${values.join(', ')} FROM ${target.relation})`;
  try {
    const rows = await engine.rows(
      target.group === undefined
        ? `SELECT '', count(*), ${expressions.join(', ')} FROM ${from}`
        : `SELECT g, count(*), ${expressions.join(', ')} FROM ${from} GROUP BY g`,
    );
    for (const [index, { id, scheme }] of columns.entries()) {
      const at = 2 + index * NUMERIC_EXPRESSIONS;
      const groups = rows.map(
        ([name, count, ...rest]) =>
          [
            String(name),
            readNumeric(Number(count), [name, count, ...rest].slice(at, at + NUMERIC_EXPRESSIONS), scheme),
          ] as const,
      );
      counted.set(id, inOrder(groups));
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const [only] = columns;
    if (columns.length === 1 && only) {
      failures.push({ id: only.id, message: error.message });
      return;
    }
    // One of them is to blame: it is found by halves.
    const half = Math.ceil(columns.length / 2);
    await countNumeric(engine, target, columns.slice(0, half), counted, failures);
    await countNumeric(engine, target, columns.slice(half), counted, failures);
  }
}

async function countCategory(
  engine: Engine,
  target: Target,
  { id, column, scheme }: Of<CategoryScheme>,
  counted: Map<string, ReadonlyMap<string, ColumnCounts>>,
  failures: CountFailure[],
): Promise<void> {
  try {
    const rows = await engine.rows(
      // By place: a column of the data may have the name of an alias.
      `SELECT ${target.group ?? "''"}, ${categoryExpression(column, scheme)}, count(*) FROM ${target.relation} GROUP BY 1, 2`,
    );
    const groups = new Map<string, [unknown, unknown][]>();
    for (const [group, value, count] of rows) {
      const key = String(group);
      const list = groups.get(key);
      if (list === undefined) groups.set(key, [[value, count]]);
      else list.push([value, count]);
    }
    // Without rows there is no group; with one, there is one without rows.
    if (groups.size === 0 && target.group === undefined) groups.set('', []);
    counted.set(id, inOrder([...groups].map(([group, values]) => [group, readCategory(values)] as const)));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    failures.push({ id, message: error.message });
  }
}

/** Groups come in the order in which threads are done: here by their names. */
function inOrder<Counts>(groups: readonly (readonly [string, Counts])[]): Map<string, Counts> {
  return new Map(sortedBy(groups, ([name]) => name));
}
