import type { JobColumn } from '../../plan/drift-job.ts';
import type { BaselineColumn } from '../baseline.ts';
import { byHalves, type ColumnFailure } from '../counting/by-halves.ts';
import { countColumns } from '../counting/count.ts';
import type { CategoryCounts, ColumnCounts, CountingScheme } from '../counting/counts.ts';
import { quantileEdges } from '../counting/edges.ts';
import { countSorted } from '../counting/in-memory.ts';
import { numberOf } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import { type ColumnShape, columnType, type EvidentlyType } from '../evidently/choose.ts';
import type { CategoryKey, EvidentlySide, NumberKind } from '../evidently/column.ts';
import type { Located } from './sampled.ts';

/** A column that both sides have. */
export interface EvidentlyTask {
  readonly id: string;
  readonly column: JobColumn;
  readonly baseline: Located;
  readonly current: Located;
}

/** A column whose values have been read. */
export interface ReadColumn {
  readonly type: EvidentlyType;
  readonly before: ReadSide;
  readonly after: ReadSide;
}

/** One side of a column: its values, and how many rows there are. */
interface ReadSide {
  readonly side: EvidentlySide;
  readonly rows: number;
}

interface Read {
  readonly columns: ReadonlyMap<string, ReadColumn>;
  readonly failures: readonly ColumnFailure[];
}

/** Values of a side that are read at once, if they are of more than one column: of so many columns a wide table needs few queries. */
const READ_AT_ONCE = 2 ** 20;

/** Tasks in the order in which they came, together as far as they are read at once. */
export function inBatches(tasks: readonly EvidentlyTask[]): EvidentlyTask[][] {
  const [first] = tasks;
  if (first === undefined) return [];
  const rows = Math.max(1, first.baseline.relation.rows, first.current.relation.rows);
  const size = Math.max(1, Math.floor(READ_AT_ONCE / rows));
  return Array.from({ length: Math.ceil(tasks.length / size) }, (_, index) =>
    tasks.slice(index * size, (index + 1) * size),
  );
}

/**
 * Reads both sides of columns that have the same relations: numbers in ascending order, of categories the counts. A column that the
 * engine can't read is a failure of its own.
 */
export async function readColumns(engine: Engine, tasks: readonly EvidentlyTask[]): Promise<Read> {
  const failures: ColumnFailure[] = [];
  const types = new Map<string, EvidentlyType>();
  await byHalves(tasks, failures, (some) => addTypes(engine, some, types));
  const sides = { baseline: new Map<string, ReadSide>(), current: new Map<string, ReadSide>() };
  for (const side of ['baseline', 'current'] as const) {
    const columns = tasks.map((task) => ({ id: task.id, ...task[side] }));
    const numeric = columns.filter(({ id }) => types.get(id) === 'num');
    await byHalves(numeric, failures, (some) => addNumbers(engine, some, sides[side]));
    const others = columns.filter(({ id }) => types.has(id) && types.get(id) !== 'num');
    failures.push(...(await addCategories(engine, others, sides[side])));
  }
  const columns = new Map<string, ReadColumn>();
  for (const [id, type] of types) {
    const [before, after] = [sides.baseline.get(id), sides.current.get(id)];
    if (before && after) columns.set(id, { type, before, after });
  }
  return { columns, failures };
}

const VALUES: Readonly<Record<Located['sql']['kind'], ColumnShape['values']>> = {
  integer: 'integer',
  float: 'float',
  text: 'string',
  json: 'string',
  boolean: 'boolean',
  time: 'datetime',
  vector: 'other',
  other: 'other',
};

