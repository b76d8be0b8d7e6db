import type { JobPolicy, Levels } from '../../plan/drift-job.ts';
import type { DriftPolicySpec } from '../../spec/kinds/drift-policy.ts';
import { counted } from '../../support/counted.ts';
import type { BaselineColumn } from '../baseline.ts';
import { type Judged, judge } from '../decide.ts';
import { DriftProblem } from '../problem.ts';
import type { RunFinding } from '../result.ts';
import { columnId, countBaseline, findColumns, storedColumns } from '../run/compare.ts';
import { Findings, type RunContext } from '../run/context.ts';
import { readStored } from '../run/policy.ts';
import { openSides } from '../run/sides.ts';
import { type HistoryGroup, type PastRun, pastRuns } from './history.ts';
import { type LeftColumn, leftToEvidently, leftUncounted, leftUndecided, tellLeft } from './left.ts';
import { type Place, Places } from './place.ts';
import { type Proposal, propose, type Target } from './propose.ts';
import { type BootstrapColumn, resampledRuns } from './resample.ts';
import { type SampleKind, shareAt, Tally } from './tally.ts';

export interface CalibrationOptions extends Target {
  /** Runs that are drawn from the baseline. */
  readonly runs: number;
}

/** Shares of runs without drift, by the levels as they are and as they are proposed. */
export interface Change {
  readonly before: number;
  readonly after: number;
}

/** What runs without drift make of a place or a policy. */
export interface Rates {
  readonly kind: SampleKind;
  readonly runs: number;
  /** Runs that warn or alert. */
  readonly warn: Change;
  readonly alert: Change;
}

export interface CalibratedPlace {
  readonly place: Place;
  /** Columns that it judges. */
  readonly columns: number;
  readonly proposal: Proposal;
  readonly rates: readonly Rates[];
}

export interface PolicyCalibration {
  readonly policy: JobPolicy;
  /** Rows of a run and of the baseline; of several sources those of the first. */
  readonly rows: number;
  readonly baselineRows: number;
  readonly places: readonly CalibratedPlace[];
  /** Verdicts of the policy as a whole, after confirmation. */
  readonly verdicts: readonly Rates[];
  /** Columns whose test keeps its thresholds, in the order of the policy. */
  readonly left: readonly LeftColumn[];
  readonly findings: readonly RunFinding[];
}

/** With fewer runs of the past nothing is said of the rest. */
const LEAST_PAST = 5;

/**
 * Measures what the tests of a policy come to without drift, by resampling the baseline and by its own history, and proposes levels.
 * What can't be measured is among the findings.
 */
export async function calibratePolicy(
  context: RunContext,
  policy: JobPolicy,
  spec: DriftPolicySpec,
  options: CalibrationOptions,
): Promise<PolicyCalibration> {
  const findings = new Findings();
  try {
    return await calibrated(context, policy, spec, options, findings);
  } catch (error) {
    if (!(error instanceof DriftProblem)) throw error;
    findings.add('error', error.code, error.message, { hint: error.hint });
    const left = policy.profile === 'evidently' ? policy.columns.map(leftToEvidently) : [];
    return { policy, rows: 0, baselineRows: 0, places: [], verdicts: [], left, findings: findings.list };
  }
}

async function calibrated(
  context: RunContext,
  whole: JobPolicy,
  spec: DriftPolicySpec,
  options: CalibrationOptions,
  findings: Findings,
): Promise<PolicyCalibration> {
  if (whole.profile === 'evidently')
    throw new DriftProblem(
      'calibrate/profile',
      `DriftPolicy ${whole.name} decides as Evidently does, whose tests are judged by other rules`,
      'profile: modelwatch has thresholds that can be calibrated.',
    );
  const uncounted = whole.columns.flatMap(leftUncounted);
  const policy = { ...whole, columns: whole.columns.filter((column) => leftUncounted(column).length === 0) };
  if (policy.columns.length === 0) {
    tellLeft(findings, uncounted);
    return {
      policy: whole,
      rows: 0,
      baselineRows: 0,
      places: [],
      verdicts: [],
      left: uncounted,
      findings: findings.list,
    };
  }
  const { columns, parts } = await readParts(context, policy, findings);
  const past: PastRun[][] = [];
  for (const part of parts) past.push(await pastRuns(context, policy, part));
  const bootstrap = columns.map((each) => ({
    ...each,
    rows: each.rows > 0 ? each.rows : meanRows(past[each.part]),
  }));
  const [first] = bootstrap;
  if (first === undefined || bootstrap.some(({ rows }) => rows === 0))
    throw new DriftProblem(
      'calibrate/no-rows',
      `DriftPolicy ${policy.name}: there are no rows by which a run could be measured`,
      '--at names a moment whose window has rows.',
    );
  const [least] = bootstrap.map(({ rows }) => rows).toSorted((a, b) => a - b);
  if (least !== undefined && least < policy.minSamples)
    findings.add(
      'warning',
      'calibrate/too-few-rows',
      `a run has ${counted(least, 'row')} and ${policy.minSamples} ${policy.minSamples === 1 ? 'is' : 'are'} needed: nothing would be decided`,
      { hint: 'A longer window has more rows; minSamples says how many are enough.' },
    );
  const places = new Places(policy, spec);
  const left = [...uncounted, ...columns.flatMap((each) => leftUndecided(each, policy, places))];
  tellLeft(findings, left);
  const tallies = tally(context, policy, places, bootstrap, past, options, findings);
  const proposed = places.list().map((place) => ({
    place,
    proposal: propose(
      place,
      tallies.map((each) => each.at(place)),
      options,
    ),
  }));
  const levels = new Map<Place, Levels>(
    proposed.flatMap(({ place, proposal }) =>
      proposal.state === 'proposed' ? [[place, proposal.levels] as const] : [],
    ),
  );
  const after = (place: Place): Levels => levels.get(place) ?? place.levels;
  return {
    policy: whole,
    rows: first.rows,
    baselineRows: first.baseline.groups.get('')?.rows ?? 0,
    places: proposed.map((each) => ({
      ...each,
      columns: places.columnsOf(each.place),
      rates: tallies.map((known) => ratesAt(known, each.place, after(each.place))),
    })),
    verdicts: tallies.map((known) => verdictsOf(known, policy, after)),
    left,
    findings: findings.list,
  };
}

