import type { CronFields } from './cron.ts';
import { fromDayNumber, toDayNumber, WEEKDAYS, weekdayIndex } from './date.ts';
import { wallTimeToUtc } from './offsets.ts';
import type { Stretch } from './stretches.ts';
import type { CalendarDate, Recurrence, UtcInterval } from './types.ts';
import { cronFields, stretchesOfDay } from './windows.ts';

const SECONDS_PER_DAY = 86_400;

/**
 * When the recurrence is on, from the start of the day `from` to the end of the day `until` in its zone, ascending and
 * disjoint; a window that is on at either end is cut there. What happens once is returned whole, whenever it is.
 *
 * A window is a stretch of the wall clock: from the minute that cron names until `durationSeconds` later by that clock.
 * So it is the same time as the hours of `weeklyWindows` and `monthlyWindows`, on every day: 01:00 for 3 h lasts from 01:00
 * to 04:00, which is two hours on the Sunday when the clock skips one and four when it repeats one. A window that lies
 * wholly in a skipped hour does not happen that day; one within a repeated hour happens twice.
 * @throws RangeError when the cron expression, the zone or a date is not valid.
 */
export function occurrences(
  recurrence: Recurrence,
  until: CalendarDate,
  { from }: { readonly from: CalendarDate },
): UtcInterval[] {
  if (recurrence.type === 'once') return [recurrence.interval];
  const { cron, durationSeconds, timezone } = recurrence;
  const fields = cronFields(cron);
  const firstDay = toDayNumber(from);
  const endDay = toDayNumber(until) + 1;
  const stretches = stretchesOfDay(fields, durationSeconds);
  const startsOn = dayMatcher(fields);
  const wall: Stretch[] = [];
  for (let day = firstDay - Math.ceil(durationSeconds / SECONDS_PER_DAY); day < endDay; day += 1) {
    if (!startsOn(day)) continue;
    const midnight = day * SECONDS_PER_DAY;
    for (const stretch of stretches) {
      wall.push({
        from: Math.max(midnight + stretch.from, firstDay * SECONDS_PER_DAY),
        to: Math.min(midnight + stretch.to, endDay * SECONDS_PER_DAY),
      });
    }
  }
  return wallTimeToUtc(wall, timezone);
}

function dayMatcher({ months, daysOfMonth, weekdays }: CronFields): (day: number) => boolean {
  return (day) => {
    const date = fromDayNumber(day);
    if (months !== undefined && !months.includes(Number(date.slice(5, 7)))) return false;
    if (daysOfMonth === undefined && weekdays === undefined) return true;
    const weekday = WEEKDAYS[weekdayIndex(day)];
    return (
      (daysOfMonth?.includes(Number(date.slice(8))) ?? false) ||
      (weekday !== undefined && (weekdays?.includes(weekday) ?? false))
    );
  };
}
