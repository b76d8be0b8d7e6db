import { relative, resolve, sep } from 'node:path';
import type { CompiledEnvironment } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { proofRange } from '../proof/routing/calendar-of-plan.ts';
import { prove } from '../proof/routing/prove.ts';
import { proofFindings, proofSummary } from '../proof/routing/prove-findings.ts';
import { readSpec } from '../source/read.ts';
import { type FindingOptions, reportFindings } from './findings.ts';
import { hasErrors, type OpenProject, openProject } from './project.ts';
import { type ConfigText, chosenEnvironments, routingOf, zonesOf } from './route-input.ts';

export interface RouteProveOptions extends FindingOptions {
  readonly env: readonly string[];
  /** A configuration of the user's instead of the rendered one. */
  readonly config?: string;
}

/** `modelwatch route prove`: whether every alert reaches a human whenever it should, with counter-examples. Writes nothing. */
export function routeProve(project: string | undefined, options: RouteProveOptions): number {
  const opened = openProject(project, options, { env: options.env, readOnly: true });
  if (typeof opened === 'number') return opened;
  if (hasErrors(opened.diagnostics)) return opened.report();
  const chosen = chosenEnvironments(opened, options.env);
  const found: Diagnostic[] = [];
  const given = options.config === undefined ? undefined : givenConfig(opened, chosen, options.config, found);
  const summary: string[] = [];
  if (options.config === undefined || given !== undefined)
    for (const environment of chosen) summary.push(...proveOne(opened, environment, given, found));
  const { loaded, compiled } = opened;
  const texts = given === undefined ? loaded.texts : new Map([...loaded.texts, [given.path, given.text]]);
  const code = reportFindings(
    { diagnostics: found, texts, objectCount: compiled.objectCount, root: loaded.root },
    options,
  );
  // Other formats are read by programs, whose stream this would spoil.
  const stream = options.format === 'pretty' ? process.stdout : process.stderr;
  if (!options.quiet || options.format === 'pretty')
    stream.write(summary.map((line) => `${line}\n`).join(''));
  return code;
}

function proveOne(
  opened: OpenProject,
  environment: CompiledEnvironment,
  given: ConfigText | undefined,
  found: Diagnostic[],
): string[] {
  const routing = routingOf(opened, environment, given);
  if ('problems' in routing) {
    found.push(...routing.problems);
    return [];
  }
  const { plan, workspace } = environment;
  const { config, rules, shown, marks } = routing;
  const proof = prove(plan, config, rules, proofRange(plan, workspace.project.spec.calendarUntil));
  const proved = { plan, config, shown, marks, zoneOf: zonesOf(environment) };
  const isOnly = opened.compiled.environments.length < 2;
  found.push(
    ...proofFindings(proof, proved).map((each) => (isOnly ? each : { ...each, env: [environment.name] })),
  );
  return proofSummary(environment.name, proof, proved);
}

/** The file that `--config` names; it is one environment's. */
function givenConfig(
  { loaded }: OpenProject,
  chosen: readonly CompiledEnvironment[],
  file: string,
  found: Diagnostic[],
): ConfigText | undefined {
  if (chosen.length !== 1) {
    found.push({
      code: 'usage/one-environment',
      severity: 'error',
      message: 'a configuration is that of one environment, and there are several',
      expected: `--env with one of ${chosen.map(({ name }) => name).join(', ')}`,
    });
    return undefined;
  }
  const path = relative(loaded.root, resolve(file)).split(sep).join('/');
  // It is no spec, whoever reads it.
  const read = readSpec(loaded.root, path, (diagnostic) =>
    found.push({ ...diagnostic, message: diagnostic.message.replace('the spec file', 'the file') }),
  );
  return read === undefined ? undefined : { path, text: read.text, shown: file };
}
