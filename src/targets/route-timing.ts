import { complementHours, weeklyHours } from '../calendar/index.ts';
import type { Plan } from '../plan/plan.ts';
import type { Digest, Route, SeverityRoute, TeamHours } from '../plan/route.ts';
import type { Entry } from '../plan/route-entries.ts';
import { dateIntervals, type TimeIntervalNode, weeklyIntervals } from './time-intervals.ts';

/** How time intervals are called. */
export interface TimingNames {
  hours(team: string, timing: 'business-hours' | 'outside-business-hours' | 'holidays'): string;
  digest(route: Pick<Route, 'team' | 'escalation'>, severity: SeverityRoute['severity']): string;
}

/** A route tells only within one of `active`, where there are any, and never within one of `mute`. */
export interface TimingIntervals {
  readonly active: readonly TimeIntervalNode[];
  readonly mute: readonly TimeIntervalNode[];
}

/**
 * A group is looked at every `DIGEST_INTERVAL_SECONDS`, at a phase that nobody chose: a window of two of them has one look
 * for certain. Repeating after half a day tells it once in a window and again in the next day's.
 */
export const DIGEST_INTERVAL_SECONDS = 300;
export const DIGEST_REPEAT_SECONDS = 43_200;
const DIGEST_WINDOW_MINUTES = (2 * DIGEST_INTERVAL_SECONDS) / 60;
const MINUTES_PER_DAY = 1440;

/** When an entry may tell. A team without hours has none of the timings but `always`. */
export function timingOf(
  plan: Plan,
  route: Route,
  severityRoute: SeverityRoute,
  entry: Entry,
  names: TimingNames,
): TimingIntervals {
  const { digest, heldOutsideBusinessHours, severity } = severityRoute;
  if (digest !== undefined) {
    const name = names.digest(route, severity);
    return { active: [digestInterval(digest, name, entry)], mute: [] };
  }
  const timing = heldOutsideBusinessHours ? 'business-hours' : entry.timing;
  const hours = plan.teamHours.find(({ team }) => team === route.team);
  if (timing === 'always' || timing === 'digest' || hours === undefined) return { active: [], mute: [] };
  return timing === 'business-hours'
    ? { active: [businessHours(hours, names, entry)], mute: holidays(hours, names, entry) }
    : { active: [outsideBusinessHours(hours, names, entry)], mute: [] };
}

function businessHours(
  { team, hours, timezone }: TeamHours,
  names: TimingNames,
  { origin }: Entry,
): TimeIntervalNode {
  return {
    name: names.hours(team, 'business-hours'),
    intervals: weeklyIntervals(hours, timezone),
    origin,
  };
}

function holidays(
  { team, holidays: dates, timezone }: TeamHours,
  names: TimingNames,
  { origin }: Entry,
): TimeIntervalNode[] {
  if (dates.length === 0) return [];
  return [{ name: names.hours(team, 'holidays'), intervals: dateIntervals(dates, timezone), origin }];
}

/** All other hours, and the whole of holidays. */
function outsideBusinessHours(
  { team, hours, holidays: dates, timezone }: TeamHours,
  names: TimingNames,
  { origin }: Entry,
): TimeIntervalNode {
  return {
    name: names.hours(team, 'outside-business-hours'),
    intervals: [...weeklyIntervals(complementHours(hours), timezone), ...dateIntervals(dates, timezone)],
    origin,
  };
}

function digestInterval(
  { days, minuteOfDay, timezone }: Digest,
  name: string,
  { origin }: Entry,
): TimeIntervalNode {
  const end = (minuteOfDay + DIGEST_WINDOW_MINUTES) % MINUTES_PER_DAY;
  return { name, intervals: weeklyIntervals(weeklyHours(days, minuteOfDay, end), timezone), origin };
}
