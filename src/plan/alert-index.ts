import type { Alert } from './alert.ts';
import type { Plan } from './plan.ts';

/** The alerts of a plan, found without going through all of them. */
export interface AlertIndex {
  readonly byName: ReadonlyMap<string, Alert>;
  /** Those of one severity that go one way. */
  readonly onRoute: (team: string, escalation: string, severity: string) => readonly Alert[];
  /** Values of `modelwatch_id` on which there is a page. */
  readonly pagedIds: ReadonlySet<string | undefined>;
  /** Every label that some alert carries. */
  readonly labels: ReadonlySet<string>;
}

export function indexAlerts({ alerts }: Plan): AlertIndex {
  const byRoute = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const { team, escalation, severity } = alert;
    if (escalation === undefined) continue;
    const key = routeKey(team, escalation, severity);
    const known = byRoute.get(key);
    if (known === undefined) byRoute.set(key, [alert]);
    else known.push(alert);
  }
  return {
    byName: new Map(alerts.map((alert) => [alert.name, alert])),
    onRoute: (team, escalation, severity) => byRoute.get(routeKey(team, escalation, severity)) ?? [],
    pagedIds: new Set(
      alerts.filter(({ severity }) => severity === 'page').map(({ labels }) => labels['modelwatch_id']),
    ),
    labels: labelsOf(alerts),
  };
}

/** Names hold no blanks. */
function routeKey(team: string, escalation: string, severity: string): string {
  return `${team} ${escalation} ${severity}`;
}

function labelsOf(alerts: readonly Alert[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { labels } of alerts) for (const name of Object.keys(labels)) names.add(name);
  return names;
}
