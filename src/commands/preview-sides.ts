import type { Compiled, CompiledEnvironment } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Dashboard } from '../preview/dashboard.ts';
import { dashboardsOf } from '../preview/project-dashboards.ts';
import { readSides } from './diff-sides.ts';
import type { FindingOptions } from './findings.ts';
import { hasErrors, type OpenProject, openProject } from './project.ts';

/** The dashboards that a preview is of. */
export interface PreviewSide extends Pick<OpenProject, 'report'> {
  readonly project: string;
  readonly environment: string;
  readonly dashboards: readonly Dashboard[];
  /** Another state of the project; without dashboards where it has no such environment. */
  readonly before?: { readonly name: string; readonly dashboards: readonly Dashboard[] };
}

interface Wanted extends FindingOptions {
  readonly env?: string;
  readonly before?: string;
}

/** Compiles the project and, if wanted, its state before. Reports and gives the exit code when either can't be used. */
export function compileSides(given: string | undefined, options: Wanted): PreviewSide | number {
  const opened = openProject(given, options, {
    readOnly: true,
    withoutFiles: true,
    ...(options.env !== undefined && { env: [options.env] }),
  });
  if (typeof opened === 'number') return opened;
  const { compiled, report } = opened;
  // Other findings are for `compile` and `lint` to tell.
  if (hasErrors(opened.diagnostics)) return report();
  const environment = theEnvironment(compiled, options.env);
  if ('problem' in environment) return report([environment.problem]);
  const before =
    options.before === undefined ? undefined : readBefore(options.before, opened, environment.name);
  if (before !== undefined && 'problem' in before) return report([before.problem]);
  return {
    project: environment.workspace.project.name,
    environment: environment.name,
    dashboards: dashboardsOf(environment),
    ...(before && { before }),
    report,
  };
}

function theEnvironment(
  { environments }: Compiled,
  wanted: string | undefined,
): CompiledEnvironment | { readonly problem: Diagnostic } {
  const [only, ...more] = environments.filter(({ name }) => wanted === undefined || name === wanted);
  if (only !== undefined && more.length === 0) return only;
  return {
    problem: {
      code: 'usage/one-environment',
      severity: 'error',
      message: 'a preview is of one environment, and the project has several: name it by --env',
      expected: `one of ${environments.map(({ name }) => name).join(', ')}`,
    },
  };
}

function readBefore(
  given: string,
  { loaded }: OpenProject,
  environment: string,
): NonNullable<PreviewSide['before']> | { readonly problem: Diagnostic } {
  const sides = readSides([given], loaded.root, process.cwd());
  if ('problem' in sides) return sides;
  const { name, errors, compiled } = sides.base;
  const [error] = errors;
  if (error !== undefined)
    return {
      problem: { ...error, message: `${name}, which --before names, does not compile: ${error.message}` },
    };
  const old = compiled.environments.find((each) => each.name === environment);
  return { name, dashboards: old === undefined ? [] : dashboardsOf(old) };
}
