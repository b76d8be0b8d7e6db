import { toDayNumber, WEEKDAYS, weekdayIndex } from '../date.ts';

/**
 * A rule of RFC 5545, section 3.3.10, for whole days. Expanded here and not by the parser's own iterator, which never
 * returns from rules that cannot be met (the 30th of February, daily) and ignores parts that it does not know.
 */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count?: number;
  /** The last day on which it may start. */
  readonly untilDay?: number;
  /** 0 for Monday; matters for every second week. */
  readonly weekStart: number;
  readonly months?: readonly number[];
  /** Negative ones count from the end of the month, or the year. */
  readonly daysOfMonth?: readonly number[];
  readonly daysOfYear?: readonly number[];
  readonly weekdays?: readonly { readonly weekday: number; readonly nth?: number }[];
  readonly positions?: readonly number[];
}

type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY';

const LISTS: ReadonlyMap<
  string,
  { readonly key: 'months' | 'daysOfMonth' | 'daysOfYear' | 'positions'; readonly max: number }
> = new Map([
  ['BYMONTH', { key: 'months', max: 12 }],
  ['BYMONTHDAY', { key: 'daysOfMonth', max: 31 }],
  ['BYYEARDAY', { key: 'daysOfYear', max: 366 }],
  ['BYSETPOS', { key: 'positions', max: 366 }],
]);

const ICS_WEEKDAYS = WEEKDAYS.map((day) => day.slice(0, 2).toUpperCase());

/** Reads the value of an RRULE, or says what is wrong with it. */
export function parseRule(text: string): RecurrenceRule | string {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const [, name, value] = /^([A-Z-]+)=(.+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined)
      return `the rule has a part that is not NAME=value: ${part.slice(0, 40)}`;
    if (parts.has(name)) return `the rule has ${name} twice`;
    parts.set(name, value);
  }
  const frequency = parts.get('FREQ');
  if (frequency === undefined) return 'the rule has no FREQ';
  if (!isFrequency(frequency)) {
    return `FREQ=${frequency.slice(0, 40)} is no frequency of whole days: YEARLY, MONTHLY, WEEKLY or DAILY`;
  }
  let rule: RecurrenceRule = { frequency, interval: 1, weekStart: 0 };
  for (const [name, value] of parts) {
    const read = readPart(name, value);
    if (typeof read === 'string') return read;
    rule = { ...rule, ...read };
  }
  return impossible(rule) ?? rule;
}

function isFrequency(text: string): text is Frequency {
  return ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'].includes(text);
}

