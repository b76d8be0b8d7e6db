import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantSeconds } from '../../src/promql/duration-expression.ts';
import { literalSeconds, printDuration } from '../../src/promql/durations.ts';

describe('printDuration', () => {
  it.each([
    [0.001, '1ms'],
    [0.25, '250ms'],
    [1.5, '1s500ms'],
    [300, '5m'],
    [5400, '1h30m'],
    [86_400, '1d'],
    [604_800, '7d'],
    [2_419_200, '28d'],
    [31_536_000, '365d'],
    [90_061, '1d1h1m1s'],
  ])('%d s is %s', (seconds, text) => {
    expect(printDuration(seconds)).toBe(text);
  });

  it.each([0, -1, 0.0004, Number.NaN, Number.POSITIVE_INFINITY, 1e30])('refuses %d s', (seconds) => {
    expect(() => printDuration(seconds)).toThrow(RangeError);
  });

  it('is read back to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (milliseconds) => {
        expect(literalSeconds(printDuration(milliseconds / 1000))).toBe(milliseconds / 1000);
      }),
      { seed: 1 },
    );
  });
});

describe('literalSeconds', () => {
  it.each([
    ['1y', 31_536_000],
    ['2w3d', 1_468_800],
    ['1h30m', 5400],
    ['90', 90],
    ['.5', 0.5],
    ['1e3', 1000],
    ['0x1F', 31],
    ['017', 15],
    ['018', 18],
    ['1_000', 1000],
    ['inf', Number.POSITIVE_INFINITY],
    ['NaN', Number.NaN],
  ])('%s', (text, seconds) => {
    expect(literalSeconds(text)).toBe(seconds);
  });

  it.each(['', 'm', '5x', '5m_', 'five', '1.5h', '1_0.5', '_1', '1__0', '--1'])(
    '%j is no literal',
    (text) => {
      expect(literalSeconds(text)).toBeUndefined();
    },
  );
});

describe('constantSeconds', () => {
  it.each([
    ['5m', 300],
    ['-5m', -300],
    ['2 * 1h + 5m', 7500],
    ['(1h + 1h) * 2', 14_400],
    ['1d - 2h - 1h', 75_600],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['7m % 5m', 120],
    ['1h / 4', 900],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['1h / 0', Number.POSITIVE_INFINITY],
  ])('%s', (text, seconds) => {
    expect(constantSeconds(text)).toBe(seconds);
  });

  it.each(['step()', '2 * range()', '0 / 0', '(1h', '1h 2h', 'max_of(1h, 2h)'])(
    '%s is not constant',
    (text) => {
      expect(constantSeconds(text)).toBeUndefined();
    },
  );
});
