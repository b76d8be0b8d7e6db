import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure } from '../../../src/drift/figure.ts';
import {
  printEdges,
  printFigure,
  printMoment,
  printPeriod,
  printShare,
} from '../../../src/drift/report/figures.ts';

describe('figures of reports', () => {
  it.each([
    [0.42712, '0.427'],
    [12_345, '12300'],
    [1.2e-9, '1.2e-9'],
    [0.0001, '0.0001'],
    [999_999, '1000000'],
    [9_999_999, '1e7'],
    [-0.000_000_1, '-1e-7'],
    [-0, '0'],
    [null, '–'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('%s is %s', (value, printed) => {
    expect(printFigure(value)).toBe(printed);
  });

  it.each([
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'infinite'],
    [Number.NEGATIVE_INFINITY, '-infinite'],
    [0.25, printFigure(0.25)],
  ])('in a sentence, %s is %s', (value, printed) => {
    expect(figure(value)).toBe(printed);
  });

  it('keep three digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        fc.pre(Math.abs(value) > 1e-300);
        expect(Math.abs(Number(printFigure(value)) / value - 1)).toBeLessThanOrEqual(0.005);
      }),
      { seed: 1 },
    );
  });

  it('shares are percent', () => {
    expect([0, 0.0754, 1, null].map(printShare)).toEqual(['0%', '7.54%', '100%', '–']);
  });

  it('edges have the digits that keep the widths of their bins', () => {
    expect(printEdges([0, 10, 25.123])).toEqual(['0', '10', '25.1']);
    expect(printEdges([1000.1, 1000.2, 1000.2, 1000.35])).toEqual(['1000.1', '1000.2', '1000.2', '1000.35']);
    expect(printEdges([130.123, 135.123, 140.123])).toEqual(['130.1', '135.1', '140.1']);
  });

  it('times are in UTC, in words', () => {
    expect(printMoment('2026-11-26T06:00:00Z')).toBe('2026-11-26 06:00 UTC');
    expect(printMoment('2026-11-26T06:00:12.123Z')).toBe('2026-11-26 06:00:12 UTC');
    expect(printMoment('yesterday')).toBe('yesterday');
    expect(printPeriod({ from: '2026-11-19T00:00:00Z', to: '2026-11-26T00:00:00Z' })).toBe(
      '2026-11-19 00:00 to 2026-11-26 00:00 UTC (7 days)',
    );
    expect(printPeriod({ from: null, to: '2026-11-26T00:00Z' })).toBe('until 2026-11-26 00:00 UTC');
    expect(printPeriod({ from: '2026-11-26T00:00Z', to: null })).toBe('since 2026-11-26 00:00 UTC');
    expect(printPeriod({ from: null, to: null })).toBe('all there is');
    expect(printPeriod({ from: 'x', to: 'y' })).toBe('x to y');
  });
});
