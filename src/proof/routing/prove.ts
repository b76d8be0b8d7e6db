import type { Plan } from '../../plan/plan.ts';
import { type ApartAlert, alertLevels, labelsAt, type RoutedAlert, type RuleLabels } from './alert-levels.ts';
import type { AlertmanagerConfig } from './alertmanager-config.ts';
import { calendarOfPlan, type PlanCalendar } from './calendar-of-plan.ts';
import type { LabelSet } from './matchers.ts';
import { isHeardBy, peopleOf } from './people.ts';
import { type Match, route } from './router.ts';
import { silencersOf } from './silencers.ts';
import { isIn, type Stretch } from './stretches-of-time.ts';
import { partsOf, type Telling, tellingOf } from './telling.ts';

/** Whether everybody who is to be told is told, at every hour: judged on a configuration, expected by the plan. */

export interface Proof {
  /** Alerts that somebody is to be told of. */
  readonly total: number;
  /** Of these, such that reach a human whenever they should. */
  readonly reached: number;
  readonly apart: readonly ApartAlert[];
  readonly counterExamples: readonly CounterExample[];
  /** Distinct stretches of time that were looked at. */
  readonly stretches: number;
}

/** Somebody who should be told and is not. Alerts that fail alike, on one route, are one counter-example. */
export interface CounterExample {
  readonly what: /** A level tells nobody though it should. */
    | 'level'
    /** None of a page's levels tells anybody. */
    | 'page'
    /** Nobody of those whom the specs name is human. */
    | 'no-human'
    /** No rule raises the level. */
    | 'no-rule'
    /** It is silent while an alert fires that nobody is told of. */
    | 'silenced'
    /** The dead man's switch ends nowhere. */
    | 'watchdog';
  /** By name, sorted by the plan. */
  readonly alerts: readonly RoutedAlert['alert'][];
  readonly level: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** When it first happens, in epoch milliseconds; absent when the time makes no difference. */
  readonly instant?: number;
  /** How long altogether, in the time that was looked at; absent when the time makes no difference. */
  readonly silentMs?: number;
  /** Routes that take the alert. */
  readonly matches: readonly Match[];
  /** The alert that silences it. */
  readonly silencedBy?: string;
}

/**
 * Follows every alert of the plan through the configuration, level by level, at each stretch of time between two moments at
 * which anything changes: a time interval of the file, hours, holidays, digests and maintenance of the plan, clocks. A level that
 * has a human in the specs must tell one whenever the specs want it told: at once, in hours, or at the time of the digest; in
 * planned maintenance it need not. A page must moreover reach somebody at every moment by one of its levels.
 */
export function prove(
  plan: Plan,
  config: AlertmanagerConfig,
  rules: RuleLabels | undefined,
  range: Stretch,
): Proof {
  const { routed, apart } = alertLevels(plan, rules);
  const context: Context = {
    config,
    range,
    calendar: calendarOfPlan(plan, range),
    telling: tellingOf(config, peopleOf(plan), range),
    moments: new Set(),
  };
  const groups = grouped(routed, context);
  const counterExamples = [
    ...groups.flatMap((group) => judge(group, context)),
    ...silenced(routed, apart, rules, config),
  ];
  const failed = new Set(counterExamples.flatMap(({ alerts }) => alerts));
  return {
    total: routed.length,
    reached: routed.filter(({ alert }) => !failed.has(alert)).length,
    apart,
    counterExamples: [...counterExamples, ...watchdog(plan, apart, rules, context)],
    stretches: context.moments.size,
  };
}

interface Context {
  readonly config: AlertmanagerConfig;
  readonly range: Stretch;
  readonly calendar: PlanCalendar;
  readonly telling: Telling;
  readonly moments: Set<number>;
}

/** Alerts with one fate: of one route and severity, taken by the same routes of the file, muted by the same maintenance. */
interface Group {
  readonly alerts: readonly RoutedAlert[];
  readonly matches: readonly (readonly Match[])[];
}

function grouped(routed: readonly RoutedAlert[], { config, calendar }: Context): Group[] {
  const groups = new Map<string, { alerts: RoutedAlert[]; matches: Match[][] }>();
  for (const each of routed) {
    const { alert, levels } = each;
    const matches = levels.map(({ labels }) => (labels === undefined ? [] : route(config, labels)));
    const key = JSON.stringify([
      alert.team,
      alert.escalation,
      alert.severity,
      matches.map((list) => list.map(({ node }) => node.pointer)),
      levels.map(({ labels }) => labels === undefined),
      calendar.quiet(alert.name).map(({ id }) => id),
    ]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { alerts: [each], matches });
    else known.alerts.push(each);
  }
  return [...groups.values()];
}

