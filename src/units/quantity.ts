import { parseBytes } from './bytes.ts';
import { printNumber } from './decimal.ts';
import { parseDuration } from './duration.ts';
import { accept, type ParseResult, refuse } from './parse-result.ts';
import { parseRate } from './rate.ts';
import { parseRatio } from './ratio.ts';
import { parseInstant } from './time.ts';

/** What a number counts. The same words as the plan's units. */
export type QuantityUnit =
  | 'seconds'
  | 'ratio'
  | 'events'
  | 'events-per-second'
  | 'bytes'
  | 'unix-seconds'
  | 'money'
  | 'none';

/**
 * A threshold in the unit of what it is compared with: seconds from `15m`, a ratio from `5%`, events per second from
 * `50/s`, bytes from `2Gi`, Unix seconds from a date and time; a plain number where there is no unit to write.
 */
export function parseQuantity(input: unknown, unit: QuantityUnit): ParseResult<number> {
  switch (unit) {
    case 'seconds':
      return parseDuration(input);
    case 'ratio':
      return parseRatio(input);
    case 'bytes':
      return parseBytes(input);
    case 'unix-seconds':
      return parseInstant(input);
    case 'events-per-second': {
      const parsed = parseRate(input);
      return parsed.ok ? accept(parsed.value.perSecond) : parsed;
    }
    case 'events':
      return parseNumber(input, 'a number of events such as 10', 0);
    case 'money':
      return parseNumber(input, 'an amount of money such as 900', 0);
    case 'none':
    default:
      return parseNumber(input, 'a number such as 0.25', Number.NEGATIVE_INFINITY);
  }
}

function parseNumber(input: unknown, expected: string, least: number): ParseResult<number> {
  if (typeof input === 'number' && Number.isFinite(input)) {
    return input >= least ? accept(input === 0 ? 0 : input) : refuse(expected, 'it is not negative');
  }
  if (typeof input === 'string') {
    const text = input.trim();
    if (/^-?\d+(?:\.\d+)?$/.test(text))
      return refuse(expected, `write ${printNumber(Number(text))} without quotes`);
    if (/^-?[\d.]+\s*\S+$/.test(text)) return refuse(expected, 'this has no unit: write the number alone');
  }
  return refuse(expected);
}
