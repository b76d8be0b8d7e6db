import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import { type ApartAlert, alertLevels, labelsAt, type RoutedAlert, type RuleLabels } from './alert-levels.ts';
import type { AlertmanagerConfig } from './alertmanager-config.ts';
import { calendarOfPlan, type PlanCalendar } from './calendar-of-plan.ts';
import { isHeard, isHeardBy, type People, type Person, peopleOf, personOf } from './people.ts';
import { type Match, type Mute, mutedBy, route } from './router.ts';
import { silencersOf } from './silencers.ts';
import { isIn, type Stretch } from './stretches-of-time.ts';
import { type Telling, tellingOf } from './telling.ts';
import { localDate } from './words.ts';

/** Who hears of an alert that fires at a moment, level by level. */

export interface ExplainedLevel {
  readonly number: number;
  /** Since the alert fired. */
  readonly afterSeconds: number;
  readonly state: /** They are told then. */
    | 'told'
    /** They are told then unless somebody has acknowledged at the level before; the provider sees to it. */
    | 'native'
    /** Their route is silent then; `until` says when it tells what still fires. */
    | 'silent'
    /** The route ends at a receiver without integrations, or no rule raises the level. */
    | 'nobody';
  /** Told, or to be told when the silence ends. */
  readonly people: readonly Person[];
  readonly receivers: readonly string[];
  readonly mute?: Mute;
  /** Epoch milliseconds; absent when the route does not tell within a year. */
  readonly until?: number;
}

export interface ExplainedAlert {
  readonly alert: Alert;
  /** When it fires, in epoch milliseconds. */
  readonly instant: number;
  readonly zone: string;
  readonly levels: readonly ExplainedLevel[];
  /** Why levels are silent, in words of the specs. */
  readonly why: readonly ExplainedReason[];
  /** Names of alerts that silence this one while they fire. */
  readonly silencedBy: readonly string[];
  /** Whether some level tells a human at its time. */
  readonly isHeard: boolean;
  /** Whether all is as the specs want it, silence in maintenance or outside of hours included. */
  readonly isWithinPolicy: boolean;
}

export type ExplainedReason =
  | { readonly because: 'maintenance'; readonly name: string }
  | { readonly because: 'hours' | 'holiday'; readonly zone: string }
  | { readonly because: 'digest'; readonly minuteOfDay: number; readonly zone: string };

export interface Explanation {
  readonly alerts: readonly ExplainedAlert[];
  readonly apart: readonly ApartAlert[];
}

export interface ExplainInput {
  readonly plan: Plan;
  readonly config: AlertmanagerConfig;
  readonly rules: RuleLabels | undefined;
  readonly isWanted: (alert: Alert) => boolean;
  /** Epoch milliseconds at which an alert of the team fires. */
  readonly instantOf: (team: string) => number;
  readonly zoneOf: (team: string) => string;
}

const DAY = 86_400_000;
/** A route that tells nobody in this time tells nobody. */
const HORIZON = 400 * DAY;

/** Explains the wanted alerts, in the order of the plan. */
export function explain(input: ExplainInput): Explanation {
  const { plan, config, rules, isWanted, instantOf, zoneOf } = input;
  const { routed, apart } = alertLevels(plan, rules);
  const people = peopleOf(plan);
  const firing = [
    ...routed.map(({ levels }) => levels[0]?.labels),
    ...apart.map(({ alert }) => labelsAt(alert, 1, rules)),
  ];
  const silencers = silencersOf(
    config,
    firing.filter((labels) => labels !== undefined),
  );
  const byInstant = new Map<number, Tools>();
  const toolsAt = (instant: number): Tools => {
    let tools = byInstant.get(instant);
    if (tools === undefined) {
      const range = { from: instant - DAY, to: instant + HORIZON };
      tools = {
        plan,
        config,
        people,
        calendar: calendarOfPlan(plan, range),
        telling: tellingOf(config, people, range),
      };
      byInstant.set(instant, tools);
    }
    return tools;
  };
  return {
    apart: apart.filter(({ alert }) => isWanted(alert)),
    alerts: routed
      .filter(({ alert }) => isWanted(alert))
      .map((each) => {
        const { team } = each.alert;
        const labels = each.levels[0]?.labels;
        const instant = instantOf(team);
        const explained = explainOne(each, instant, toolsAt(instant), zoneOf(team));
        return { ...explained, silencedBy: labels === undefined ? [] : silencers(labels) };
      }),
  };
}

interface Tools {
  readonly plan: Plan;
  readonly config: AlertmanagerConfig;
  readonly people: People;
  readonly calendar: PlanCalendar;
  readonly telling: Telling;
}

