import type { Unit } from '../../../plan/signal.ts';
import { type Inline, text } from '../../../support/markdown.ts';
import {
  printBytes,
  printDuration,
  printDurationWords,
  printInstant,
  printNumber,
  printPercent,
} from '../../../units/index.ts';

/** A quantity in its unit: `250ms`, `5%`, `10 events`, `50/s`, `2Gi`. */
export function amount(value: number, unit: Unit): Inline {
  return text(amountText(tidy(value), unit));
}

function amountText(value: number, unit: Unit): string {
  switch (unit) {
    case 'seconds':
      // What is not whole milliseconds would be printed as something else.
      return Number.isInteger(tidy(value * 1000)) ? printDuration(value) : `${printNumber(value)}s`;
    case 'ratio':
      return printPercent(value);
    case 'events':
      return `${printNumber(value)} event${value === 1 ? '' : 's'}`;
    case 'events-per-second':
      return `${printNumber(value)}/s`;
    case 'bytes':
      return printBytes(value);
    case 'unix-seconds':
      return Math.abs(value) < 1e11 ? printInstant(value) : printNumber(value);
    case 'money':
      return printNumber(Number(value.toFixed(2)));
    case 'none':
      return printNumber(value);
  }
}

/** A bare number. */
export function plainNumber(value: number): Inline {
  return text(printNumber(tidy(value)));
}

/** A share as a percentage of at most `digits` significant digits. */
export function percent(share: number, digits = 12): Inline {
  return text(printPercent(Number(share.toPrecision(digits))));
}

/** A length of time for people: `15 minutes`, `about 2 days`. */
export function lasting(seconds: number): Inline {
  return text(printDurationWords(seconds));
}

/** A window that ends now: `the last hour`, `the last 5 minutes`. */
export function theLast(seconds: number): Inline {
  return text(`the last ${printDurationWords(seconds).replace(/^1 (?=[a-z]+$)/, '')}`);
}

/** A window as an adjective: `30-day`, `36-hour`. */
export function periodAdjective(seconds: number): Inline {
  if (seconds % 86_400 === 0) return text(`${seconds / 86_400}-day`);
  return text(seconds % 3600 === 0 ? `${seconds / 3600}-hour` : printDuration(seconds));
}

/** Without the last digits, in which products of decimal fractions differ from what was meant. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
