import type { Alert } from '../../src/plan/alert.ts';
import type { Service } from './processes.ts';

/** Alertmanager's API, version 2, as far as tests need it. */

export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

export interface KnownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: string;
    readonly inhibitedBy: readonly string[];
    /** Names of time intervals. */
    readonly mutedBy: readonly string[];
  };
}

/** What Prometheus sends of a firing alert. */
export function firing(
  alert: Alert,
  changes: Readonly<Record<string, string>> = {},
  annotations: Readonly<Record<string, string>> = { summary: `${alert.name} fires` },
): PostedAlert {
  return { labels: { ...alert.labels, alertname: alert.name, level: '1', ...changes }, annotations };
}

/** The same alert once it is over. */
export function resolved(alert: PostedAlert): PostedAlert {
  return { ...alert, endsAt: new Date().toISOString() };
}

/** Throws when Alertmanager does not take them. */
export async function postAlerts({ url }: Service, alerts: readonly PostedAlert[]): Promise<void> {
  const response = await fetch(`${url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alerts),
  });
  if (!response.ok) throw new Error(`Alertmanager answers ${response.status}: ${await response.text()}`);
}

interface AlertGroup {
  readonly receiver: { readonly name: string };
  readonly alerts: readonly KnownAlert[];
}

/** The alert of that name and level, once it is in a group; `mutedBy` is that of the group. */
export async function knownAlert(
  { url }: Service,
  name: string,
  level = '1',
): Promise<KnownAlert | undefined> {
  const response = await fetch(`${url}/api/v2/alerts/groups`);
  const groups = (await response.json()) as readonly AlertGroup[];
  return groups
    .flatMap(({ alerts }) => alerts)
    .find(({ labels }) => labels['alertname'] === name && labels['level'] === level);
}
