import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type CompiledEnvironment, compile } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Places } from '../drift/calibrate/place.ts';
import type { CalibrationOptions, PolicyCalibration } from '../drift/calibrate/policy.ts';
import { printCalibration } from '../drift/calibrate/print.ts';
import { calibrateAll } from '../drift/world/calibrate-all.ts';
import type { DriftPlan } from '../plan/drift-job.ts';
import { type FileChange, unifiedDiff, writeChanges } from './calibrate-files.ts';
import { measuredFindings, patchAll } from './calibrate-patch.ts';
import { progress } from './compile.ts';
import { withEngine } from './drift-engine.ts';
import type { DriftOptions } from './drift-options.ts';
import { openPlan } from './drift-plan.ts';
import { progressOn } from './drift-progress.ts';
import { hasErrors, type OpenProject, openProject } from './project.ts';

export interface CalibrateCommandOptions extends DriftOptions, CalibrationOptions {
  readonly write: boolean;
}

/**
 * `modelwatch drift calibrate`: measures what the tests of a plan come to without drift, and prints thresholds that fit as a change of
 * the spec files; `--write` makes it. The specs decide what is calibrated; the plan names the environment.
 */
export async function calibrateThresholds(
  project: string | undefined,
  options: CalibrateCommandOptions,
): Promise<number> {
  const openedPlan = openPlan(options);
  if (typeof openedPlan === 'number') return openedPlan;
  const opened = openProject(project, options, { readOnly: true, withoutFiles: true });
  if (typeof opened === 'number') return opened;
  if (hasErrors(opened.diagnostics)) return opened.report();
  const { plan } = openedPlan;
  const environment = opened.compiled.environments.find(({ name }) => name === plan.environment);
  if (environment?.plan.driftJobs.plan.project !== plan.project) return opened.report([otherProject(plan)]);
  return withEngine(options, opened.report, async (engine) => {
    const bar = progressOn(process.stderr, options.quiet);
    const calibrations = await calibrateAll(engine, environment.plan.driftJobs.plan, environment.workspace, {
      ...options,
      root: resolve(options.root),
      now: options.at,
      progress: bar.at,
    });
    bar.end();
    return conclude(calibrations, { opened, environment, plan }, options);
  });
}

interface Specs {
  readonly opened: OpenProject;
  readonly environment: CompiledEnvironment;
  readonly plan: DriftPlan;
}

function conclude(
  calibrations: readonly PolicyCalibration[],
  { opened, environment, plan }: Specs,
  options: CalibrateCommandOptions,
): number {
  const { specs } = opened.loaded.input;
  const { changes, findings } = patchAll(specs, environment.workspace, calibrations);
  const found = [...staleness(plan, environment), ...findings];
  const broken =
    changes.length === 0 ? [] : checkChanges(opened, environment.name, changes, calibrations, findings);
  const isSound = !hasErrors([...found, ...broken]);
  if (options.format === 'pretty') {
    process.stdout.write(isSound ? unifiedDiff(changes) : '');
    if (!options.quiet)
      process.stdout.write(`${changes.length > 0 && isSound ? '\n' : ''}${printCalibration(calibrations)}`);
  } else {
    found.push(...measuredFindings(calibrations, environment.workspace, isSound ? changes : [], unifiedDiff));
  }
  if (options.write && isSound && changes.length > 0) {
    const problem = writeChanges(opened.loaded.root, changes);
    if (problem !== undefined) broken.push(problem);
    else
      progress(
        options,
        `${changes.map(({ path }) => path).join(', ')}: written; modelwatch compile takes it over`,
      );
  }
  return opened.report([...found, ...broken]);
}

/** The thresholds that a plan has once the specs are changed: an error when they are not those that were proposed. */
function checkChanges(
  { loaded }: OpenProject,
  environment: string,
  changes: readonly FileChange[],
  calibrations: readonly PolicyCalibration[],
  findings: readonly Diagnostic[],
): Diagnostic[] {
  const texts = new Map(changes.map(({ path, after }) => [path, after]));
  const specs = loaded.input.specs.map((file) => ({ ...file, text: texts.get(file.path) ?? file.text }));
  const compiled = compile({ ...loaded.input, specs, withoutFiles: true });
  const changed = compiled.environments.find(({ name }) => name === environment);
  const unpatched = new Set(findings.map(({ data }) => data?.['place']));
  const isAsProposed = calibrations.every(({ policy, places }) => {
    const now = changed?.plan.driftJobs.plan.policies.find(({ name }) => name === policy.name);
    const spec = changed?.workspace.get('DriftPolicy', policy.name)?.spec;
    if (now === undefined || spec === undefined) return places.length === 0;
    const known = new Map(new Places(now, spec).list().map((place) => [place.name, place.levels]));
    return places.every(
      ({ place, proposal }) =>
        proposal.state !== 'proposed' ||
        unpatched.has(`${policy.name}/${place.name}`) ||
        isDeepStrictEqual(known.get(place.name), proposal.levels),
    );
  });
  if (isAsProposed && !hasErrors(compiled.diagnostics)) return [];
  return [
    {
      code: 'calibrate/not-patched',
      severity: 'error',
      message: 'the changed specs would not have the thresholds that are proposed: nothing was written',
      hint: 'Write the proposed levels of the table by hand.',
    },
  ];
}

function otherProject({ project, environment }: DriftPlan): Diagnostic {
  return {
    code: 'calibrate/other-project',
    severity: 'error',
    message: `the plan is of environment ${environment} of project ${project}, which the specs do not have`,
    hint: 'Name the folder of the project, or its own plan.',
  };
}

function staleness(plan: DriftPlan, { plan: { driftJobs } }: CompiledEnvironment): Diagnostic[] {
  const { policies, sources } = driftJobs.plan;
  const isCurrent = isDeepStrictEqual(JSON.parse(JSON.stringify({ policies, sources })), {
    policies: plan.policies,
    sources: plan.sources,
  });
  if (isCurrent) return [];
  return [
    {
      code: 'calibrate/stale-plan',
      severity: 'info',
      message: 'the plan file is not what the specs say now: the specs were calibrated',
      hint: 'modelwatch compile writes it anew.',
    },
  ];
}
