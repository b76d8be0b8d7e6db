import { fromDayNumber, toDayNumber, WEEKDAYS, type WeeklyHours } from '../../calendar/index.ts';
import { wallTimeToUtc } from '../../calendar/offsets.ts';
import type { CalendarDate, UtcInterval } from '../../calendar/types.ts';
import type { TimeInterval, TimeIntervalSpec } from './time-interval.ts';

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
  return clipped(
    specs.flatMap((spec) => wallStretches(spec.location, minutesOn(spec), range)),
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
  const minutes = (date: CalendarDate, weekday: number) =>
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

type MinutesOf = (
  date: CalendarDate,
  weekday: number,
) => readonly { readonly from: number; readonly to: number }[];

/** Minutes of each local day as UTC; a day more on both sides, since days of zones begin at other times. */
function wallStretches(zone: string, minutes: MinutesOf, { from, to }: Stretch): Stretch[] {
  const wall: { from: number; to: number }[] = [];
  for (let day = Math.floor(from / DAY_MS) - 1; day <= Math.floor(to / DAY_MS) + 1; day += 1) {
    // 1970-01-01 was a Thursday.
    const weekday = (((day + 4) % 7) + 7) % 7;
    for (const range of minutes(fromDayNumber(day), weekday))
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
  return (date, weekday) => {
    const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
    if (!within(weekdays, weekday) || !within(months, month) || !within(years, year)) return [];
    if (daysOfMonth !== undefined) {
      const length = monthLength(date);
      // Days from the end are numbered from the start; a range that begins after the month's end is never.
      const numbered = daysOfMonth.map(({ from, to }) => ({
        from: from < 0 ? length + 1 + from : from,
        to: to < 0 ? length + 1 + to : to,
      }));
      if (!within(numbered, dayOfMonth)) return [];
    }
    return times ?? WHOLE_DAY;
  };
}

function monthLength(date: CalendarDate): number {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const next = month === 12 ? `${pad(year + 1, 4)}-01-01` : `${pad(year, 4)}-${pad(month + 1, 2)}-01`;
  return toDayNumber(next) - toDayNumber(`${date.slice(0, -2)}01`);
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
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
