import { printNumber, shiftDecimal } from './decimal.ts';
import { accept, type ParseResult, refuse } from './parse-result.ts';

/** Above 0 and below 1, of up to 12 significant digits: more could be rounded to 1. */
const FRACTION = String.raw`0\.0{0,11}[1-9][0-9]{0,11}`;
/** Above 0% and below 100%. */
const PERCENT = String.raw`(?:[1-9][0-9]?(?:\.[0-9]{1,10})?|0\.0{0,9}[1-9][0-9]{0,11})%`;

/** Pattern of a ratio that is written as a string; as a number it is between 0 and 1. */
export const RATIO_PATTERN = String.raw`^(?:${PERCENT}|${FRACTION}|0(?:\.0{1,12})?%?|1(?:\.0{1,12})?|100(?:\.0{1,10})?%)$`;
/** Pattern of an objective that is written as a string; as a number it is above 0 and below 1. */
export const OBJECTIVE_PATTERN = `^(?:${PERCENT}|${FRACTION})$`;

export const RATIO_EXPECTED = 'a ratio such as 99.9% or 0.999';
export const OBJECTIVE_EXPECTED = 'an objective above 0% and below 100%, such as 99.9% or 0.999';

const ratio = new RegExp(RATIO_PATTERN);
const objective = new RegExp(OBJECTIVE_PATTERN);

/** A share between 0 and 1, from `99.9%`, `0.999` or the number 0.999. */
export function parseRatio(input: unknown): ParseResult<number> {
  if (typeof input === 'number') {
    if (input >= 0 && input <= 1) return accept(input === 0 ? 0 : input);
    return refuse(RATIO_EXPECTED, hintForNumber(input));
  }
  if (typeof input !== 'string') return refuse(RATIO_EXPECTED);
  if (!ratio.test(input)) return refuse(RATIO_EXPECTED, hintForText(input));
  return accept(readShare(input));
}

/** The share of good events that an SLO promises: a ratio that leaves an error budget and promises something. */
export function parseObjective(input: unknown): ParseResult<number> {
  const parsed = parseRatio(input);
  if (!parsed.ok) return refuse(OBJECTIVE_EXPECTED, parsed.hint);
  if (parsed.value === 1) {
    return refuse(
      OBJECTIVE_EXPECTED,
      'an objective of 100% has no error budget: a single failure breaks it for good; write what is good enough, such as 99.9%',
    );
  }
  if (parsed.value === 0) return refuse(OBJECTIVE_EXPECTED, 'an objective of 0% promises nothing');
  // A string whose number is neither 0 nor 1 matches both patterns or none.
  return typeof input === 'string' && !objective.test(input) ? refuse(OBJECTIVE_EXPECTED) : parsed;
}

/** Reads `99.9%` or `0.999` without floating-point arithmetic. The text must have been checked. */
export function readShare(text: string): number {
  return text.endsWith('%') ? shiftDecimal(Number(text.slice(0, -1)), -2) : Number(text);
}

function hintForNumber(value: number): string | undefined {
  if (Number.isNaN(value)) return undefined;
  if (value < 0) return 'a ratio is not negative';
  return value <= 100 ? `a ratio is 0–1; write ${printNumber(value)}%` : 'a ratio is 0–1, or 0%–100%';
}

function hintForText(input: string): string | undefined {
  const text = input.trim();
  if (/^\d+(?:\.\d+)?$/.test(text) && Number(text) > 1) return hintForNumber(Number(text));
  if (text.startsWith('-')) return 'a ratio is not negative';
  if (/^\d+(?:\.\d+)?%$/.test(text) && Number(text.slice(0, -1)) > 100) return 'a ratio is at most 100%';
  const tidy = text
    .replace(',', '.')
    .replace(/\s+%/, '%')
    .replace(/^\./, '0.')
    .replace(/^0+(?=\d)/, '');
  if (ratio.test(tidy)) return `write ${tidy}`;
  if (/^[\d.]+%?$/.test(text)) return 'write at most 12 digits';
  return undefined;
}

/** 0.999 is `99.9%`. Exact, without an exponent. */
export function printPercent(value: number): string {
  const percent = shiftDecimal(value, 2);
  // Of the largest doubles a hundredfold is none any more; they are whole numbers.
  return Number.isFinite(percent) ? `${printNumber(percent)}%` : `${printNumber(value)}00%`;
}
