import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { AlertIndex } from '../../plan/alert-index.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Route, SeverityRoute } from '../../plan/route.ts';
import { type Entry, entriesOf, nativeLevels } from '../../plan/route-entries.ts';
import { type Mutes, maintenanceMutes } from '../maintenance-mutes.ts';
import { groupBy } from '../route-grouping.ts';
import {
  DIGEST_INTERVAL_SECONDS,
  DIGEST_REPEAT_SECONDS,
  type TimingIntervals,
  timingOf,
} from '../route-timing.ts';
import type { TimeIntervalNode } from '../time-intervals.ts';
import { actionRoutes } from './actions.ts';
import type { RouteNode } from './config.ts';
import { labelEquals, labelIsOneOf } from './matchers.ts';
import type { Names } from './names.ts';
import type { Scope } from './scope.ts';
import { canBeInhibited } from './waiting.ts';

/** What the whole tree is built from. */
interface Context {
  readonly plan: Plan;
  readonly index: AlertIndex;
  readonly names: Names;
  readonly mutes: Mutes;
}

export interface RoutingTree {
  readonly anchor: RouteNode;
  /** Those that the routes refer to. */
  readonly timeIntervals: readonly TimeIntervalNode[];
  readonly notes: readonly Diagnostic[];
}

/**
 * The tree: our anchor → those whom nobody hears, and the dead man's switch → a team's policy → severity → level and timing →
 * what maintenance mutes.
 */
export function routingTree(plan: Plan, index: AlertIndex, names: Names, scope: Scope): RoutingTree {
  const context: Context = { plan, index, names, mutes: maintenanceMutes(plan, names) };
  const intervals = new Map<string, TimeIntervalNode>();
  const keep = ({ active, mute }: TimingIntervals) => {
    for (const interval of [...active, ...mute]) intervals.set(interval.name, interval);
  };
  const anchor: RouteNode = {
    comment:
      'All our alerts, and no others. No later route sees them: this one comes first and does not continue.\nAn alert that no route below expects is told to nobody; its rule is older or newer than this file.',
    receiver: names.unrouted,
    matchers: scope.matchers,
    routes: [
      ...watchdogRoutes(context),
      ...actionRoutes(plan, names),
      {
        comment: 'Nobody is to be told of these.',
        receiver: names.nobody,
        matchers: [labelEquals('severity', 'none')],
      },
      { receiver: names.nobody, matchers: [labelEquals('escalation', '')] },
      ...plan.routes.map((route) => policyRoute(context, route, keep)),
    ],
  };
  return { anchor, timeIntervals: [...intervals.values()], notes: context.mutes.notes };
}

type Keep = (timing: TimingIntervals) => void;

/** The switch must be heard often: its silence is the message. */
function watchdogRoutes({ plan, names }: Context): RouteNode[] {
  const alerts = plan.alerts.filter(({ condition }) => condition.node === 'always');
  const [first] = alerts;
  if (first === undefined) return [];
  const matchers = [
    labelIsOneOf(
      'alertname',
      alerts.map(({ name }) => name),
    ),
  ];
  if (plan.watchdog === undefined) {
    return [
      {
        comment: "The dead man's switch always fires; the project names nobody who would notice its silence.",
        origin: first.origin,
        receiver: names.nobody,
        matchers,
      },
    ];
  }
  return [
    {
      comment: "The dead man's switch always fires; its silence is the message.",
      origin: first.origin,
      receiver: names.watchdog,
      matchers,
      groupBy: ['alertname'],
      groupWaitSeconds: 0,
      groupIntervalSeconds: 60,
      repeatIntervalSeconds: 300,
    },
  ];
}

function policyRoute(context: Context, route: Route, keep: Keep): RouteNode {
  const { grouping, team, escalation, origin } = route;
  return {
    origin,
    matchers: [labelEquals('team', team), labelEquals('escalation', escalation)],
    groupBy: groupBy(context.plan, context.index, route),
    groupWaitSeconds: grouping.waitSeconds,
    groupIntervalSeconds: grouping.intervalSeconds,
    repeatIntervalSeconds: grouping.repeatSeconds,
    routes: route.severities.map((severityRoute) => severityNode(context, route, severityRoute, keep)),
  };
}

