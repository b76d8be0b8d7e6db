import type { JobColumn } from '../../plan/drift-job.ts';
import { numberOf, type SqlColumn } from '../counting/sql.ts';
import type { Judged } from '../decide.ts';
import { finite } from '../decide.ts';
import { textOfValue } from '../engine.ts';
import { type ColumnShape, columnType, type EvidentlyType } from '../evidently/choose.ts';
import type { CategoryKey, EvidentlySide, NumberKind } from '../evidently/column.ts';
import { compareAsEvidently, type EvidentlyOutcome } from '../evidently/compare.ts';
import { figure } from '../figure.ts';
import type { Relation } from '../world/relation.ts';
import type { Findings, RunContext } from './context.ts';

/** A column on one side. */
interface Located {
  readonly relation: Relation;
  readonly sql: SqlColumn;
}

/** Tests whose score is a probability. */
const P_VALUES = ['ks', 't_test', 'mannw', 'anderson', 'cramer_von_mises', 'chisquare', 'z', 'g_test', 'TVD'];

/** A column that is to be compared. */
export interface EvidentlyTask {
  readonly column: JobColumn;
  readonly baseline: Located;
  readonly current: Located;
}

/** A column whose values have been read. */
interface ReadColumn {
  readonly type: EvidentlyType;
  readonly before: ReadSide;
  readonly after: ReadSide;
}

interface ReadSide {
  readonly side: EvidentlySide;
  readonly rows: number;
}

/**
 * Compares columns as Evidently 0.7.23 does: its own choice of a test, by the type of the column and the rows of the baseline, its
 * threshold, and its flag as the level; nothing is corrected, and no number of rows is too small. What makes Evidently raise is
 * a finding. While one column is compared, the engine reads the next.
 */
export async function judgeAsEvidently(
  context: RunContext,
  tasks: readonly EvidentlyTask[],
  findings: Findings,
): Promise<Judged[]> {
  const judgements: Judged[] = [];
  let reading = startReading(context, tasks[0]);
  for (const [index, { column }] of tasks.entries()) {
    const read = await reading;
    reading = startReading(context, tasks[index + 1]);
    if (read !== undefined) judgements.push(judgeRead(column, read, findings));
  }
  return judgements;
}

async function startReading(
  context: RunContext,
  task: EvidentlyTask | undefined,
): Promise<ReadColumn | undefined> {
  if (task === undefined) return undefined;
  const { column, baseline, current } = task;
  context.progress(`comparing all values of ${column.column}`);
  const type = await typeOf(context, column, current);
  const before = await sideOf(context, baseline, type);
  return { type, before, after: await sideOf(context, current, type) };
}

function judgeRead(column: JobColumn, { type, before, after }: ReadColumn, findings: Findings): Judged {
  const outcome = compareAsEvidently(before.side, after.side, { type });
  if (outcome.error !== undefined) {
    const { code, message, hint } = outcome.error;
    findings.add('warning', code, `${column.column} ${message}`, { column: column.column, hint });
  }
  return judged(column, outcome, before.rows, after.rows);
}

function judged(column: JobColumn, outcome: EvidentlyOutcome, baselineRows: number, rows: number): Judged {
  const { test, score, threshold, drifted, error } = outcome;
  const isP = test !== null && P_VALUES.includes(test);
  const sign = isP ? (drifted ? '≤' : '>') : drifted ? '≥' : '<';
  return {
    part: column.part,
    feature: column.feature ?? null,
    aspect: 'values',
    test: test ?? 'none',
    segment: null,
    segmentValue: null,
    rows,
    baselineRows,
    score: finite(score),
    effect: isP ? null : finite(score),
    levels: { warn: null, alert: isP ? null : finite(threshold) },
    noise: null,
    pValue: isP ? finite(score) : null,
    adjustedPValue: isP ? finite(score) : null,
    alpha: isP ? finite(threshold) : null,
    level: drifted ? 'alert' : 'none',
    reason:
      error === undefined
        ? `${isP ? 'p' : 'distance'} ${figure(score)} ${sign} ${figure(threshold)}, as Evidently judges it`
        : `not decided: it ${error.message}`,
  };
}

/** As declared; else what Evidently makes of the current side. */
async function typeOf(
  { engine }: RunContext,
  column: JobColumn,
  { relation, sql }: Located,
): Promise<EvidentlyType> {
  if (column.type === 'numeric') return 'num';
  if (column.type === 'category') return 'cat';
  const [row = []] = await engine.rows(
    `SELECT count(*) - count(${sql.expression}), count(DISTINCT ${sql.expression}) FROM ${relation.name}`,
  );
  const values: ColumnShape['values'] = {
    integer: 'integer',
    float: 'float',
    text: 'string',
    json: 'string',
    boolean: 'boolean',
    time: 'datetime',
    vector: 'other',
    other: 'other',
  }[sql.kind] as ColumnShape['values'];
  return columnType({ values, rows: relation.rows, missing: Number(row[0]), distinct: Number(row[1]) });
}

async function sideOf(
  { engine }: RunContext,
  { relation, sql }: Located,
  type: EvidentlyType,
): Promise<ReadSide> {
  if (type === 'num') {
    const value = numberOf(sql);
    // Sorted by all processors: most tests want them so.
    const [values = new Float64Array()] = await engine.numbers(
      `SELECT ${value} FROM ${relation.name} WHERE isfinite(${value}) ORDER BY 1`,
      relation.rows,
    );
    return {
      side: { kind: 'numeric', values, number: await numberKind(engine, { relation, sql }) },
      rows: values.length,
    };
  }
  const groups = await engine.rows(
    `SELECT ${sql.expression}, count(*) FROM ${relation.name} WHERE ${sql.expression} IS NOT NULL GROUP BY ALL`,
  );
  const counts = new Map<CategoryKey, number>();
  let rows = 0;
  for (const [value, count] of groups) {
    const key = keyOf(value);
    counts.set(key, (counts.get(key) ?? 0) + Number(count));
    rows += Number(count);
  }
  return { side: { kind: 'category', counts }, rows };
}

function keyOf(value: unknown): CategoryKey {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? value
    : textOfValue(value);
}

/** As pandas holds them: whole numbers with missing ones are floats there. */
async function numberKind(engine: RunContext['engine'], { relation, sql }: Located): Promise<NumberKind> {
  const [row = []] = await engine.rows(
    `SELECT any_value(typeof(${sql.expression})), count(*) - count(${sql.expression}) FROM ${relation.name}`,
  );
  if (row[0] === 'FLOAT') return 'float32';
  return sql.kind === 'integer' && Number(row[1]) === 0 ? 'int64' : 'float64';
}
