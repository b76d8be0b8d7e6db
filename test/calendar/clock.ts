import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from '../../src/calendar/date.ts';
import type { UtcInterval, Weekday } from '../../src/calendar/types.ts';

/** What a wall clock shows. */
export interface Wall {
  readonly date: string;
  readonly month: number;
  readonly dayOfMonth: number;
  readonly weekday: Weekday;
  readonly minute: number;
}

export function wallClock(zone: string, unixSeconds: number): Wall {
  const clock = Temporal.Instant.fromEpochMilliseconds(unixSeconds * 1000).toZonedDateTimeISO(zone);
  return {
    date: clock.toPlainDate().toString(),
    month: clock.month,
    dayOfMonth: clock.day,
    weekday: WEEKDAYS[clock.dayOfWeek - 1] ?? 'mon',
    minute: clock.hour * 60 + clock.minute,
  };
}

export function unix(iso: string): number {
  return Date.parse(iso) / 1000;
}

export function iso(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace(':00.000Z', 'Z');
}

export function inIntervals(intervals: readonly UtcInterval[], unixSeconds: number): boolean {
  return intervals.some(
    ({ startUnixSeconds, endUnixSeconds }) => startUnixSeconds <= unixSeconds && unixSeconds < endUnixSeconds,
  );
}

export function printIntervals(intervals: readonly UtcInterval[]): string[] {
  return intervals.map(
    ({ startUnixSeconds, endUnixSeconds }) => `${iso(startUnixSeconds)} ${iso(endUnixSeconds)}`,
  );
}

/** Zones whose clocks change in every way there is: both hemispheres, at midnight, by half an hour, by a day, never. */
export const ZONES = [
  'Europe/London',
  'America/New_York',
  'America/Santiago',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'UTC',
] as const;
