import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DriftPlan, JobPolicy } from '../../plan/drift-job.ts';
import { type Engine, StoppedError } from '../engine.ts';
import { DriftProblem } from '../problem.ts';
import {
  type DatasetResult,
  type PolicyResult,
  RESULT_VERSION,
  type RunFinding,
  type RunResult,
} from '../result.ts';
import type { RunContext } from '../run/context.ts';
import { runDataset } from '../run/dataset.ts';
import { runPolicy } from '../run/policy.ts';
import { concludePolicy, judgementOf } from '../run/verdicts.ts';
import { type BaselineSnapshot, zSnapshot } from '../snapshot.ts';
import { isoMoment } from '../windows.ts';
import { appendHistory, readHistory } from './history.ts';

export interface JobOptions {
  readonly root: string;
  /** The moment for which the run is, and at which it ends; Unix milliseconds. */
  readonly now: number;
  readonly endedAt: () => number;
  /** Only these policies; all by default. With some, feature sets are not checked. */
  readonly policies: readonly string[];
  readonly history: string | undefined;
  readonly exact: boolean;
  readonly version: string;
  /** `done` of `total` policies and feature sets are finished, and the next does `step`. */
  progress(done: number, total: number, step: string): void;
}

/**
 * Runs a plan: each policy, then the checks of each feature set. What can't be done is among the findings of the result. Throws a
 * StoppedError when the engine was interrupted: then nothing was kept.
 */
export async function runJob(engine: Engine, plan: DriftPlan, options: JobOptions): Promise<RunResult> {
  const isAll = options.policies.length === 0;
  const asked = plan.policies.filter(({ name }) => isAll || options.policies.includes(name));
  const total = asked.length + (isAll ? plan.datasets.length : 0);
  let [done, named] = [0, ''];
  const context: RunContext = {
    engine,
    root: options.root,
    now: options.now,
    sources: new Map(plan.sources.map((source) => [source.name, source])),
    exact: options.exact,
    readSnapshot: (file) => readSnapshot(path.resolve(options.root, file)),
    progress: (step) => options.progress(done, total, `${named}: ${step}`),
  };
  const policies: PolicyResult[] = [];
  for (const policy of asked) {
    named = policy.name;
    policies.push(await runOne(context, policy, options));
    done += 1;
  }
  const datasets: DatasetResult[] = [];
  for (const dataset of isAll ? plan.datasets : []) {
    named = dataset.name;
    datasets.push(await runDataset(context, dataset));
    done += 1;
  }
  return {
    version: RESULT_VERSION,
    modelwatch: options.version,
    project: plan.project,
    environment: plan.environment,
    endedAt: isoMoment(options.endedAt()),
    policies,
    datasets,
  };
}

/** Runs of one policy that are looked at besides those that confirm. */
const MORE_RUNS = 1;

async function runOne(context: RunContext, policy: JobPolicy, options: JobOptions): Promise<PolicyResult> {
  const run = await runPolicy(context, policy);
  const broken: RunFinding[] = [];
  const { history } = options;
  const earlier =
    history === undefined || !run.result.completed
      ? []
      : await readHistory(context.engine, history, {
          policy: policy.name,
          windowEnd: run.windowEnd,
          most: policy.consecutive + MORE_RUNS,
          onBroken: (file, reason) =>
            broken.push({
              code: 'history/broken',
              severity: 'warning',
              column: null,
              message: `${file} of the history is passed over: ${reason}`,
              hint: null,
            }),
        });
  const concluded = concludePolicy(run, earlier);
  const result = { ...concluded, findings: [...concluded.findings, ...broken] };
  if (history === undefined || !result.completed) return result;
  try {
    await appendHistory(context.engine, history, judgementOf(run, result, options.endedAt()));
    return result;
  } catch (error) {
    if (error instanceof StoppedError || !(error instanceof DriftProblem)) throw error;
    const finding: RunFinding = {
      code: error.code,
      severity: 'error',
      column: null,
      message: error.message,
      hint: error.hint ?? null,
    };
    return { ...result, findings: [...result.findings, finding] };
  }
}

/** A stored baseline; undefined when there is none. Throws a DriftProblem when it is none of this version. */
export function readSnapshot(file: string): BaselineSnapshot | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return undefined;
    throw new DriftProblem(
      'baseline/unreadable',
      `the stored baseline can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const capture = 'Capture it anew: modelwatch drift baseline capture.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DriftProblem('baseline/unreadable', `${file} is no JSON`, capture);
  }
  const snapshot = zSnapshot.safeParse(value);
  if (snapshot.success) return snapshot.data;
  const [issue] = snapshot.error.issues;
  throw new DriftProblem(
    'baseline/unreadable',
    `${file} is no stored baseline: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    capture,
  );
}
