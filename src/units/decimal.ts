/** A decimal fraction, exact: `digits` × 10^-`scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** The shortest decimal that reads back as `value`: what its writer meant by it. */
function toDecimal(value: number): Decimal {
  const known = decimals.get(value);
  if (known !== undefined) return known;
  const decimal = readDecimal(value);
  if (decimals.size < MOST_KNOWN) decimals.set(value, decimal);
  return decimal;
}

/** Objectives, factors and windows are few, and asked for by thousands of alerts. */
const decimals = new Map<number, Decimal>();
const MOST_KNOWN = 1000;

function readDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`);
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function printDecimal({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/**
 * The number in decimal notation, never with an exponent: 1e-7 is `0.0000001`.
 * @throws RangeError when it is not finite.
 */
export function printNumber(value: number): string {
  return printDecimal(toDecimal(value));
}

/**
 * `value` × 10^`places`, with the decimal point moved instead of multiplied: 0.999 by 2 places is 99.9.
 * @throws RangeError when `value` is not finite.
 */
export function shiftDecimal(value: number, places: number): number {
  const { digits, scale } = toDecimal(value);
  return Number(`${digits}e${places - scale}`);
}

/**
 * 1 − `ratio`, calculated in decimals: 0.999 gives 0.001, where floating point gives 0.0010000000000000009. Exact for
 * ratios of up to 12 decimals, else the nearest number.
 * @throws RangeError when `ratio` is not finite.
 */
export function complement(ratio: number): number {
  const { digits, scale } = toDecimal(ratio);
  return Number(printDecimal({ digits: 10n ** BigInt(scale) - digits, scale }));
}
