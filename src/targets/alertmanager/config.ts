import type { Origin } from '../../plan/origin.ts';
import type { TimeIntervalNode } from '../time-intervals.ts';

/**
 * The parts of an Alertmanager configuration that we write, as data. Field names are ours; `print.ts` knows Alertmanager's.
 * `origin` becomes a mark of the rendered file, `comment` a comment above the part.
 */
interface Part {
  readonly origin?: Origin;
  readonly comment?: string | undefined;
}

/** Everything that we add to a configuration: alone it is a whole file, in a team's own it hangs on one route. */
export interface RoutingConfig {
  /** The one route that leads to all of ours; it matches nothing else and never continues. */
  readonly anchor: RouteNode;
  readonly receivers: readonly ReceiverNode[];
  readonly timeIntervals: readonly TimeIntervalNode[];
  readonly inhibitRules: readonly InhibitRule[];
}

export interface RouteNode extends Part {
  readonly receiver?: string;
  readonly matchers: readonly string[];
  readonly continues?: boolean;
  readonly groupBy?: readonly string[];
  readonly groupWaitSeconds?: number;
  readonly groupIntervalSeconds?: number;
  readonly repeatIntervalSeconds?: number;
  /** Names of time intervals. Unlike everything else, children do not inherit them. */
  readonly activeTimeIntervals?: readonly string[];
  readonly muteTimeIntervals?: readonly string[];
  readonly routes?: readonly RouteNode[];
}

/** A value as YAML has it, in the words of Alertmanager. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | ConfigMap;
export interface ConfigMap {
  readonly [key: string]: ConfigValue | undefined;
}

/** The kinds of integrations that we write, in the order in which they are printed. */
export const INTEGRATIONS = [
  'pagerduty_configs',
  'slack_configs',
  'email_configs',
  'webhook_configs',
] as const;
export type IntegrationKind = (typeof INTEGRATIONS)[number];

export interface Integration {
  readonly kind: IntegrationKind;
  readonly settings: ConfigMap;
}

/** Without integrations it tells nobody. */
export interface ReceiverNode extends Part {
  readonly name: string;
  readonly integrations: readonly Integration[];
}

export interface InhibitRule extends Part {
  readonly sourceMatchers: readonly string[];
  readonly targetMatchers: readonly string[];
  readonly equal: readonly string[];
}
