import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import { levelled, projectLevels, RECOMMENDED } from './lint/levels.ts';
import { lintPlan } from './lint/run.ts';
import { readSuppressions } from './lint/suppressions.ts';
import { buildPlan } from './plan/build/build-plan.ts';
import { checkEnvironmentsApart } from './plan/build/environments-apart.ts';
import type { Plan } from './plan/plan.ts';
import { checkPlanQueries, type QueryPlaces } from './promql/check-plan.ts';
import type { SourceFile } from './source/file.ts';
import type { NodePath, SpecNode } from './source/node.ts';
import { parseSpecFile } from './source/parse.ts';
import { spanWithin } from './source/scalar-span.ts';
import { KINDS, type KindName } from './spec/names.ts';
import { kindRegistry } from './spec/registry.ts';
import { sortedBy } from './support/sorted-by.ts';
import { targetOptions, targets } from './targets/registry.ts';
import { strictly } from './targets/strict.ts';
import type { FileMark, ReadAuxiliary } from './targets/target.ts';
import { refOf, spanAt, type Workspace } from './workspace/entity.ts';
import { resolveProject } from './workspace/resolve.ts';

/** A project as read from wherever it is kept. */
export interface ProjectInput {
  /** All spec files; their order does not matter. */
  readonly specs: readonly SourceFile[];
  /** Text of another file of the project that the specs name (a calendar, a team's own configuration). */
  readonly readAuxiliary: ReadAuxiliary;
  /** True when some spec file could not be read: names that are not found may be in it, and nothing is rendered. */
  readonly isIncomplete?: boolean;
  /** What a target leaves out or cuts short (see targets/strict.ts) is an error, so that nothing is rendered. */
  readonly strictTargets?: boolean;
  /** Objects that are there besides those of the specs, by kind; nothing else is known of them. */
  readonly elsewhere?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Only findings are wanted: no files are made. */
  readonly withoutFiles?: boolean;
  /** The day of the run, as 2026-12-31: what has expired is told, and rendered as ever. Without it nothing expires. */
  readonly today?: string;
}

export interface CompiledFile {
  /** Relative to the project's output folder: `<env>/<target>/…`. */
  readonly path: string;
  readonly environment: string;
  readonly target: string;
  readonly text: string;
  readonly marks: readonly FileMark[];
}

/** Everything that is known of one environment. */
export interface CompiledEnvironment {
  readonly name: string;
  readonly workspace: Workspace;
  readonly plan: Plan;
}

export interface Compiled {
  /** Sorted by path. Empty as soon as there is any error: half of a project is never rendered. So it is `withoutFiles`. */
  readonly files: readonly CompiledFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly environments: readonly CompiledEnvironment[];
  readonly objectCount: number;
}

/**
 * Compiles a project: read → parse → resolve → plan → lint → lower. Pure: no disk, no clock, no environment; the same input
 * gives the same bytes. Never throws on any input; what is wrong is among the diagnostics.
 */
export function compile(project: ProjectInput): Compiled {
  const collector = createCollector();
  let isSound = project.isIncomplete !== true;
  const suppressions = readSuppressions(project.specs, project.today, collector.report);
  const report: Report = (diagnostic) => {
    if (suppressions.suppresses(diagnostic)) return;
    if (diagnostic.severity === 'error') isSound = false;
    collector.report(diagnostic);
  };
  const documents = project.specs.flatMap((file) => parseSpecFile(file, report));
  const { workspaces, objectCount } = resolveProject(
    documents,
    kindRegistry(targetOptions()),
    report,
    !isSound,
    project.elsewhere,
  );
  const [first] = workspaces;
  const levels = first === undefined ? RECOMMENDED : projectLevels(first.project, report);
  const names = workspaces.map((workspace) => workspace.environment);
  const environments = workspaces.map((workspace) => {
    const own = inEnvironment(workspace.environment, names, report);
    checkTargets(workspace, own);
    const plan = buildPlan(workspace, project.readAuxiliary, own);
    checkPlanQueries(plan, queryPlaces(workspace, project.specs), own);
    return { name: workspace.environment, workspace, plan };
  });
  checkEnvironmentsApart(environments, report);
  // What has an error is left out of the plan; a rule that looks at the rest would tell what is not so.
  if (isSound) {
    for (const environment of environments) {
      const input = { ...environment, environments, today: project.today };
      lintPlan(input, levels, inEnvironment(environment.name, names, report));
    }
  }
  const rendered = isSound
    ? environments.flatMap((environment) =>
        lower(environment, project, inEnvironment(environment.name, names, report)),
      )
    : [];
  if (isSound) suppressions.reportUnused(report);
  const diagnostics = levelled(collector.all(), levels).map((each) => withoutAllEnvironments(each, names));
  isSound &&= !diagnostics.some(({ severity }) => severity === 'error');
  const files = isSound && !project.withoutFiles ? sortedBy(rendered, ({ path }) => path) : [];
  return { files, environments, objectCount, diagnostics };
}

