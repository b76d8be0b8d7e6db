import { Temporal } from 'temporal-polyfill';
import { accept, type ParseResult, refuse } from './parse-result.ts';

/**
 * Shape of an IANA zone name. Which names exist is known to the time-zone database alone, so every name that
 * `parseTimeZone` accepts has this shape, but not the other way round; `parseZoneShape` accepts just this.
 */
export const ZONE_PATTERN = '^(?:UTC|[A-Z][A-Za-z_]{1,30}(?:/[A-Z][A-Za-z0-9_+-]{0,30}){1,2})$';

export const ZONE_EXPECTED = 'an IANA time zone such as Europe/London or UTC';

const shape = new RegExp(ZONE_PATTERN);

/** Today's names of zones that the list of the runtime still has under their former ones. */
const RENAMED = [
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
] as const;

/** A place for the abbreviations that people write; each is ambiguous, or has no daylight saving where people think it has. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['BST', 'Europe/London'],
  ['CDT', 'America/Chicago'],
  ['CEST', 'Europe/Berlin'],
  ['CET', 'Europe/Berlin'],
  ['CST', 'America/Chicago'],
  ['CST6CDT', 'America/Chicago'],
  ['EDT', 'America/New_York'],
  ['EET', 'Europe/Helsinki'],
  ['EST', 'America/New_York'],
  ['EST5EDT', 'America/New_York'],
  ['IST', 'Asia/Kolkata'],
  ['JST', 'Asia/Tokyo'],
  ['MDT', 'America/Denver'],
  ['MET', 'Europe/Berlin'],
  ['MST', 'America/Denver'],
  ['MST7MDT', 'America/Denver'],
  ['PDT', 'America/Los_Angeles'],
  ['PST', 'America/Los_Angeles'],
  ['PST8PDT', 'America/Los_Angeles'],
  ['WET', 'Europe/Lisbon'],
]);

/** True for `UTC` and for the names `Area/Place` of the time-zone database, in its spelling and case. */
export function isTimeZone(name: string): boolean {
  return shape.test(name) && databaseSpelling(name) === name;
}

/** The name as the database spells it, or undefined when it has none: programs that read zones from files are case-exact. */
function databaseSpelling(name: string): string | undefined {
  // Most projects name no other, and short commands need nothing else of the package.
  if (name === 'UTC') return name;
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId;
  } catch {
    return undefined;
  }
}

/** A string that looks like a zone's name, whether it exists or not. */
export function parseZoneShape(input: unknown): ParseResult<string> {
  if (typeof input !== 'string') return refuse(ZONE_EXPECTED);
  return shape.test(input) ? accept(input) : refuse(ZONE_EXPECTED, hintForZone(input));
}

/** A zone that exists. Nearest names are not in the hint: `knownZones` has what to choose from. */
export function parseTimeZone(input: unknown): ParseResult<string> {
  if (typeof input !== 'string') return refuse(ZONE_EXPECTED);
  return isTimeZone(input) ? accept(input) : refuse(ZONE_EXPECTED, hintForZone(input));
}

function hintForZone(input: string): string | undefined {
  const text = input.trim();
  if (/^(?:Z|GMT|UCT|Zulu|Etc\/UTC|UTC|[+-]00:?00)$/i.test(text)) return 'write UTC';
  const place = PLACES.get(text.toUpperCase());
  if (place !== undefined) {
    return `an abbreviation does not say when clocks change; name a place, such as ${place}`;
  }
  if (/^(?:UTC|GMT)?[+-]\d/i.test(text)) {
    return 'an offset does not say when clocks change; name a place, such as Europe/Paris, or UTC';
  }
  const spelled = databaseSpelling(text.replace(/ /g, '_'));
  if (spelled !== undefined && isTimeZone(spelled)) return `write ${spelled}`;
  if (spelled !== undefined) return 'name a place, such as Europe/London';
  return undefined;
}

/** Names to suggest when one does not exist, sorted. */
export function knownZones(): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), ...RENAMED, 'UTC'])].toSorted((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
}
