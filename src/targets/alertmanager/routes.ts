import type { Plan } from '../../plan/plan.ts';
import type { Route, SeverityRoute } from '../../plan/route.ts';
import type { RouteNode } from './config.ts';
import { entriesOf } from './entries.ts';
import { labelEquals, labelMatches } from './matchers.ts';
import type { Names } from './names.ts';

/** The tree of routes below our anchor. */
export function anchorRoute(plan: Plan, names: Names): RouteNode {
  return {
    comment:
      'All alerts of modelwatch, and nothing else. No other route sees them: this one comes first and does not continue.',
    receiver: names.unrouted,
    matchers: [
      labelMatches('modelwatch_id', '.+'),
      ...Object.entries(plan.environment.labels).map(([label, value]) => labelEquals(label, value)),
    ],
    routes: plan.routes.map((route) => policyRoute(route, names)),
  };
}

function policyRoute(route: Route, names: Names): RouteNode {
  const { by, waitSeconds, intervalSeconds, repeatSeconds } = route.grouping;
  return {
    origin: route.origin,
    matchers: [labelEquals('team', route.team), labelEquals('escalation', route.escalation)],
    groupBy: by,
    groupWaitSeconds: waitSeconds,
    groupIntervalSeconds: intervalSeconds,
    repeatIntervalSeconds: repeatSeconds,
    routes: route.severities.map((severityRoute) => severityNode(route, severityRoute, names)),
  };
}

function severityNode(route: Route, severityRoute: SeverityRoute, names: Names): RouteNode {
  return {
    origin: severityRoute.origin,
    matchers: [labelEquals('severity', severityRoute.severity)],
    routes: entriesOf(severityRoute).map((entry) => ({
      origin: entry.origin,
      receiver: names.entry(route, entry.severity, entry.number, entry.timing),
      matchers: [labelEquals('level', String(entry.number))],
    })),
  };
}
