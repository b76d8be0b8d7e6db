import type { AlertmanagerConfig, InhibitRule, Receiver, RouteNode } from './alertmanager-config.ts';
import { type LabelSet, matchesAll } from './matchers.ts';
import { containsInstant } from './time-interval.ts';

/** Whom Alertmanager would tell: its routing, muting and inhibition as functions of a configuration that was read. */

/** A route that takes an alert. */
export interface Match {
  readonly node: RouteNode;
  /** From the root to the node itself. */
  readonly path: readonly RouteNode[];
}

/**
 * All routes that take an alert, depth first. Of siblings the first that takes it is the last one asked, unless it says
 * `continue`; a route none of whose children takes it takes it itself.
 */
export function route({ route: root }: AlertmanagerConfig, labels: LabelSet): Match[] {
  return matchesBelow(root, labels, []);
}

function matchesBelow(node: RouteNode, labels: LabelSet, above: readonly RouteNode[]): Match[] {
  if (!matchesAll(node.matchers, labels)) return [];
  const path = [...above, node];
  const found: Match[] = [];
  for (const child of node.routes) {
    const matches = matchesBelow(child, labels, path);
    found.push(...matches);
    if (matches.length > 0 && !child.continues) break;
  }
  return found.length > 0 ? found : [{ node, path }];
}

/** Why a route tells nothing at an instant. */
export type Mute =
  /** It is within one of these times, each named under `mute_time_intervals`. */
  | { readonly because: 'muted'; readonly intervals: readonly string[] }
  /** It is within none of these, all that are named under `active_time_intervals`. */
  | { readonly because: 'inactive'; readonly intervals: readonly string[] };

/** Why the route is silent at the instant (epoch milliseconds); undefined when it tells. Only its own times count. */
export function mutedBy(config: AlertmanagerConfig, { node }: Match, instant: number): Mute | undefined {
  const within = (names: readonly string[]) =>
    names.filter((name) => {
      const interval = config.timeIntervals.get(name);
      return interval !== undefined && containsInstant(interval, instant);
    });
  const active = node.activeTimeIntervals;
  if (active.length > 0 && within(active).length === 0) return { because: 'inactive', intervals: active };
  const muted = within(node.muteTimeIntervals);
  return muted.length > 0 ? { because: 'muted', intervals: muted } : undefined;
}

/** Whether the route is silent at the instant (epoch milliseconds). */
export function isMuted(config: AlertmanagerConfig, match: Match, instant: number): boolean {
  return mutedBy(config, match, instant) !== undefined;
}

/** Receivers that are told of an alert at an instant (epoch milliseconds), in the order of the routes; each once. */
export function receiversAt(config: AlertmanagerConfig, labels: LabelSet, instant: number): Receiver[] {
  const told = route(config, labels)
    .filter((match) => !isMuted(config, match, instant))
    .map(({ node }) => config.receivers.get(node.receiver))
    .filter((receiver) => receiver !== undefined);
  return [...new Set(told)];
}

export interface Inhibition {
  readonly rule: InhibitRule;
  /** Labels of the alert that silences. */
  readonly source: LabelSet;
}

/**
 * Which of the firing alerts silence an alert, and by which rules. Labels that must be equal may be absent from both, and an
 * absent one equals an empty one. An alert that matches both sides of a rule is not silenced by one that does so too, hence
 * never by itself. (Where several firing alerts have the same equal labels, some versions of Alertmanager look at one of them
 * only.)
 */
export function inhibitedBy(
  { inhibitRules }: AlertmanagerConfig,
  target: LabelSet,
  firing: readonly LabelSet[],
): Inhibition[] {
  return inhibitRules.flatMap((rule) => {
    if (!matchesAll(rule.targetMatchers, target)) return [];
    const isSourceToo = matchesAll(rule.sourceMatchers, target);
    return firing
      .filter(
        (source) =>
          matchesAll(rule.sourceMatchers, source) &&
          rule.equal.every((name) => valueOf(source, name) === valueOf(target, name)) &&
          !(isSourceToo && matchesAll(rule.targetMatchers, source)),
      )
      .map((source) => ({ rule, source }));
  });
}

function valueOf(labels: LabelSet, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}
