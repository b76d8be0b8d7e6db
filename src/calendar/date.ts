import type { CalendarDate, Weekday } from './types.ts';

/** In the order of ISO 8601: the week begins on Monday. */
export const WEEKDAYS = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const satisfies readonly Weekday[];

const SECONDS_PER_DAY = 86_400;

/**
 * Days since 1970-01-01 in the civil calendar, negative before.
 * @throws RangeError when the date does not exist.
 */
export function toDayNumber(date: CalendarDate): number {
  // A date without a time is read as UTC, whatever the zone of the host.
  const milliseconds = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  const day = milliseconds / 1000 / SECONDS_PER_DAY;
  if (Number.isNaN(day) || fromDayNumber(day) !== date) throw new RangeError(`not a date: ${date}`);
  return day;
}

/** The date that is `day` days after 1970-01-01. @throws RangeError beyond what dates can have. */
export function fromDayNumber(day: number): CalendarDate {
  return new Date(day * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10);
}

/** Weekday of a day number, 0 for Monday to 6 for Sunday. */
export function weekdayIndex(day: number): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}
