import { printNumber } from './decimal.ts';
import { accept, type ParseResult, refuse } from './parse-result.ts';

const PERIOD_SECONDS = { s: 1, min: 60, h: 3600, day: 86_400, week: 604_800 } as const;

export type RatePeriod = keyof typeof PERIOD_SECONDS;

/** Events in a time, as written and per second. */
export interface Rate {
  readonly amount: number;
  readonly period: RatePeriod;
  readonly periodSeconds: number;
  readonly perSecond: number;
}

export const RATE_PATTERN = String.raw`^[0-9]{1,12}(?:\.[0-9]{1,6})?/(?:s|min|h|day|week)$`;
export const RATE_EXPECTED = 'a rate such as 50/s, 100/min or 3/week';

const rate = new RegExp(RATE_PATTERN);

/** A rate with its period: s, min, h, day or week. Zero is accepted. */
export function parseRate(input: unknown): ParseResult<Rate> {
  if (typeof input === 'number') return refuse(RATE_EXPECTED, hintForNumber(input));
  if (typeof input !== 'string') return refuse(RATE_EXPECTED);
  if (!rate.test(input)) return refuse(RATE_EXPECTED, hintForText(input));
  const [amountText = '', period = ''] = input.split('/');
  const amount = Number(amountText);
  const periodSeconds = PERIOD_SECONDS[period as RatePeriod];
  return accept({ amount, period: period as RatePeriod, periodSeconds, perSecond: amount / periodSeconds });
}

function hintForNumber(value: number): string | undefined {
  if (value < 0) return 'a rate is not negative';
  return Number.isFinite(value) ? `per what? Did you mean ${printNumber(value)}/s?` : undefined;
}

const WORDS: readonly (readonly [RegExp, RatePeriod])[] = [
  [/^(?:s|secs?|seconds?)$/i, 's'],
  [/^(?:m|mins?|minutes?)$/i, 'min'],
  [/^(?:h|hrs?|hours?)$/i, 'h'],
  [/^(?:d|days?)$/i, 'day'],
  [/^(?:w|wks?|weeks?)$/i, 'week'],
];

function hintForText(input: string): string | undefined {
  const text = input.trim();
  if (text.startsWith('-')) return 'a rate is not negative';
  if (/^\d+(?:\.\d+)?$/.test(text)) return hintForNumber(Number(text));
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(?:\/|per|a|an)\s*([a-z]+)$/i.exec(text) ?? [];
  if (/^(?:mo|months?|y|years?)$/i.test(unit)) return 'the longest period is a week';
  const known = WORDS.find(([pattern]) => pattern.test(unit))?.[1];
  if (known !== undefined && rate.test(`${amount}/${known}`)) return `write ${amount}/${known}`;
  if (/^(?:rps|qps|hz)$/i.test(text.replace(/^[\d.\s]+/, ''))) return 'write requests per second as 50/s';
  return undefined;
}

/** The rate as the specs write it: `60000/day`. */
export function printRate({ amount, period }: Rate): string {
  return `${printNumber(amount)}/${period}`;
}
