import type { JobColumn, JobPolicy, JobSource } from '../../plan/drift-job.ts';
import type { JobSegment } from '../../plan/drift-job-parts.ts';
import { groupBy } from '../../support/group-by.ts';
import { DriftProblem } from '../problem.ts';
import { baselineWindow, currentWindow, type Window } from '../windows.ts';
import { openRelation, type Relation } from '../world/relation.ts';
import { type Findings, type RunContext, sourceNamed, tellTexts, tellTimes } from './context.ts';

/** Columns that are read from the same rows. */
export interface Side {
  readonly relation: Relation;
  readonly window: Window;
}

export interface ColumnGroup {
  readonly columns: readonly JobColumn[];
  readonly current: Side;
  /** Absent when a stored baseline takes its place. */
  readonly baseline: Side | undefined;
}

interface SideRequest {
  readonly window: Window;
  readonly wanted: readonly string[];
  /** Tells it from others of the policy. */
  readonly as: string;
}

/** The columns that are read for these columns of a policy. */
export function wantedBy(
  columns: readonly Pick<JobColumn, 'column'>[],
  segments: readonly Pick<JobSegment, 'column'>[],
): string[] {
  return [...columns, ...segments].map(({ column }) => column);
}

/**
 * Opens the rows of a policy: for each source and delay the current window and what it is compared with. Throws a DriftProblem when
 * a source can't be read.
 */
export async function openSides(
  context: RunContext,
  policy: JobPolicy,
  findings: Findings,
  needsBaseline: (column: JobColumn) => boolean,
): Promise<ColumnGroup[]> {
  const groups = [
    ...groupBy(policy.columns, ({ source, delaySeconds }) => `${delaySeconds} ${source}`).values(),
  ];
  const opened: ColumnGroup[] = [];
  for (const [index, columns] of groups.entries()) {
    const [first] = columns;
    if (first === undefined) continue;
    const window = currentWindow(context.now, policy, first.delaySeconds);
    const wanted = wantedBy(columns, policy.segments);
    const current = await openSide(context, policy, first.source, { window, wanted, as: `current ${index}` });
    tell(findings, sourceNamed(context, first.source), current, 'current');
    const baseline = columns.some(needsBaseline)
      ? await openBaseline(context, policy, first.source, { window, wanted, as: `baseline ${index}` })
      : undefined;
    if (baseline)
      tell(findings, sourceNamed(context, sourceOfBaseline(policy) ?? first.source), baseline, 'baseline');
    opened.push({ columns, current, baseline });
  }
  return opened;
}

/** Undefined where the baseline is of the source that is compared, or stored. */
function sourceOfBaseline({ baseline }: JobPolicy): string | undefined {
  return baseline.kind === 'dataset' ? baseline.source : undefined;
}

async function openBaseline(
  context: RunContext,
  policy: JobPolicy,
  source: string,
  { window, ...rest }: SideRequest & { readonly window: Required<Window> },
): Promise<Side> {
  const { baseline, schedule, windowSeconds } = policy;
  const from = baseline.kind === 'dataset' ? sourceOfBaseline(policy) : source;
  if (from === undefined) {
    throw new DriftProblem(
      'snapshot/no-rows',
      'the policy has a stored baseline only, and some of its columns are not in it',
      'Capture it anew from the data, or give the baseline a dataset.',
    );
  }
  const side = await openSide(context, policy, from, {
    window: baselineWindow(window, baseline, schedule, windowSeconds),
    ...rest,
  });
  if (side.relation.isUncut && baseline.kind === 'earlier') {
    throw new DriftProblem(
      'source/no-times',
      `source ${from} has no timestamp and no {date}: what was earlier can't be told from what is now`,
      'Give the DataSource a timestamp, or the policy a baseline of its own.',
    );
  }
  return side;
}

async function openSide(
  context: RunContext,
  policy: JobPolicy,
  name: string,
  { window, wanted, as }: SideRequest,
): Promise<Side> {
  const source = sourceNamed(context, name);
  context.progress(`reading ${name}`);
  const relation = await openRelation(context.engine, {
    source,
    window,
    timezone: policy.schedule.timezone,
    root: context.root,
    name: `${policy.name} ${as}`,
    wanted,
  });
  return { relation, window };
}

function tell(findings: Findings, from: JobSource, { relation }: Side, side: string): void {
  const source = from.name;
  const { missingDays, rows, isUncut } = relation;
  if (side === 'current') tellTexts(findings, source, relation);
  tellTimes(findings, from, relation, `${side} window`);
  if (missingDays.length > 0) {
    const some = missingDays.slice(0, 3).join(', ');
    findings.add(
      'warning',
      'source/missing-days',
      `source ${source} has no file of ${missingDays.length === 1 ? some : `${missingDays.length} days (${some}${missingDays.length > 3 ? ' …' : ''})`} of the ${side} window`,
    );
  }
  if (rows === 0)
    findings.add('warning', 'source/empty-window', `source ${source} has no rows in the ${side} window`);
  if (isUncut && side === 'current')
    findings.add(
      'info',
      'source/uncut',
      `source ${source} has no timestamp and no {date}: all its rows are the current window`,
    );
}
