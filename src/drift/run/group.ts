import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import { counted } from '../../support/counted.ts';
import { type BaselineColumn, valueClasses } from '../baseline.ts';
import type { CountedColumn } from '../counting/count.ts';
import type { ColumnCounts } from '../counting/counts.ts';
import { resolveColumn } from '../counting/resolve-column.ts';
import type { Candidate, Judged } from '../decide.ts';
import type { Score } from '../scoring/score.ts';
import { candidatesOf, tellUndecided } from './candidates.ts';
import {
  columnId,
  countBaseline,
  countedSegments,
  countGroups,
  type FoundColumn,
  findColumns,
  requestsOf,
} from './compare.ts';
import type { Findings, RunContext } from './context.ts';
import { type ColumnDescription, describeColumn } from './describe.ts';
import { compareGroupAsEvidently } from './evidently.ts';
import { scoreValues, sortedValues, wantsValues } from './exact.ts';
import { outliersOf } from './outliers.ts';
import { compareSampled, isSampled, type Located } from './sampled.ts';
import { type KnownSegment, segmentExpression, splitGroup } from './segments.ts';
import type { ColumnGroup } from './sides.ts';
import { typeCandidate } from './types.ts';

function locate({ relation }: ColumnGroup['current'], { sql }: FoundColumn): Located {
  return { relation, sql };
}

/** What comes of columns that are read from the same rows. */
export interface GroupResult {
  readonly candidates: readonly Candidate[];
  /** What is judged already: by another profile's rules. */
  readonly judged: readonly Judged[];
  readonly columns: readonly ColumnDescription[];
}

/** Compares columns that are read from the same rows. */
export async function compareGroup(
  context: RunContext,
  policy: JobPolicy,
  group: ColumnGroup,
  stored: ReadonlyMap<string, BaselineColumn>,
  findings: Findings,
): Promise<GroupResult> {
  if (policy.profile === 'evidently') return compareGroupAsEvidently(context, policy, group, findings);
  const { relation } = group.current;
  const found = await findColumns(context, relation, group.columns);
  const before = group.baseline && (await findColumns(context, group.baseline.relation, group.columns));
  const baselines = new Map(
    [...stored].filter(([id]) => group.columns.some((column) => columnId(column) === id)),
  );
  if (group.baseline && before) {
    const unstored = new Map(
      [...before].filter(([id, { column }]) => !baselines.has(id) && !isSampled(column)),
    );
    for (const [id, column] of await countBaseline(
      context,
      policy,
      group.baseline.relation,
      unstored,
      findings,
    ))
      baselines.set(id, column);
  }
  const asBefore = countedColumns(found, baselines);
  const segments = countedSegments(baselines.values());
  const compared: Compared = { context, policy, group, found, before, segments, findings };
  context.progress(`counting the current data: ${counted(relation.rows, 'row')}`);
  const current = await countGroups(
    context,
    relation,
    asBefore,
    await withColumns(context, policy, segments, group),
    findings,
    'current data',
  );
  const classes = await valueClasses(context.engine, relation, requestsOf(found));
  const candidates: Candidate[] = [];
  const columns: ColumnDescription[] = [];
  for (const column of group.columns) {
    const id = columnId(column);
    const [counts, here, there] = [current.get(id), found.get(id), before?.get(id)];
    const baseline = baselines.get(id);
    const sides = here &&
      there &&
      group.baseline && { baseline: locate(group.baseline, there), current: locate(group.current, here) };
    if (isSampled(column) && sides) {
      const sampled = await compareSampled(context, column, sides, findings);
      candidates.push(...sampled.candidates);
      columns.push(describeColumn(column, sampled.counted?.baseline, sampled.counted?.current));
      continue;
    }
    columns.push(describeColumn(column, baseline, counts));
    const inBaseline = before?.has(id) ?? baseline !== undefined;
    const type = typeCandidate(relation, column, { baseline, here: classes.get(id), inBaseline }, findings);
    candidates.push(type);
    if (baseline === undefined || counts === undefined) continue;
    tellValues(findings, column, baseline, counts);
    const outliers = outliersOf(column, baseline, counts.get(''));
    if (outliers !== undefined) findings.add('info', 'column/outliers', outliers, { column: column.column });
    const exact = await exactScores(compared, column, baseline, counts);
    const own = candidatesOf({ column, baseline, current: counts, exact }, policy);
    tellUndecided(findings, { column, baseline }, own);
    candidates.push(...own);
  }
  return { candidates, judged: [], columns };
}

