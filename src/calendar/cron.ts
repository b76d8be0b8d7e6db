import { WEEKDAYS } from './date.ts';
import type { Weekday } from './types.ts';

/** The values that each field allows, ascending; an absent field allows every day. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months?: readonly number[];
  /** When both kinds of days are given, a day that is one or the other will do. */
  readonly daysOfMonth?: readonly number[];
  readonly weekdays?: readonly Weekday[];
}

export type ParsedCron =
  | { readonly ok: true; readonly fields: CronFields }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Sunday is 0 in cron, and 7 as well. */
const WEEKDAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface FieldKind {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly pattern: string;
  readonly names?: readonly string[];
}

const FIELD_KINDS = [
  { name: 'minute', min: 0, max: 59, pattern: '[0-5]?[0-9]' },
  { name: 'hour', min: 0, max: 23, pattern: '[01]?[0-9]|2[0-3]' },
  { name: 'day of month', min: 1, max: 31, pattern: '0?[1-9]|[12][0-9]|3[01]' },
  { name: 'month', min: 1, max: 12, pattern: '0?[1-9]|1[0-2]', names: MONTH_NAMES },
  { name: 'day of week', min: 0, max: 7, pattern: '0?[0-7]', names: WEEKDAY_NAMES },
] as const satisfies readonly FieldKind[];

/**
 * Shape of a cron expression, for either case of letters. `parseCron` accepts nothing else, but refuses also what only
 * arithmetic can tell: ranges that run backwards, steps that never step, days that no month has.
 */
export const CRON_PATTERN = `^${FIELD_KINDS.map(fieldPattern).join('[ \\t]+')}$`;

function fieldPattern(kind: FieldKind): string {
  const names = (kind.names ?? []).map((name) =>
    Array.from(name, (letter) => `[${letter.toUpperCase()}${letter}]`).join(''),
  );
  const value = `(?:${[kind.pattern, ...names].join('|')})`;
  const step = '(?:/[0-9]{1,2})?';
  const item = String.raw`(?:\*${step}|${value}(?:-${value}${step})?)`;
  return `${item}(?:,${item})*`;
}

/** Reads the five fields of cron: minute, hour, day of month, month, day of week; names, lists, ranges and steps. */
export function parseCron(text: string): ParsedCron {
  const parts = text.split(/[ \t]+/);
  if (parts.length !== FIELD_KINDS.length || parts.includes('')) return refuseShape(text, parts);
  const sets: ReadonlySet<number>[] = [];
  for (const [index, kind] of FIELD_KINDS.entries()) {
    const parsed = parseField(parts[index] ?? '', kind);
    if (!(parsed instanceof Set)) return parsed;
    sets.push(parsed);
  }
  const [minutes, hours, daysOfMonth, months, weekdays] = sets.map((set) =>
    [...set].toSorted((a, b) => a - b),
  );
  const [, , dayText = '', , weekdayText = ''] = parts;
  const weekdayNames = WEEKDAYS.filter((day) => weekdays?.includes(WEEKDAY_NAMES.indexOf(day)));
  if (dayText !== '*' && weekdayText !== '*' && (dayText.startsWith('*') || weekdayText.startsWith('*'))) {
    return {
      ok: false,
      message: 'cron programs disagree about a step from * together with another restriction of days',
      hint: 'write out the days instead of the step',
    };
  }
  const oneOrTheOther = dayText !== '*' && weekdayText !== '*';
  const everyDay = oneOrTheOther && (daysOfMonth?.length === 31 || weekdayNames.length === 7);
  const fields: CronFields = {
    minutes: minutes ?? [],
    hours: hours ?? [],
    ...(months === undefined || months.length === 12 ? {} : { months }),
    ...(daysOfMonth === undefined || daysOfMonth.length === 31 || everyDay ? {} : { daysOfMonth }),
    ...(weekdayNames.length === 7 || everyDay ? {} : { weekdays: weekdayNames }),
  };
  return happens(fields)
    ? { ok: true, fields }
    : {
        ok: false,
        message: 'no month has such a day: this never happens',
        hint: 'the last days of a month are 28 to 31',
      };
}

