import { printTimeOfDay } from '../../units/index.ts';
import { printMatcher } from './matchers.ts';
import type { Match, Mute } from './router.ts';
import { wallTime } from './time-interval.ts';

/** Times and routes in words. */

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sun 2026-03-29 03:00`, by the clock of the zone. */
export function printMoment(zone: string, instant: number): string {
  const { weekday, minuteOfDay } = wallTime(zone, instant);
  return `${weekdayName(weekday)} ${localDate(zone, instant)} ${printTimeOfDay(minuteOfDay)}`;
}

/** The date by the clock of the zone: `2026-03-29`. */
export function localDate(zone: string, instant: number): string {
  const { year, month, dayOfMonth } = wallTime(zone, instant);
  return [String(year).padStart(4, '0'), pad(month), pad(dayOfMonth)].join('-');
}

/** `05:00` on the same day, `Mon 09:00` within a week, else with the date. */
export function printUntil(zone: string, until: number, now: number): string {
  const then = wallTime(zone, until);
  const today = wallTime(zone, now);
  const time = printTimeOfDay(then.minuteOfDay);
  const isToday = then.dayOfMonth === today.dayOfMonth && until - now < 86_400_000;
  if (isToday) return time;
  return until - now < 6 * 86_400_000 ? `${WEEKDAYS[then.weekday] ?? ''} ${time}` : printMoment(zone, until);
}

export function weekdayName(index: number): string {
  return WEEKDAYS[index] ?? '';
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** From the root down: `route > {env="prod"} > {severity="page"}`. */
export function printPath({ path }: Match): string {
  return path
    .map(({ matchers }, index) =>
      index === 0 ? 'route' : `{${matchers.map((matcher) => printMatcher(matcher)).join(', ')}}`,
    )
    .join(' > ');
}

export function printMute({ because, intervals }: Mute): string {
  const names = intervals.join(', ');
  return because === 'muted' ? `muted by ${names}` : `active only in ${names}`;
}

/** `a, b and 3 more`. */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
