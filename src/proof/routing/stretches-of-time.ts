import { fromDayNumber, WEEKDAYS, type WeeklyHours } from '../../calendar/index.ts';
import { wallTimeToUtc } from '../../calendar/offsets.ts';
import type { CalendarDate, UtcInterval } from '../../calendar/types.ts';
import { groupBy } from '../../support/group-by.ts';
import { daysIn, type TimeInterval, type TimeIntervalSpec } from './time-interval.ts';

/** Times as stretches of UTC, so that one can tell when something begins and ends instead of asking minute by minute. */

/** Half open, in epoch milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;
const MINUTES_PER_DAY = 1440;

/** When the interval holds within a range, ascending and disjoint. @throws RangeError when a zone does not exist. */
export function stretchesOfInterval({ specs }: TimeInterval, range: Stretch): Stretch[] {
  // Looking up a zone's changes of clocks costs more than all else, so that each zone is looked up once.
  const byZone = groupBy(specs, ({ location }) => location);
  return clipped(
    [...byZone].flatMap(([zone, list]) => {
      const minutes = list.map(minutesOn);
      return wallStretches(zone, (day) => minutes.flatMap((each) => each(day)), range);
    }),
    range,
  );
}

/** When the hours of a week hold, holidays excepted, within a range, ascending and disjoint. */
export function stretchesOfHours(
  hours: WeeklyHours,
  holidays: readonly CalendarDate[],
  zone: string,
  range: Stretch,
): Stretch[] {
  const free = new Set(holidays);
  const minutes = ({ date, weekday }: Day) =>
    free.has(date) ? [] : (hours[WEEKDAYS[(weekday + 6) % 7] ?? 'mon'] ?? []);
  return clipped(wallStretches(zone, minutes, range), range);
}

export function stretchesOfOccurrences(occurrences: readonly UtcInterval[], range: Stretch): Stretch[] {
  return clipped(
    occurrences.map(({ startUnixSeconds, endUnixSeconds }) => ({
      from: startUnixSeconds * 1000,
      to: endUnixSeconds * 1000,
    })),
    range,
  );
}

/** What of the range is in none of the stretches, which are ascending and disjoint. */
export function complementOf(stretches: readonly Stretch[], range: Stretch): Stretch[] {
  const bounds = [range.from, ...stretches.flatMap(({ from, to }) => [from, to]), range.to];
  const gaps: Stretch[] = [];
  for (let at = 0; at < bounds.length; at += 2) {
    const [from = 0, to = 0] = bounds.slice(at, at + 2);
    if (from < to) gaps.push({ from, to });
  }
  return gaps;
}

/** Whether an instant is in one of the stretches, which are ascending and disjoint. */
export function isIn(stretches: readonly Stretch[], instant: number): boolean {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.from ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  const before = stretches[low - 1];
  return before !== undefined && instant < before.to;
}

interface Day {
  readonly date: CalendarDate;
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
  readonly daysInMonth: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

type MinutesOf = (day: Day) => readonly { readonly from: number; readonly to: number }[];

/** Minutes of each local day as UTC; a day more on both sides, since days of zones begin at other times. */
function wallStretches(zone: string, minutes: MinutesOf, { from, to }: Stretch): Stretch[] {
  const wall: { from: number; to: number }[] = [];
  for (let day = Math.floor(from / DAY_MS) - 1; day <= Math.floor(to / DAY_MS) + 1; day += 1) {
    for (const range of minutes(dayOf(day)))
      wall.push({
        from: day * DAY_SECONDS + range.from * MINUTE_SECONDS,
        to: day * DAY_SECONDS + range.to * MINUTE_SECONDS,
      });
  }
  return wallTimeToUtc(wall, zone).map(({ startUnixSeconds, endUnixSeconds }) => ({
    from: startUnixSeconds * 1000,
    to: endUnixSeconds * 1000,
  }));
}

const WHOLE_DAY = [{ from: 0, to: MINUTES_PER_DAY }];

function within(
  ranges: readonly { readonly from: number; readonly to: number }[] | undefined,
  value: number,
): boolean {
  return ranges === undefined || ranges.some(({ from, to }) => value >= from && value <= to);
}

function minutesOn({ times, weekdays, daysOfMonth, months, years }: TimeIntervalSpec): MinutesOf {
  return ({ year, month, dayOfMonth, daysInMonth, weekday }) => {
    if (!within(weekdays, weekday) || !within(months, month) || !within(years, year)) return [];
    if (daysOfMonth !== undefined) {
      // Days from the end are numbered from the start; a range that begins after the month's end is never.
      const numbered = daysOfMonth.map(({ from, to }) => ({
        from: from < 0 ? daysInMonth + 1 + from : from,
        to: to < 0 ? daysInMonth + 1 + to : to,
      }));
      if (!within(numbered, dayOfMonth)) return [];
    }
    return times ?? WHOLE_DAY;
  };
}

function dayOf(day: number): Day {
  const date = fromDayNumber(day);
  const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
  // 1970-01-01 was a Thursday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  return { date, year, month, dayOfMonth, daysInMonth: daysIn(year, month), weekday };
}

/** Within the range, merged and ascending. */
function clipped(stretches: readonly Stretch[], { from, to }: Stretch): Stretch[] {
  const merged: { from: number; to: number }[] = [];
  const within = stretches
    .map((each) => ({ from: Math.max(each.from, from), to: Math.min(each.to, to) }))
    .filter((each) => each.from < each.to)
    .toSorted((a, b) => a.from - b.from || a.to - b.to);
  for (const each of within) {
    const last = merged.at(-1);
    if (last !== undefined && each.from <= last.to) last.to = Math.max(last.to, each.to);
    else merged.push({ ...each });
  }
  return merged;
}
