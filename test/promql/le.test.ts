import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leMatcher } from '../../src/promql/le.ts';
import { spellings } from './le-spellings.ts';

function matches(bound: number, spelling: string): boolean {
  return new RegExp(`^(?:${leMatcher(bound)})$`, 'u').test(spelling);
}

describe('leMatcher', () => {
  it('is short for common bounds', () => {
    expect(leMatcher(0.25)).toBe(String.raw`0?\.250*([eE][+-]?0+)?|2\.50*[eE]-0*1|25(\.0*)?[eE]-0*2`);
    expect(leMatcher(1)).toBe(String.raw`1(\.0*)?([eE][+-]?0+)?`);
    expect(leMatcher(10)).toBe(String.raw`10(\.0*)?([eE][+-]?0+)?|1(\.0*)?[eE]\+?0*1`);
  });

  it.each([
    [0.25, ['0.25', '.25', '0.250', '2.5e-1', '2.5E-01', '25e-2', '0.25e0', '0.25e+00']],
    [1, ['1', '1.', '1.0', '1.000', '1e0', '1e+00', '1.0E0']],
    [10, ['10', '10.0', '1e1', '1e+01', '1.0E1']],
    [2.5, ['2.5', '2.50', '2.5e0', '25e-1', '25.0e-01']],
    [1_000_000, ['1e+06', '1000000', '1000000.0', '1.0E6', '1e6']],
    [0.00001, ['1e-05', '0.00001', '1.0E-5', '1e-5', '.00001']],
    [0, ['0', '0.0', '.0', '0e0', '0e+00', '-0', '0.00']],
    [-1.5, ['-1.5', '-1.50', '-15e-1', '-1.5e+00']],
    [Number.POSITIVE_INFINITY, ['+Inf', 'Inf', 'inf', '+inf', 'Infinity']],
    [Number.NEGATIVE_INFINITY, ['-Inf', '-Infinity']],
  ])('%d matches all of %j', (bound, texts) => {
    expect(texts.filter((text) => !matches(bound, text))).toEqual([]);
  });

  it.each([
    [
      0.25,
      ['0.2', '0.025', '2.5', '25', '0.251', '2.5e-10', '2.5e-2', '2.5e1', '25e-1', '0x25', '-0.25', '0a25'],
    ],
    [1, ['10', '0.1', '1e1', '1e10', '1.1', '11', '01.5', '1.0.0', '-1', '1x0']],
    [10, ['1', '100', '1e2', '1e-1', '10.1', '1e11', '1e10']],
    [0, ['1', '0.1', '-0.1', '1e0', '']],
    [1.5, ['15', '1.50001', '-1.5', '1x5']],
    [-1.5, ['1.5', '-15', '15e-1']],
    [Number.POSITIVE_INFINITY, ['-Inf', '1', 'NaN']],
  ])('%d matches none of %j', (bound, texts) => {
    expect(texts.filter((text) => matches(bound, text))).toEqual([]);
  });

  it('refuses NaN', () => {
    expect(() => leMatcher(Number.NaN)).toThrow(RangeError);
  });

  const bound = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-12, max: 1e12 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -1000, max: 1000 }),
    fc
      .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: -9, max: 9 }))
      .map(([m, e]) => Number(`${m}e${e}`)),
  );

  it('matches every spelling of random bounds', () => {
    fc.assert(
      fc.property(bound, (number) => {
        expect(spellings(number).filter((spelling) => !matches(number, spelling))).toEqual([]);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('matches no spelling of another random bound', () => {
    const near = fc
      .tuple(bound, fc.constantFrom(10, 100, 0.1, -1, 1.1, 2, 1 + Number.EPSILON))
      .map(([number, factor]): [number, number] => [number, number * factor]);
    fc.assert(
      fc.property(fc.oneof(near, fc.tuple(bound, bound)), ([one, other]) => {
        fc.pre(one !== other && Number.isFinite(other));
        expect(spellings(other).filter((spelling) => matches(one, spelling))).toEqual([]);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});
