import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import type { Alert } from '../../../src/plan/alert.ts';
import type { Objective } from '../../../src/plan/objective.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Signal } from '../../../src/plan/signal.ts';
import { buildProject, planOf } from '../../support/project.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';

/** Errors and warnings, each as `<code> <field>`; remarks are left out. */
export function findings(text: string): string[] {
  return seen(buildProject(text).diagnostics);
}

export function seen(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, field }) => `${code} ${field?.replace(/^spec\./, '') ?? ''}`.trim());
}

/** The only finding of a project. Throws if there is none, or more than one. */
export function onlyFinding(text: string): Diagnostic {
  const { diagnostics, printed } = buildProject(text);
  const [first, ...others] = diagnostics.filter(({ severity }) => severity !== 'info');
  if (first === undefined || others.length > 0) throw new Error(`not one finding:\n${printed}`);
  return first;
}

/** The plan of a project without errors or warnings. Throws with the findings if there are some. */
export function soundPlan(text: string, environment?: string): Plan {
  const { plan, diagnostics, printed } = planOf(text, environment === undefined ? {} : { environment });
  if (diagnostics.some(({ severity }) => severity !== 'info')) throw new Error(printed);
  return plan;
}

function named<Item extends { readonly id: string }>(items: readonly Item[], id: string): Item {
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`no ${id} among ${items.map((item) => item.id).join(', ')}`);
  return found;
}

export const alertOf = (plan: Plan, id: string): Alert => named(plan.alerts, id);
export const signalOf = (plan: Plan, id: string): Signal => named(plan.signals, id);
export const objectiveOf = (plan: Plan, id: string): Objective => named(plan.objectives, id);
export const alertIds = (plan: Plan): string[] => plan.alerts.map(({ id }) => id);

/** A model `fraud` of team `ml`, with everything it needs; the spec's further fields are flow style. */
export function withModel(more: string, ...objects: readonly string[]): string {
  return file(PROJECT, TEAM, object('Model', 'fraud', `{ owner: ml, ${more} }`), ...objects);
}

/** The same with one SLO, named `fraud-slo`. */
export function withSlo(slo: string, more = '', ...objects: readonly string[]): string {
  return withModel(`slos: [{ name: slo, ${slo} }]${more === '' ? '' : `, ${more}`}`, ...objects);
}

/** The same with one monitor, named `fraud-monitor`. */
export function withMonitor(monitor: string, more = '', ...objects: readonly string[]): string {
  return withModel(`monitors: [{ name: monitor, ${monitor} }]${more === '' ? '' : `, ${more}`}`, ...objects);
}
