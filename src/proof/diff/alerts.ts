import type { Alert } from '../../plan/alert.ts';
import type { Severity } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { ChangeClass } from './change.ts';
import { keyOf, type MatchedObjects } from './objects.ts';

/** The alerts of one environment on both sides. */
export interface MatchedAlerts {
  readonly pairs: readonly AlertPair[];
  readonly gone: readonly Alert[];
  readonly come: readonly Alert[];
  /** Of the gone ones, those whose place another alert takes: as severe, of the same class, about the same subject. */
  readonly replaced: readonly AlertPair[];
}

export interface AlertPair {
  readonly base: Alert;
  readonly head: Alert;
}

/** Matches alerts by their object (renamed ones by their new name) and what they tell of it. */
export function matchAlerts(base: Plan, head: Plan, objects: MatchedObjects): MatchedAlerts {
  const after = new Map(head.alerts.map((alert) => [alertKey(alert), alert]));
  const pairs: AlertPair[] = [];
  const gone: Alert[] = [];
  for (const alert of base.alerts) {
    const key = alertKey(alert, objects.nameInHead);
    const same = after.get(key);
    if (same === undefined) gone.push(alert);
    else pairs.push({ base: alert, head: same });
    after.delete(key);
  }
  return withReplaced(pairs, gone, [...after.values()], objects);
}

function alertKey({ object, id }: Alert, nameInHead?: MatchedObjects['nameInHead']): string {
  const name = nameInHead?.(object.kind, object.name) ?? object.name;
  return `${keyOf(object.kind, name)}${id.slice(id.indexOf('/'))}`;
}

function withReplaced(
  pairs: readonly AlertPair[],
  gone: readonly Alert[],
  come: readonly Alert[],
  objects: MatchedObjects,
): MatchedAlerts {
  const isRemoved = new Set(objects.removed.map(({ kind, name }) => keyOf(kind, name)));
  const left = new Set(come);
  const replaced: AlertPair[] = [];
  for (const alert of gone) {
    // What goes with its object is told with it.
    if (isRemoved.has(keyOf(alert.object.kind, alert.object.name))) continue;
    const subject = objects.nameInHead(alert.subject.kind, alert.subject.name);
    const heir = [...left].find(
      (each) =>
        each.class === alert.class &&
        each.subject.kind === alert.subject.kind &&
        each.subject.name === subject &&
        rank(each.severity) >= rank(alert.severity),
    );
    if (heir === undefined) continue;
    left.delete(heir);
    replaced.push({ base: alert, head: heir });
  }
  const isReplaced = new Set(replaced.map(({ base }) => base));
  return { pairs, replaced, gone: gone.filter((alert) => !isReplaced.has(alert)), come };
}

const RANKS: readonly Severity[] = ['none', 'info', 'ticket', 'page'];

function rank(severity: Severity): number {
  return RANKS.indexOf(severity);
}

/** What it means that an alert gets another severity. */
export function severityClass(from: Severity, to: Severity): ChangeClass {
  if (to === 'none') return 'protection-removed';
  if (to === 'page') return 'new-page';
  return rank(to) > rank(from) ? 'tightened' : 'loosened';
}

type Told = (alert: Alert) => { readonly reachesHuman: boolean };

/** What it means that alerts are there no longer. Those of which nobody heard protected nobody. */
export function goneClass(alerts: readonly Alert[], told: Told): ChangeClass {
  return alerts.some((alert) => told(alert).reachesHuman) ? 'protection-removed' : 'changed';
}

/** What it means that alerts are new: a page where somebody is paged. */
export function comeClass(alerts: readonly Alert[], told: Told): ChangeClass {
  return alerts.some((alert) => alert.severity === 'page' && told(alert).reachesHuman)
    ? 'new-page'
    : 'tightened';
}

export function namesOf(alerts: readonly Pick<Alert, 'name'>[]): string[] {
  return sortedBy(
    alerts.map(({ name }) => name),
    (name) => name,
  );
}
