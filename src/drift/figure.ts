import { counted } from '../support/counted.ts';

const PLAIN_FROM = 1e-4;
const PLAIN_BELOW = 1e7;

/**
 * A number for people, with three significant digits or as many as are asked for, the same whatever the locale: `0.0427`, `12300`,
 * `1.2e-9`. What is no finite number is `unknown`, `infinite` or `-infinite`.
 */
export function figure(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'unknown' : value > 0 ? 'infinite' : '-infinite';
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0) return '0';
  const size = Math.abs(rounded);
  if (size >= PLAIN_FROM && size < PLAIN_BELOW) return String(rounded);
  return rounded.toExponential().replace('e+', 'e');
}

/** `1 row, 100 are needed`. */
export function needing(rows: number, needed: number): string {
  return `${counted(rows, 'row')}, ${needed} ${needed === 1 ? 'is' : 'are'} needed`;
}
