import { z } from 'zod';
import { asSentence } from '../support/sentence.ts';
import {
  DATE_PATTERN,
  DURATION_PATTERN,
  INSTANT_PATTERN,
  MOMENT_OF_DAY_PATTERN,
  MONEY_PATTERN,
  MONEY_RATE_PATTERN,
  OBJECTIVE_PATTERN,
  type ParseResult,
  parseDate,
  parseDuration,
  parseInstant,
  parseMomentOfDay,
  parseMoney,
  parseMoneyRate,
  parseObjective,
  parseRate,
  parseRatio,
  parseRelative,
  parseTimeOfDay,
  parseZoneShape,
  RATE_PATTERN,
  RATIO_PATTERN,
  RELATIVE_PATTERN,
  type RelativeBase,
  relativePattern,
  TIME_OF_DAY_PATTERN,
  ZONE_PATTERN,
} from '../units/index.ts';
import { type Expectation, expects } from './expectation.ts';

/** A length of time. `text` is what the user wrote. */
export interface Duration {
  readonly seconds: number;
  readonly text: string;
}

/** A share, 0 to 1. */
export interface Ratio {
  readonly ratio: number;
  readonly text: string;
}

export interface Rate {
  readonly perSecond: number;
  readonly text: string;
}

export interface TimeOfDay {
  readonly minuteOfDay: number;
  readonly text: string;
}

export const zDuration = unitString(
  'unit/duration',
  DURATION_PATTERN,
  parseDuration,
  (seconds, text): Duration => ({ seconds, text }),
).meta({
  description: 'A duration with its unit: 200ms, 15m, 1h30m, 28d, 4w.',
});

export const zRate = unitString(
  'unit/rate',
  RATE_PATTERN,
  parseRate,
  (rate, text): Rate => ({ perSecond: rate.perSecond, text }),
).meta({
  description: 'A rate with its unit: 50/s, 3/week.',
});

export const zTimeOfDay = unitString(
  'unit/time-of-day',
  TIME_OF_DAY_PATTERN,
  parseTimeOfDay,
  (minuteOfDay, text): TimeOfDay => ({ minuteOfDay, text }),
).meta({
  description: 'A time of day, 24 hours: 09:00.',
});

/** When a day's stretch begins: 24:00 ends a day and begins none. */
export const zMomentOfDay = unitString(
  'unit/time-of-day',
  MOMENT_OF_DAY_PATTERN,
  parseMomentOfDay,
  (minuteOfDay, text): TimeOfDay => ({ minuteOfDay, text }),
).meta({
  description: 'A time of day, 24 hours: 09:00.',
});

export const zDate = unitString('unit/date', DATE_PATTERN, parseDate, (date) => date).meta({
  description: 'A date: 2027-12-31.',
});

export const zInstant = unitString('unit/instant', INSTANT_PATTERN, parseInstant, (unixSeconds, text) => ({
  unixSeconds,
  text,
})).meta({
  description: 'An instant with its offset: 2026-03-08T03:00:00+00:00.',
});

export const zRelative = unitString('unit/relative', RELATIVE_PATTERN, parseRelative, (relative, text) => ({
  ...relative,
  text,
})).meta({
  description: 'A share of something named: 60% of same-time-last-week, 0.1% of records.',
});

/** The same of what a field names itself. */
export function zRelativeTo<const Base extends RelativeBase>(bases: readonly [Base, ...Base[]]) {
  return unitString(
    'unit/relative',
    relativePattern(bases),
    (input) => parseRelative(input, bases),
    (relative, text) => ({ ...relative, text }),
  ).meta({ description: `A share of something named: ${bases.map((base) => `10% of ${base}`).join(', ')}.` });
}

export const zMoney = unitString('unit/money', MONEY_PATTERN, parseMoney, (money, text) => ({
  ...money,
  text,
})).meta({ description: 'An amount with its currency: 0.000003 USD.' });

export const zMoneyRate = unitString('unit/money', MONEY_RATE_PATTERN, parseMoneyRate, (rate, text) => ({
  ...rate,
  text,
})).meta({ description: 'An amount of money per time: 900 USD/day.' });

export const zRatio = unitStringOrNumber(
  'unit/ratio',
  RATIO_PATTERN,
  (error) => z.number(error).gte(0, error).lte(1, error),
  parseRatio,
  (ratio, text): Ratio => ({ ratio, text }),
).meta({
  description: 'A share: 99.9% or 0.999.',
});

