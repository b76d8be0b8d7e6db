import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datapoints, windowStatistic } from './statistics.ts';

const SEEN = [
  { at: 0, value: 0.1 },
  { at: 10, value: 0.25 },
  { at: 20, value: 0.5, count: 3 },
  { at: 130, value: 4 },
];

describe('statistics of a period', () => {
  it.each([
    ['SampleCount', 5],
    ['Sum', 1.85],
    ['Average', 0.37],
    ['Minimum', 0.1],
    ['Maximum', 0.5],
    ['p0', 0.1],
    ['p40', 0.25],
    ['p41', 0.5],
    ['p99.9', 0.5],
    ['p100', 0.5],
    ['TC(0.25:)', 3],
    ['TC(:0.25)', 2],
    ['TC(0.1:0.5)', 4],
    ['TC(7:)', 0],
  ])('%s is %d', (name, value) => {
    expect(windowStatistic(name, SEEN)(0, 60)).toBeCloseTo(value, 12);
  });

  it('gives no point for a period without data, and puts a point at the start of its period', () => {
    expect([...datapoints(windowStatistic('Maximum', SEEN), 60, [0, 60, 120])]).toEqual([
      [0, 0.5],
      [120, 4],
    ]);
  });

  it('counts each observation in exactly one of two periods that touch', () => {
    const seen = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 300 }), value: fc.integer({ min: -9, max: 9 }) }),
    );
    fc.assert(
      fc.property(seen, fc.integer({ min: 0, max: 300 }), (observations, cut) => {
        for (const name of ['Sum', 'SampleCount', 'TC(-3:3)']) {
          const statistic = windowStatistic(name, observations);
          expect((statistic(0, cut) ?? 0) + (statistic(cut, 301) ?? 0)).toBe(statistic(0, 301) ?? 0);
        }
      }),
      { seed: 7 },
    );
  });

  it.each(['sum', 'p101', 'TC(:)', 'TC(10%:90%)', 'IQM'])('refuses %s by name', (name) => {
    expect(() => windowStatistic(name, [])).toThrow(`unknown statistic ${name}`);
  });
});
