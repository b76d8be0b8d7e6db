import * as alerting from '@grafana/grafana-foundation-sdk/alerting';
import { type AlertIndex, indexAlerts } from '../../../plan/alert-index.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Route, SeverityRoute } from '../../../plan/route.ts';
import { type Entry, entriesOf } from '../../../plan/route-entries.ts';
import { escapeRegex } from '../../../promql/lower/regex.ts';
import { printDuration } from '../../../units/index.ts';
import { type Mutes, maintenanceMutes } from '../../maintenance-mutes.ts';
import { groupBy } from '../../route-grouping.ts';
import {
  DIGEST_INTERVAL_SECONDS,
  DIGEST_REPEAT_SECONDS,
  type TimingIntervals,
  timingOf,
} from '../../route-timing.ts';
import type { TimeIntervalNode } from '../../time-intervals.ts';
import { literal } from '../interpolation.ts';
import { hasWatchdog } from './contact-points.ts';
import { type AlertingNames, titleOf } from './names.ts';

/** The whole tree of an organisation, and the time intervals that it names. */
export interface PolicyTree {
  readonly root: alerting.NotificationPolicy;
  readonly timeIntervals: readonly TimeIntervalNode[];
}

interface Context {
  readonly plan: Plan;
  readonly index: AlertIndex;
  readonly names: AlertingNames;
  readonly mutes: Mutes;
  readonly keep: (timing: TimingIntervals) => void;
}

/**
 * The tree: others' alerts stay at the root; ours → those whom nobody hears, and the dead man's switch → a team's policy → severity →
 * level and timing → what maintenance mutes.
 */
export function policyTree(plan: Plan, names: AlertingNames, othersTo: string): PolicyTree {
  const always: TimeIntervalNode = {
    name: names.always,
    intervals: [{ times: [{ start_time: '00:00', end_time: '24:00' }], location: 'UTC' }],
  };
  const intervals = new Map<string, TimeIntervalNode>([[always.name, always]]);
  const context: Context = {
    plan,
    index: indexAlerts(plan),
    names,
    mutes: maintenanceMutes(plan, names),
    keep: ({ active, mute }) => {
      for (const interval of [...active, ...mute]) intervals.set(interval.name, interval);
    },
  };
  const ours = policy(
    ['modelwatch_id', '=~', '.+'],
    equals('env', plan.environment.name),
    equals('project', plan.project),
  ).routes([
    watchdogPolicy(context),
    policy(equals('severity', 'none')).muteTimeIntervals([names.always]),
    policy(equals('escalation', '')).muteTimeIntervals([names.always]),
    ...plan.routes.map((route) => routePolicy(context, route)),
  ]);
  const root = new alerting.NotificationPolicyBuilder()
    .receiver(literal(othersTo))
    .groupBy(['grafana_folder', 'alertname'])
    .routes([ours])
    .build();
  return { root, timeIntervals: [...intervals.values()] };
}

type Matcher = [label: string, op: '=' | '=~', value: string];

function policy(...matchers: readonly Matcher[]): alerting.NotificationPolicyBuilder {
  return new alerting.NotificationPolicyBuilder().objectMatchers(
    matchers.map(([name, op, value]) => [name, op, literal(value)]),
  );
}

function equals(label: string, value: string): Matcher {
  return [label, '=', value];
}

function isOneOf(label: string, values: readonly string[]): Matcher {
  const [only] = values;
  return only !== undefined && values.length === 1
    ? equals(label, only)
    : [label, '=~', values.map(escapeRegex).join('|')];
}

/** The switch must be heard often: its silence is the message. */
function watchdogPolicy({ plan, names }: Context): alerting.NotificationPolicyBuilder {
  const switches = plan.alerts.filter(({ condition }) => condition.node === 'always');
  const own = policy(
    isOneOf(
      'alertname',
      switches.map((alert) => titleOf(alert, 1)),
    ),
  );
  return hasWatchdog(plan)
    ? own
        .receiver(names.watchdog)
        .groupBy(['alertname'])
        .groupWait('0s')
        .groupInterval('1m')
        .repeatInterval('5m')
    : own.muteTimeIntervals([names.always]);
}

function routePolicy(context: Context, route: Route): alerting.NotificationPolicyBuilder {
  const { grouping, team, escalation, severities } = route;
  return policy(equals('team', team), equals('escalation', escalation))
    .groupBy(groupBy(context.plan, context.index, route))
    .groupWait(printDuration(grouping.waitSeconds))
    .groupInterval(printDuration(grouping.intervalSeconds))
    .repeatInterval(printDuration(grouping.repeatSeconds))
    .routes(severities.map((severityRoute) => severityPolicy(context, route, severityRoute)));
}

function severityPolicy(
  context: Context,
  route: Route,
  severityRoute: SeverityRoute,
): alerting.NotificationPolicyBuilder {
  const own = policy(equals('severity', severityRoute.severity));
  if (severityRoute.digest !== undefined) {
    own
      .groupBy(['team', 'severity'])
      .groupInterval(printDuration(DIGEST_INTERVAL_SECONDS))
      .repeatInterval(printDuration(DIGEST_REPEAT_SECONDS));
  }
  const entries = entriesOf(severityRoute);
  return own.routes(
    entries.map((entry, index) => {
      const isLast = !entries.slice(index + 1).some(({ number }) => number === entry.number);
      return entryPolicy(context, route, severityRoute, entry, isLast);
    }),
  );
}

/** One level at one timing. Siblings of its number must be reached too, so that it continues unless it is the last. */
function entryPolicy(
  context: Context,
  route: Route,
  severityRoute: SeverityRoute,
  entry: Entry,
  isLast: boolean,
): alerting.NotificationPolicyBuilder {
  const { plan, names, keep } = context;
  const own = policy(equals('level', String(entry.number)));
  if (!isLast) own.continueVal(true);
  if (entry.recipients.length === 0) return own.muteTimeIntervals([names.always]);
  const { active, mute } = timingOf(plan, route, severityRoute, entry, names);
  keep({ active, mute });
  timed(own.receiver(names.entry(route, entry.severity, entry.number, entry.timing)), active, mute);
  const muted = mutedPolicies(context, route, entry).map(({ titles, windows }) =>
    // Unlike everything else, times are not inherited.
    timed(policy(isOneOf('alertname', titles)), active, [...mute, ...windows]),
  );
  return muted.length === 0 ? own : own.routes(muted);
}

function timed(
  own: alerting.NotificationPolicyBuilder,
  active: readonly TimeIntervalNode[],
  mute: readonly TimeIntervalNode[],
): alerting.NotificationPolicyBuilder {
  if (active.length > 0) own.activeTimeIntervals(active.map(({ name }) => name));
  if (mute.length > 0) own.muteTimeIntervals(mute.map(({ name }) => name));
  return own;
}

interface Muted {
  readonly titles: string[];
  readonly windows: readonly TimeIntervalNode[];
}

/** The alerts of an entry that maintenance mutes, together where it is the same. */
function mutedPolicies({ index, mutes, keep }: Context, route: Route, entry: Entry): readonly Muted[] {
  const muted = new Map<string, Muted>();
  for (const alert of index.onRoute(route.team, route.escalation, entry.severity)) {
    const windows = mutes.ofAlert.get(alert.name);
    if (windows === undefined) continue;
    keep({ active: [], mute: windows });
    const key = JSON.stringify(windows.map(({ name }) => name));
    const known = muted.get(key);
    const title = titleOf(alert, entry.number);
    if (known === undefined) muted.set(key, { titles: [title], windows });
    else known.titles.push(title);
  }
  return [...muted.values()];
}
