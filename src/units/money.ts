import { printNumber } from './decimal.ts';
import { accept, type ParseResult, refuse } from './parse-result.ts';
import { parseRate, type RatePeriod } from './rate.ts';

/** An amount in a currency of ISO 4217. Currencies are never converted: an exchange rate is no constant. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** An amount per time. */
export interface MoneyRate extends Money {
  readonly period: RatePeriod;
  readonly perSecond: number;
}

const AMOUNT = String.raw`[0-9]{1,12}(?:\.[0-9]{1,12})?`;
export const MONEY_PATTERN = `^${AMOUNT} [A-Z]{3}$`;
export const MONEY_RATE_PATTERN = `^${AMOUNT} [A-Z]{3}/(?:s|min|h|day|week)$`;
export const MONEY_EXPECTED = 'an amount with its currency, such as 0.000003 USD';
export const MONEY_RATE_EXPECTED = 'an amount with its currency and time, such as 900 USD/day';

const money = new RegExp(MONEY_PATTERN);
const moneyRate = new RegExp(MONEY_RATE_PATTERN);

/** `0.000003 USD`: an amount and a currency of three capital letters. Zero is accepted, a sign is not. */
export function parseMoney(input: unknown): ParseResult<Money> {
  if (typeof input !== 'string' || !money.test(input))
    return refuse(MONEY_EXPECTED, hintFor(input, '', 'USD'));
  const [amount = '', currency = ''] = input.split(' ');
  return accept({ amount: Number(amount), currency });
}

/** `900 USD/day`: an amount of money per s, min, h, day or week. */
export function parseMoneyRate(input: unknown): ParseResult<MoneyRate> {
  if (typeof input !== 'string' || !moneyRate.test(input))
    return refuse(MONEY_RATE_EXPECTED, hintFor(input, '/day', 'USD/day'));
  const [whole = '', period = ''] = input.split('/');
  const [amount = '', currency = ''] = whole.split(' ');
  const rate = parseRate(`1/${period}`);
  if (!rate.ok) throw new Error(`pattern and parser disagree on ${JSON.stringify(input)}`);
  return accept({
    amount: Number(amount),
    currency,
    period: rate.value.period,
    perSecond: Number(amount) / rate.value.periodSeconds,
  });
}

const SIGNS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP' };

function hintFor(input: unknown, ending: string, unit: string): string | undefined {
  if (typeof input === 'number')
    return input < 0 || !Number.isFinite(input)
      ? undefined
      : `of which currency? Write ${printNumber(input)} ${unit}`;
  if (typeof input !== 'string') return undefined;
  const text = input.trim();
  if (text.startsWith('-')) return 'a price or a budget is not negative';
  const [, before = '', amount = '', after = '', per = ''] =
    /^([$€£])?\s*([0-9]+(?:\.[0-9]+)?)\s*([$€£]|[A-Za-z]{3})?\s*(\/\s*[a-z]+)?$/u.exec(text) ?? [];
  if (amount === '') return undefined;
  const sign = before === '' ? after : before;
  const currency = SIGNS[sign] ?? (sign === '' ? 'USD' : sign.toUpperCase());
  if (ending === '' && per !== '') return 'this is an amount once, not per time';
  const known = /^\/\s*(?:s|min|h|day|week)$/.test(per) ? per.replace(/\s/g, '') : ending;
  return `write ${amount} ${currency}${known}`;
}

/** The amount as the specs write it: `720 USD`. */
export function printMoney({ amount, currency }: Money): string {
  return `${printNumber(amount)} ${currency}`;
}
