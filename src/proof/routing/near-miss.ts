import { suggest } from '../../support/suggest.ts';
import type { AlertmanagerConfig, RouteNode } from './alertmanager-config.ts';
import { type LabelSet, type Matcher, matchesAll, printMatcher } from './matchers.ts';
import type { Match } from './router.ts';

/** A route further down that would have taken the alert, but for one matcher. */
export interface NearMiss {
  readonly node: RouteNode;
  readonly matcher: Matcher;
  /** What the alert has instead. */
  readonly actual: string | undefined;
  /** A label of the alert that is nearly the matcher's. */
  readonly meant?: string;
}

/**
 * Looks below the route that took the alert for the one that was probably meant to: all of its matchers but one hold, and
 * somebody is behind it. Of several, the one that looks most like a slip, then the one with most matchers.
 */
export function nearMiss(
  config: AlertmanagerConfig,
  { node }: Match,
  labels: LabelSet,
): NearMiss | undefined {
  const found = node.routes
    .filter((child) => leadsSomewhere(config, child))
    .flatMap((child) => {
      const [matcher, ...more] = child.matchers.filter((each) => !matchesAll([each], labels));
      return matcher === undefined || more.length > 0 ? [] : [missOf(child, matcher, labels)];
    });
  return found.toSorted(
    (a, b) => likelihood(b) - likelihood(a) || b.node.matchers.length - a.node.matchers.length,
  )[0];
}

function missOf(node: RouteNode, matcher: Matcher, labels: LabelSet): NearMiss {
  const actual = Object.hasOwn(labels, matcher.name) ? labels[matcher.name] : undefined;
  const [meant] = actual === undefined ? suggest(matcher.name, Object.keys(labels)) : [];
  return { node, matcher, actual, ...(meant !== undefined && { meant }) };
}

/** A label that is nearly one of the alert's, or a value that nearly is, tells more than a route for something else. */
function likelihood({ matcher, actual, meant }: NearMiss): number {
  if (meant !== undefined) return 2;
  return actual !== undefined && suggest(matcher.value, [actual]).length > 0 ? 1 : 0;
}

function leadsSomewhere(config: AlertmanagerConfig, node: RouteNode): boolean {
  return (
    (config.receivers.get(node.receiver)?.integrations.length ?? 0) > 0 ||
    node.routes.some((child) => leadsSomewhere(config, child))
  );
}

/** As a sentence. */
export function printNearMiss({ matcher, actual, meant }: NearMiss): string {
  const has =
    actual === undefined
      ? `the alert has no label ${matcher.name}`
      : `the alert has ${matcher.name}=${JSON.stringify(actual)}`;
  const asked = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `A route below asks for ${printMatcher(matcher)} and would have taken it, but ${has}.${asked}`;
}