/** As declared; else what Evidently makes of the current side. */
async function addTypes(
  engine: Engine,
  tasks: readonly EvidentlyTask[],
  types: Map<string, EvidentlyType>,
): Promise<void> {
  const open: EvidentlyTask[] = [];
  for (const task of tasks) {
    const { type } = task.column;
    const values = VALUES[task.current.sql.kind];
    if (type === 'numeric') types.set(task.id, 'num');
    else if (type === 'category') types.set(task.id, 'cat');
    else if (values === 'integer' || values === 'boolean' || values === 'string') open.push(task);
    // These are so whatever their values are.
    else types.set(task.id, columnType({ values, rows: 0, missing: 0, distinct: 0 }));
  }
  const [first] = open;
  if (first === undefined) return;
  const { name, rows } = first.current.relation;
  const counts = open.map(
    ({ current: { sql } }) => `count(${sql.expression}), count(DISTINCT ${sql.expression})`,
  );
  const [row = []] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${name}`);
  for (const [index, { id, current }] of open.entries()) {
    const [present, distinct] = [Number(row[2 * index]), Number(row[2 * index + 1])];
    types.set(id, columnType({ values: VALUES[current.sql.kind], rows, missing: rows - present, distinct }));
  }
}

type Column = Located & { readonly id: string };

async function addNumbers(
  engine: Engine,
  columns: readonly Column[],
  sides: Map<string, ReadSide>,
): Promise<void> {
  const [first] = columns;
  if (first === undefined) return;
  const { name, rows } = first.relation;
  const values = columns.map(({ sql }) => numberOf(sql));
  const only = values.length === 1 ? values[0] : undefined;
  // One column is sorted by all processors, of several each has its own order.
  const read = await engine.numbers(
    only === undefined
      ? `SELECT ${values.join(', ')} FROM ${name}`
      : `SELECT ${only} FROM ${name} WHERE isfinite(${only}) ORDER BY 1`,
    rows,
  );
  const types = await typesOf(engine, columns);
  for (const [index, { id, sql }] of columns.entries()) {
    const all = read[index] ?? new Float64Array();
    const sorted = only === undefined ? all.filter(Number.isFinite).toSorted() : all;
    sides.set(id, {
      rows,
      side: {
        kind: 'numeric',
        values: sorted,
        number: numberKind(sql, types[index], sorted.length === rows),
      },
    });
  }
}

/** The engine's names of the types of columns of floats; others are not asked for. */
async function typesOf(engine: Engine, columns: readonly Column[]): Promise<unknown[]> {
  if (columns.every(({ sql }) => sql.kind !== 'float')) return [];
  const types = columns.map(({ sql }) => (sql.kind === 'float' ? `typeof(${sql.expression})` : 'NULL'));
  const [first] = columns;
  const [row = []] = await engine.rows(`SELECT ${types.join(', ')} FROM ${first?.relation.name} LIMIT 1`);
  return row;
}

/** As pandas holds them: whole numbers with missing ones are floats there. */
function numberKind({ kind }: Located['sql'], type: unknown, isComplete: boolean): NumberKind {
  if (kind === 'integer' && isComplete) return 'int64';
  return type === 'FLOAT' ? 'float32' : 'float64';
}

async function addCategories(
  engine: Engine,
  columns: readonly Column[],
  sides: Map<string, ReadSide>,
): Promise<readonly ColumnFailure[]> {
  const [first] = columns;
  if (first === undefined) return [];
  const { counted, failures } = await countColumns(
    engine,
    { relation: first.relation.name },
    columns.map(({ id, sql }) => ({ id, column: sql, scheme: { kind: 'category' } })),
  );
  for (const { id, sql } of columns) {
    const counts = counted.get(id)?.get('');
    if (counts?.kind !== 'category') continue;
    sides.set(id, { rows: counts.rows, side: { kind: 'category', counts: keyed(counts, sql.kind) } });
  }
  return failures;
}

/** Values as Python knows them: its numbers and booleans are no texts. NaN and infinities are missing there. */
function keyed({ values }: CategoryCounts, kind: Located['sql']['kind']): Map<CategoryKey, number> {
  if (kind !== 'integer' && kind !== 'float' && kind !== 'boolean') return new Map(values);
  const keys = new Map<CategoryKey, number>();
  for (const [text, count] of values) {
    if (kind === 'boolean') keys.set(text === 'true', count);
    else if (Number.isFinite(Number(text)))
      keys.set(kind === 'integer' ? wholeOf(text) : Number(text), count);
  }
  return keys;
}

function wholeOf(text: string): number | bigint {
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

/** Both sides counted, for pictures and for people: in bins of the baseline, or by value. */
export function countRead(
  { pii }: JobColumn,
  { before, after }: ReadColumn,
): Pick<BaselineColumn, 'as' | 'scheme'> & { readonly before: ColumnCounts; readonly after: ColumnCounts } {
  // Edges of personal data would tell of rows; nobody is shown them.
  const edges = before.side.kind === 'numeric' && !pii ? quantileEdges(before.side.values) : [];
  const scheme: CountingScheme =
    before.side.kind === 'numeric'
      ? { kind: 'numeric', edges, shift: edges[edges.length >> 1] ?? 0 }
      : { kind: 'category' };
  return { as: scheme.kind, scheme, before: countsOf(before, scheme), after: countsOf(after, scheme) };
}

function countsOf({ side, rows }: ReadSide, scheme: CountingScheme): ColumnCounts {
  if (side.kind === 'numeric' && scheme.kind === 'numeric') return countSorted(side.values, rows, scheme);
  const values = new Map<string, number>();
  let present = 0;
  for (const [key, count] of side.kind === 'category' ? side.counts : []) {
    values.set(String(key), count);
    present += count;
  }
  return { kind: 'category', rows, nulls: rows - present, values, rest: 0 };
}
