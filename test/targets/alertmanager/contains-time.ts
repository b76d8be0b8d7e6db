import { Temporal } from 'temporal-polyfill';
import type { SpecData } from './rendered.ts';

const WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * Whether Alertmanager takes the moment to be in one of the intervals: its `TimeInterval.ContainsTime`, read from its own
 * documentation. Throws where it would refuse the interval.
 */
export function containsTime(specs: readonly SpecData[], unixSeconds: number): boolean {
  return specs.some((spec) => contains(spec, unixSeconds));
}

function contains(spec: SpecData, unixSeconds: number): boolean {
  const clock = Temporal.Instant.fromEpochMilliseconds(Math.floor(unixSeconds) * 1000).toZonedDateTimeISO(
    spec.location,
  );
  const minute = clock.hour * 60 + clock.minute;
  return (
    (spec.times === undefined ||
      spec.times.some(({ start_time, end_time }) => {
        const [start, end] = [minuteOf(start_time), minuteOf(end_time)];
        if (start >= end) throw new Error(`${start_time} is not before ${end_time}`);
        return start <= minute && minute < end;
      })) &&
    inRanges(spec.weekdays, clock.dayOfWeek % 7, (name) => WEEK.indexOf(name)) &&
    inRanges(spec.days_of_month, clock.day, Number) &&
    inRanges(spec.months, clock.month, Number) &&
    inRanges(spec.years, clock.year, Number)
  );
}

function inRanges(
  ranges: readonly string[] | undefined,
  value: number,
  read: (text: string) => number,
): boolean {
  if (ranges === undefined) return true;
  return ranges.some((range) => {
    const [first = '', last = first] = range.split(':');
    const [from, to] = [read(first), read(last)];
    if (!(from >= 0 && from <= to)) throw new Error(`${range} is no range`);
    return from <= value && value <= to;
  });
}

function minuteOf(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]|24(?=:00)):([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined) throw new Error(`${time} is no time of day`);
  return Number(hours) * 60 + Number(minutes);
}
