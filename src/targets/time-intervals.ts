import {
  type CalendarDate,
  type CalendarWindow,
  fromDayNumber,
  type MinuteRange,
  type UtcInterval,
  WEEKDAYS,
  type Weekday,
  type WeeklyHours,
} from '../calendar/index.ts';
import type { Origin } from '../plan/origin.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { printTimeOfDay } from '../units/index.ts';

/** Times in the terms of Alertmanager's time intervals, which are Grafana's too: minutes of days, never across midnight. */

/** Times of which any will do; all given fields of one must match. No range crosses midnight. */
export interface TimeIntervalNode {
  readonly name: string;
  readonly intervals: readonly IntervalSpec[];
  readonly origin?: Origin;
  readonly comment?: string;
}

export interface IntervalSpec {
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[];
  readonly weekdays?: readonly string[];
  readonly days_of_month?: readonly string[];
  readonly months?: readonly string[];
  readonly years?: readonly string[];
  readonly location: string;
}

const MINUTES_PER_DAY = 1440;
/** Alertmanager's week begins on Sunday, and its ranges of days do not run over the week's end. */
const SUNDAY_FIRST: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  sun: 'sunday',
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
};

/** Hours of the week; days with the same hours are put together. */
export function weeklyIntervals(hours: WeeklyHours, location: string): IntervalSpec[] {
  const days = WEEKDAYS.map((day) => ({ day, ranges: hours[day] ?? [] })).filter(
    ({ ranges }) => ranges.length > 0,
  );
  return groupBy(days, ({ ranges }) => JSON.stringify(ranges)).map((group) => ({
    ...times(group[0]?.ranges ?? []),
    ...weekdays(group.map(({ day }) => day)),
    location,
  }));
}

/** Whole days. */
export function dateIntervals(dates: readonly CalendarDate[], location: string): IntervalSpec[] {
  return datedIntervals(
    dates.map((date) => ({ date, ranges: [{ from: 0, to: MINUTES_PER_DAY }] })),
    location,
  );
}

/** Days and minutes that recur. */
export function windowIntervals(windows: readonly CalendarWindow[], location: string): IntervalSpec[] {
  return windows.map(({ months, daysOfMonth, weekdays: days, ranges }) => ({
    ...times(ranges),
    ...(days === undefined ? {} : weekdays(days)),
    ...(daysOfMonth === undefined ? {} : { days_of_month: numberRanges(daysOfMonth) }),
    ...(months === undefined ? {} : { months: numberRanges(months) }),
    location,
  }));
}

/** Instants as dates of UTC, split at its midnights. Seconds are rounded outward to whole minutes. */
export function instantIntervals(intervals: readonly UtcInterval[]): IntervalSpec[] {
  const ranges = new Map<CalendarDate, MinuteRange[]>();
  for (const { startUnixSeconds, endUnixSeconds } of intervals) {
    const start = Math.floor(startUnixSeconds / 60);
    const end = Math.ceil(endUnixSeconds / 60);
    for (let day = Math.floor(start / MINUTES_PER_DAY); day * MINUTES_PER_DAY < end; day += 1) {
      const midnight = day * MINUTES_PER_DAY;
      const range = {
        from: Math.max(start - midnight, 0),
        to: Math.min(end - midnight, MINUTES_PER_DAY),
      };
      const date = fromDayNumber(day);
      ranges.set(date, [...(ranges.get(date) ?? []), range]);
    }
  }
  const dated = [...ranges].map(([date, list]) => ({ date, ranges: list }));
  return datedIntervals(
    sortedBy(dated, ({ date }) => date),
    'UTC',
  );
}

/** Whether the interval starts or ends within a minute, so that its minutes are more than it. */
export function isWithinMinutes({ startUnixSeconds, endUnixSeconds }: UtcInterval): boolean {
  return startUnixSeconds % 60 !== 0 || endUnixSeconds % 60 !== 0;
}

interface DatedRanges {
  readonly date: CalendarDate;
  readonly ranges: readonly MinuteRange[];
}

/** Dates ascending; those of one month with the same minutes are put together. */
function datedIntervals(dated: readonly DatedRanges[], location: string): IntervalSpec[] {
  const groups = groupBy(dated, ({ date, ranges }) => date.slice(0, 7) + JSON.stringify(ranges));
  return groups.map((group) => {
    const { date, ranges } = group[0] ?? { date: '', ranges: [] };
    return {
      ...times(ranges),
      days_of_month: numberRanges(group.map((each) => Number(each.date.slice(8)))),
      months: [String(Number(date.slice(5, 7)))],
      years: [date.slice(0, 4)],
      location,
    };
  });
}

/** No times at all where the whole day is meant. */
function times(ranges: readonly MinuteRange[]): Pick<IntervalSpec, 'times'> {
  if (ranges.some(({ from, to }) => from === 0 && to === MINUTES_PER_DAY)) return {};
  return {
    times: ranges.map(({ from, to }) => ({ start_time: printTimeOfDay(from), end_time: printTimeOfDay(to) })),
  };
}

function weekdays(days: readonly Weekday[]): Pick<IntervalSpec, 'weekdays'> {
  if (days.length === WEEKDAYS.length) return {};
  const positions = days.map((day) => SUNDAY_FIRST.indexOf(day));
  return {
    weekdays: runs(positions).map(([first, last]) =>
      first === last ? dayName(first) : `${dayName(first)}:${dayName(last)}`,
    ),
  };
}

function dayName(position: number): string {
  return DAY_NAMES[SUNDAY_FIRST[position] ?? 'sun'];
}

function numberRanges(numbers: readonly number[]): string[] {
  return runs(numbers).map(([first, last]) => (first === last ? String(first) : `${first}:${last}`));
}

/** The first and last of each stretch of consecutive numbers, ascending. */
function runs(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...new Set(numbers)].toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && last[1] + 1 === number) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** Lists of elements with the same key, in order of their first. */
function groupBy<T>(list: readonly T[], key: (element: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const element of list) {
    const group = groups.get(key(element));
    if (group === undefined) groups.set(key(element), [element]);
    else group.push(element);
  }
  return [...groups.values()];
}