function explainOne(
  { alert, levels, route: severityRoute }: RoutedAlert,
  instant: number,
  tools: Tools,
  zone: string,
): Omit<ExplainedAlert, 'silencedBy'> {
  const { calendar } = tools;
  const isQuietAt = (when: number) =>
    calendar.quiet(alert.name).filter(({ stretches }) => isIn(stretches, when));
  const own = levels.map(({ number, afterSeconds, labels }) => {
    const matches = labels === undefined ? [] : route(tools.config, labels);
    return levelAt({ number, afterSeconds }, matches, instant + afterSeconds * 1000, alert, tools);
  });
  const native: ExplainedLevel[] = severityRoute.levels
    .filter(({ number, staged }) => number > 1 && !staged)
    .map(({ number, afterSeconds, recipients }) => ({
      number,
      afterSeconds,
      state: 'native' as const,
      people: recipients.map(personOf),
      receivers: [],
    }));
  const heard = own.filter(
    ({ state, people }) => state === 'told' && people.some((person) => isHeard(person, alert.severity)),
  );
  const expected = severityRoute.levels.filter(
    ({ number, staged, recipients }) =>
      (number === 1 || staged) && recipients.some((each) => isHeardBy(each, alert.severity)),
  );
  const isMissed = expected.some((level) => {
    const when = instant + (level.number === 1 ? 0 : level.afterSeconds * 1000);
    if (!isIn(calendar.due(alert.team, severityRoute, level), when) || isQuietAt(when).length > 0)
      return false;
    return !heard.some(({ number }) => number === level.number);
  });
  const isPageUnheard = alert.severity === 'page' && heard.length === 0 && isQuietAt(instant).length === 0;
  return {
    alert,
    instant,
    zone,
    levels: [...own, ...native].toSorted((a, b) => a.number - b.number),
    why: reasonsOf(
      alert,
      severityRoute,
      own,
      isQuietAt(instant).map(({ id }) => id),
      tools.plan,
      instant,
    ),
    isHeard: heard.length > 0,
    isWithinPolicy: expected.length > 0 && !isMissed && !isPageUnheard,
  };
}

function levelAt(
  level: { readonly number: number; readonly afterSeconds: number },
  matches: readonly Match[],
  when: number,
  { severity }: Alert,
  { config, people, telling }: Tools,
): ExplainedLevel {
  const toldBy = ({ node }: Match): readonly Person[] => {
    const receiver = config.receivers.get(node.receiver);
    return receiver === undefined ? [] : people(receiver);
  };
  const all = matches.filter((match) => toldBy(match).length > 0);
  const open = all.filter((match) => mutedBy(config, match, when) === undefined);
  const shown = open.length > 0 ? open : all;
  const common = {
    ...level,
    people: distinct(shown.flatMap(toldBy)),
    receivers: [...new Set((all.length > 0 ? shown : matches).map(({ node }) => node.receiver))],
  };
  const [first] = all;
  if (first === undefined) return { ...common, state: 'nobody' };
  if (open.length > 0) return { ...common, state: 'told' };
  const told = telling.told(all, severity);
  const times: readonly Stretch[] = told.length > 0 ? told : telling.times(first);
  const until = times.find(({ from }) => from > when)?.from;
  const mute = mutedBy(config, first, when);
  return {
    ...common,
    state: 'silent',
    ...(mute && { mute }),
    ...(until !== undefined && { until }),
  };
}

function distinct(people: readonly Person[]): Person[] {
  return [...new Map(people.map((person) => [`${person.by} ${person.name}`, person])).values()];
}

/** Why the specs want silence at the moment; empty where they do not. */
function reasonsOf(
  { team }: Alert,
  { digest, heldOutsideBusinessHours, levels }: RoutedAlert['route'],
  own: readonly ExplainedLevel[],
  quiet: readonly string[],
  plan: Plan,
  instant: number,
): ExplainedReason[] {
  const reasons: ExplainedReason[] = quiet.map((name) => ({ because: 'maintenance', name }));
  if (digest !== undefined)
    reasons.push({ because: 'digest', minuteOfDay: digest.minuteOfDay, zone: digest.timezone });
  const isSilent = own.some(({ state }) => state === 'silent');
  const hours = plan.teamHours.find((each) => each.team === team);
  const followsHours = heldOutsideBusinessHours || levels.some(({ timing }) => timing !== 'always');
  if (isSilent && digest === undefined && hours !== undefined && followsHours && quiet.length === 0) {
    const isHoliday = hours.holidays.includes(localDate(hours.timezone, instant));
    reasons.push({ because: isHoliday ? 'holiday' : 'hours', zone: hours.timezone });
  }
  return reasons;
}
