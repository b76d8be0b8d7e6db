import { describe, expect, it } from 'vitest';
import {
  MONEY_PATTERN,
  MONEY_RATE_PATTERN,
  parseMoney,
  parseMoneyRate,
  printMoney,
} from '../../src/units/money.ts';
import { expectAgreement } from './agree.ts';

describe('parseMoney', () => {
  it.each([
    ['0.000003 USD', 0.000003, 'USD'],
    ['900 EUR', 900, 'EUR'],
    ['0 JPY', 0, 'JPY'],
  ])('reads %s', (text, amount, currency) => {
    const parsed = parseMoney(text);
    expect(parsed).toEqual({ ok: true, value: { amount, currency } });
    if (parsed.ok) expect(printMoney(parsed.value)).toBe(text);
  });

  it.each([
    [5, 'of which currency? Write 5 USD'],
    ['$5', 'write 5 USD'],
    ['5€', 'write 5 EUR'],
    ['5 usd', 'write 5 USD'],
    ['5', 'write 5 USD'],
    ['5 USD/day', 'this is an amount once, not per time'],
    ['-5 USD', 'a price or a budget is not negative'],
    ['five', undefined],
    [null, undefined],
  ])('refuses %j', (input, hint) => {
    const parsed = parseMoney(input);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? 'accepted' : parsed.hint).toBe(hint);
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(MONEY_PATTERN, parseMoney, '019. USDE');
  });
});

describe('parseMoneyRate', () => {
  it('reads an amount per time', () => {
    expect(parseMoneyRate('900 USD/day')).toEqual({
      ok: true,
      value: { amount: 900, currency: 'USD', period: 'day', perSecond: 900 / 86_400 },
    });
  });

  it.each([
    ['900 USD', 'write 900 USD/day'],
    ['900 USD / week', 'write 900 USD/week'],
    ['900 USD/month', 'write 900 USD/day'],
    [900, 'of which currency? Write 900 USD/day'],
    ['USD/day', undefined],
  ])('refuses %j', (input, hint) => {
    const parsed = parseMoneyRate(input);
    expect(parsed.ok ? 'accepted' : parsed.hint).toBe(hint);
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(MONEY_RATE_PATTERN, parseMoneyRate, '019. USD/dayhmin');
  });
});
