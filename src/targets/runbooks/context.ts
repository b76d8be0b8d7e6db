import type { Alert } from '../../plan/alert.ts';
import type { Cause } from '../../plan/cause.ts';
import type { Maintenance } from '../../plan/maintenance.ts';
import type { Objective, Subject } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import { type RouteFinder, routeFinder, type TeamHours } from '../../plan/route.ts';
import { type Scope, scopeOf } from '../../promql/lower/scope.ts';

/** The plan as its pages look things up in it. */
export interface RunbookContext {
  readonly plan: Plan;
  readonly scope: Scope;
  readonly alerts: ReadonlyMap<string, Alert>;
  /** By what the alert is about, as the item that others name upstream. */
  readonly alertsAbout: ReadonlyMap<string, readonly Alert[]>;
  /** By the objective's id. */
  readonly alertsOfObjective: ReadonlyMap<string, readonly Alert[]>;
  readonly routeOf: RouteFinder;
  readonly teamHours: ReadonlyMap<string, TeamHours>;
  /** By the item that alerts name upstream. */
  readonly causes: ReadonlyMap<string, readonly Cause[]>;
  /** By the name of a muted alert. */
  readonly maintenance: ReadonlyMap<string, readonly Maintenance[]>;
  /** By the name of a cause: the alerts that stay silent while it fires. */
  readonly silencedBy: ReadonlyMap<string, readonly Alert[]>;
}

export function contextOf(plan: Plan): RunbookContext {
  const causes = grouped(plan.causes, ({ item }) => [item]);
  return {
    plan,
    scope: scopeOf(plan),
    alerts: new Map(plan.alerts.map((alert) => [alert.name, alert])),
    alertsAbout: grouped(plan.alerts, ({ subject }) => [itemOf(subject)]),
    alertsOfObjective: grouped(plan.alerts, ({ object }) => (object.kind === 'SLO' ? [object.name] : [])),
    routeOf: routeFinder(plan.routes),
    teamHours: new Map(plan.teamHours.map((hours) => [hours.team, hours])),
    causes,
    maintenance: grouped(plan.maintenance, ({ alertNames }) => alertNames),
    silencedBy: grouped(plan.alerts, (alert) =>
      causesOf(causes, alert).flatMap(({ alertNames }) => alertNames),
    ),
  };
}

/** The causes while which the alert stays silent. */
export function causesOf(causes: RunbookContext['causes'], alert: Alert): readonly Cause[] {
  return alert.upstream
    .flatMap((item) => causes.get(item) ?? [])
    .filter(({ targetSeverities }) => targetSeverities.includes(alert.severity));
}

/** `<kind>:<name>` with the kind in kebab-case, as in the label `upstream`. */
export function itemOf({ kind, name }: Subject): string {
  const kebab = kind.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();
  return `${kebab}:${name}`;
}

/** The objective that a condition stands on; the plan names only objectives of its own. */
export function objectiveOf(context: RunbookContext, id: string): Objective | undefined {
  return context.scope.objectives.get(id);
}

/** Elements by each of their keys, in their own order, once a key. */
function grouped<T>(list: readonly T[], keys: (element: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const element of list) {
    for (const key of new Set(keys(element))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [element]);
      else group.push(element);
    }
  }
  return groups;
}