/** Where characters of an object's own query are in its file, wherever in the object it stands. */
function queryPlaces(workspace: Workspace, specs: readonly SourceFile[]): QueryPlaces {
  return ({ kind, name }, query) => {
    const entity = KINDS.some((known) => known === kind) ? workspace.get(kind as KindName, name) : undefined;
    const found = entity && scalarOf(entity.node, [], query);
    const file = specs.find((each) => each.path === found?.node.span.file);
    if (found === undefined || file === undefined) return undefined;
    const { node, path } = found;
    const indent = node.value.length - node.value.trimStart().length;
    return {
      field: ['spec', ...path].join('.'),
      spanOf: (from, to) => spanWithin(file, node, from + indent, to + indent),
    };
  };
}

type TextNode = Extract<SpecNode, { type: 'scalar' }> & { readonly value: string };

/** The first text below a node that is the query, with its path. */
function scalarOf(
  node: SpecNode,
  path: NodePath,
  query: string,
): { node: TextNode; path: NodePath } | undefined {
  if (node.type === 'scalar')
    return typeof node.value === 'string' && node.value.trim() === query
      ? { node: { ...node, value: node.value }, path }
      : undefined;
  const children: readonly (readonly [string | number, SpecNode])[] =
    node.type === 'map'
      ? [...node.entries].map(([key, { value }]) => [key, value] as const)
      : node.items.map((item, index) => [index, item] as const);
  for (const [step, child] of children) {
    const found = scalarOf(child, [...path, step], query);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A project that asks for no target would render nothing, and take away what was rendered before. */
function checkTargets({ project }: Workspace, report: Report): void {
  const wanted = project.spec.targets;
  if (wanted === undefined || Object.values(wanted).some((options) => options !== undefined)) return;
  report({
    code: 'project/no-targets',
    severity: 'error',
    message: 'the project asks for no target, so nothing would be rendered',
    span: spanAt(project, ['targets']),
    object: refOf(project),
    field: 'spec.targets',
    expected: `at least one of ${targets.map(({ name }) => name).join(', ')}, such as prometheus: {}`,
    hint: 'Without `targets`, everything is rendered.',
  });
}

/** One environment through all targets that the project asks for. */
function lower(
  { name, workspace, plan }: CompiledEnvironment,
  { readAuxiliary, strictTargets, withoutFiles }: ProjectInput,
  report: Report,
): CompiledFile[] {
  const wanted = workspace.project.spec.targets;
  return targets.flatMap((target) => {
    const options = wanted === undefined ? (target.onlyWhenAsked ? undefined : {}) : wanted[target.name];
    if (options === undefined) return [];
    const parsed = target.options.parse(options);
    const { files, notes } =
      withoutFiles && target.notes
        ? { files: [], notes: target.notes(plan, parsed, readAuxiliary) }
        : target.lower(plan, parsed, readAuxiliary);
    for (const note of notes) report(strictTargets ? strictly(note) : note);
    return files.map((file) => ({
      path: `${name}/${target.name}/${file.path}`,
      environment: name,
      target: target.name,
      text: file.text,
      marks: file.marks,
    }));
  });
}

function inEnvironment(name: string, names: readonly string[], report: Report): Report {
  return names.length < 2 ? report : (diagnostic) => report({ ...diagnostic, env: diagnostic.env ?? [name] });
}

/** What holds in every environment holds whatever the environment. */
function withoutAllEnvironments(diagnostic: Diagnostic, names: readonly string[]): Diagnostic {
  if (diagnostic.env === undefined || names.some((name) => !diagnostic.env?.includes(name)))
    return diagnostic;
  const { env: _everywhere, ...rest } = diagnostic;
  return rest;
}
