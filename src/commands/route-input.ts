import type { CompiledEnvironment } from '../compile.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type RuleLabels, ruleLabels } from '../proof/routing/alert-levels.ts';
import { type AlertmanagerConfig, readAlertmanagerConfig } from '../proof/routing/alertmanager-config.ts';
import type { FileMark } from '../targets/target.ts';
import { spanAt } from '../workspace/entity.ts';
import type { OpenProject } from './project.ts';

/** What the commands about routes look at. */
export interface Routing {
  readonly config: AlertmanagerConfig;
  /** Labels of the rendered alerting rules; absent where none are rendered. */
  readonly rules: RuleLabels | undefined;
  /** The configuration's file as the user finds it. */
  readonly shown: string;
  /** Absent for a file of the user's. */
  readonly marks: readonly FileMark[] | undefined;
}

/** A configuration that the user names. */
export interface ConfigText {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
  /** As it was typed. */
  readonly shown: string;
}

export function chosenEnvironments(
  { compiled }: OpenProject,
  wanted: readonly string[],
): readonly CompiledEnvironment[] {
  return compiled.environments.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}

/** The configuration of one environment, the given one or that which the specs render. */
export function routingOf(
  { compiled, outputFolder }: OpenProject,
  { name, plan, workspace }: CompiledEnvironment,
  given: ConfigText | undefined,
): Routing | { readonly problems: readonly Diagnostic[] } {
  const own = compiled.files.filter(({ environment }) => environment === name);
  const rendered = own.find(
    ({ target, path }) => target === 'alertmanager' && path.endsWith('/alertmanager.yml'),
  );
  const file = given ?? rendered;
  if (file === undefined) {
    return {
      problems: [
        {
          code: 'route/not-rendered',
          severity: 'warning',
          message: `nothing can be said of the routes of ${name}: no configuration of Alertmanager is rendered`,
          object: { kind: 'Project', name: plan.project },
          span: spanAt(workspace.project, ['targets']),
          hint: 'Add alertmanager: {} to targets of the Project, or name a file with --config.',
        },
      ],
    };
  }
  const shown = given?.shown ?? `${outputFolder ?? ''}/${file.path}`;
  const read = readAlertmanagerConfig({ path: given?.path ?? shown, text: file.text });
  if ('problems' in read) return read;
  const rules = own.filter(({ target }) => target === 'prometheus');
  return {
    config: read.config,
    rules: rules.length === 0 ? undefined : ruleLabels(rules.map(({ text }) => text)),
    shown,
    marks: given === undefined ? rendered?.marks : undefined,
  };
}

/** The zone in which each team reads the clock. */
export function zonesOf({ workspace }: CompiledEnvironment): (team: string) => string {
  return (team) => workspace.get('Team', team)?.spec.timezone ?? 'UTC';
}
