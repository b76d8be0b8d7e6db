import { Temporal } from 'temporal-polyfill';
import type { InclusiveRange, TimeIntervalSpec } from './time-interval.ts';

/** Texts of a time interval, as YAML has them, read as Alertmanager reads them. Throws what is wrong as `BadInterval`. */

export class BadInterval extends Error {}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Fields of one entry under `time_intervals:`; absent ones are undefined. */
export interface TimeIntervalTexts {
  readonly times: readonly { readonly start: string; readonly end: string }[] | undefined;
  readonly weekdays: readonly string[] | undefined;
  readonly daysOfMonth: readonly string[] | undefined;
  readonly months: readonly string[] | undefined;
  readonly years: readonly string[] | undefined;
  readonly location: string | undefined;
}

/** @throws BadInterval where Alertmanager would refuse the entry. */
export function readTimeInterval(texts: TimeIntervalTexts): TimeIntervalSpec {
  const { times, weekdays, daysOfMonth, months, years, location } = texts;
  return {
    ...(times && { times: times.map(timeRange) }),
    ...(weekdays && { weekdays: weekdays.map((text) => range(text, weekday)) }),
    ...(daysOfMonth && { daysOfMonth: daysOfMonth.map(dayRange) }),
    ...(months && { months: months.map((text) => range(text, month)) }),
    ...(years && { years: years.map((text) => range(text, integer)) }),
    location: zone(location),
  };
}

function timeRange({ start, end }: { readonly start: string; readonly end: string }): InclusiveRange {
  const [from, to] = [timeOfDay(start), timeOfDay(end)];
  if (from >= to) throw new BadInterval(`the start ${start} is not before the end ${end}`);
  return { from, to };
}

function timeOfDay(text: string): number {
  const found = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  if (found === null) throw new BadInterval(`"${text}" is no time of day such as 09:00`);
  const [, hours = '24', minutes = '0'] = found;
  return Number(hours) * 60 + Number(minutes);
}

function range(text: string, member: (part: string) => number): InclusiveRange {
  const parts = text.toLowerCase().split(':');
  const [first = '', last = first] = parts;
  const found = { from: member(first), to: member(last) };
  if (parts.length > 2) throw new BadInterval(`"${text}" is no range such as a:b`);
  if (found.from > found.to) throw new BadInterval(`the range ${text} runs backwards`);
  return found;
}

function dayRange(text: string): InclusiveRange {
  const parts = text.split(':');
  const [first = '', last = first] = parts;
  const [from, to] = [integer(first), integer(last)];
  if (parts.length > 2 || !isDay(from) || !isDay(to))
    throw new BadInterval(`"${text}" is no day of a month or range of such`);
  if ((from < 0 && to > 0) || least(from) > least(to))
    throw new BadInterval(`the range ${text} runs backwards`);
  return { from, to };
}

function isDay(day: number): boolean {
  return day !== 0 && day >= -31 && day <= 31;
}

/** With the 28 days that every month has. */
function least(day: number): number {
  return day < 0 ? 28 + day : day;
}

function weekday(text: string): number {
  const index = WEEKDAYS.indexOf(text);
  if (index < 0) throw new BadInterval(`"${text}" is no weekday such as monday`);
  return index;
}

function month(text: string): number {
  const index = MONTHS.indexOf(text);
  return index < 0 ? integer(text) : index + 1;
}

function integer(text: string): number {
  if (!/^[+-]?\d{1,9}$/.test(text)) throw new BadInterval(`"${text}" is no whole number`);
  return Number(text);
}

/** Go reads an absent or empty location as UTC. */
function zone(name: string | undefined): string {
  if (name === undefined || name === '' || name === 'UTC') return 'UTC';
  if (name === 'Local')
    throw new BadInterval('the location Local is whatever zone the server has: name a place, or UTC');
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    throw new BadInterval(`"${name}" is no time zone`);
  }
}
