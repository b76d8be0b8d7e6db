import type { JobPolicy } from '../../plan/drift-job.ts';
import type { BaselineColumn } from '../baseline.ts';
import type { ColumnCounts } from '../counting/counts.ts';
import type { Candidate } from '../decide.ts';
import { candidatesOf } from '../run/candidates.ts';
import { columnId, countedSegments, countGroups, findColumns } from '../run/compare.ts';
import { Findings, type RunContext, sourceNamed } from '../run/context.ts';
import { countedColumns, withColumns } from '../run/group.ts';
import type { ColumnGroup } from '../run/sides.ts';
import { baselineWindow, currentWindow, lastScheduled, type Window } from '../windows.ts';
import { cutRelation, openRelation, type Relation } from '../world/relation.ts';
import { combined } from './combine.ts';

/** Runs that are gone through at most: two months of days. */
const MOST_RUNS = 60;
/** So many windows without rows in a row end the history. */
const MOST_EMPTY = 8;

/** Counts of a window, by column and group. */
type WindowCounts = ReadonlyMap<string, ReadonlyMap<string, ColumnCounts>>;

/** A window whose rows are counted as those of the baseline are. */
interface CountedWindow {
  readonly rows: number;
  readonly counts: WindowCounts;
}

/** Columns of a policy that are read from the same rows, with their counted baseline. */
export interface HistoryGroup {
  readonly group: ColumnGroup;
  readonly baselines: ReadonlyMap<string, BaselineColumn>;
}

/** A run of the past: its window, and what is judged of it. */
export interface PastRun {
  readonly window: Required<Window>;
  readonly rows: number;
  readonly candidates: readonly Candidate[];
}

/**
 * Runs of the past that are taken for undrifted, in the order of time. A fixed baseline is cut into windows as long as those of runs,
 * each of which is compared with all others; an earlier window is compared as runs before this one did. Empty when there are no
 * times to cut by. Throws a DriftProblem when a source can't be read.
 */
export async function pastRuns(
  context: RunContext,
  policy: JobPolicy,
  part: HistoryGroup,
): Promise<PastRun[]> {
  return policy.baseline.kind === 'dataset'
    ? insideBaseline(context, policy, part)
    : beforeNow(context, policy, part);
}

async function insideBaseline(
  context: RunContext,
  policy: JobPolicy,
  part: HistoryGroup,
): Promise<PastRun[]> {
  const { baseline } = part.group;
  const source = policy.baseline.kind === 'dataset' ? policy.baseline.source : undefined;
  if (source === undefined || baseline === undefined) return [];
  const { oldest, newest, rows, isUncut } = baseline.relation;
  // All rows of a source are not cut by a window either; what counts is that their times are known.
  if (isUncut && oldest === undefined) return [];
  const from = Math.max(baseline.window.from ?? Number.NEGATIVE_INFINITY, oldest ?? Number.NEGATIVE_INFINITY);
  const to = baseline.window.to ?? (newest === undefined ? undefined : newest + 1);
  if (rows === 0 || to === undefined || !Number.isFinite(from)) return [];
  context.progress(`counting the windows of ${source}`);
  const counted = await countWindows(context, policy, part, source, windowsBetween(policy, part, from, to));
  const whole = new Map<string, Map<string, ColumnCounts>>();
  for (const { counts } of counted) addTo(whole, counts);
  return counted.map(({ window, rows: own, counts }) => ({
    window,
    rows: own,
    candidates: compared(part, policy, (id) => without(whole.get(id), counts.get(id)), counts),
  }));
}

/** Whole windows from the end of the baseline backwards, cut when runs cut theirs; the oldest first. */
function windowsBetween(
  policy: JobPolicy,
  { group }: HistoryGroup,
  from: number,
  to: number,
): Required<Window>[] {
  const late = (policy.lagSeconds + (group.columns[0]?.delaySeconds ?? 0)) * 1000;
  const windows: Required<Window>[] = [];
  let window = currentWindow(to + late, policy, late / 1000 - policy.lagSeconds);
  while (window.from >= from && windows.length < MOST_RUNS) {
    windows.push(window);
    window = before(policy, window);
  }
  return windows.toReversed();
}

function before({ schedule, windowSeconds }: JobPolicy, window: Required<Window>): Required<Window> {
  const earlier = baselineWindow(window, { kind: 'earlier', by: 'previous-window' }, schedule, windowSeconds);
  return { from: earlier.from ?? window.from, to: earlier.to ?? window.from };
}

