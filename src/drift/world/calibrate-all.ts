import path from 'node:path';
import type { DriftPlan } from '../../plan/drift-job.ts';
import type { Workspace } from '../../workspace/entity.ts';
import { type CalibrationOptions, calibratePolicy, type PolicyCalibration } from '../calibrate/policy.ts';
import type { Engine } from '../engine.ts';
import type { RunContext } from '../run/context.ts';
import { readSnapshot } from './run-job.ts';

export interface CalibrateAllOptions extends CalibrationOptions {
  readonly root: string;
  /** The moment of the run that is calibrated for, Unix milliseconds. */
  readonly now: number;
  /** Only these policies; all by default. */
  readonly policies: readonly string[];
  progress(done: number, total: number, step: string): void;
}

/** Calibrates the policies of a plan. Throws a StoppedError when the engine was interrupted. */
export async function calibrateAll(
  engine: Engine,
  plan: DriftPlan,
  workspace: Workspace,
  options: CalibrateAllOptions,
): Promise<PolicyCalibration[]> {
  const { policies, root, now } = options;
  const asked = plan.policies.filter(({ name }) => policies.length === 0 || policies.includes(name));
  const calibrations: PolicyCalibration[] = [];
  for (const policy of asked) {
    const spec = workspace.get('DriftPolicy', policy.name)?.spec;
    if (spec === undefined) continue;
    const context: RunContext = {
      engine,
      root,
      now,
      sources: new Map(plan.sources.map((source) => [source.name, source])),
      exact: false,
      readSnapshot: (file) => readSnapshot(path.resolve(root, file)),
      progress: (step) => options.progress(calibrations.length, asked.length, `${policy.name}: ${step}`),
    };
    calibrations.push(await calibratePolicy(context, policy, spec, options));
  }
  return calibrations;
}
