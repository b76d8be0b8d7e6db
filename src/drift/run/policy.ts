import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import type { BaselineColumn } from '../baseline.ts';
import { type Candidate, type Judged, judge } from '../decide.ts';
import type { PolicyResult } from '../result.ts';
import type { BaselineSnapshot } from '../snapshot.ts';
import { isoMoment, type Window } from '../windows.ts';
import { columnId, storedColumns } from './compare.ts';
import { addProblem, Findings, type RunContext } from './context.ts';
import type { ColumnDescription } from './describe.ts';
import { wantsValues } from './exact.ts';
import { compareGroup } from './group.ts';
import { isSampled } from './sampled.ts';
import { type ColumnGroup, openSides } from './sides.ts';

/** What a run found of a policy, before earlier runs have their say. */
export interface PolicyRun {
  readonly policy: JobPolicy;
  readonly windowEnd: number;
  readonly judged: readonly Judged[];
  readonly columns: readonly ColumnDescription[];
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
    addProblem(findings, error);
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
    !stored.has(columnId(column)) || isSampled(column) || wantsValues(column.test, context.exact);
  const groups = await openSides(context, policy, findings, needsRows);
  const candidates: Candidate[] = [];
  const judgedAlready: Judged[] = [];
  const columns: ColumnDescription[] = [];
  for (const group of groups) {
    const part = await compareGroup(context, policy, group, stored, findings);
    candidates.push(...part.candidates);
    judgedAlready.push(...part.judged);
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
    judged: [...judge(candidates, policy), ...judgedAlready],
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
      'snapshot/not-captured',
      `there is no stored baseline ${baseline.snapshot} yet: the rows of the baseline are read`,
      {
        hint: 'modelwatch drift baseline capture writes it; runs are faster with it.',
      },
    );
  }
  return snapshot;
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
