import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import { type BaselineColumn, valueClasses } from '../baseline.ts';
import type { CountedColumn } from '../counting/count.ts';
import type { ColumnCounts } from '../counting/counts.ts';
import { type Candidate, type Judged, judge } from '../decide.ts';
import { DriftProblem } from '../problem.ts';
import type { ColumnResult, PolicyResult } from '../result.ts';
import type { Score } from '../scoring/score.ts';
import type { BaselineSnapshot } from '../snapshot.ts';
import { isoMoment, type Window } from '../windows.ts';
import { resolveColumn } from '../world/relation.ts';
import { candidatesOf } from './candidates.ts';
import {
  columnId,
  countBaseline,
  countGroups,
  type FoundColumn,
  findColumns,
  requestsOf,
  storedColumns,
  storedSegments,
} from './compare.ts';
import { Findings, type RunContext } from './context.ts';
import { describeColumn } from './describe.ts';
import { scoreValues, sortedValues, wantsValues } from './exact.ts';
import { type KnownSegment, segmentExpression } from './segments.ts';
import { type ColumnGroup, openSides } from './sides.ts';
import { typeCandidate } from './types.ts';

/** What a run found of a policy, before earlier runs have their say. */
export interface PolicyRun {
  readonly policy: JobPolicy;
  readonly windowEnd: number;
  readonly judged: readonly Judged[];
  readonly columns: readonly Omit<ColumnResult, 'verdict' | 'level'>[];
  readonly result: Pick<PolicyResult, 'window' | 'baseline' | 'findings' | 'completed' | 'enough'>;
}

/**
 * Compares the data of a policy with its baseline. A column that can't be compared is a finding, and all others are scored; a
 * source that can't be read leaves the policy undecided, with the reason as a finding.
 */
export async function runPolicy(context: RunContext, policy: JobPolicy): Promise<PolicyRun> {
  const findings = new Findings();
  try {
    return await compare(context, policy, findings);
  } catch (error) {
    if (!(error instanceof DriftProblem)) throw error;
    findings.add('error', error.code, error.message, { hint: error.hint });
    return {
      policy,
      windowEnd: context.now,
      judged: [],
      columns: [],
      result: { ...emptyResult(), findings: findings.list, completed: false, enough: false },
    };
  }
}

function emptyResult(): Pick<PolicyResult, 'window' | 'baseline'> {
  const window = { from: null, to: null, rows: 0 };
  return { window, baseline: { ...window, description: 'not read', stored: false } };
}

async function compare(context: RunContext, policy: JobPolicy, findings: Findings): Promise<PolicyRun> {
  const snapshot = readStored(context, policy, findings);
  const stored =
    snapshot === undefined ? new Map<string, BaselineColumn>() : storedColumns(snapshot, policy.columns);
  const needsRows = (column: JobColumn): boolean =>
    !stored.has(columnId(column)) || wantsValues(column.test, context.exact);
  const groups = await openSides(context, policy, findings, needsRows);
  const candidates: Candidate[] = [];
  const columns: Omit<ColumnResult, 'verdict' | 'level'>[] = [];
  for (const group of groups) {
    const part = await compareGroup(context, policy, group, { snapshot, stored }, findings);
    candidates.push(...part.candidates);
    columns.push(...part.columns);
  }
  const [main] = groups;
  const rows = Math.min(...groups.map(({ current }) => current.relation.rows));
  for (const { current, baseline } of groups) {
    if (current.relation.hasChanged() || baseline?.relation.hasChanged())
      findings.add(
        'warning',
        'source/changed-while-read',
        'files were written while they were read: some rows may be missing or counted twice',
      );
  }
  return {
    policy,
    windowEnd: main?.current.window.to ?? context.now,
    judged: judge(candidates, policy),
    columns,
    result: {
      window: windowResult(main?.current.window, main?.current.relation.rows ?? 0),
      baseline: baselineResult(policy, main, snapshot),
      findings: findings.list,
      completed: true,
      enough: rows >= policy.minSamples,
    },
  };
}

export function readStored(
  { readSnapshot }: RunContext,
  { baseline, profile }: JobPolicy,
  findings: Findings,
): BaselineSnapshot | undefined {
  if (baseline.kind !== 'dataset' || baseline.snapshot === undefined || profile === 'evidently')
    return undefined;
  const snapshot = readSnapshot(baseline.snapshot);
  if (snapshot === undefined) {
    findings.add(
      'info',
      'baseline/not-captured',
      `there is no stored baseline ${baseline.snapshot} yet: the rows of the baseline are read`,
      {
        hint: 'modelwatch drift baseline capture writes it; runs are faster with it.',
      },
    );
  }
  return snapshot;
}

interface Stored {
  readonly snapshot: BaselineSnapshot | undefined;
  readonly stored: ReadonlyMap<string, BaselineColumn>;
}

