import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DriftPlan, JobPolicy } from '../../plan/drift-job.ts';
import type { Engine } from '../engine.ts';
import { DriftProblem } from '../problem.ts';
import { runQuality } from '../quality/quality.ts';
import {
  type DatasetResult,
  type PolicyResult,
  type QualityResult,
  RESULT_VERSION,
  type RunFinding,
  type RunResult,
} from '../result.ts';
import type { RunContext } from '../run/context.ts';
import { runDataset } from '../run/dataset.ts';
import { type PolicyRun, runPolicy } from '../run/policy.ts';
import { concludePolicy, judgementOf } from '../run/verdicts.ts';
import { type BaselineSnapshot, zSnapshot } from '../snapshot.ts';
import { isoMoment } from '../windows.ts';
import { appendHistory, readHistory } from './history.ts';

export interface JobOptions {
  readonly root: string;
  /** The moment for which the run is, and at which it ends; Unix milliseconds. */
  readonly now: number;
  readonly endedAt: () => number;
  /** Only these policies, feature sets and models; without any, all that there is. */
  readonly policies: readonly string[];
  readonly datasets?: readonly string[];
  /** Models whose quality is measured; see `policies`. */
  readonly qualities?: readonly string[];
  readonly history: string | undefined;
  readonly exact: boolean;
  readonly version: string;
  /** `done` of `total` policies, feature sets and models are finished, and the next does `step`. */
  progress(done: number, total: number, step: string): void;
}

/**
 * Runs a plan: each policy, the checks of each feature set, then the quality of each model. What can't be done is among the findings of the result. Throws a
 * StoppedError when the engine was interrupted: then nothing was kept.
 */
export async function runJob(engine: Engine, plan: DriftPlan, options: JobOptions): Promise<RunResult> {
  const { policies: wanted, datasets: checked = [], qualities: measured = [] } = options;
  const isAll = wanted.length + checked.length + measured.length === 0;
  const asked = plan.policies.filter(({ name }) => isAll || wanted.includes(name));
  const sets = plan.datasets.filter(({ name }) => isAll || checked.includes(name));
  const models = plan.qualities.filter(({ model }) => isAll || measured.includes(model));
  const total = asked.length + sets.length + models.length;
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
  const decided: Decided[] = [];
  for (const policy of asked) {
    named = policy.name;
    decided.push(await decide(context, policy, options));
    done += 1;
  }
  const datasets: DatasetResult[] = [];
  for (const dataset of sets) {
    named = dataset.name;
    datasets.push(await runDataset(context, dataset));
    done += 1;
  }
  const qualities: QualityResult[] = [];
  for (const quality of models) {
    named = `quality of ${quality.model}`;
    qualities.push(await runQuality(context, quality));
    done += 1;
  }
  // Kept together, once nothing else can fail: a run that is stopped half-way leaves nothing.
  const policies: PolicyResult[] = [];
  for (const each of decided) policies.push(await keep(engine, each, options));
  return {
    version: RESULT_VERSION,
    modelwatch: options.version,
    project: plan.project,
    environment: plan.environment,
    endedAt: isoMoment(options.endedAt()),
    policies,
    datasets,
    qualities,
  };
}

interface Decided {
  readonly run: PolicyRun;
  readonly result: PolicyResult;
}

/** Runs of one policy that are looked at besides those that confirm. */
const MORE_RUNS = 1;

async function decide(context: RunContext, policy: JobPolicy, options: JobOptions): Promise<Decided> {
  const run = await runPolicy(context, policy);
  const findings: RunFinding[] = [];
  const { history } = options;
  if (history === undefined || !run.result.completed) return { run, result: concludePolicy(run, []) };
  try {
    const earlier = await readHistory(context.engine, history, {
      policy: policy.name,
      windowEnd: run.windowEnd,
      most: policy.consecutive + MORE_RUNS,
      onBroken: (file, reason) =>
        findings.push({
          code: 'history/broken',
          severity: 'warning',
          column: null,
          message: `${file} of the history is passed over: ${reason}`,
          hint: null,
        }),
    });
    return { run, result: withFindings(concludePolicy(run, earlier), findings) };
  } catch (error) {
    // Without earlier runs nothing is confirmed, and what was would be taken back: the policy stays undecided.
    if (!(error instanceof DriftProblem)) throw error;
    const undecided = { ...run, result: { ...run.result, completed: false, enough: false } };
    return { run: undecided, result: withFindings(concludePolicy(undecided, []), [findingOf(error)]) };
  }
}

async function keep(engine: Engine, { run, result }: Decided, options: JobOptions): Promise<PolicyResult> {
  if (options.history === undefined || !result.completed) return result;
  try {
    await appendHistory(engine, options.history, judgementOf(run, result, options.endedAt()));
    return result;
  } catch (error) {
    if (!(error instanceof DriftProblem)) throw error;
    return withFindings(result, [findingOf(error)]);
  }
}

function withFindings(result: PolicyResult, findings: readonly RunFinding[]): PolicyResult {
  return { ...result, findings: [...result.findings, ...findings] };
}

function findingOf({ code, message, hint }: DriftProblem): RunFinding {
  return { code, severity: 'error', column: null, message, hint: hint ?? null };
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
      'snapshot/unreadable',
      `the stored baseline can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const capture = 'Capture it anew: modelwatch drift baseline capture.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DriftProblem('snapshot/unreadable', `${file} is no JSON`, capture);
  }
  const snapshot = zSnapshot.safeParse(value);
  if (snapshot.success) return snapshot.data;
  const [issue] = snapshot.error.issues;
  throw new DriftProblem(
    'snapshot/unreadable',
    `${file} is no stored baseline: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    capture,
  );
}
