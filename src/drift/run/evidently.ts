import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import { type BaselineColumn, type ValueClass, valueClasses } from '../baseline.ts';
import type { Candidate, Judged } from '../decide.ts';
import { finite } from '../decide.ts';
import { rowsOf } from '../evidently/column.ts';
import { compareAsEvidently, type EvidentlyOutcome } from '../evidently/compare.ts';
import { figure } from '../figure.ts';
import { columnId, findColumns, requestsOf, tellFailure } from './compare.ts';
import type { Findings, RunContext } from './context.ts';
import { type ColumnDescription, describeColumn } from './describe.ts';
import {
  countRead,
  type EvidentlyTask,
  inBatches,
  type ReadColumn,
  readColumns,
} from './evidently-columns.ts';
import type { GroupResult } from './group.ts';
import { compareSampled, isSampled, type Located } from './sampled.ts';
import type { ColumnGroup } from './sides.ts';
import { typeCandidate } from './types.ts';

/** Tests whose score is a probability. */
const P_VALUES = ['ks', 't_test', 'mannw', 'anderson', 'cramer_von_mises', 'chisquare', 'z', 'g_test', 'TVD'];

/** A column after its values have been looked at. */
interface Compared {
  readonly judged: Judged;
  readonly counted: ReturnType<typeof countRead>;
}

/**
 * Compares columns of the same rows as Evidently 0.7.23 does: its own choice of a test, by the type of the column and the rows of the
 * baseline, its threshold, and its flag as the level; nothing is corrected, and no number of rows is too small. What makes
 * Evidently raise is a finding. Every value is read once; vectors and texts are compared as in the other profile.
 */
export async function compareGroupAsEvidently(
  context: RunContext,
  policy: JobPolicy,
  group: ColumnGroup,
  findings: Findings,
): Promise<GroupResult> {
  const here = await lookAt(context, group.current, group.columns);
  const there = group.baseline && (await lookAt(context, group.baseline, group.columns));
  const tasks = group.columns.flatMap((column): EvidentlyTask[] => {
    const id = columnId(column);
    const [current, baseline] = [here.located.get(id), there?.located.get(id)];
    return current && baseline ? [{ id, column, baseline, current }] : [];
  });
  const compared = await compareAll(
    context,
    tasks.filter(({ column }) => !isSampled(column)),
    findings,
  );
  const candidates: Candidate[] = [];
  const judged: Judged[] = [];
  const columns: ColumnDescription[] = [];
  for (const column of group.columns) {
    const id = columnId(column);
    const task = tasks.find((each) => each.id === id);
    if (isSampled(column) && task) {
      const sampled = await compareSampled(context, column, task, findings);
      candidates.push(...sampled.candidates);
      columns.push(describeColumn(column, sampled.counted?.baseline, sampled.counted?.current));
      continue;
    }
    const { judged: one, counted } = compared.get(id) ?? {};
    const baseline: BaselineColumn | undefined = counted && {
      as: counted.as,
      scheme: counted.scheme,
      valueClass: there?.classes.get(id) ?? 'other',
      groups: new Map([['', counted.before]]),
    };
    columns.push(describeColumn(column, baseline, counted && new Map([['', counted.after]])));
    // For its findings: in Evidently a change of type is no drift.
    const inBaseline = there?.located.has(id) ?? false;
    if (counted !== undefined || task === undefined)
      typeCandidate(
        group.current.relation,
        column,
        { baseline, here: here.classes.get(id), inBaseline },
        findings,
      );
    if (one !== undefined) judged.push(one);
  }
  return { candidates, judged, columns };
}

interface Looked {
  readonly located: ReadonlyMap<string, Located>;
  readonly classes: ReadonlyMap<string, ValueClass>;
}

/** Which columns a relation has, and what their values are. */
async function lookAt(
  context: RunContext,
  { relation }: ColumnGroup['current'],
  columns: readonly JobColumn[],
): Promise<Looked> {
  const found = await findColumns(context, relation, columns);
  return {
    located: new Map([...found].map(([id, { sql }]) => [id, { relation, sql }])),
    classes: await valueClasses(context.engine, relation, requestsOf(found)),
  };
}

/** While some columns are compared, the engine reads the next. */
async function compareAll(
  context: RunContext,
  tasks: readonly EvidentlyTask[],
  findings: Findings,
): Promise<Map<string, Compared>> {
  const batches = inBatches(tasks);
  const start = (batch: readonly EvidentlyTask[] = []): ReturnType<typeof readColumns> => {
    const [first, ...more] = batch.map(({ column }) => column.column);
    if (first !== undefined)
      context.progress(
        `comparing all values of ${first}${more.length === 0 ? '' : ` and ${more.length} more`}`,
      );
    return readColumns(context.engine, batch);
  };
  const compared = new Map<string, Compared>();
  let reading = start(batches[0]);
  for (const [index, batch] of batches.entries()) {
    const { columns, failures } = await reading;
    reading = start(batches[index + 1]);
    for (const { id, column } of batch) {
      const read = columns.get(id);
      if (read !== undefined) compared.set(id, compareRead(column, read, findings));
    }
    for (const { id, message } of failures) tellFailure(findings, id, 'read', message);
  }
  return compared;
}

function compareRead(column: JobColumn, read: ReadColumn, findings: Findings): Compared {
  const { type, before, after } = read;
  const outcome = compareAsEvidently(before.side, after.side, { type });
  if (outcome.error !== undefined) {
    const { code, message, hint } = outcome.error;
    findings.add('warning', code, `${column.column} ${message}`, { column: column.column, hint });
  }
  return {
    judged: judged(column, outcome, rowsOf(before.side), rowsOf(after.side)),
    counted: countRead(column, read),
  };
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
