import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { increaseAt, instantAt } from '../../../src/proof/synthesis/simulate/range.ts';

describe('what a counter grew by in a window', () => {
  const counter = [0, 10, 20, 30, 40, 50];

  it.each([
    ['a full window reaches to its edge', 300, 240, 40],
    ['it is never reached back to before the counter was 0', 120, 600, 20],
    ['between samples the end is reached', 270, 120, 20],
    ['one sample tells nothing', 30, 60, undefined],
    ['after the last sample half an interval is added', 420, 300, 35],
  ])('%s', (_, at, seconds, expected) => {
    expect(increaseAt(counter, 60, at, seconds)).toEqual(
      expected === undefined ? undefined : expect.closeTo(expected),
    );
  });

  it('takes the mean of what is there where samples are missing', () => {
    expect(increaseAt([0, undefined, 20, undefined, 40], 60, 240, 300)).toBeCloseTo(40);
  });

  it('is the rate by the window, for any steady counter that is older than the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 2, max: 20 }), (step, samples) => {
        const values = Array.from({ length: 60 }, (_, index) => index * step);
        expect(increaseAt(values, 15, 59 * 15, samples * 15)).toBeCloseTo(step * samples, 6);
      }),
      { seed: 1 },
    );
  });
});

describe('the current value of a series', () => {
  it.each([
    [0, 1],
    [59, 1],
    [60, 2],
    [359, 2],
    [360, undefined],
  ])('at %i s is %s', (at, expected) => {
    expect(instantAt([1, 2], 60, at)).toBe(expected);
  });

  it('is none once the series has ended', () => {
    expect(instantAt([1, undefined], 60, 60)).toBeUndefined();
  });
});
