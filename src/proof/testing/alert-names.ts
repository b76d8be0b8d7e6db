import type { Alert } from '../../plan/alert.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { suggest } from '../../support/suggest.ts';

/** Alerts that a test means. */
export interface NamedAlerts {
  readonly alerts: readonly Alert[];
  /** The text names an object, any alert of which will do. */
  readonly isObject: boolean;
}

/** Finds alerts of one plan by what tests call them. */
export interface AlertNames {
  /** Alerts by name, in either spelling, or all of an object: `fraud-latency`, `SLO/fraud-latency`. None when nothing is called so. */
  readonly find: (text: string) => NamedAlerts;
  /** Names that look like the text, of alerts and of objects. */
  readonly similar: (text: string) => string[];
}

/** What an alert's name stands for wins over an object of the same name. */
export function alertNames(alerts: readonly Alert[]): AlertNames {
  const byName = new Map<string, Alert[]>();
  const byObject = new Map<string, Alert[]>();
  for (const alert of alerts) {
    for (const name of [alert.name, kebabCase(alert.name)]) add(byName, name, alert);
    for (const name of [alert.object.name, `${alert.object.kind}/${alert.object.name}`])
      add(byObject, name, alert);
  }
  return {
    find: (text) => {
      const named = byName.get(text);
      if (named !== undefined) return { alerts: named, isObject: false };
      return { alerts: byObject.get(text) ?? [], isObject: true };
    },
    // The kebab-case spelling of an alert is only told where the text is written so.
    similar: (text) =>
      suggest(text, [
        ...byObject.keys(),
        ...(/[A-Z]/.test(text) ? alerts.map(({ name }) => name) : byName.keys()),
      ]),
  };
}

function add(map: Map<string, Alert[]>, name: string, alert: Alert): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [alert]);
  else if (!known.includes(alert)) known.push(alert);
}
