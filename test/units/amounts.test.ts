import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BYTES_PATTERN, parseBytes, printBytes } from '../../src/units/bytes.ts';
import { parseQuantity, type QuantityUnit } from '../../src/units/quantity.ts';
import { parseRate, printRate, RATE_PATTERN } from '../../src/units/rate.ts';
import {
  parseRelative,
  printRelative,
  RELATIVE_PATTERN,
  relativeExpected,
  relativePattern,
} from '../../src/units/relative.ts';
import { expectAgreement } from './agree.ts';

describe('parseRate', () => {
  it.each([
    ['50/s', 50, 's', 50],
    ['100/min', 100, 'min', 100 / 60],
    ['5/h', 5, 'h', 5 / 3600],
    ['60000/day', 60_000, 'day', 60_000 / 86_400],
    ['3/week', 3, 'week', 3 / 604_800],
    ['0.5/s', 0.5, 's', 0.5],
    ['0/s', 0, 's', 0],
  ])('reads %s', (text, amount, period, perSecond) => {
    const parsed = parseRate(text);
    expect(parsed).toMatchObject({ ok: true, value: { amount, period, perSecond } });
    if (parsed.ok) expect(printRate(parsed.value)).toBe(text);
  });

  it.each([
    [50, 'per what? Did you mean 50/s?'],
    ['50', 'per what? Did you mean 50/s?'],
    ['-1/s', 'a rate is not negative'],
    ['50/m', 'write 50/min'],
    ['50 / day', 'write 50/day'],
    ['3 per week', 'write 3/week'],
    ['5/hour', 'write 5/h'],
    ['5/month', 'the longest period is a week'],
    ['50 rps', 'write requests per second as 50/s'],
    ['1e6/s', undefined],
    [null, undefined],
  ])('refuses %j', (input, hint) => {
    const parsed = parseRate(input);
    expect(parsed).toMatchObject({ ok: false, expected: 'a rate such as 50/s, 100/min or 3/week' });
    expect(parsed.ok ? 'accepted' : parsed.hint).toBe(hint);
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(RATE_PATTERN, parseRate, '059./smhdayinwek');
  });
});

describe('parseBytes', () => {
  it.each([
    ['512B', 512],
    ['2Gi', 2_147_483_648],
    ['500MB', 500_000_000],
    ['1.5Gi', 1_610_612_736],
    ['0.3kB', 300],
    ['64Ki', 65_536],
    ['1.001TB', 1_001_000_000_000],
  ])('reads %s', (text, value) => {
    expect(parseBytes(text)).toEqual({ ok: true, value });
  });

  it.each([
    [1024, 'did you mean 1024B?'],
    ['1024', 'did you mean 1024B?'],
    ['2GiB', 'write 2Gi'],
    ['2gi', 'write 2Gi'],
    ['2G', 'write 2GB'],
    ['500mb', 'bits or bytes? Write MB for bytes'],
    ['5 KB', 'write 5kB'],
    ['-1B', 'an amount is not negative'],
    [-1, 'an amount is not negative'],
    ['lots', undefined],
    [{}, undefined],
  ])('refuses %j', (input, hint) => {
    const parsed = parseBytes(input);
    expect(parsed.ok ? 'accepted' : parsed.hint).toBe(hint);
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(BYTES_PATTERN, parseBytes, '0159.kKMGTiB');
  });

  it('prints what is read back', () => {
    expect(printBytes(2 ** 31)).toBe('2Gi');
    expect(printBytes(5e8)).toBe('500MB');
    expect(printBytes(1023)).toBe('1023B');
    expect(printBytes(0)).toBe('0B');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9999 }),
        fc.constantFrom('B', 'kB', 'Mi', 'GB', 'Ti'),
        (n, unit) => {
          const parsed = parseBytes(`${n}${unit}`);
          expect(parsed.ok).toBe(true);
          if (parsed.ok) expect(parseBytes(printBytes(parsed.value))).toEqual(parsed);
        },
      ),
      { seed: 6 },
    );
  });
});

describe('parseRelative', () => {
  it.each([
    ['60% of same-time-last-week', 0.6, 'same-time-last-week'],
    ['30% of baseline', 0.3, 'baseline'],
    ['0.1% of records', 0.001, 'records'],
    ['150% of baseline', 1.5, 'baseline'],
  ])('reads %s', (text, ratio, of) => {
    const parsed = parseRelative(text);
    expect(parsed).toEqual({ ok: true, value: { ratio, of } });
    if (parsed.ok) expect(printRelative(parsed.value)).toBe(text);
  });

  it('asks what a bare share is a share of', () => {
    expect(parseRelative('30%')).toEqual({
      ok: false,
      expected: relativeExpected(['same-time-last-week', 'baseline', 'records']),
      hint: '30% of what? Write 30% of same-time-last-week or 30% of baseline or 30% of records',
    });
    expect(parseRelative('30%', ['records'])).toMatchObject({ hint: '30% of what? Write 30% of records' });
    expect(parseRelative(0.3, ['records'])).toMatchObject({ hint: 'of what? Write 10% of records' });
  });

  it.each([
    ['10% of recrods', 'a share can be of same-time-last-week, baseline, records here'],
    ['10 % of records', 'write 10% of records'],
    ['10%  of records ', 'write 10% of records'],
    ['0.1 of records', 'write the share in percent, such as 10%'],
    ['-1% of records', 'a share is not negative'],
    ['some', undefined],
    [null, undefined],
  ])('refuses %j', (input, hint) => {
    const parsed = parseRelative(input);
    expect(parsed.ok ? 'accepted' : parsed.hint).toBe(hint);
  });

  it('accepts only the bases that the field has', () => {
    expect(parseRelative('10% of baseline', ['records'])).toMatchObject({
      ok: false,
      hint: 'a share can be of records here',
    });
    expectAgreement(
      relativePattern(['records']),
      (input) => parseRelative(input, ['records']),
      '019.% ofrecds',
    );
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(RELATIVE_PATTERN, (input) => parseRelative(input), '019.% ofbaselinrcd-tmwk');
  });
});

describe('parseQuantity', () => {
  it.each<[unknown, QuantityUnit, number]>([
    ['250ms', 'seconds', 0.25],
    ['5%', 'ratio', 0.05],
    [0.05, 'ratio', 0.05],
    ['120/min', 'events-per-second', 2],
    ['1Ki', 'bytes', 1024],
    ['1970-01-02T00:00Z', 'unix-seconds', 86_400],
    [10, 'events', 10],
    [-0.5, 'none', -0.5],
  ])('reads %j as %s', (input, unit, value) => {
    expect(parseQuantity(input, unit)).toEqual({ ok: true, value });
  });

  it.each<[unknown, QuantityUnit, string, string | undefined]>([
    [5, 'seconds', 'a duration such as 250ms, 15m or 1h30m', 'did you mean 5s, 5m or 5d?'],
    ['5', 'none', 'a number such as 0.25', 'write 5 without quotes'],
    ['5%', 'none', 'a number such as 0.25', 'this has no unit: write the number alone'],
    [-1, 'events', 'a number of events such as 10', 'it is not negative'],
    [Number.NaN, 'none', 'a number such as 0.25', undefined],
    [null, 'none', 'a number such as 0.25', undefined],
    ['250ms', 'ratio', 'a ratio such as 99.9% or 0.999', undefined],
  ])('refuses %j as %s', (input, unit, expected, hint) => {
    const parsed = parseQuantity(input, unit);
    expect(parsed).toEqual(hint === undefined ? { ok: false, expected } : { ok: false, expected, hint });
  });
});
