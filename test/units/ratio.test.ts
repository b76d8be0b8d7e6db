import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complement, printNumber, shiftDecimal } from '../../src/units/decimal.ts';
import {
  OBJECTIVE_PATTERN,
  parseObjective,
  parseRatio,
  printPercent,
  RATIO_PATTERN,
} from '../../src/units/ratio.ts';
import { expectAgreement } from './agree.ts';

describe('parseRatio', () => {
  it.each([
    ['99.9%', 0.999],
    ['99.95%', 0.9995],
    ['0.7%', 0.007],
    ['14.4%', 0.144],
    ['100%', 1],
    ['0%', 0],
    ['0.0%', 0],
    ['0.999', 0.999],
    ['1', 1],
    [0.999, 0.999],
    [0, 0],
    [-0, 0],
    [1, 1],
  ])('reads %j', (input, value) => {
    expect(parseRatio(input)).toStrictEqual({ ok: true, value });
  });

  it.each([
    [99.9, 'a ratio is 0–1; write 99.9%'],
    ['99.9', 'a ratio is 0–1; write 99.9%'],
    [1000, 'a ratio is 0–1, or 0%–100%'],
    [-0.1, 'a ratio is not negative'],
    ['-1%', 'a ratio is not negative'],
    ['99,9%', 'write 99.9%'],
    ['99.9 %', 'write 99.9%'],
    ['.5', 'write 0.5'],
    ['05%', 'write 5%'],
    ['150%', 'a ratio is at most 100%'],
    ['99.99999999999999%', 'write at most 12 digits'],
    ['0.99999999999999999999', 'write at most 12 digits'],
    ['most', undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, 'a ratio is 0–1, or 0%–100%'],
    [null, undefined],
    [[0.5], undefined],
  ])('refuses %j', (input, hint) => {
    const parsed = parseRatio(input);
    expect(parsed).toMatchObject({ ok: false, expected: 'a ratio such as 99.9% or 0.999' });
    expect(parsed.ok ? 'accepted' : parsed.hint).toBe(hint);
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(RATIO_PATTERN, parseRatio, '0019.%');
  });

  it('reads a percentage as the nearest number to its decimal value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (n) => {
        const percent = `${Math.floor(n / 100_000)}.${String(n % 100_000).padStart(5, '0')}%`;
        const value = Number(`0.${String(n).padStart(7, '0')}`);
        expect(parseRatio(percent)).toEqual({ ok: true, value: n === 10_000_000 ? 1 : value });
      }),
      { seed: 2 },
    );
  });
});

describe('parseObjective', () => {
  it.each([
    ['99.9%', 0.999],
    ['80%', 0.8],
    [0.95, 0.95],
    ['0.5', 0.5],
  ])('reads %j', (input, value) => {
    expect(parseObjective(input)).toEqual({ ok: true, value });
  });

  it.each([1, '100%', '100.0%', '1.00'])('refuses %j: no budget', (input) => {
    expect(parseObjective(input)).toEqual({
      ok: false,
      expected: 'an objective above 0% and below 100%, such as 99.9% or 0.999',
      hint: 'an objective of 100% has no error budget: a single failure breaks it for good; write what is good enough, such as 99.9%',
    });
  });

  it.each([0, '0%', '0.000'])('refuses %j: no promise', (input) => {
    expect(parseObjective(input)).toMatchObject({ ok: false, hint: 'an objective of 0% promises nothing' });
  });

  it('passes the hints of ratios on', () => {
    expect(parseObjective(99.9)).toMatchObject({ ok: false, hint: 'a ratio is 0–1; write 99.9%' });
  });

  it('accepts what its pattern accepts, and always leaves a budget', () => {
    expectAgreement(OBJECTIVE_PATTERN, parseObjective, '0019.%');
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(OBJECTIVE_PATTERN)), (text) => {
        const parsed = parseObjective(text);
        expect(parsed.ok && parsed.value > 0 && parsed.value < 1).toBe(true);
        expect(parsed.ok && complement(parsed.value) > 0 && complement(parsed.value) < 1).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

function decimal(trillionths: number): number {
  return Number(`${trillionths}e-12`);
}

describe('decimal arithmetic', () => {
  it('takes a complement in decimals', () => {
    expect(complement(0.999)).toBe(0.001);
    expect(complement(0.9999)).toBe(0.0001);
    expect(complement(0.8)).toBe(0.2);
    expect(complement(1)).toBe(0);
    expect(complement(0)).toBe(1);
    expect(complement(1e-7)).toBe(0.9999999);
    expect(complement(1.25)).toBe(-0.25);
  });

  it('is exact for every ratio of 12 decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (n) => {
        expect(complement(decimal(n))).toBe(decimal(1e12 - n));
      }),
      { seed: 4, numRuns: 1000 },
    );
  });

  it('prints percentages and numbers without noise', () => {
    expect(printPercent(0.999)).toBe('99.9%');
    expect(printPercent(0.9995)).toBe('99.95%');
    expect(printPercent(0.07)).toBe('7%');
    expect(printPercent(1)).toBe('100%');
    expect(printPercent(0)).toBe('0%');
    expect(printPercent(1e-9)).toBe('0.0000001%');
    expect(printPercent(-1e308)).toBe(`-1${'0'.repeat(310)}%`);
    expect(printNumber(1e21)).toBe('1000000000000000000000');
    expect(printNumber(-0.5)).toBe('-0.5');
    expect(printNumber(1.5e-7)).toBe('0.00000015');
    expect(shiftDecimal(0.57, 2)).toBe(57);
    expect(() => printNumber(Number.NaN)).toThrow(RangeError);
  });

  it('prints what is read back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(printNumber(value))).toBe(value === 0 ? 0 : value);
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});
