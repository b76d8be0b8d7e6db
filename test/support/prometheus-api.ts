import type { Service } from './processes.ts';

/** Prometheus' API, version 1, as far as tests need it. */

export interface RaisedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  /** When its condition became true. */
  readonly activeAt: string;
}

export interface RuleState {
  readonly name: string;
  readonly type: 'alerting' | 'recording';
  /** `unknown` until it is evaluated for the first time. */
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
}

/** Alerts that Prometheus has raised: pending or firing. */
export async function raisedAlerts(prometheus: Service): Promise<readonly RaisedAlert[]> {
  const { alerts } = await get<{ readonly alerts: readonly RaisedAlert[] }>(prometheus, '/api/v1/alerts');
  return alerts;
}

/** All rules that it evaluates, with how they fare. */
export async function rules(prometheus: Service): Promise<readonly RuleState[]> {
  const { groups } = await get<{ readonly groups: readonly { readonly rules: readonly RuleState[] }[] }>(
    prometheus,
    '/api/v1/rules',
  );
  return groups.flatMap((group) => group.rules);
}

/** The only value of an instant query, now or at a time (RFC 3339); undefined when there is none. Throws when there are several. */
export async function valueAt(
  prometheus: Service,
  query: string,
  time?: string,
): Promise<number | undefined> {
  const parameters = new URLSearchParams({ query, ...(time !== undefined && { time }) });
  const { result } = await get<{
    readonly result: readonly { readonly value: readonly [number, string] }[];
  }>(prometheus, `/api/v1/query?${parameters.toString()}`);
  if (result.length > 1) throw new Error(`${query} gives ${result.length} series`);
  return result[0] === undefined ? undefined : Number(result[0].value[1]);
}

async function get<T>({ url }: Service, path: string): Promise<T> {
  const response = await fetch(url + path);
  const answer = (await response.json()) as { readonly data?: T; readonly error?: string };
  if (answer.data === undefined) throw new Error(`${path}: ${answer.error ?? response.statusText}`);
  return answer.data;
}
