import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import type { Recipient, Route } from '../../src/plan/route.ts';
import type { TargetOutput } from '../../src/targets/target.ts';
import { lower, textOf } from '../targets/alertmanager/rendered.ts';
import { type Service, useServices } from './processes.ts';
import { plan, route } from './route-plan.ts';
import { startAlertmanager } from './servers.ts';
import type { Delivery, Webhook } from './webhook.ts';

/** So short that tests wait for nothing else. */
export const CADENCE = { scrapeSeconds: 1, evaluationSeconds: 0.5 };

/** A route that tells after a second. */
export function quick(severities: Route['severities'], changes: Partial<Route> = {}): Route {
  const by = ['model', 'modelwatch_id'];
  const grouping = { by, waitSeconds: 1, intervalSeconds: 1, repeatSeconds: 3600 };
  return route(severities, { grouping, ...changes });
}

/** What Alertmanager sends to a webhook, as far as tests need it. */
export interface Payload {
  readonly status: string;
  readonly receiver: string;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** Starts real Alertmanagers and records what they send, by name of the recipient. */
export interface AlertmanagerBench {
  /** Where all is recorded; the path of its URL tells the recipient. Known once tests run. */
  readonly url: string;
  readonly start: (parts: Partial<Plan>) => Promise<Service>;
  readonly startWith: (output: TargetOutput) => Promise<Service>;
  /** A file as the specs' channels name one: what connects is in it and nowhere else. */
  readonly secretFile: (name: string, content: string) => { readonly from: 'file'; readonly path: string };
  /** A webhook whose URL is in such a file. */
  readonly hook: (name: string) => Recipient;
  readonly deliveriesTo: (name: string) => Delivery[];
  readonly payloads: (name: string) => Payload[];
  /** Names and levels of the alerts that a webhook was told of. */
  readonly toldBy: (name: string) => Set<string>;
}

/** Gives a describe block its bench. To be called where tests are declared, not within a test. */
export function useAlertmanager(): AlertmanagerBench {
  const services = useServices();
  let webhook: Webhook | undefined;
  let secrets = '';
  beforeAll(async () => {
    webhook = await services.webhook();
    secrets = services.folder();
  });
  const startWith = (output: TargetOutput) => startAlertmanager(services, { config: textOf(output) });
  const secretFile: AlertmanagerBench['secretFile'] = (name, content) => {
    const file = path.join(secrets, name);
    writeFileSync(file, `${content}\n`);
    return { from: 'file', path: file };
  };
  const deliveriesTo = (name: string) =>
    (webhook?.deliveries ?? []).filter((delivery) => delivery.path === `/${name}`);
  const payloads = (name: string) => deliveriesTo(name).map(({ body }) => body as Payload);
  return {
    get url() {
      return webhook?.url ?? '';
    },
    startWith,
    start: (parts) => startWith(lower(plan({ cadence: CADENCE, ...parts }))),
    secretFile,
    hook: (name) => ({
      type: 'webhook',
      name,
      url: secretFile(name, `${webhook?.url ?? ''}/${name}`),
      purpose: 'on-call',
    }),
    deliveriesTo,
    payloads,
    toldBy: (name) => {
      const alerts = payloads(name).flatMap((payload) => payload.alerts);
      return new Set(
        alerts.map(({ labels }) => [labels['alertname'], labels['level']].filter(Boolean).join(' ')),
      );
    },
  };
}

/** The list, once it has something. */
export function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list !== undefined && list.length > 0 ? list : undefined;
}