function judge(group: Group, context: Context): CounterExample[] {
  const [first] = group.alerts;
  if (first === undefined) return [];
  const { alert, levels, route: severityRoute } = first;
  const alerts = group.alerts.map((each) => each.alert);
  const { severity, team } = alert;
  const quiet = context.calendar.quiet(alert.name).map(({ stretches }) => stretches);
  const isQuiet = (instant: number) => quiet.some((stretches) => isIn(stretches, instant));
  const found: CounterExample[] = [];
  let hasHuman = false;
  for (const [index, { number, labels }] of levels.entries()) {
    const matches = group.matches[index] ?? [];
    const about = { alerts, level: number, matches, ...(labels && { labels }) };
    const entries = severityRoute.levels.filter(
      (level) => level.number === number && level.recipients.some((each) => isHeardBy(each, severity)),
    );
    // A level of programs alone tells no human, and need not.
    if (entries.length === 0) continue;
    hasHuman = true;
    if (labels === undefined) {
      found.push({ ...about, what: 'no-rule' });
      continue;
    }
    const due = entries.map((level) => context.calendar.due(team, severityRoute, level));
    const told = context.telling.told(matches, severity);
    const silent = silentTimes(
      parts([...due, told, ...quiet], context),
      (instant) =>
        due.some((stretches) => isIn(stretches, instant)) && !isIn(told, instant) && !isQuiet(instant),
    );
    if (silent.length > 0) found.push({ ...about, what: 'level', ...summed(silent) });
    else if (due.every((stretches) => stretches.length === 0))
      found.push({ ...about, what: 'level', silentMs: context.range.to - context.range.from });
  }
  const [level, labels, matches] = [levels[0]?.number ?? 1, levels[0]?.labels, group.matches[0] ?? []];
  const whole = { alerts, level, matches, ...(labels && { labels }) };
  if (!hasHuman) return [...found, { ...whole, what: 'no-human' }];
  if (severity !== 'page') return found;
  // Told by which level ever: a level that comes later is looked at when it comes.
  const later = levels.map(({ afterSeconds }, index) => ({
    afterMs: afterSeconds * 1000,
    stretches: context.telling.told(group.matches[index] ?? [], severity),
  }));
  const shifted = later.map(({ afterMs, stretches }) =>
    stretches.map(({ from, to }) => ({ from: from - afterMs, to: to - afterMs })),
  );
  const silent = silentTimes(
    parts([...shifted, ...quiet], context),
    (instant) =>
      !isQuiet(instant) &&
      !later.some(
        // What would come after the time that is looked at is unknown, and let pass.
        ({ afterMs, stretches }) =>
          instant + afterMs >= context.range.to || isIn(stretches, instant + afterMs),
      ),
  );
  // That a level fails is told already, and says more.
  return silent.length > 0 && found.length === 0 ? [{ ...whole, what: 'page', ...summed(silent) }] : found;
}

function parts(lists: readonly (readonly Stretch[])[], { range, moments }: Context): Stretch[] {
  const found = partsOf(range, lists.flat());
  for (const { from } of found) moments.add(from);
  return found;
}

function silentTimes(stretches: readonly Stretch[], isSilent: (instant: number) => boolean): Stretch[] {
  return stretches.filter(({ from }) => isSilent(from));
}

function summed(silent: readonly Stretch[]): { instant: number; silentMs: number } {
  return {
    instant: silent[0]?.from ?? 0,
    silentMs: silent.reduce((sum, { from, to }) => sum + to - from, 0),
  };
}

/** Whoever is silenced is explained by an alert that somebody hears; one that is told to nobody explains nothing. */
function silenced(
  routed: readonly RoutedAlert[],
  apart: readonly ApartAlert[],
  rules: RuleLabels | undefined,
  config: AlertmanagerConfig,
): CounterExample[] {
  const unheard = apart
    .map(({ alert }) => labelsAt(alert, 1, rules))
    .filter((labels) => labels !== undefined);
  const silencers = silencersOf(config, unheard);
  const found = new Map<string, { first: LabelSet; alerts: RoutedAlert['alert'][] }>();
  for (const { alert, levels } of routed) {
    const labels = levels[0]?.labels;
    for (const name of labels === undefined ? [] : silencers(labels)) {
      const known = found.get(name);
      if (known === undefined) found.set(name, { first: labels ?? {}, alerts: [alert] });
      else known.alerts.push(alert);
    }
  }
  return [...found].map(([silencedBy, { first, alerts }]) => ({
    what: 'silenced',
    alerts,
    level: 1,
    labels: first,
    matches: route(config, first),
    silencedBy,
  }));
}

/** The switch must arrive somewhere, where the specs name who would notice its silence. */
function watchdog(
  plan: Plan,
  apart: readonly ApartAlert[],
  rules: RuleLabels | undefined,
  { config }: Context,
): CounterExample[] {
  if (plan.watchdog === undefined) return [];
  return apart
    .filter(({ reason }) => reason === 'always-firing')
    .flatMap(({ alert }): CounterExample[] => {
      const labels =
        rules === undefined
          ? { ...alert.labels, alertname: alert.name, level: '1' }
          : rules.get(alert.name)?.[0];
      if (labels === undefined) return [{ what: 'no-rule', alerts: [alert], level: 1, matches: [] }];
      const matches = route(config, labels);
      const isHeardSomewhere = matches.some(
        ({ node }) =>
          (config.receivers.get(node.receiver)?.integrations.length ?? 0) > 0 &&
          node.activeTimeIntervals.length + node.muteTimeIntervals.length === 0,
      );
      return isHeardSomewhere ? [] : [{ what: 'watchdog', alerts: [alert], level: 1, labels, matches }];
    });
}