function severityNode(context: Context, route: Route, severityRoute: SeverityRoute, keep: Keep): RouteNode {
  const { severity, origin, digest } = severityRoute;
  const entries = entriesOf(severityRoute);
  return {
    origin,
    comment: commentOn(context, route, severityRoute),
    matchers: [labelEquals('severity', severity)],
    // Severities never meet in a group, each having its own route; so `severity` need not be grouped by.
    ...(digest === undefined
      ? waiting(context, route, severityRoute)
      : {
          groupBy: ['team', 'severity'],
          groupIntervalSeconds: DIGEST_INTERVAL_SECONDS,
          repeatIntervalSeconds: DIGEST_REPEAT_SECONDS,
        }),
    routes: entries.map((entry, index) => {
      const timing = timingOf(context.plan, route, severityRoute, entry, context.names);
      keep(timing);
      const isAlone = !entries.slice(index + 1).some(({ number }) => number === entry.number);
      return entryRoute(context, route, entry, timing, !isAlone, keep);
    }),
  };
}

/** A first notification waits until what explains it can have come. */
function waiting(context: Context, route: Route, severityRoute: SeverityRoute): Partial<RouteNode> {
  return waitsLonger(context, route, severityRoute) ? { groupWaitSeconds: leastWait(context.plan) } : {};
}

function waitsLonger({ plan, index }: Context, route: Route, { severity, digest }: SeverityRoute): boolean {
  if (digest !== undefined || route.grouping.waitSeconds >= leastWait(plan)) return false;
  return canBeInhibited(index, route, severity);
}

function leastWait({ cadence }: Plan): number {
  return 2 * cadence.evaluationSeconds;
}

function commentOn(context: Context, route: Route, severityRoute: SeverityRoute): string | undefined {
  const native = [...new Set(nativeLevels(severityRoute).map(({ number }) => number))];
  const lines = [
    ...(native.length > 0
      ? [
          `Later levels (${native.join(', ')}) are the receiver's own: it escalates until somebody acknowledges.`,
        ]
      : []),
    ...(waitsLonger(context, route, severityRoute)
      ? ['Waits for two evaluations of rules, so that an alert that explains these can come first.']
      : []),
    ...(severityRoute.digest === undefined
      ? []
      : ['A digest: one look falls into its window, and repeat_interval lets it tell once in each.']),
  ];
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** One level at one timing. Siblings of its number must be reached too, so that it continues unless it is the last. */
function entryRoute(
  { index, names, mutes }: Context,
  route: Route,
  entry: Entry,
  { active, mute }: TimingIntervals,
  continues: boolean,
  keep: Keep,
): RouteNode {
  const muted = new Map<string, { names: string[]; windows: readonly TimeIntervalNode[] }>();
  for (const { name } of index.onRoute(route.team, route.escalation, entry.severity)) {
    const windows = mutes.ofAlert.get(name);
    if (windows === undefined) continue;
    const key = JSON.stringify(windows.map((window) => window.name));
    const known = muted.get(key);
    if (known === undefined) muted.set(key, { names: [name], windows });
    else known.names.push(name);
  }
  return {
    origin: entry.origin,
    receiver: names.entry(route, entry.severity, entry.number, entry.timing),
    matchers: [labelEquals('level', String(entry.number))],
    continues,
    activeTimeIntervals: active.map(({ name }) => name),
    muteTimeIntervals: mute.map(({ name }) => name),
    routes: [...muted.values()].map(({ names: alertNames, windows }) => {
      keep({ active: [], mute: windows });
      return {
        origin: windows[0]?.origin ?? entry.origin,
        matchers: [labelIsOneOf('alertname', alertNames)],
        activeTimeIntervals: active.map(({ name }) => name),
        muteTimeIntervals: [...mute, ...windows].map(({ name }) => name),
      };
    }),
  };
}
