import type { Severity } from './objective.ts';
import type { Origin } from './origin.ts';
import type { SecretRef } from './secret.ts';

/** Who is on call: a schedule that exists at the provider, or one that is rendered. */
export type OnCallSchedule =
  | { readonly by: 'name'; readonly name: string }
  | {
      readonly by: 'rotation';
      readonly name: string;
      /** E-mail addresses, in order of their turns. */
      readonly users: readonly string[];
      readonly turnSeconds: number;
      /** Start of the first turn as local time in `timezone`: `2026-01-05T09:00:00`. */
      readonly start: string;
      readonly timezone: string;
    };

/** A level of a policy that escalates until somebody acknowledges. */
export interface PagingLevel {
  /** Since the incident was raised. */
  readonly afterSeconds: number;
  readonly onCall: readonly OnCallSchedule[];
  readonly origin: Origin;
}

/**
 * An incident service with its escalation policy. Everybody who raises an incident for it (Alertmanager, a topic of another
 * monitoring system) refers to it by `id`.
 */
export interface PagingService {
  /** Unique in the plan: `<team>/<on-call name>` of who is called first. */
  readonly id: string;
  readonly team: string;
  /** Escalation policies and severities whose alerts it takes, sorted. */
  readonly routes: readonly { readonly escalation: string; readonly severity: Exclude<Severity, 'none'> }[];
  /** Where whoever raises incidents finds the integration key. */
  readonly routingKey: SecretRef;
  /** From the first, whose `afterSeconds` is 0, upwards. */
  readonly levels: readonly PagingLevel[];
  /** How often the whole escalation is repeated when nobody acknowledges. */
  readonly repeat: number;
  readonly origin: Origin;
}
