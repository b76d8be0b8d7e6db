import type { Compiled } from '../compile.ts';
import { stableJson } from '../support/stable-json.ts';
import { normalizedYaml } from '../workspace/normalize.ts';
import { type FindingOptions, reportFindings } from './findings.ts';
import { hasErrors, openProject, unknownNames } from './project.ts';

export interface ShowOptions extends FindingOptions {
  readonly env: readonly string[];
  readonly what: 'plan' | 'normalized';
  /** `Kind/name`, for the normalized form. */
  readonly object?: string;
}

/** `modelwatch show`: the plan as JSON, or the specs after references, defaults and overlays, with where each value is from. */
export function show(project: string | undefined, options: ShowOptions): number {
  const opened = openProject(project, options);
  if (typeof opened === 'number') return opened;
  const { compiled, loaded } = opened;
  const names = compiled.environments.map((environment) => environment.name);
  const diagnostics = [
    ...opened.diagnostics,
    ...(names.length > 0 ? unknownNames('environment', options.env, names) : []),
  ];
  if (hasErrors(diagnostics)) {
    return reportFindings(
      { diagnostics, texts: loaded.texts, objectCount: compiled.objectCount, root: loaded.root },
      options,
    );
  }
  const chosen = compiled.environments.filter(
    ({ name }) => options.env.length === 0 || options.env.includes(name),
  );
  process.stdout.write(
    options.what === 'plan'
      ? plansJson(chosen)
      : chosen.map(({ workspace }) => normalizedYaml(workspace, options.object)).join(''),
  );
  return 0;
}

/** One plan as it is; several as a map by environment. */
function plansJson(chosen: Compiled['environments']): string {
  const [only] = chosen;
  return chosen.length === 1 && only
    ? stableJson(only.plan)
    : stableJson(Object.fromEntries(chosen.map(({ name, plan }) => [name, plan])));
}
