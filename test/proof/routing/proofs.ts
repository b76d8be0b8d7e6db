import { parse, stringify } from 'yaml';
import { type Compiled, compile, type ProjectInput } from '../../../src/compile.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { type RuleLabels, ruleLabels } from '../../../src/proof/routing/alert-levels.ts';
import { readAlertmanagerConfig } from '../../../src/proof/routing/alertmanager-config.ts';
import { proofRange } from '../../../src/proof/routing/calendar-of-plan.ts';
import { type Proof, prove } from '../../../src/proof/routing/prove.ts';
import { type Proved, proofFindings } from '../../../src/proof/routing/prove-findings.ts';
import type { Configuration } from '../../targets/alertmanager/rendered.ts';

/** Proofs of compiled projects, for tests. */

export interface Proven {
  readonly proof: Proof;
  readonly proved: Proved;
  readonly findings: readonly Diagnostic[];
}

/** What an editor may do to a configuration: everything is mutable. */
export type Editable<T> = { -readonly [Key in keyof T]: Editable<T[Key]> };

export function compiledOf(project: ProjectInput): Compiled {
  const compiled = compile(project);
  const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return compiled;
}

/** Proves an environment on its rendered configuration, or on what an edit makes of it. */
export function proven(
  compiled: Compiled,
  name: string,
  edit?: (config: Editable<Configuration>) => void,
  editRules: (rules: RuleLabels) => RuleLabels = (rules) => rules,
): Proven {
  const environment = compiled.environments.find((each) => each.name === name);
  const own = compiled.files.filter((file) => file.environment === name);
  const file = own.find(({ target }) => target === 'alertmanager');
  if (environment === undefined || file === undefined) throw new Error(`${name} renders no routes`);
  let { text } = file;
  if (edit !== undefined) {
    const data = parse(text) as Editable<Configuration>;
    edit(data);
    text = stringify(data, { aliasDuplicateObjects: false });
  }
  const read = readAlertmanagerConfig({ path: file.path, text });
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const { plan, workspace } = environment;
  const rules = editRules(
    ruleLabels(own.filter(({ target }) => target === 'prometheus').map((each) => each.text)),
  );
  const proof = prove(plan, read.config, rules, proofRange(plan, workspace.project.spec.calendarUntil));
  const proved: Proved = {
    plan,
    config: read.config,
    shown: 'alertmanager.yml',
    marks: edit === undefined ? file.marks : undefined,
    zoneOf: (team) => workspace.get('Team', team)?.spec.timezone ?? 'UTC',
  };
  return { proof, proved, findings: proofFindings(proof, proved) };
}

/** The receiver of that name. */
export function receiver(config: Editable<Configuration>, name: string): Record<string, unknown> {
  const found = config.receivers.find((each) => each.name === name);
  if (found === undefined)
    throw new Error(`no receiver ${name} among ${config.receivers.map((each) => each.name).join(', ')}`);
  return found;
}

/** The time interval of that name. */
export function interval(
  config: Editable<Configuration>,
  name: string,
): Editable<NonNullable<Configuration['time_intervals']>>[number] {
  const found = config.time_intervals?.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no interval ${name}`);
  return found;
}
