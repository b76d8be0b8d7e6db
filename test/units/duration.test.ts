import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DURATION_PATTERN,
  parseDuration,
  printDuration,
  printDurationWords,
} from '../../src/units/duration.ts';
import { expectAgreement } from './agree.ts';

const hint = (input: unknown): string | undefined => {
  const parsed = parseDuration(input);
  return parsed.ok ? `accepted as ${parsed.value}` : parsed.hint;
};

describe('parseDuration', () => {
  it.each([
    ['200ms', 0.2],
    ['1ms', 0.001],
    ['30s', 30],
    ['15m', 900],
    ['1h30m', 5400],
    ['1h05m', 3900],
    ['28d', 2_419_200],
    ['4w', 2_419_200],
    ['1w2d3h4m5s6ms', 788_645.006],
    ['1h90m', 9000],
    ['0m', 0],
    ['9999d', 863_913_600],
  ])('reads %s', (text, seconds) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: seconds });
  });

  it.each([
    [200, 'did you mean 200ms or 200s?'],
    [30, 'did you mean 30s, 30m or 30d?'],
    ['200', 'did you mean 200ms or 200s?'],
    [0, 'write 0s'],
    [0.5, 'write it with a unit and whole numbers, such as 500ms'],
    [-5, 'a duration is not negative'],
    ['-5m', 'a duration is not negative'],
    ['1M', 'a month has no fixed length: use 30d (Prometheus has no months); a minute is 1m'],
    ['2 months', 'a month has no fixed length: use 30d (Prometheus has no months)'],
    ['1y', 'a year has no fixed length: use 365d'],
    ['1.5h', 'write whole numbers: 1h30m'],
    ['0.0001ms', 'write whole numbers, such as 1h30m'],
    ['15 min', 'write 15m'],
    ['3 Hours', 'write 3h'],
    ['15 m', 'write 15m'],
    ['1h 30m', 'write it without spaces: 1h30m'],
    ['30m1h', 'write each unit once, largest first (w d h m s ms), such as 1h30m'],
    ['1m1m', 'write each unit once, largest first (w d h m s ms), such as 1h30m'],
    ['PT5M', 'write it without P and T, such as 1h30m'],
    ['100us', 'the smallest unit is ms'],
    ['99999d', 'a duration of more than 9999d is not accepted'],
    ['', undefined],
    ['soon', undefined],
    ['15m\n', 'write 15m'],
    [null, undefined],
    [true, undefined],
    [{ minutes: 5 }, undefined],
  ])('refuses %j', (input, expected) => {
    expect(parseDuration(input)).toMatchObject({
      ok: false,
      expected: 'a duration such as 250ms, 15m or 1h30m',
    });
    expect(hint(input)).toBe(expected);
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(DURATION_PATTERN, parseDuration, '0123456789wdhmsMyµ.');
  });

  it('keeps every duration below 2^63 nanoseconds', () => {
    const longest = parseDuration('999w9999d99999h9999999m999999999s999999999999ms');
    expect(longest.ok && longest.value < 2 ** 63 / 1e9).toBe(true);
  });
});

describe('printDuration', () => {
  it.each([
    [0, '0s'],
    [0.25, '250ms'],
    [1.5, '1s500ms'],
    [5400, '1h30m'],
    [2_419_200, '28d'],
    [604_800, '7d'],
    [90_061, '1d1h1m1s'],
    [-300, '-5m'],
    [0.0001, '0s'],
  ])('prints %d s as %s', (seconds, text) => {
    expect(printDuration(seconds)).toBe(text);
  });

  it('is read back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 800_000_000_000 }), (milliseconds) => {
        const seconds = milliseconds / 1000;
        expect(parseDuration(printDuration(seconds))).toEqual({ ok: true, value: seconds });
      }),
      { seed: 1 },
    );
  });
});

describe('printDurationWords', () => {
  it.each([
    [0, '0 seconds'],
    [0.25, '250 milliseconds'],
    [1, '1 second'],
    [90, '1 minute 30 seconds'],
    [900, '15 minutes'],
    [3600, '1 hour'],
    [5400, '1 hour 30 minutes'],
    [172_800, '2 days'],
    [176_543, 'about 2 days'],
    [216_001, 'about 60 hours'],
    [3_599.7, 'about 60 minutes'],
    [86_399, 'about 24 hours'],
    [2_419_200, '28 days'],
    [1.2345, '1 second 235 milliseconds'],
  ])('says %d s as %s', (seconds, text) => {
    expect(printDurationWords(seconds)).toBe(text);
  });

  it('throws on what is no duration', () => {
    expect(() => printDurationWords(-1)).toThrow(RangeError);
    expect(() => printDurationWords(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
