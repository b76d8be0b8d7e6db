import type { DriftPlan, JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import { groupBy } from '../../support/group-by.ts';
import { isDefined } from '../../support/is-defined.ts';
import type { Engine } from '../engine.ts';
import { DriftProblem } from '../problem.ts';
import type { RunFinding } from '../result.ts';
import { columnId, countBaseline, findColumns } from '../run/compare.ts';
import { addProblem, Findings, type RunContext, sourceNamed, tellTexts, tellTimes } from '../run/context.ts';
import { wantedBy } from '../run/sides.ts';
import { type BaselineSnapshot, SNAPSHOT_VERSION, storedColumn } from '../snapshot.ts';
import { baselineWindow, currentWindow, isoMoment } from '../windows.ts';
import { openRelation } from './relation.ts';

export interface Captured {
  readonly file: string;
  /** Absent when the data could not be read. */
  readonly snapshot?: BaselineSnapshot;
  readonly findings: readonly RunFinding[];
}

export interface CaptureOptions {
  readonly root: string;
  /** Unix milliseconds: what "the last so long" counts from. */
  readonly now: number;
  readonly policies: readonly string[];
  progress(done: number, total: number, step: string): void;
}

/** Reads the baselines that a plan wants stored: for each file what all policies that share it compare. */
export async function captureAll(
  engine: Engine,
  plan: DriftPlan,
  options: CaptureOptions,
): Promise<Captured[]> {
  const wanted = plan.policies.filter(
    ({ name }) => options.policies.length === 0 || options.policies.includes(name),
  );
  const byFile = groupBy(
    wanted.filter((policy) => fileOf(policy) !== undefined),
    (policy) => fileOf(policy) ?? '',
  );
  const captured: Captured[] = [];
  for (const [file, policies] of byFile) {
    const context: RunContext = {
      engine,
      root: options.root,
      now: options.now,
      sources: new Map(plan.sources.map((source) => [source.name, source])),
      exact: false,
      readSnapshot: () => undefined,
      progress: (step) => options.progress(captured.length, byFile.size, `${file}: ${step}`),
    };
    captured.push(await capture(context, file, policies));
  }
  return captured;
}

/** Where the baseline of a policy is stored; undefined for one that moves with time, or is not to be stored. */
export function fileOf({ baseline }: JobPolicy): string | undefined {
  return baseline.kind === 'dataset' && baseline.source !== undefined ? baseline.snapshot : undefined;
}

async function capture(context: RunContext, file: string, policies: readonly JobPolicy[]): Promise<Captured> {
  const findings = new Findings();
  const [first] = policies;
  try {
    if (first?.baseline.kind !== 'dataset' || first.baseline.source === undefined)
      return { file, findings: [] };
    const { baseline, schedule, windowSeconds } = first;
    const window = baselineWindow(currentWindow(context.now, first), baseline, schedule, windowSeconds);
    const source = sourceNamed(context, first.baseline.source);
    context.progress(`reading ${source.name}`);
    const columns = [
      ...new Map(
        policies.flatMap((policy) => policy.columns).map((column) => [columnId(column), column]),
      ).values(),
    ];
    const segments = [
      ...new Map(
        policies.flatMap((policy) => policy.segments).map((segment) => [segment.name, segment]),
      ).values(),
    ];
    const relation = await openRelation(context.engine, {
      source,
      window,
      timezone: schedule.timezone,
      root: context.root,
      name: 'captured',
      wanted: wantedBy(columns.filter(isCounted), segments),
    });
    tellTexts(findings, source.name, relation);
    tellTimes(findings, source, relation, 'baseline');
    if (relation.rows === 0)
      throw new DriftProblem(
        'snapshot/empty',
        `source ${source.name} has no rows in the time of the baseline`,
      );
    const found = await findColumns(context, relation, columns.filter(isCounted));
    for (const column of columns.filter((each) => isCounted(each) && !found.has(columnId(each))))
      findings.add('warning', 'column/missing', `${column.column} is not in the baseline`, {
        column: column.column,
      });
    const counted = await countBaseline(context, { ...first, segments }, relation, found, findings);
    const snapshot: BaselineSnapshot = {
      version: SNAPSHOT_VERSION,
      model: first.model,
      from: isDefined(window.from) ? isoMoment(window.from) : null,
      to: isDefined(window.to) ? isoMoment(window.to) : null,
      rows: relation.rows,
      columns: Object.fromEntries([...counted].map(([id, column]) => [id, storedColumn(column)])),
    };
    return { file, snapshot, findings: findings.list };
  } catch (error) {
    addProblem(findings, error);
    return { file, findings: findings.list };
  }
}

/** Vectors and texts are compared by samples of rows, which are not stored. */
function isCounted({ part }: JobColumn): boolean {
  return part !== 'embeddings' && part !== 'text';
}
