import { type CronFields, parseCron } from './cron.ts';
import { WEEKDAYS } from './date.ts';
import { dayAfter, hoursFromRanges } from './hours.ts';
import { mergeStretches, type Stretch } from './stretches.ts';
import type { MinuteRange, Recurrence, Weekday, WeeklyHours } from './types.ts';

/** Days by month, day of month and weekday (all that are given must match), and the minutes of those days. */
export interface CalendarWindow {
  /** 1 to 12. */
  readonly months?: readonly number[];
  /** 1 to 31. */
  readonly daysOfMonth?: readonly number[];
  readonly weekdays?: readonly Weekday[];
  readonly ranges: readonly MinuteRange[];
}

const MINUTES_PER_DAY = 1440;
const SECONDS_PER_DAY = 86_400;
/** Every month has this day, and the days before it. */
const LAST_DAY_OF_EVERY_MONTH = 28;

/**
 * The fields of a recurring window.
 * @throws RangeError when the cron expression is not valid: it is checked where it is read.
 */
export function cronFields(cron: string): CronFields {
  const parsed = parseCron(cron);
  if (!parsed.ok) throw new RangeError(`not a cron expression: ${cron}: ${parsed.message}`);
  return parsed.fields;
}

/** What the windows that start on one day cover, in seconds of wall-clock time since that day's midnight. */
export function stretchesOfDay(fields: CronFields, durationSeconds: number): Stretch[] {
  return mergeStretches(
    fields.hours.flatMap((hour) =>
      fields.minutes.map((minute) => {
        const from = hour * 3600 + minute * 60;
        return { from, to: from + durationSeconds };
      }),
    ),
  );
}

/**
 * The window as hours of the week, if it recurs weekly: days of month and months are not restricted and it lasts whole
 * minutes. Exact: these wall-clock minutes are those of `occurrences`.
 * @throws RangeError when the cron expression is not valid.
 */
export function weeklyWindows(recurrence: Recurrence): { readonly hours: WeeklyHours } | undefined {
  const windows = monthlyWindows(recurrence);
  if (windows === undefined) return undefined;
  if (windows.some(({ months, daysOfMonth }) => months !== undefined || daysOfMonth !== undefined))
    return undefined;
  const ranges = new Map<Weekday, MinuteRange[]>();
  for (const window of windows) {
    for (const day of window.weekdays ?? WEEKDAYS) {
      ranges.set(day, [...(ranges.get(day) ?? []), ...window.ranges]);
    }
  }
  return { hours: hoursFromRanges(ranges) };
}

/**
 * The window as days and minutes of a calendar, any of which will do. Undefined when that cannot be exact: it lasts no
 * whole minutes, it happens once, or it runs past midnight into a day that these terms cannot name (the day after the
 * 31st, after the last of some months); then its dates must be enumerated with `occurrences`.
 * @throws RangeError when the cron expression is not valid.
 */
export function monthlyWindows(recurrence: Recurrence): CalendarWindow[] | undefined {
  if (recurrence.type === 'once') return undefined;
  const { durationSeconds, cron } = recurrence;
  if (!Number.isInteger(durationSeconds / 60)) return undefined;
  const fields = cronFields(cron);
  const stretches = stretchesOfDay(fields, Math.min(durationSeconds, 8 * SECONDS_PER_DAY));
  const selectors = daySelectors(fields);
  // A week covers every weekday; by days of the month a window of more than a month is never needed.
  if (durationSeconds > 8 * SECONDS_PER_DAY && selectors.some((selector) => !isWeekly(selector)))
    return undefined;
  const windows: CalendarWindow[] = [];
  for (const selector of selectors) {
    for (let daysLater = 0; ; daysLater += 1) {
      const ranges = minutesOfDay(stretches, daysLater);
      if (ranges.length === 0) break;
      const shifted = shiftDays(selector, daysLater);
      if (shifted === undefined) return undefined;
      windows.push({ ...shifted, ranges });
    }
  }
  return windows;
}

type DaySelector = Omit<CalendarWindow, 'ranges'>;

function isWeekly({ months, daysOfMonth }: DaySelector): boolean {
  return months === undefined && daysOfMonth === undefined;
}

/** The days on which a window starts; cron's "one or the other" of days becomes two selectors. */
function daySelectors({ months, daysOfMonth, weekdays }: CronFields): DaySelector[] {
  const inMonths = months === undefined ? {} : { months };
  const selectors: DaySelector[] = [];
  if (daysOfMonth !== undefined) selectors.push({ ...inMonths, daysOfMonth });
  if (weekdays !== undefined) selectors.push({ ...inMonths, weekdays });
  return selectors.length > 0 ? selectors : [inMonths];
}

/** The days that come `count` days after the selected ones, if they can be named. */
function shiftDays(selector: DaySelector, count: number): DaySelector | undefined {
  if (count === 0) return selector;
  const { daysOfMonth, weekdays } = selector;
  if (daysOfMonth !== undefined) {
    const shifted = daysOfMonth.map((day) => day + count);
    return shifted.every((day) => day <= LAST_DAY_OF_EVERY_MONTH)
      ? { ...selector, daysOfMonth: shifted }
      : undefined;
  }
  if (!isWeekly(selector)) return undefined;
  if (weekdays === undefined) return selector;
  const shifted = new Set(weekdays.map((day) => dayAfter(day, count)));
  return { weekdays: WEEKDAYS.filter((day) => shifted.has(day)) };
}

/** What the stretches cover of the day `daysLater` days after their own. */
function minutesOfDay(stretches: readonly Stretch[], daysLater: number): MinuteRange[] {
  const midnight = daysLater * MINUTES_PER_DAY;
  return mergeStretches(
    stretches.map(({ from, to }) => ({
      from: Math.max(from / 60 - midnight, 0),
      to: Math.min(to / 60 - midnight, MINUTES_PER_DAY),
    })),
  );
}
