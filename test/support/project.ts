import { createCollector } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { printPretty } from '../../src/diagnostics/print/pretty.ts';
import { buildPlan } from '../../src/plan/build/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { parseSpecFile } from '../../src/source/parse.ts';
import type { TargetOptions } from '../../src/spec/kinds/project.ts';
import { kindRegistry } from '../../src/spec/registry.ts';
import type { Workspace } from '../../src/workspace/entity.ts';
import { resolveProject } from '../../src/workspace/resolve.ts';

/** One environment, from specs to plan. */
export interface EnvironmentPlan {
  readonly workspace: Workspace;
  readonly plan: Plan;
}

export interface BuiltProject {
  /** In the order the project names its environments; empty when there is no valid project. */
  readonly environments: readonly EnvironmentPlan[];
  readonly diagnostics: readonly Diagnostic[];
  /** The findings as a person would read them. */
  readonly printed: string;
}

export interface ProjectOptions {
  /** Files that the specs name, by path: calendars. */
  readonly auxiliary?: Readonly<Record<string, string>>;
  readonly targetOptions?: TargetOptions;
}

const FILE = 'modelwatch.yaml';

/** Reads, resolves and plans a project of one file, as `compile` does, for every environment. */
export function buildProject(yamlText: string, options: ProjectOptions = {}): BuiltProject {
  const collector = createCollector();
  const documents = parseSpecFile({ path: FILE, text: yamlText }, collector.report);
  const { workspaces } = resolveProject(
    documents,
    kindRegistry(options.targetOptions ?? {}),
    collector.report,
  );
  const environments = workspaces.map((workspace) => {
    const report =
      workspaces.length < 2
        ? collector.report
        : (diagnostic: Diagnostic) =>
            collector.report({ ...diagnostic, env: diagnostic.env ?? [workspace.environment] });
    return { workspace, plan: buildPlan(workspace, (path) => options.auxiliary?.[path], report) };
  });
  const diagnostics = collector.all();
  const printed = printPretty(diagnostics, { texts: new Map([[FILE, yamlText]]), color: false });
  return { environments, diagnostics, printed };
}

/**
 * The plan of a project's environment (the first, unless named), with all findings.
 * @throws Error with the printed findings when the specs give no such plan.
 */
export function planOf(
  yamlText: string,
  options: ProjectOptions & { readonly environment?: string } = {},
): EnvironmentPlan & { readonly diagnostics: readonly Diagnostic[]; readonly printed: string } {
  const { environments, diagnostics, printed } = buildProject(yamlText, options);
  const found = environments.find(
    ({ workspace }) => options.environment === undefined || workspace.environment === options.environment,
  );
  if (found === undefined)
    throw new Error(`no plan of environment ${options.environment ?? '(any)'}:\n${printed}`);
  return { ...found, diagnostics, printed };
}