async function compareGroup(
  context: RunContext,
  policy: JobPolicy,
  group: ColumnGroup,
  { snapshot, stored }: Stored,
  findings: Findings,
): Promise<{ candidates: Candidate[]; columns: Omit<ColumnResult, 'verdict' | 'level'>[] }> {
  const { relation } = group.current;
  const found = await findColumns(context, relation, group.columns);
  const before = group.baseline && (await findColumns(context, group.baseline.relation, group.columns));
  const baselines = new Map(
    [...stored].filter(([id]) => group.columns.some((column) => columnId(column) === id)),
  );
  if (group.baseline && before) {
    const unstored = new Map([...before].filter(([id]) => !baselines.has(id)));
    for (const [id, column] of await countBaseline(
      context,
      policy,
      group.baseline.relation,
      unstored,
      findings,
    ))
      baselines.set(id, column);
  }
  const counted = countedColumns(found, baselines);
  const segments = snapshot === undefined ? segmentsOf(baselines) : storedSegments(snapshot);
  context.progress(`counting the current data: ${relation.rows} rows`);
  const current = await countGroups(
    context,
    relation,
    counted,
    await withColumns(context, policy, segments, group),
    findings,
    'current data',
  );
  const classes = await valueClasses(context.engine, relation, requestsOf(found));
  const candidates: Candidate[] = [];
  const columns: Omit<ColumnResult, 'verdict' | 'level'>[] = [];
  for (const column of group.columns) {
    const id = columnId(column);
    const [baseline, counts] = [baselines.get(id), current.get(id)];
    columns.push(describeColumn(column, baseline, counts));
    const type = typeCandidate(
      relation,
      column,
      { baseline, here: classes.get(id), inBaseline: before?.has(id) ?? baseline !== undefined },
      findings,
    );
    candidates.push(type);
    if (baseline === undefined || counts === undefined) continue;
    tellValues(findings, column, baseline, counts);
    const exact = await exactScores(
      context,
      policy,
      group,
      { column, id, found, before },
      baseline,
      counts,
      findings,
    );
    candidates.push(...candidatesOf({ column, baseline, current: counts, exact }, policy));
  }
  return { candidates, columns };
}

export function countedColumns(
  found: ReadonlyMap<string, FoundColumn>,
  baselines: ReadonlyMap<string, BaselineColumn>,
): CountedColumn[] {
  return [...found].flatMap(([id, { sql }]) => {
    const baseline = baselines.get(id);
    return baseline === undefined ? [] : [{ id, column: sql, scheme: baseline.scheme }];
  });
}

/** The segments that the baseline was counted by. */
export function segmentsOf(baselines: ReadonlyMap<string, BaselineColumn>): KnownSegment[] {
  const values = new Map<string, Set<string>>();
  for (const { groups } of baselines.values()) {
    for (const name of groups.keys()) {
      const at = name.indexOf('=');
      if (at >= 0)
        values.set(name.slice(0, at), (values.get(name.slice(0, at)) ?? new Set()).add(name.slice(at + 1)));
    }
  }
  return [...values].map(([name, some]) => ({
    name,
    values: [...some].filter((value) => value !== 'other').toSorted(),
  }));
}

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
        `${column} has ${of.nonFinite} values in ${side} that are no finite numbers; they count as missing`,
        { column },
      );
  }
}

function isConstant(counts: ColumnCounts): boolean {
  if (counts.kind === 'category') return counts.values.size === 1 && counts.rest === 0;
  return counts.min !== undefined && counts.min === counts.max;
}

interface Located {
  readonly column: JobColumn;
  readonly id: string;
  readonly found: ReadonlyMap<string, FoundColumn>;
  readonly before: ReadonlyMap<string, FoundColumn> | undefined;
}

async function exactScores(
  context: RunContext,
  policy: JobPolicy,
  group: ColumnGroup,
  { column, id, found, before }: Located,
  baseline: BaselineColumn,
  counts: ReadonlyMap<string, ColumnCounts>,
  findings: Findings,
): Promise<Map<string, Score>> {
  const scores = new Map<string, Score>();
  const [here, there] = [found.get(id), before?.get(id)];
  if (
    baseline.as !== 'numeric' ||
    !wantsValues(column.test, context.exact) ||
    here === undefined ||
    there === undefined
  )
    return scores;
  context.progress(`comparing all values of ${column.column}`);
  for (const name of baseline.groups.keys()) {
    if (!counts.has(name)) continue;
    const [a, b] = [
      await sortedValues(
        context.engine,
        group.baseline?.relation ?? group.current.relation,
        there.sql,
        await groupOf(context, policy, group.baseline ?? group.current, name),
      ),
      await sortedValues(
        context.engine,
        group.current.relation,
        here.sql,
        await groupOf(context, policy, group.current, name),
      ),
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

async function groupOf(
  context: RunContext,
  policy: JobPolicy,
  { relation }: ColumnGroup['current'],
  name: string,
) {
  const at = name.indexOf('=');
  if (at < 0) return undefined;
  const segment = policy.segments.find((each) => each.name === name.slice(0, at));
  const sql =
    segment && (await resolveColumn(context.engine, relation.name, relation.columns, segment.column));
  if (segment === undefined || sql === undefined) return undefined;
  return { expression: segmentExpression({ name: segment.name, values: [name.slice(at + 1)] }, sql), name };
}

function windowResult(window: Window | undefined, rows: number): PolicyResult['window'] {
  return {
    from: window?.from === undefined ? null : isoMoment(window.from),
    to: window?.to === undefined ? null : isoMoment(window.to),
    rows,
  };
}

function baselineResult(
  policy: JobPolicy,
  main: ColumnGroup | undefined,
  snapshot: BaselineSnapshot | undefined,
): PolicyResult['baseline'] {
  if (main?.baseline) {
    const { window, relation } = main.baseline;
    return { ...windowResult(window, relation.rows), description: describeBaseline(policy), stored: false };
  }
  return {
    from: snapshot?.from ?? null,
    to: snapshot?.to ?? null,
    rows: snapshot?.rows ?? 0,
    description: describeBaseline(policy),
    stored: snapshot !== undefined,
  };
}

function describeBaseline({ baseline }: JobPolicy): string {
  if (baseline.kind === 'dataset') return `the data in ${baseline.source}`;
  return {
    'previous-window': 'the window before',
    'same-window-last-week': 'the same window a week before',
    'same-window-last-year': 'the same window 52 weeks before',
  }[baseline.by];
}
