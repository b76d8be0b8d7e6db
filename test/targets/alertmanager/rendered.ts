import { parse } from 'yaml';
import type { Plan } from '../../../src/plan/plan.ts';
import { alertmanagerTarget } from '../../../src/targets/alertmanager/index.ts';
import type { AlertmanagerOptions } from '../../../src/targets/alertmanager/options.ts';
import type { TargetOutput } from '../../../src/targets/target.ts';

/** An Alertmanager configuration as tests read it. */
export interface Configuration {
  readonly route: RouteData;
  readonly receivers: readonly ReceiverData[];
  readonly time_intervals?: readonly IntervalData[];
  readonly inhibit_rules?: readonly {
    readonly source_matchers: readonly string[];
    readonly target_matchers: readonly string[];
    readonly equal: readonly string[];
  }[];
}

export interface RouteData {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly active_time_intervals?: readonly string[];
  readonly mute_time_intervals?: readonly string[];
  readonly routes?: readonly RouteData[];
}

export interface ReceiverData {
  readonly name: string;
  readonly webhook_configs?: readonly Readonly<Record<string, unknown>>[];
  readonly slack_configs?: readonly Readonly<Record<string, unknown>>[];
  readonly email_configs?: readonly Readonly<Record<string, unknown>>[];
  readonly pagerduty_configs?: readonly Readonly<Record<string, unknown>>[];
}

export interface IntervalData {
  readonly name: string;
  readonly time_intervals: readonly SpecData[];
}

export interface SpecData {
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[];
  readonly weekdays?: readonly string[];
  readonly days_of_month?: readonly string[];
  readonly months?: readonly string[];
  readonly years?: readonly string[];
  readonly location: string;
}

/** Lowers a plan; `base` is the text of the file that the options name. */
export function lower(
  plan: Plan,
  options: AlertmanagerOptions = { mode: 'own' },
  base?: string,
): TargetOutput {
  return alertmanagerTarget.lower(plan, options, (path) => (path === options.base ? base : undefined));
}

/** The text of the one file. Throws if there is none. */
export function textOf({ files, notes }: TargetOutput): string {
  const [file] = files;
  if (file === undefined) throw new Error(`nothing was rendered: ${JSON.stringify(notes)}`);
  return file.text;
}

export function configurationOf(output: TargetOutput): Configuration {
  return parse(textOf(output)) as Configuration;
}

/** All routes of the tree, the root first. */
export function allRoutes(route: RouteData): RouteData[] {
  return [route, ...(route.routes ?? []).flatMap(allRoutes)];
}

/** Routes that name the receiver themselves. */
export function routesTo({ route }: Configuration, receiver: string): RouteData[] {
  return allRoutes(route).filter((each) => each.receiver === receiver);
}

export function receiverNamed({ receivers }: Configuration, name: string): ReceiverData {
  const found = receivers.find((receiver) => receiver.name === name);
  if (found === undefined) throw new Error(`no receiver ${name}`);
  return found;
}