async function countWindows(
  context: RunContext,
  policy: JobPolicy,
  part: HistoryGroup,
  source: string,
  windows: readonly Required<Window>[],
): Promise<(CountedWindow & { readonly window: Required<Window> })[]> {
  const counted: (CountedWindow & { readonly window: Required<Window> })[] = [];
  for (const window of windows) {
    const known = await countWindow(context, policy, part, source, window, part.group.baseline?.relation);
    if (known !== undefined) counted.push({ window, ...known });
  }
  return counted;
}

/** The counts of a window; undefined when it has no rows. */
async function countWindow(
  context: RunContext,
  policy: JobPolicy,
  { group, baselines }: HistoryGroup,
  sourceName: string,
  window: Window,
  whole?: Relation,
): Promise<CountedWindow | undefined> {
  const request = {
    source: sourceNamed(context, sourceName),
    window,
    timezone: policy.schedule.timezone,
    root: context.root,
    name: 'calibrated window',
  };
  const wanted = [...group.columns, ...policy.segments].map(({ column }) => column);
  const relation =
    (whole && (await cutRelation(context.engine, request, whole, wanted))) ??
    (await openRelation(context.engine, request));
  if (relation.rows === 0) return undefined;
  const found = await findColumns(context, relation, group.columns);
  const side = { ...group, current: { relation, window } };
  const segments = await withColumns(context, policy, countedSegments(baselines.values()), side);
  // What a column of the past can't be counted by was told of the baseline.
  const columns = countedColumns(found, baselines);
  return {
    rows: relation.rows,
    counts: await countGroups(context, relation, columns, segments, new Findings(), 'past'),
  };
}

async function beforeNow(context: RunContext, policy: JobPolicy, part: HistoryGroup): Promise<PastRun[]> {
  const [first] = part.group.columns;
  const { baseline, schedule, windowSeconds } = policy;
  if (first === undefined || part.group.current.relation.isUncut) return [];
  context.progress(`counting the past of ${first.source}`);
  const known = new Map<string, Promise<CountedWindow | undefined>>();
  const countsOf = (window: Window): Promise<CountedWindow | undefined> => {
    const key = `${window.from} ${window.to}`;
    const counts = known.get(key) ?? countWindow(context, policy, part, first.source, window);
    known.set(key, counts);
    return counts;
  };
  const runs: PastRun[] = [];
  let [scheduled, empty] = [lastScheduled(context.now, schedule), 0];
  // The window of now is the one in question.
  for (let index = 0; index < MOST_RUNS && empty < MOST_EMPTY; index += 1) {
    scheduled = lastScheduled(scheduled - 1, schedule);
    const window = currentWindow(scheduled, policy, first.delaySeconds);
    const now = await countsOf(window);
    const earlier = now && (await countsOf(baselineWindow(window, baseline, schedule, windowSeconds)));
    empty = earlier === undefined ? empty + 1 : 0;
    if (now && earlier) {
      const candidates = compared(part, policy, (id) => earlier.counts.get(id), now.counts);
      runs.push({ window, rows: now.rows, candidates });
    }
  }
  return runs.toReversed();
}

function compared(
  { group, baselines }: HistoryGroup,
  policy: JobPolicy,
  groupsBefore: (id: string) => ReadonlyMap<string, ColumnCounts> | undefined,
  counts: WindowCounts,
): Candidate[] {
  return group.columns.flatMap((column) => {
    const id = columnId(column);
    const [baseline, groups, current] = [baselines.get(id), groupsBefore(id), counts.get(id)];
    if (baseline === undefined || groups === undefined || current === undefined) return [];
    return candidatesOf({ column, baseline: { ...baseline, groups }, current, exact: new Map() }, policy);
  });
}

function addTo(whole: Map<string, Map<string, ColumnCounts>>, counts: WindowCounts): void {
  for (const [id, groups] of counts) {
    const known = whole.get(id) ?? new Map<string, ColumnCounts>();
    for (const [name, each] of groups) {
      const before = known.get(name);
      known.set(name, before === undefined ? each : combined(before, each, 1));
    }
    whole.set(id, known);
  }
}

function without(
  whole: ReadonlyMap<string, ColumnCounts> | undefined,
  part: ReadonlyMap<string, ColumnCounts> | undefined,
): ReadonlyMap<string, ColumnCounts> | undefined {
  if (whole === undefined || part === undefined) return whole;
  return new Map(
    [...whole].map(([name, counts]) => {
      const own = part.get(name);
      return [name, own === undefined ? counts : combined(counts, own, -1)];
    }),
  );
}