/** The columns that a relation has, to be counted as their baselines were. */
export function countedColumns(
  found: ReadonlyMap<string, FoundColumn>,
  baselines: ReadonlyMap<string, BaselineColumn>,
): CountedColumn[] {
  return [...found].flatMap(([id, { sql }]) => {
    const baseline = baselines.get(id);
    return baseline === undefined ? [] : [{ id, column: sql, scheme: baseline.scheme }];
  });
}

/** The segments of a policy with the columns that tell them in the current data. */
export async function withColumns(
  context: RunContext,
  policy: JobPolicy,
  segments: readonly KnownSegment[],
  { current }: ColumnGroup,
) {
  const known = [];
  for (const segment of segments) {
    const column = policy.segments.find(({ name }) => name === segment.name)?.column;
    if (column === undefined) continue;
    const sql = await resolveColumn(context.engine, current.relation.name, current.relation.columns, column);
    if (sql !== undefined) known.push({ segment, sql });
  }
  return known;
}

/** What all values of a column being missing, or being one value, keeps from being seen. */
function tellValues(
  findings: Findings,
  { column }: JobColumn,
  baseline: BaselineColumn,
  counts: ReadonlyMap<string, ColumnCounts>,
): void {
  const sides = [
    ['the baseline', baseline.groups.get('')],
    ['the current data', counts.get('')],
  ] as const;
  for (const [side, of] of sides) {
    if (of === undefined || of.rows === 0) continue;
    if (of.nulls === of.rows)
      findings.add('warning', 'column/all-null', `${column} has no value at all in ${side}`, { column });
    else if (isConstant(of))
      findings.add('info', 'column/constant', `${column} has only one value in ${side}`, { column });
    if (of.kind === 'numeric' && of.nonFinite > 0)
      findings.add(
        'warning',
        'column/not-finite',
        `${column} has ${of.nonFinite === 1 ? `1 value in ${side} that is no finite number; it counts` : `${of.nonFinite} values in ${side} that are no finite numbers; they count`} as missing`,
        { column },
      );
  }
}

function isConstant(counts: ColumnCounts): boolean {
  if (counts.kind === 'category') return counts.values.size === 1 && counts.rest === 0;
  return counts.min !== undefined && counts.min === counts.max;
}

/** What all columns of a group have in common. */
interface Compared {
  readonly context: RunContext;
  readonly policy: JobPolicy;
  readonly group: ColumnGroup;
  /** Columns of the current data, and of the baseline where its rows are there. */
  readonly found: ReadonlyMap<string, FoundColumn>;
  readonly before: ReadonlyMap<string, FoundColumn> | undefined;
  readonly segments: readonly KnownSegment[];
  readonly findings: Findings;
}

/** Scores of all values by their groups; none where the test does not want them, or the baseline has no rows. */
async function exactScores(
  compared: Compared,
  column: JobColumn,
  baseline: BaselineColumn,
  counts: ReadonlyMap<string, ColumnCounts>,
): Promise<Map<string, Score>> {
  const { context, group, found, before, findings } = compared;
  const scores = new Map<string, Score>();
  const id = columnId(column);
  const [here, there] = [found.get(id), before?.get(id)];
  if (
    baseline.as !== 'numeric' ||
    !wantsValues(column.test, context.exact) ||
    here === undefined ||
    there === undefined
  )
    return scores;
  context.progress(`comparing all values of ${column.column}`);
  const valuesOf = async ({ relation }: ColumnGroup['current'], { sql }: FoundColumn, name: string) =>
    sortedValues(context.engine, relation, sql, await groupOf(compared, relation, name));
  for (const name of baseline.groups.keys()) {
    if (!counts.has(name)) continue;
    const [a, b] = [
      await valuesOf(group.baseline ?? group.current, there, name),
      await valuesOf(group.current, here, name),
    ];
    const score = a.length > 0 && b.length > 0 ? scoreValues(column.test, a, b) : undefined;
    if (score !== undefined) scores.set(name, score);
  }
  if (scores.size === 0)
    findings.add('info', 'column/not-exact', `${column.column}: too few values to compare them all`, {
      column: column.column,
    });
  return scores;
}

/** The rows of a group in a relation; undefined for all rows. */
async function groupOf(
  { context, policy, segments }: Compared,
  relation: ColumnGroup['current']['relation'],
  name: string,
) {
  const split = splitGroup(name);
  const segment = segments.find((each) => each.name === split?.name);
  const column = policy.segments.find((each) => each.name === split?.name)?.column;
  if (segment === undefined || column === undefined) return undefined;
  const sql = await resolveColumn(context.engine, relation.name, relation.columns, column);
  return sql && { expression: segmentExpression(segment, sql), name };
}