function happens({ months, daysOfMonth, weekdays }: CronFields): boolean {
  if (months === undefined || daysOfMonth === undefined || weekdays !== undefined) return true;
  const longest = Math.max(
    ...months.map((month) => (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31)),
  );
  return daysOfMonth.some((day) => day <= longest);
}

function parseField(text: string, kind: FieldKind): Set<number> | Extract<ParsedCron, { ok: false }> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [, range = '', step] = /^([^/]*)(?:\/(\d{1,2}))?$/.exec(item) ?? [];
    const [first = '', last, ...more] = range.split('-');
    const from = first === '*' ? kind.min : readValue(first, kind);
    const to = first === '*' ? kind.max : last === undefined ? from : readValue(last, kind, from);
    if (from === undefined || to === undefined || more.length > 0 || (first === '*' && last !== undefined)) {
      return refuseItem(item, kind);
    }
    if (step !== undefined && first !== '*' && last === undefined) {
      return {
        ok: false,
        message: `${item} in the field ${kind.name} steps from a single value`,
        hint: `write ${first}-${kind.max}/${step}`,
      };
    }
    if (from > to) {
      return {
        ok: false,
        message: `the range ${item} in the field ${kind.name} runs backwards`,
        hint: 'write it as two ranges, separated by a comma',
      };
    }
    const by = Number(step ?? 1);
    if (by < 1 || by > kind.max) {
      return { ok: false, message: `the step of ${item} in the field ${kind.name} must be 1 to ${kind.max}` };
    }
    for (let value = from; value <= to; value += by) {
      values.add(kind.max === 7 ? value % 7 : value);
    }
  }
  return values;
}

/** A number or a name; `sun` at the end of a range is 7, so that fri-sun runs forwards. */
function readValue(text: string, kind: FieldKind, from?: number): number | undefined {
  const named = kind.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) {
    const value = named + (kind.max === 12 ? 1 : 0);
    return kind.max === 7 && value === 0 && from !== undefined && from > 0 ? 7 : value;
  }
  if (!/^\d{1,2}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= kind.min && value <= kind.max ? value : undefined;
}

function refuseItem(item: string, kind: FieldKind): Extract<ParsedCron, { ok: false }> {
  const expected = `${kind.min} to ${kind.max}${kind.names === undefined ? '' : ` or ${kind.names[0]} to ${kind.names.at(-1)}`}`;
  const message = `${item === '' ? 'nothing' : item} is no value of the field ${kind.name}`;
  return /[LW#?+]/i.test(item) && /^[\dLW#?+*-]*$/i.test(item)
    ? {
        ok: false,
        message,
        hint: 'L, W, #, ? and + are extensions that are not accepted: write out the days',
      }
    : { ok: false, message, hint: `write ${expected}, lists with commas, ranges with -, steps as */5` };
}

const NICKNAMES: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * sun'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

function refuseShape(text: string, parts: readonly string[]): ParsedCron {
  const nickname = NICKNAMES.get(text.trim().toLowerCase());
  if (nickname !== undefined) {
    return {
      ok: false,
      message: `${text.trim()} is no cron expression of five fields`,
      hint: `write ${nickname}`,
    };
  }
  const count = parts.filter((part) => part !== '').length;
  const message = `a cron expression has five fields (minute, hour, day of month, month, day of week), not ${count}`;
  if (count === 5)
    return { ok: false, message: 'spaces around the cron expression', hint: `write ${text.trim()}` };
  return count > 5
    ? { ok: false, message, hint: 'there is no field for seconds or years' }
    : { ok: false, message, hint: 'write * for a field that allows everything, such as 0 2 * * sun' };
}
