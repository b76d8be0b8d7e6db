import type { Origin } from './origin.ts';
import type { Recipient } from './route.ts';
import type { SecretRef } from './secret.ts';

/** A text with places that only the alert can fill: its summary, its name. */
export type ActionText = readonly ({ readonly text: string } | { readonly alert: AlertField })[];
export const ALERT_FIELDS = ['name', 'summary', 'severity', 'model', 'team', 'env', 'specUrl'] as const;
export type AlertField = (typeof ALERT_FIELDS)[number];

export interface AgeBound {
  readonly op: '>' | '<';
  readonly seconds: number;
}

/** Limits that whoever carries the action out has to honour; they are handed over with each request. */
export interface Guard {
  readonly cooldownSeconds: number;
  readonly maxPerWeek: number;
  readonly labelsAge?: AgeBound;
  readonly versionAge?: AgeBound;
  readonly upstreamHealthy: boolean;
  readonly approval: 'none' | 'oncall';
}

/** Something to be done automatically; alerts name it in `action`. */
export interface Action {
  readonly name: string;
  readonly type: string;
  /** What is acted on, by the names of the specs: repository, event, rollout … */
  readonly parameters: Readonly<Record<string, string>>;
  readonly payload: Readonly<Record<string, ActionText | number>>;
  /** Where whoever carries it out finds its secret; only the reference is handed over. */
  readonly auth?: SecretRef;
  /** Who carries it out. */
  readonly webhook: Extract<Recipient, { type: 'webhook' }>;
  readonly guard: Guard;
  /** Only pretended in this environment. */
  readonly isDryRun: boolean;
  readonly origin: Origin;
}
