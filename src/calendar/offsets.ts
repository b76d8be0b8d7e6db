import { Temporal } from 'temporal-polyfill';
import { fromDayNumber, toDayNumber } from './date.ts';
import { mergeStretches, type Stretch } from './stretches.ts';
import type { CalendarDate, UtcInterval } from './types.ts';

/** From `startUnixSeconds` until the next period begins, wall clocks show UTC plus `offsetSeconds`. */
export interface OffsetPeriod {
  readonly startUnixSeconds: number;
  readonly offsetSeconds: number;
}

const SECONDS_PER_DAY = 86_400;

/**
 * Periods of constant UTC offset in `zone`, ascending: the first starts with the day `from`, the last holds to the end of
 * the day `until` at least. Empty when `until` is before `from`.
 * @throws RangeError when the zone or a date does not exist.
 */
export function utcOffsets(zone: string, from: CalendarDate, until: CalendarDate): OffsetPeriod[] {
  if (until < from) return [];
  const end = startOfDay(zone, fromDayNumber(toDayNumber(until) + 1)).epochMilliseconds / 1000;
  const periods: OffsetPeriod[] = [];
  let at: Temporal.ZonedDateTime | null = startOfDay(zone, from);
  while (at !== null) {
    const startUnixSeconds = at.epochMilliseconds / 1000;
    if (periods.length > 0 && startUnixSeconds >= end) break;
    const offsetSeconds = at.offsetNanoseconds / 1e9;
    // The database also has transitions that change only the name of the time.
    if (periods.at(-1)?.offsetSeconds !== offsetSeconds) periods.push({ startUnixSeconds, offsetSeconds });
    at = at.getTimeZoneTransition('next');
  }
  return periods;
}

function startOfDay(zone: string, date: CalendarDate): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone);
}

function dayOf(wallSeconds: number): CalendarDate {
  return fromDayNumber(Math.floor(wallSeconds / SECONDS_PER_DAY));
}

/**
 * Turns stretches of wall-clock time into UTC. Their numbers are the Unix seconds that the wall time would have in UTC.
 * Time that the clock skips gives nothing; time that it repeats is in the result twice.
 * @throws RangeError when the zone does not exist.
 */
export function wallTimeToUtc(stretches: readonly Stretch[], zone: string): UtcInterval[] {
  const merged = mergeStretches(stretches);
  const first = merged[0];
  const last = merged.at(-1);
  if (first === undefined || last === undefined) return [];
  // A clock set back just after midnight repeats the evening of the day before.
  const periods = utcOffsets(zone, dayOf(first.from), dayOf(last.to + SECONDS_PER_DAY));
  return mergeIntervals(
    periods.flatMap(({ startUnixSeconds, offsetSeconds }, index) => {
      const endUnixSeconds = periods[index + 1]?.startUnixSeconds ?? Number.POSITIVE_INFINITY;
      return merged.map(({ from, to }) => ({
        startUnixSeconds: Math.max(from - offsetSeconds, startUnixSeconds),
        endUnixSeconds: Math.min(to - offsetSeconds, endUnixSeconds),
      }));
    }),
  );
}

/**
 * The days, midnight to midnight in `zone`, as ascending, disjoint intervals; consecutive days become one interval.
 * @throws RangeError when the zone or a date does not exist.
 */
export function datesToUtcIntervals(dates: readonly CalendarDate[], zone: string): UtcInterval[] {
  return wallTimeToUtc(
    dates.map((date) => {
      const from = toDayNumber(date) * SECONDS_PER_DAY;
      return { from, to: from + SECONDS_PER_DAY };
    }),
    zone,
  );
}

/** The same moments as ascending intervals that neither overlap nor touch; empty ones disappear. */
export function mergeIntervals(intervals: readonly UtcInterval[]): UtcInterval[] {
  return mergeStretches(
    intervals.map(({ startUnixSeconds, endUnixSeconds }) => ({ from: startUnixSeconds, to: endUnixSeconds })),
  ).map(({ from, to }) => ({ startUnixSeconds: from, endUnixSeconds: to }));
}
