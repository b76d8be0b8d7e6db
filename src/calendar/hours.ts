import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from './date.ts';
import { gapsBetween, mergeStretches } from './stretches.ts';
import type { CalendarDate, MinuteRange, Weekday, WeeklyHours } from './types.ts';

const MINUTES_PER_DAY = 1440;

/**
 * Hours from minute `from` to minute `to` of each day. With `to` before `from` they run past midnight into the next day,
 * whether that day is listed or not. Equal minutes give no hours: whether that meant none or all is for the field to refuse.
 */
export function weeklyHours(days: readonly Weekday[], from: number, to: number): WeeklyHours {
  const ranges = new Map<Weekday, MinuteRange[]>();
  const add = (day: Weekday | undefined, range: MinuteRange): void => {
    if (day !== undefined && range.from < range.to) ranges.set(day, [...(ranges.get(day) ?? []), range]);
  };
  for (const day of days) {
    if (from <= to) {
      add(day, { from, to });
    } else {
      add(day, { from, to: MINUTES_PER_DAY });
      add(dayAfter(day, 1), { from: 0, to });
    }
  }
  return hoursFromRanges(ranges);
}

/** The weekday `count` days later. */
export function dayAfter(day: Weekday, count: number): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + count) % 7] ?? day;
}

/** Merges the ranges of each day; days without any are absent; days are in the order of the week. */
export function hoursFromRanges(ranges: ReadonlyMap<Weekday, readonly MinuteRange[]>): WeeklyHours {
  const hours: Partial<Record<Weekday, readonly MinuteRange[]>> = {};
  for (const day of WEEKDAYS) {
    const merged = mergeStretches(ranges.get(day) ?? []);
    if (merged.length > 0) hours[day] = merged;
  }
  return hours;
}

/** All minutes of the week that are not in `hours`. */
export function complementHours(hours: WeeklyHours): WeeklyHours {
  return hoursFromRanges(
    new Map(WEEKDAYS.map((day) => [day, gapsBetween(hours[day] ?? [], 0, MINUTES_PER_DAY)])),
  );
}

/** Hours in a week on which clocks do not change. */
export function hoursPerWeek(hours: WeeklyHours): number {
  const minutes = WEEKDAYS.flatMap((day) => hours[day] ?? []).reduce(
    (sum, { from, to }) => sum + to - from,
    0,
  );
  return minutes / 60;
}

/**
 * Whether the wall clock of `zone` is within the hours at that moment, on a day that is no holiday. An hour that the clock
 * skips is never within; one that it repeats is within both times.
 * @throws RangeError when the zone does not exist.
 */
export function isWithin(
  hours: WeeklyHours,
  holidays: readonly CalendarDate[],
  zone: string,
  unixSeconds: number,
): boolean {
  const clock = Temporal.Instant.fromEpochMilliseconds(Math.floor(unixSeconds * 1000)).toZonedDateTimeISO(
    zone,
  );
  if (holidays.includes(clock.toPlainDate().toString())) return false;
  const day = WEEKDAYS[clock.dayOfWeek - 1];
  const minute = clock.hour * 60 + clock.minute;
  return day !== undefined && (hours[day] ?? []).some(({ from, to }) => from <= minute && minute < to);
}