function readPart(name: string, value: string): Partial<RecurrenceRule> | string {
  const wrong = `${name}=${value.slice(0, 40)} is not valid in a rule`;
  const list = LISTS.get(name);
  if (list !== undefined) {
    const numbers = value.split(',').map(Number);
    const valid = /^[+-]?\d{1,3}(?:,[+-]?\d{1,3})*$/.test(value);
    const inRange = numbers.every(
      (n) => n !== 0 && Math.abs(n) <= list.max && (n > 0 || list.key !== 'months'),
    );
    return valid && inRange ? { [list.key]: numbers } : wrong;
  }
  switch (name) {
    case 'FREQ':
      return {};
    case 'INTERVAL':
    case 'COUNT':
      return /^\d{1,12}$/.test(value) && Number(value) > 0 ? { [name.toLowerCase()]: Number(value) } : wrong;
    case 'UNTIL': {
      const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?$/.exec(value) ?? [];
      try {
        return { untilDay: toDayNumber(`${year}-${month}-${day}`) };
      } catch {
        return wrong;
      }
    }
    case 'WKST': {
      const weekStart = ICS_WEEKDAYS.indexOf(value);
      return weekStart >= 0 ? { weekStart } : wrong;
    }
    case 'BYDAY': {
      const weekdays = value.split(',').map((item) => {
        const [, nth, day = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? [];
        return { weekday: ICS_WEEKDAYS.indexOf(day), ...(nth === undefined ? {} : { nth: Number(nth) }) };
      });
      const valid = weekdays.every(
        ({ weekday, nth }) => weekday >= 0 && nth !== 0 && Math.abs(nth ?? 1) <= 53,
      );
      return valid ? { weekdays } : wrong;
    }
    default:
      return `${name.slice(0, 40)} is not supported in a rule of whole days`;
  }
}

/** Combinations that RFC 5545 forbids, or that say nothing. */
function impossible(rule: RecurrenceRule): string | undefined {
  const { frequency } = rule;
  if (rule.daysOfYear !== undefined && frequency !== 'YEARLY') return 'BYYEARDAY goes with FREQ=YEARLY only';
  if (rule.daysOfMonth !== undefined && frequency === 'WEEKLY')
    return 'BYMONTHDAY does not go with FREQ=WEEKLY';
  const numbered = rule.weekdays?.some(({ nth }) => nth !== undefined) ?? false;
  if (numbered && frequency !== 'YEARLY' && frequency !== 'MONTHLY') {
    return 'a numbered weekday in BYDAY goes with FREQ=YEARLY or MONTHLY only';
  }
  if (rule.count !== undefined && rule.untilDay !== undefined) return 'a rule has COUNT or UNTIL, not both';
  return undefined;
}

/** Days that may still be looked at; shared by all rules of a file, so that no file takes for ever. */
export interface Budget {
  daysLeft: number;
}

/**
 * Days on which the rule starts the event, ascending, from its first day `startDay` (which always counts) to `lastDay`.
 * Undefined when the budget ran out.
 */
export function expandRule(
  rule: RecurrenceRule,
  startDay: number,
  lastDay: number,
  budget: Budget,
): number[] | undefined {
  const end = Math.min(lastDay, rule.untilDay ?? lastDay);
  const count = rule.count ?? Number.POSITIVE_INFINITY;
  const full = withImpliedDays(rule, startDay);
  const days = startDay <= end ? [startDay] : [];
  for (const period of periods(full, startDay, end)) {
    budget.daysLeft -= period.length + 1;
    if (budget.daysLeft < 0) return undefined;
    const matching = period.filter((day) => matches(full, day));
    for (const day of atPositions(matching, full.positions)) {
      if (day <= startDay) continue;
      if (day > end || days.length >= count) return days;
      days.push(day);
    }
    if (days.length >= count) return days;
  }
  return days;
}

/** What a rule does not say, it takes from the event's first day. */
function withImpliedDays(rule: RecurrenceRule, startDay: number): RecurrenceRule {
  const { month, dayOfMonth } = civil(startDay);
  const { frequency, daysOfMonth, daysOfYear, weekdays, months } = rule;
  if (
    frequency === 'DAILY' ||
    daysOfMonth !== undefined ||
    daysOfYear !== undefined ||
    weekdays !== undefined
  )
    return rule;
  if (frequency === 'WEEKLY') return { ...rule, weekdays: [{ weekday: weekdayIndex(startDay) }] };
  const implied = { ...rule, daysOfMonth: [dayOfMonth] };
  return frequency === 'MONTHLY' || months !== undefined ? implied : { ...implied, months: [month] };
}

/** The days of each year, month, week or day that the interval lets through, until one begins after `end`. */
function* periods(rule: RecurrenceRule, startDay: number, end: number): Generator<number[]> {
  const { frequency, interval, months } = rule;
  const { year, month } = civil(startDay);
  for (let index = 0; ; index += interval) {
    if (frequency === 'DAILY' || frequency === 'WEEKLY') {
      const length = frequency === 'DAILY' ? 1 : 7;
      const first =
        frequency === 'DAILY' ? startDay : startDay - ((weekdayIndex(startDay) - rule.weekStart + 7) % 7);
      const begin = first + index * length;
      if (begin > end) return;
      yield range(begin, begin + length);
    } else if (frequency === 'MONTHLY') {
      const begin = firstOfMonth(year, month - 1 + index);
      if (!(begin <= end)) return;
      const named = months === undefined || months.includes(civil(begin).month);
      yield named ? range(begin, firstOfMonth(year, month + index)) : [];
    } else {
      if (!(firstOfMonth(year + index, 0) <= end)) return;
      const wanted = (months ?? range(1, 13)).toSorted((a, b) => a - b);
      yield [...new Set(wanted)].flatMap((m) =>
        range(firstOfMonth(year + index, m - 1), firstOfMonth(year + index, m)),
      );
    }
  }
}

function matches(
  { frequency, months, daysOfMonth, daysOfYear, weekdays }: RecurrenceRule,
  day: number,
): boolean {
  // The cheap questions first: a rule may ask about every day of centuries.
  const byWeekday = weekdays?.filter(({ weekday }) => weekday === weekdayIndex(day));
  if (byWeekday?.length === 0) return false;
  const { year, month, dayOfMonth } = civil(day);
  if (months !== undefined && !months.includes(month)) return false;
  const numbered = byWeekday?.every(({ nth }) => nth !== undefined) ?? false;
  if (daysOfMonth === undefined && daysOfYear === undefined && !numbered) return true;
  const inMonth = { index: dayOfMonth, length: firstOfMonth(year, month) - firstOfMonth(year, month - 1) };
  if (daysOfMonth !== undefined && !includes(daysOfMonth, inMonth.index, inMonth.length)) return false;
  const yearBegin = firstOfMonth(year, 0);
  const inYear = { index: day - yearBegin + 1, length: firstOfMonth(year, 12) - yearBegin };
  if (daysOfYear !== undefined && !includes(daysOfYear, inYear.index, inYear.length)) return false;
  if (!numbered) return true;
  // Weekdays are numbered within the month, or within the year if the rule names no months.
  const { index, length } = frequency === 'YEARLY' && months === undefined ? inYear : inMonth;
  const fromBegin = Math.ceil(index / 7);
  const fromEnd = -Math.ceil((length - index + 1) / 7);
  return byWeekday?.some(({ nth }) => nth === fromBegin || nth === fromEnd) ?? true;
}

function includes(numbers: readonly number[], value: number, length: number): boolean {
  return numbers.includes(value) || numbers.includes(value - length - 1);
}

function atPositions(days: readonly number[], positions: readonly number[] | undefined): readonly number[] {
  if (positions === undefined) return days;
  return days.filter((_, index) => includes(positions, index + 1, days.length));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Day number of the first of a month; `monthIndex` counts from January as 0, past December into later years. NaN past all dates. */
function firstOfMonth(year: number, monthIndex: number): number {
  return Date.UTC(year, monthIndex, 1) / 86_400_000;
}

function civil(day: number): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
}