interface Read {
  readonly columns: readonly (BootstrapColumn & { readonly part: number })[];
  readonly parts: readonly HistoryGroup[];
}

async function readParts(context: RunContext, policy: JobPolicy, findings: Findings): Promise<Read> {
  const snapshot = readStored(context, policy, findings);
  const stored =
    snapshot === undefined ? new Map<string, BaselineColumn>() : storedColumns(snapshot, policy.columns);
  const hasRows = policy.baseline.kind === 'earlier' || policy.baseline.source !== undefined;
  const columns: (BootstrapColumn & { part: number })[] = [];
  const parts: HistoryGroup[] = [];
  for (const [part, group] of (await openSides(context, policy, findings, () => hasRows)).entries()) {
    const found = group.baseline && (await findColumns(context, group.baseline.relation, group.columns));
    const unstored = new Map([...(found ?? [])].filter(([id]) => !stored.has(id)));
    const counted =
      group.baseline && unstored.size > 0
        ? await countBaseline(context, policy, group.baseline.relation, unstored, findings)
        : new Map<string, BaselineColumn>();
    const baselines = new Map<string, BaselineColumn>();
    for (const column of group.columns) {
      const id = columnId(column);
      const baseline = stored.get(id) ?? counted.get(id);
      if (baseline === undefined) {
        findings.add('warning', 'column/missing', `${column.column} is not in the baseline`, {
          column: column.column,
        });
        continue;
      }
      baselines.set(id, baseline);
      columns.push({ column, baseline, rows: group.current.relation.rows, part });
    }
    parts.push({ group, baselines });
  }
  return { columns, parts };
}

function meanRows(runs: readonly PastRun[] = []): number {
  return runs.length === 0 ? 0 : Math.round(runs.reduce((sum, { rows }) => sum + rows, 0) / runs.length);
}

function tally(
  context: RunContext,
  policy: JobPolicy,
  places: Places,
  columns: readonly BootstrapColumn[],
  past: readonly (readonly PastRun[])[],
  { runs }: CalibrationOptions,
  findings: Findings,
): Tally[] {
  context.progress(`drawing ${counted(runs, 'run')} without drift`);
  const resampled = new Tally('resampled', places);
  for (const sequence of resampledRuns(columns, policy, runs)) resampled.add(sequence);
  const history = new Tally('history', places);
  history.add(judgedPast(policy, past));
  if (history.decided >= LEAST_PAST) return [resampled, history];
  findings.add(
    'info',
    'calibrate/no-history',
    `the baseline has ${counted(history.decided, 'window')} to compare with the rest, ${LEAST_PAST} are needed: what differs from day to day is not known`,
    {
      hint: 'Rows need times (timestamp, or {date} in the path), and the baseline several windows of enough rows.',
    },
  );
  return [resampled];
}

/** Runs of several sources, judged together as a run does: the last of each are of one moment. */
function judgedPast(policy: JobPolicy, past: readonly (readonly PastRun[])[]): Judged[][] {
  const length = Math.max(0, ...past.map((runs) => runs.length));
  return Array.from({ length }, (_, index) =>
    judge(
      past.flatMap((runs) => runs[runs.length - length + index]?.candidates ?? []),
      policy,
    ),
  );
}

function least({ warn, alert }: Levels): number {
  return Math.min(warn ?? Number.POSITIVE_INFINITY, alert ?? Number.POSITIVE_INFINITY);
}

function ratesAt(known: Tally, place: Place, after: Levels): Rates {
  const series = known.at(place);
  return {
    kind: known.kind,
    runs: series.runs,
    warn: { before: shareAt(series, least(place.levels)), after: shareAt(series, least(after)) },
    alert: { before: shareAt(series, place.levels.alert), after: shareAt(series, after.alert) },
  };
}

function verdictsOf(known: Tally, policy: JobPolicy, after: (place: Place) => Levels): Rates {
  const [old, now] = [known.verdicts(({ levels }) => levels, policy), known.verdicts(after, policy)];
  return {
    kind: known.kind,
    runs: known.runs,
    warn: { before: old.warn, after: now.warn },
    alert: { before: old.alert, after: now.alert },
  };
}
