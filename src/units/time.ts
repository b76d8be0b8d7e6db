import { accept, type ParseResult, refuse } from './parse-result.ts';

const MOMENT = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';

/** A time of day, or `24:00` for the end of the day. */
export const TIME_OF_DAY_PATTERN = `^(?:${MOMENT}|24:00)$`;
/** A time of day that something can happen at: not `24:00`. */
export const MOMENT_OF_DAY_PATTERN = `^${MOMENT}$`;

const DAYS_OF_MONTHS = [
  '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])',
  '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)',
  '02-(?:0[1-9]|1[0-9]|2[0-8])',
].join('|');
const LEAP_YEARS = '(?:19(?:7[26]|8[048]|9[26])|20(?:[02468][048]|[13579][26]))';
const DATE = `(?:(?:19[7-9]|20[0-9])[0-9]-(?:${DAYS_OF_MONTHS})|${LEAP_YEARS}-02-29)`;

/** A date that exists, from 1970 to 2099. */
export const DATE_PATTERN = `^${DATE}$`;
/** A date and time with `Z` or an offset from UTC. */
export const INSTANT_PATTERN = String.raw`^${DATE}T${MOMENT}(?::[0-5][0-9])?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])$`;

export const TIME_OF_DAY_EXPECTED = 'a time of day such as "09:00" or "17:30"';
export const DATE_EXPECTED = 'a date such as 2026-12-25';
export const INSTANT_EXPECTED =
  'a date and time with its zone, such as 2026-12-25T06:00Z or 2026-12-25T06:00+01:00';

const timeOfDay = new RegExp(TIME_OF_DAY_PATTERN);
const date = new RegExp(DATE_PATTERN);
const instant = new RegExp(INSTANT_PATTERN);

/** Minutes since midnight, 0 to 1440: `24:00` is the end of the day. */
export function parseTimeOfDay(input: unknown): ParseResult<number> {
  if (typeof input === 'number') return refuse(TIME_OF_DAY_EXPECTED, hintForNumber(input));
  if (typeof input !== 'string') return refuse(TIME_OF_DAY_EXPECTED);
  if (!timeOfDay.test(input)) return refuse(TIME_OF_DAY_EXPECTED, hintForTime(input));
  return accept(Number(input.slice(0, 2)) * 60 + Number(input.slice(3)));
}

/** Minutes since midnight, 0 to 1439: when something begins or happens. */
export function parseMomentOfDay(input: unknown): ParseResult<number> {
  const parsed = parseTimeOfDay(input);
  if (parsed.ok && parsed.value === 1440) {
    return refuse(TIME_OF_DAY_EXPECTED, '24:00 is only an end; midnight is 00:00');
  }
  return parsed;
}

function hintForNumber(value: number): string {
  const hours = Math.floor(value / 60);
  // YAML 1.1 editors turn 9:30 into 570.
  return Number.isInteger(value) && value >= 60 && value <= 1440
    ? `write it in quotes: "${pad(hours)}:${pad(value % 60)}"`
    : 'write hours and minutes in quotes, such as "09:00"';
}

function hintForTime(input: string): string | undefined {
  const text = input.trim();
  const twelve = /^(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\.?$/i.exec(text);
  if (twelve !== null) {
    const hour = (Number(twelve[1]) % 12) + (/p/i.test(twelve[3] ?? '') ? 12 : 0);
    return suggestTime(`${pad(hour)}:${twelve[2] ?? '00'}`);
  }
  const loose = /^(\d{1,2})[:.h](\d\d)(?::00)?$/.exec(text);
  if (loose !== null) return suggestTime(`${pad(Number(loose[1]))}:${loose[2] ?? ''}`);
  return undefined;
}

function suggestTime(text: string): string | undefined {
  return timeOfDay.test(text) ? `write "${text}"` : 'the day ends at 24:00';
}

/** 570 is `09:30`. */
export function printTimeOfDay(minutes: number): string {
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** A civil date that exists, as it was written. */
export function parseDate(input: unknown): ParseResult<string> {
  if (typeof input !== 'string') return refuse(DATE_EXPECTED);
  return date.test(input) ? accept(input) : refuse(DATE_EXPECTED, hintForDate(input));
}

function hintForDate(input: string): string | undefined {
  const text = input.trim();
  const [, year, month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  if (year !== undefined) {
    const tidy = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    if (date.test(tidy)) return `write ${tidy}`;
    return Number(year) < 1970 || Number(year) > 2099
      ? 'years from 1970 to 2099 are accepted'
      : `there is no ${tidy} in the calendar`;
  }
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$/.test(text)) return 'write the year first: YYYY-MM-DD';
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return 'write the date alone';
  return undefined;
}

/** A moment, in Unix seconds. */
export function parseInstant(input: unknown): ParseResult<number> {
  if (typeof input !== 'string') return refuse(INSTANT_EXPECTED);
  if (!instant.test(input)) return refuse(INSTANT_EXPECTED, hintForInstant(input));
  return accept(Date.parse(input) / 1000);
}

function hintForInstant(input: string): string | undefined {
  const text = input.trim();
  if (date.test(text)) return `write the time and the zone too: ${text}T00:00Z`;
  const tidy = text
    .toUpperCase()
    .replace(/^(\d{4}-\d\d-\d\d)[ T]+/, '$1T')
    .replace(/\.\d+/, '')
    .replace(/ +/g, '');
  const zoned = tidy.replace(/([+-]\d\d)(\d\d)$/, '$1:$2').replace(/(T[\d:]+[+-]\d\d)$/, '$1:00');
  if (instant.test(zoned)) return `write ${zoned}`;
  if (instant.test(`${tidy}Z`)) return `in which zone? Add Z for UTC or an offset: ${tidy}Z`;
  const day = tidy.slice(0, 10);
  return /^\d{4}-\d\d-\d\dT/.test(tidy) && !date.test(day) ? hintForDate(day) : undefined;
}

/** Unix seconds as `2026-12-25T06:00:00Z`. @throws RangeError outside of the years that dates can have. */
export function printInstant(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z');
}
