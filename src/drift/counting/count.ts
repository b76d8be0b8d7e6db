import { sortedBy } from '../../support/sorted-by.ts';
import type { Engine } from '../engine.ts';
import { byHalves, type ColumnFailure } from './by-halves.ts';
import type { CategoryScheme, ColumnCounts, CountingScheme, NumericScheme } from './counts.ts';
import {
  categoryExpression,
  NUMERIC_EXPRESSIONS,
  numberOrNan,
  numericExpressions,
  numericValues,
  readCategory,
  readNumeric,
  type SqlColumn,
} from './sql.ts';
import { NumericTally } from './tally.ts';

/** A column to be counted. */
export interface CountedColumn {
  readonly id: string;
  readonly column: SqlColumn;
  readonly scheme: CountingScheme;
}

/** Counts by the id of the column, then by the group; `''` is the group of all rows. */
export type Counted = ReadonlyMap<string, ReadonlyMap<string, ColumnCounts>>;

/** Columns of numbers that one query counts: more would make its text and its state large. */
const BATCH = 40;
/** Up to so many threads one that counts what comes is faster than all of them with the engine's aggregates, which take thrice as long. */
const MOST_TALLY_THREADS = 4;
/** Columns of categories that one query counts: it holds all their values. */
const CATEGORY_BATCH = 10;

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
): Promise<{ readonly counted: Counted; readonly failures: readonly ColumnFailure[] }> {
  const counted = new Map<string, ReadonlyMap<string, ColumnCounts>>();
  const failures: ColumnFailure[] = [];
  const numeric = columns.filter(isNumeric);
  for (let from = 0; from < numeric.length; from += BATCH)
    await byHalves(numeric.slice(from, from + BATCH), failures, (some) =>
      target.group === undefined && engine.threads <= MOST_TALLY_THREADS
        ? tallyNumeric(engine, target, some, counted)
        : countNumeric(engine, target, some, counted),
    );
  const categories = columns.filter(isCategory);
  for (let from = 0; from < categories.length; from += CATEGORY_BATCH)
    await byHalves(categories.slice(from, from + CATEGORY_BATCH), failures, (some) =>
      countCategories(engine, target, some, counted),
    );
  return { counted, failures };
}

type Of<Scheme extends CountingScheme> = CountedColumn & { readonly scheme: Scheme };

function isNumeric(column: CountedColumn): column is Of<NumericScheme> {
  return column.scheme.kind === 'numeric';
}

function isCategory(column: CountedColumn): column is Of<CategoryScheme> {
  return column.scheme.kind === 'category';
}

/** Counts of all rows, as they come. */
async function tallyNumeric(
  engine: Engine,
  { relation }: Target,
  columns: readonly Of<NumericScheme>[],
  counted: Map<string, ReadonlyMap<string, ColumnCounts>>,
): Promise<void> {
  const tallies = columns.map(({ id, scheme }) => ({ id, tally: new NumericTally(scheme) }));
  await engine.chunks(
    `SELECT ${columns.map(({ column }) => numberOrNan(column)).join(', ')} FROM ${relation}`,
    (chunk) => {
      for (const [index, column] of chunk.entries()) tallies[index]?.tally.add(column);
    },
  );
  for (const { id, tally } of tallies) counted.set(id, new Map([['', tally.counts()]]));
}

/** Counts of all rows or of groups, by the engine's own aggregates. */
async function countNumeric(
  engine: Engine,
  target: Target,
  columns: readonly Of<NumericScheme>[],
  counted: Map<string, ReadonlyMap<string, ColumnCounts>>,
): Promise<void> {
  const values = columns.flatMap(({ column }, index) => numericValues(column, index));
  const expressions = columns.flatMap(({ scheme }, index) => numericExpressions(index, scheme));
  const from = `(SELECT ${target.group ?? "''"} AS g, ${values.join(', ')} FROM ${target.relation})`;
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
}

/** Each column is a grouping of its own in one pass: for wide tables most of a query is finding out what there is to read. */
async function countCategories(
  engine: Engine,
  target: Target,
  columns: readonly Of<CategoryScheme>[],
  counted: Map<string, ReadonlyMap<string, ColumnCounts>>,
): Promise<void> {
  const names = columns.map((_, index) => `v${index}`);
  const values = columns.map(
    ({ column, scheme }, index) => `${categoryExpression(column, scheme)} AS v${index}`,
  );
  const from = `(SELECT ${target.group ?? "''"} AS g, ${values.join(', ')} FROM ${target.relation})`;
  const rows = await engine.rows(
    `SELECT GROUPING_ID(${names.join(', ')}), g, COALESCE(${names.join(', ')}), count(*) FROM ${from} GROUP BY GROUPING SETS (${names.map((name) => `(g, ${name})`).join(', ')})`,
  );
  const groups = columns.map(() => new Map<string, [unknown, unknown][]>());
  for (const [grouping, group, value, count] of rows) {
    const ofColumn = groups[groupedBy(Number(grouping), columns.length)];
    const list = ofColumn?.get(String(group));
    if (list === undefined) ofColumn?.set(String(group), [[value, count]]);
    else list.push([value, count]);
  }
  for (const [index, { id }] of columns.entries()) {
    const known = groups[index] ?? new Map<string, [unknown, unknown][]>();
    // Without rows there is no group; with one, there is one without rows.
    if (known.size === 0 && target.group === undefined) known.set('', []);
    counted.set(id, inOrder([...known].map(([group, list]) => [group, readCategory(list)] as const)));
  }
}

/** The index of the one column whose bit is 0: a bit says that a column is not grouped by, the first column's being the highest. */
function groupedBy(grouping: number, columns: number): number {
  return columns - 1 - Math.log2(2 ** columns - 1 - grouping);
}

/** Groups come in the order in which threads are done: here by their names. */
function inOrder<Counts>(groups: readonly (readonly [string, Counts])[]): Map<string, Counts> {
  return new Map(sortedBy(groups, ([name]) => name));
}
