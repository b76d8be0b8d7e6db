import type { Compiled } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { stableJson } from '../support/stable-json.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { normalizedYaml, objectNames } from '../workspace/normalize.ts';
import type { FindingOptions } from './findings.ts';
import { hasErrors, openProject } from './project.ts';

export interface ShowOptions extends FindingOptions {
  readonly env: readonly string[];
  readonly what: 'plan' | 'normalized';
  /** `Kind/name`, for the normalized form. */
  readonly object?: string;
}

/** `modelwatch show`: the plan as JSON, or the specs after references, defaults and overlays, with where each value is from. */
export function show(project: string | undefined, options: ShowOptions): number {
  const opened = openProject(project, options, { env: options.env });
  if (typeof opened === 'number') return opened;
  const { compiled } = opened;
  const chosen = compiled.environments.filter(
    ({ name }) => options.env.length === 0 || options.env.includes(name),
  );
  const diagnostics = [...opened.diagnostics, ...unknownObject(chosen, options)];
  if (hasErrors(diagnostics)) return opened.report(diagnostics);
  // What happened to the output folder is told by every command; stdout is for the data.
  for (const { code, severity, message } of diagnostics.filter((each) => each.code.startsWith('output/')))
    process.stderr.write(`${severity}  ${code}\n   ${message}\n`);
  process.stdout.write(
    options.what === 'plan'
      ? plansJson(chosen)
      : chosen.map(({ workspace }) => normalizedYaml(workspace, options.object)).join(''),
  );
  return 0;
}

function unknownObject(
  chosen: Compiled['environments'],
  { object, what }: Pick<ShowOptions, 'object' | 'what'>,
): Diagnostic[] {
  if (object === undefined || what === 'plan' || chosen.length === 0) return [];
  const known = new Set(chosen.flatMap(({ workspace }) => objectNames(workspace)));
  if (known.has(object)) return [];
  const hint = didYouMean(suggest(object, known));
  return [
    {
      code: 'usage/unknown-object',
      severity: 'error',
      message: `there is no object "${object}"`,
      expected: 'Kind/name, such as Model/fraud-detector',
      ...(hint !== undefined && { hint }),
    },
  ];
}

/** One plan as it is; several as a map by environment. */
function plansJson(chosen: Compiled['environments']): string {
  const [only] = chosen;
  return chosen.length === 1 && only
    ? stableJson(only.plan)
    : stableJson(Object.fromEntries(chosen.map(({ name, plan }) => [name, plan])));
}
