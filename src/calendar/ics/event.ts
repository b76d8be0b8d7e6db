import ICAL from 'ical.js';
import { fromDayNumber, toDayNumber } from '../date.ts';
import type { Component, ContentLine } from './components.ts';
import type { ReportProblem } from './problem.ts';
import { parseRule, type RecurrenceRule } from './recurrence.ts';

/** An event of whole days, in day numbers. */
export interface DayEvent {
  readonly line: number;
  readonly uid?: string;
  readonly startDay: number;
  /** At least 1. */
  readonly lengthDays: number;
  readonly cancelled: boolean;
  readonly rules: readonly RecurrenceRule[];
  /** Days on which it starts besides. */
  readonly extraDays: readonly number[];
  /** Days on which it does not start after all. */
  readonly exceptDays: readonly number[];
  /** The day of the event with the same UID that this one stands for. */
  readonly insteadOfDay?: number;
}

/** A date, or a date with a time and the zone it was written in. */
interface Moment {
  readonly day: number;
  /** `HH:MM:SS`; absent for a whole day. */
  readonly time?: string;
  readonly zone: string;
}

const EARLIEST_YEAR = 1600;

/** Reads an event, or reports why it is none of whole days. */
export function readEvent(component: Component, report: ReportProblem): DayEvent | undefined {
  let sound = true;
  const fail = (line: ContentLine | undefined, message: string): undefined => {
    sound = false;
    report({ line: line?.line ?? component.line, column: line?.valueColumn ?? 1, message });
  };
  const all = (name: string): ContentLine[] => component.properties.filter((line) => line.name === name);
  const one = (name: string): ContentLine | undefined => {
    const [first, second] = all(name);
    if (second !== undefined) fail(second, `an event has one ${name}, and this is the second`);
    return first;
  };
  const moments = (line: ContentLine): Moment[] => {
    const read = readMoments(line);
    if (typeof read === 'string') fail(line, read);
    return typeof read === 'string' ? [] : read;
  };
  const days = (name: string): number[] => all(name).flatMap((line) => moments(line).map(({ day }) => day));

  const cancelled = valueOf(one('STATUS')).toUpperCase() === 'CANCELLED';
  const startLine = one('DTSTART');
  if (startLine === undefined) return fail(undefined, 'the event has no DTSTART');
  const [start] = moments(startLine);
  if (start === undefined) return undefined;
  const insteadLine = one('RECURRENCE-ID');
  if (insteadLine !== undefined && /RANGE=/i.test(insteadLine.text)) {
    fail(
      insteadLine,
      'a change of this and all future occurrences (RANGE) is not supported: end the rule and begin another',
    );
  }
  const insteadOfDay = insteadLine === undefined ? undefined : moments(insteadLine)[0]?.day;
  const uid = valueOf(one('UID'));
  const common = {
    line: component.line,
    startDay: start.day,
    ...(uid === '' ? {} : { uid }),
    ...(insteadOfDay === undefined ? {} : { insteadOfDay }),
  };
  // Whether a cancelled event had whole days no longer matters.
  if (cancelled) return { ...common, lengthDays: 1, cancelled, rules: [], extraDays: [], exceptDays: [] };

  const lengthDays = readLength(start, startLine, one('DTEND'), one('DURATION'), moments);
  if (typeof lengthDays === 'string') return fail(startLine, lengthDays);
  for (const line of all('EXRULE')) fail(line, 'EXRULE is not supported: list the days with EXDATE');
  const rules = all('RRULE').flatMap((line) => {
    const rule = parseRule(valueOf(line));
    if (typeof rule === 'string') fail(line, rule);
    return typeof rule === 'string' ? [] : [rule];
  });
  const event = {
    ...common,
    lengthDays,
    cancelled,
    rules,
    extraDays: days('RDATE'),
    exceptDays: days('EXDATE'),
  };
  return sound ? event : undefined;
}

function valueOf(line: ContentLine | undefined): string {
  return line === undefined ? '' : line.text.slice(line.valueColumn - 1).trim();
}

/** Whole days of the event, or why they are not whole. */
function readLength(
  start: Moment,
  startLine: ContentLine,
  endLine: ContentLine | undefined,
  durationLine: ContentLine | undefined,
  moments: (line: ContentLine) => Moment[],
): number | string {
  const written = valueOf(startLine);
  const wholeDay = `only whole days can be holidays: write DTSTART;VALUE=DATE:${written.slice(0, 8)}`;
  if (start.time !== undefined && (start.time !== '00:00:00' || start.zone === 'UTC')) {
    return `the event begins at a time (${written}), and ${wholeDay}`;
  }
  if (durationLine !== undefined) {
    const [, weeks, days] =
      /^\+?P(?:(\d{1,4})W|(\d{1,5})D)(?:T(?:0+[HMS])+)?$/i.exec(valueOf(durationLine)) ?? [];
    const length = weeks === undefined ? Number(days) : Number(weeks) * 7;
    return length >= 1
      ? length
      : `the event lasts ${valueOf(durationLine)}, which is no number of whole days`;
  }
  if (endLine === undefined) return start.time === undefined ? 1 : `the event has no end, and ${wholeDay}`;
  const [end] = moments(endLine);
  if (end === undefined) return 'the end of the event cannot be read';
  const sameKind = (end.time === undefined) === (start.time === undefined) && end.zone === start.zone;
  if (!sameKind || (end.time !== undefined && end.time !== '00:00:00')) {
    return `the event does not end with a day (${valueOf(endLine)}), and ${wholeDay}`;
  }
  const length = end.day - start.day;
  if (length < 0) return 'the event ends before it begins';
  if (length === 0 && start.time !== undefined) return `the event has no length, and ${wholeDay}`;
  // DTEND is the day after the last. Some programs write the last day itself when there is only one.
  return Math.max(length, 1);
}

/** The dates or times of a property's value, or what is wrong with it. */
function readMoments(line: ContentLine): Moment[] | string {
  const { name, text } = line;
  const items = valueOf(line).split(',');
  const list = name === 'RDATE' || name === 'EXDATE';
  // The parser of properties reads a date from the first digits of anything.
  if (!items.every((item) => /^\d{8}(?:T\d{6}Z?)?$/.test(item.trim())) || (items.length > 1 && !list)) {
    return `${name} is no date such as 20261225`;
  }
  let read: readonly unknown[];
  try {
    read = ICAL.Property.fromString(text).toJSON();
  } catch {
    return `${name} cannot be read`;
  }
  const [, parameters, type, ...values] = read;
  if (type !== 'date' && type !== 'date-time') return `${name} is no date`;
  const zone = (parameters as Readonly<Record<string, unknown>>)['tzid'];
  const moments: Moment[] = [];
  for (const value of values) {
    // A date that is not marked as one comes as a time without digits.
    const [, date, time, utc] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d|::)(Z)?)?$/.exec(String(value)) ?? [];
    if (date === undefined || !exists(date))
      return `${name} is no date of the calendar from ${EARLIEST_YEAR} on`;
    moments.push({
      day: toDayNumber(date),
      ...(time === undefined || time === '::'
        ? { zone: '' }
        : { time, zone: utc === 'Z' ? 'UTC' : `TZID=${String(zone)}` }),
    });
  }
  return moments;
}

function exists(date: string): boolean {
  const time = Date.parse(date);
  return (
    Number(date.slice(0, 4)) >= EARLIEST_YEAR &&
    !Number.isNaN(time) &&
    fromDayNumber(time / 86_400_000) === date
  );
}
