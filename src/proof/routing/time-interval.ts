import { weekdayIndex } from '../../calendar/date.ts';
import { fromDayNumber, toDayNumber, utcOffsets } from '../../calendar/index.ts';

/** Time intervals as Alertmanager understands them: all given fields must hold, of a field's ranges any. */

export interface InclusiveRange {
  readonly from: number;
  readonly to: number;
}

export interface TimeIntervalSpec {
  /** Minutes of the day; `to` is exclusive, 1440 its end. */
  readonly times?: readonly InclusiveRange[];
  /** 0 is Sunday. */
  readonly weekdays?: readonly InclusiveRange[];
  /** From 1; negative numbers count from the month's end, -1 being its last day. */
  readonly daysOfMonth?: readonly InclusiveRange[];
  readonly months?: readonly InclusiveRange[];
  readonly years?: readonly InclusiveRange[];
  /** IANA name. */
  readonly location: string;
}

export interface TimeInterval {
  readonly name: string;
  /** Times of which any will do. */
  readonly specs: readonly TimeIntervalSpec[];
}

/** Wall-clock time, as far as intervals look at it. */
export interface WallTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly dayOfMonth: number;
  readonly daysInMonth: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Whether the instant (epoch milliseconds) is in one of the interval's times. */
export function containsInstant({ specs }: TimeInterval, instant: number): boolean {
  return specs.some((spec) => holds(spec, wallTime(spec.location, instant)));
}

function holds(spec: TimeIntervalSpec, wall: WallTime): boolean {
  const { times, weekdays, daysOfMonth, months, years } = spec;
  return (
    (times === undefined ||
      times.some(({ from, to }) => wall.minuteOfDay >= from && wall.minuteOfDay < to)) &&
    (daysOfMonth === undefined || daysOfMonth.some((range) => isOnDay(range, wall))) &&
    isWithin(months, wall.month) &&
    isWithin(weekdays, wall.weekday) &&
    isWithin(years, wall.year)
  );
}

function isWithin(ranges: readonly InclusiveRange[] | undefined, value: number): boolean {
  return ranges === undefined || ranges.some(({ from, to }) => value >= from && value <= to);
}

/** A range that begins after the month's last day is in no day of it; one that only ends after it is cut short. */
function isOnDay({ from, to }: InclusiveRange, { dayOfMonth, daysInMonth }: WallTime): boolean {
  const first = from < 0 ? daysInMonth + from + 1 : from;
  const last = to < 0 ? daysInMonth + to + 1 : to;
  return first <= daysInMonth && dayOfMonth >= first && dayOfMonth <= last;
}

/** What the clock on the wall shows. @throws RangeError when the zone does not exist. */
export function wallTime(zone: string, instant: number): WallTime {
  const local = instant + offsetAt(zone, instant);
  const day = Math.floor(local / DAY);
  const date = fromDayNumber(day);
  const [year, month, dayOfMonth] = [date.slice(0, -6), date.slice(-5, -3), date.slice(-2)].map(Number);
  return {
    year: year ?? 0,
    month: month ?? 0,
    dayOfMonth: dayOfMonth ?? 0,
    daysInMonth: daysIn(year ?? 0, month ?? 0),
    weekday: (weekdayIndex(day) + 1) % 7,
    minuteOfDay: Math.floor((local - day * DAY) / MINUTE),
  };
}

/** Days of a month, which is numbered from 1. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

interface Offsets {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** Offsets of a zone by year: a fact of the zone database, kept since asking for it takes a thousand times as long. */
const KNOWN = new Map<string, Offsets>();

/** UTC offset of a zone in milliseconds. */
function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC') return 0;
  const year = new Date(instant).getUTCFullYear();
  const key = `${year} ${zone}`;
  let known = KNOWN.get(key);
  if (known === undefined) {
    known = offsetsOf(zone, year);
    KNOWN.set(key, known);
  }
  const index = known.starts.findLastIndex((start) => start <= instant);
  return known.offsets[Math.max(index, 0)] ?? 0;
}

function offsetsOf(zone: string, year: number): Offsets {
  // Local days of the year may begin before it and end after it in UTC.
  const first = toDayNumber(`${year}-01-01`) - 2;
  const last = toDayNumber(`${year}-12-31`) + 2;
  const periods = utcOffsets(zone, fromDayNumber(first), fromDayNumber(last));
  return {
    starts: periods.map(({ startUnixSeconds }) => startUnixSeconds * 1000),
    offsets: periods.map(({ offsetSeconds }) => offsetSeconds * 1000),
  };
}

/** Instants in [from, until) at which clocks in the zone are changed. */
export function clockChanges(zone: string, from: number, until: number): number[] {
  if (zone === 'UTC') return [];
  const years = [];
  for (let year = new Date(from).getUTCFullYear(); year <= new Date(until).getUTCFullYear(); year += 1)
    years.push(year);
  const starts = years.flatMap((year) => {
    offsetAt(zone, Date.UTC(year, 5));
    return KNOWN.get(`${year} ${zone}`)?.starts.slice(1) ?? [];
  });
  return [...new Set(starts)].filter((start) => start >= from && start < until).toSorted((a, b) => a - b);
}