export const zObjective = unitStringOrNumber(
  'unit/objective',
  OBJECTIVE_PATTERN,
  (error) => z.number(error).gt(0, error).lt(1, error),
  parseObjective,
  (ratio, text): Ratio => ({ ratio, text }),
).meta({
  description: 'Share of good events, below 100%: 99.9% or 0.999.',
});

/** An IANA time zone. The JSON Schema knows only the form; whether the zone exists is checked with positions. */
export const zTimeZone = unitString('unit/timezone', ZONE_PATTERN, parseZoneShape, (zone) => zone).meta({
  description: 'An IANA time zone: Europe/London, UTC.',
});

/** `env:NAME`, or a path (`file:` may stand before it). The negative look-aheads refuse what looks like the secret itself. */
const SECRET_REF_PATTERN =
  '^(?:env:[A-Za-z_][A-Za-z0-9_]*|(?:file:)?(?!env:|file:)(?!.*://)(?!xox[a-z]-)(?![A-Za-z0-9_+=-]{20,}$)[^\\s:\\u0000]+)$';

/** Where a secret will be found; never its value. As it is written, for what is parsed more than once. */
export const zSecretText = z
  .string(expects('a file path, or env:NAME', secretHint))
  .regex(
    new RegExp(SECRET_REF_PATTERN),
    expects('a file path such as secrets/slack-url, or env:NAME', secretHint),
  );

/** What such a text refers to. */
export function secretRefOf(text: string) {
  return text.startsWith('env:')
    ? ({ from: 'env', variable: text.slice(4), text } as const)
    : ({ from: 'file', path: text.replace(/^file:/, ''), text } as const);
}

/** Where a secret will be found; never its value. */
export const zSecretRef = zSecretText.transform(secretRefOf).meta({
  description: 'Where the secret is at run time: a file path, or env:NAME. Never the secret itself.',
});

/** Whatever is refused in the place of a reference may be the secret itself, and is not shown. */
function secretHint(input: unknown): Partial<Expectation> | undefined {
  if (typeof input !== 'string' && typeof input !== 'number') return undefined;
  return {
    code: 'secret/plain-text',
    hint: 'Specs hold references to secrets, never secrets: put the value in a file or an environment variable, and name that here. If this is the name of a file, write it with its folder: ./name.',
  };
}

/** An absolute http(s) URL without user or password in it. */
export const zUrl = z.string(expects('an http(s) URL')).regex(
  /^https?:\/\/[^\s/@?#]+(?:[/?#]\S*)?$/,
  expects('an http(s) URL without user or password', (input) =>
    typeof input === 'string' && /^https?:\/\/[^/?#]*@/.test(input)
      ? { code: 'secret/plain-text', hint: 'A user or password must not stand in a URL; use auth.secretRef.' }
      : undefined,
  ),
);

/** A path inside the project: relative, no `..`. */
export const zProjectPath = z.string(expects('a path relative to the project')).regex(
  /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\u0000\\]+$/,
  expects('a path inside the project, relative to its folder, without ".."', () => ({ code: 'schema/path' })),
);

function unitString<Value, Out>(
  code: string,
  pattern: string,
  parse: (input: unknown) => ParseResult<Value>,
  wrap: (value: Value, text: string) => Out,
) {
  const error = unitError(code, parse);
  return z
    .string(error)
    .regex(new RegExp(pattern, 'u'), error)
    .transform((text) => wrap(parsed(parse, text), text));
}

function unitStringOrNumber<Value, Out>(
  code: string,
  pattern: string,
  number: (error: ReturnType<typeof expects>) => z.ZodNumber,
  parse: (input: unknown) => ParseResult<Value>,
  wrap: (value: Value, text: string) => Out,
) {
  const error = unitError(code, parse);
  return z
    .union([z.string(error).regex(new RegExp(pattern, 'u'), error), number(error)], error)
    .transform((input) => wrap(parsed(parse, input), String(input)));
}

function unitError<Value>(code: string, parse: (input: unknown) => ParseResult<Value>) {
  const whatItWants = parse(undefined);
  const expected = whatItWants.ok ? '' : whatItWants.expected;
  return expects(expected, (input): Expectation => {
    const result = parse(input);
    if (result.ok) return { expected };
    return { code, expected: result.expected, hint: result.hint && asSentence(result.hint) };
  });
}

function parsed<Value>(parse: (input: unknown) => ParseResult<Value>, input: unknown): Value {
  const result = parse(input);
  if (!result.ok) throw new Error(`pattern and parser disagree on ${JSON.stringify(input)}`);
  return result.value;
}
