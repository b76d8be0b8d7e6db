import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type AlertIndex, indexAlerts } from '../../plan/alert-index.ts';
import type { Plan } from '../../plan/plan.ts';
import { maintenanceMutes } from '../maintenance-mutes.ts';
import { groupingNotes } from '../route-grouping.ts';
import type { ReadAuxiliary, Target, TargetOutput } from '../target.ts';
import { readBase } from './base.ts';
import { capabilities } from './capabilities.ts';
import type { RoutingConfig } from './config.ts';
import { type MergeResult, mergedFile } from './fragment.ts';
import { headerOf } from './header.ts';
import { inhibitRules } from './inhibition.ts';
import { limitNotes } from './limits.ts';
import { type Names, namesOf } from './names.ts';
import { distinctNotes, TARGET_NAME } from './notes.ts';
import { type AlertmanagerOptions, zAlertmanagerOptions } from './options.ts';
import { ownFile } from './own.ts';
import { receiversOf } from './receivers.ts';
import { routingTree } from './routes.ts';
import { scopeOf } from './scope.ts';
import { secretNotes } from './secrets.ts';

/** Routes, receivers, time intervals and inhibition rules for Prometheus' Alertmanager, version 0.26 or later. */
export const alertmanagerTarget: Target<AlertmanagerOptions> = {
  name: TARGET_NAME,
  description: 'routes, receivers, hours and inhibition for Alertmanager',
  capabilities,
  options: zAlertmanagerOptions,
  lower,
  notes,
};

function lower(plan: Plan, options: AlertmanagerOptions, read: ReadAuxiliary): TargetOutput {
  const index = indexAlerts(plan);
  const names = namesOf(plan, options.mode);
  const scope = scopeOf(plan);
  const tree = routingTree(plan, index, names, scope);
  const config: RoutingConfig = {
    anchor: tree.anchor,
    timeIntervals: tree.timeIntervals,
    receivers: receiversOf(plan, names),
    inhibitRules: inhibitRules(plan, index, scope),
  };
  const result = render(plan, options, read, config, names);
  const notes = [
    ...('problems' in result ? result.problems : []),
    ...tree.notes,
    ...notesOnPlan(plan, index),
  ];
  return { files: 'file' in result ? [result.file] : [], notes: distinctNotes(notes) };
}

function notes(plan: Plan, options: AlertmanagerOptions, read: ReadAuxiliary): readonly Diagnostic[] {
  // A configuration that ours goes into can refuse it.
  if (options.mode !== 'own' || options.base !== undefined) return lower(plan, options, read).notes;
  const mutes = maintenanceMutes(plan, namesOf(plan, options.mode));
  return distinctNotes([...mutes.notes, ...notesOnPlan(plan, indexAlerts(plan))]);
}

function notesOnPlan(plan: Plan, index: AlertIndex): readonly Diagnostic[] {
  return [
    ...plan.routes.flatMap((route) => groupingNotes(plan, index, route)),
    ...limitNotes(plan),
    ...secretNotes(plan),
  ];
}

function render(
  plan: Plan,
  { mode, base }: AlertmanagerOptions,
  read: ReadAuxiliary,
  config: RoutingConfig,
  names: Names,
): MergeResult {
  if (mode === 'own') {
    if (base === undefined) return { file: ownFile(config, names, headerOf(plan)) };
    const hint = "Write mode: fragment to merge ours into the team's own configuration, or remove base.";
    return { problems: [optionProblem(plan, 'base is only read with mode: fragment', hint)] };
  }
  if (base === undefined) {
    const hint = "Name the team's own configuration: base: alertmanager/base.yml";
    return { problems: [optionProblem(plan, 'mode: fragment needs a base to merge into', hint)] };
  }
  const text = read(base);
  if (text === undefined) {
    const hint = 'The path is relative to the project file.';
    return { problems: [optionProblem(plan, `the base configuration ${base} cannot be read`, hint)] };
  }
  const found = readBase(base, text);
  return 'problems' in found ? found : mergedFile(found.base, config, names, headerOf(plan, base));
}

/** The options are the project's; where they stand, who knows its file can find by object and field. */
function optionProblem(plan: Plan, message: string, hint: string): Diagnostic {
  return {
    code: 'target/base-config',
    severity: 'error',
    message: `alertmanager: ${message}`,
    hint,
    object: { kind: 'Project', name: plan.project },
    field: 'spec.targets.alertmanager.base',
  };
}
