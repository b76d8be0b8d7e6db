import { counted } from '../support/counted.ts';
import { accept, type ParseResult, refuse } from './parse-result.ts';

/**
 * Largest unit first, with the number of digits that each may have. The limits keep every duration under 150 years, so
 * that it fits the 64-bit nanoseconds of the programs that read it.
 */
const UNITS = [
  { unit: 'w', milliseconds: 604_800_000, maxDigits: 3 },
  { unit: 'd', milliseconds: 86_400_000, maxDigits: 4 },
  { unit: 'h', milliseconds: 3_600_000, maxDigits: 5 },
  { unit: 'm', milliseconds: 60_000, maxDigits: 7 },
  { unit: 's', milliseconds: 1000, maxDigits: 9 },
  { unit: 'ms', milliseconds: 1, maxDigits: 12 },
] as const;

function partsPattern(units: readonly (typeof UNITS)[number][]): string {
  return units.map(({ unit, maxDigits }) => `(?:[0-9]{1,${maxDigits}}${unit})?`).join('');
}

/** Some of the units, each at most once, largest first, but not none: one branch for each unit to begin with. */
export const DURATION_PATTERN = `^(?:${UNITS.map(
  ({ unit, maxDigits }, index) => `[0-9]{1,${maxDigits}}${unit}${partsPattern(UNITS.slice(index + 1))}`,
).join('|')})$`;

export const DURATION_EXPECTED = 'a duration such as 250ms, 15m or 1h30m';

const duration = new RegExp(DURATION_PATTERN);

/** A duration in seconds. Zero is accepted; the field that has it decides whether it makes sense. */
export function parseDuration(input: unknown): ParseResult<number> {
  if (typeof input === 'number') return refuse(DURATION_EXPECTED, hintForNumber(input));
  if (typeof input !== 'string') return refuse(DURATION_EXPECTED);
  if (!duration.test(input)) return refuse(DURATION_EXPECTED, hintForText(input));
  let milliseconds = 0;
  for (const [, amount = '', name = ''] of input.matchAll(/([0-9]+)(ms|[wdhms])/g)) {
    const unit = UNITS.find((candidate) => candidate.unit === name);
    milliseconds += Number(amount) * (unit?.milliseconds ?? 0);
  }
  return accept(milliseconds / 1000);
}

function hintForNumber(value: number): string {
  if (value < 0) return 'a duration is not negative';
  if (value === 0) return 'write 0s';
  if (!Number.isInteger(value)) return 'write it with a unit and whole numbers, such as 500ms';
  // Latencies are written in hundreds of milliseconds, windows in a few minutes or days.
  return value >= 100
    ? `did you mean ${value}ms or ${value}s?`
    : `did you mean ${value}s, ${value}m or ${value}d?`;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|millis|msecs?|milliseconds?)$/i, 'ms'],
  [/^(?:s|secs?|seconds?)$/i, 's'],
  [/^(?:m|mins?|minutes?)$/i, 'm'],
  [/^(?:h|hrs?|hours?)$/i, 'h'],
  [/^(?:d|days?)$/i, 'd'],
  [/^(?:w|wks?|weeks?)$/i, 'w'],
];

function hintForText(input: string): string | undefined {
  const text = input.trim();
  if (text.startsWith('-')) return 'a duration is not negative';
  if (/^\+?\d+$/.test(text)) return hintForNumber(Number(text));
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-zµ]+)$/i.exec(text) ?? [];
  if (unit === 'M' || /^mo(?:n|nths?)?$/i.test(unit)) {
    return `a month has no fixed length: use 30d (Prometheus has no months)${unit === 'M' ? `; a minute is ${amount}m` : ''}`;
  }
  if (/^(?:y|yrs?|years?)$/i.test(unit)) return 'a year has no fixed length: use 365d';
  if (/^(?:us|µs|ns)$/i.test(unit)) return 'the smallest unit is ms';
  const known = WORDS.find(([pattern]) => pattern.test(unit))?.[1];
  if (known !== undefined && amount.includes('.')) {
    const size = UNITS.find((candidate) => candidate.unit === known)?.milliseconds ?? 0;
    const milliseconds = Number(amount) * size;
    return Number.isInteger(milliseconds) && milliseconds < 4e12
      ? `write whole numbers: ${printDuration(milliseconds / 1000)}`
      : 'write whole numbers, such as 1h30m';
  }
  if (known !== undefined && duration.test(`${amount}${known}`)) return `write ${amount}${known}`;
  if (known !== undefined) return 'a duration of more than 9999d is not accepted';
  if (/^P/i.test(text)) return 'write it without P and T, such as 1h30m';
  if (/\s/.test(input) && duration.test(input.replace(/\s+/g, ''))) {
    return `write it without spaces: ${input.replace(/\s+/g, '')}`;
  }
  if (/^(?:\d+(?:ms|[wdhms]))+$/.test(text)) {
    return 'write each unit once, largest first (w d h m s ms), such as 1h30m';
  }
  return undefined;
}

/**
 * The duration as the specs and Prometheus write it: 5400 is `1h30m`, 2419200 is `28d`. Days are the largest unit, since
 * windows are spoken of in days and 30d is no number of weeks. Rounds to milliseconds; 0 is `0s`; a negative one gets a `-`.
 */
export function printDuration(seconds: number): string {
  let rest = Math.round(Math.abs(seconds) * 1000);
  if (rest === 0) return '0s';
  let text = seconds < 0 ? '-' : '';
  for (const { unit, milliseconds } of UNITS.slice(1)) {
    const amount = Math.floor(rest / milliseconds);
    rest -= amount * milliseconds;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text;
}

const SPOKEN = [
  { word: 'day', milliseconds: 86_400_000 },
  { word: 'hour', milliseconds: 3_600_000 },
  { word: 'minute', milliseconds: 60_000 },
  { word: 'second', milliseconds: 1000 },
  { word: 'millisecond', milliseconds: 1 },
] as const;

/** Rounding that changes a spoken duration by more than this share is not "about". */
const TOLERANCE = 0.1;

/**
 * The duration for people: `15 minutes`, `1 hour 30 minutes`, `about 2 days`. At most two neighbouring units when they are
 * exact; else the largest unit that is off by no more than a tenth.
 * @throws RangeError when `seconds` is not finite or negative.
 */
export function printDurationWords(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) throw new RangeError(`not a duration: ${seconds}`);
  const total = Math.round(seconds * 1000);
  if (total === 0) return '0 seconds';
  for (const [index, { word, milliseconds }] of SPOKEN.entries()) {
    const amount = total / milliseconds;
    if (amount < 1) continue;
    const whole = Math.floor(amount);
    const rest = total - whole * milliseconds;
    if (rest === 0) return counted(whole, word);
    const next = SPOKEN[index + 1];
    if (next !== undefined && rest % next.milliseconds === 0) {
      return `${counted(whole, word)} ${counted(rest / next.milliseconds, next.word)}`;
    }
    const rounded = Math.round(amount);
    if (Math.abs(rounded - amount) <= TOLERANCE * amount) return `about ${counted(rounded, word)}`;
  }
  return counted(total, 'millisecond');
}
