import { printNumber, shiftDecimal } from './decimal.ts';
import { accept, type ParseResult, refuse } from './parse-result.ts';

const UNITS = new Map([
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
]);

export const BYTES_PATTERN = String.raw`^(?:[0-9]{1,12}B|[0-9]{1,4}(?:\.[0-9]{1,3})?(?:[kMGT]B|[KMGT]i))$`;
export const BYTES_EXPECTED =
  'an amount of memory such as 512Mi, 2Gi (powers of 1024) or 500MB (powers of 1000)';

const bytes = new RegExp(BYTES_PATTERN);

/** Bytes, rounded to a whole one. */
export function parseBytes(input: unknown): ParseResult<number> {
  if (typeof input === 'number') {
    return refuse(BYTES_EXPECTED, input < 0 ? 'an amount is not negative' : hintForPlain(input));
  }
  if (typeof input !== 'string') return refuse(BYTES_EXPECTED);
  if (!bytes.test(input)) return refuse(BYTES_EXPECTED, hintForText(input));
  const [, amount = '', unit = ''] = /^([0-9.]+)(.*)$/.exec(input) ?? [];
  // Thousandths times a whole unit: no rounding before the last step.
  return accept(Math.round((shiftDecimal(Number(amount), 3) * (UNITS.get(unit) ?? 0)) / 1000));
}

function hintForPlain(value: number): string | undefined {
  return Number.isInteger(value) ? `did you mean ${printNumber(value)}B?` : undefined;
}

function hintForText(input: string): string | undefined {
  const text = input.trim();
  if (text.startsWith('-')) return 'an amount is not negative';
  if (/^\d+$/.test(text)) return hintForPlain(Number(text));
  const [, amount = '', prefix = '', binary = '', byte = ''] =
    /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)(b?)$/i.exec(text) ?? [];
  if (amount === '' || (prefix === '' && byte === '')) return undefined;
  if (/\db?$|[kmg]b$/.test(text) && byte === 'b' && binary === '' && prefix !== '' && prefix !== 'k') {
    return 'bits or bytes? Write MB for bytes';
  }
  const unit =
    prefix === ''
      ? 'B'
      : binary === ''
        ? `${prefix === 'k' || prefix === 'K' ? 'k' : prefix.toUpperCase()}B`
        : `${prefix.toUpperCase()}i`;
  const suggestion = `${amount}${unit}`;
  return bytes.test(suggestion) ? `write ${suggestion}` : undefined;
}

/** The largest unit that divides the bytes: 2147483648 is `2Gi`, 500000000 is `500MB`. */
export function printBytes(value: number): string {
  const binaryFirst = ['Ti', 'TB', 'Gi', 'GB', 'Mi', 'MB', 'Ki', 'kB'];
  for (const unit of binaryFirst) {
    const size = UNITS.get(unit) ?? 1;
    if (value >= size && value % size === 0) return `${printNumber(value / size)}${unit}`;
  }
  return `${printNumber(value)}B`;
}
