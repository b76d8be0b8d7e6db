import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combined } from '../../../src/drift/calibrate/combine.ts';
import { drawerOf } from '../../../src/drift/calibrate/draw.ts';
import type { ColumnCounts, NumericCounts } from '../../../src/drift/counting/counts.ts';
import { createRandom } from '../../../src/statistics/random.ts';

const AMOUNT: NumericCounts = {
  kind: 'numeric',
  rows: 1000,
  nulls: 100,
  nonFinite: 0,
  bins: [300, 0, 600],
  sum: 1800,
  sumOfSquares: 5400,
  min: 0,
  max: 9,
};

const count = fc.integer({ min: 0, max: 50 });
const anyCounts: fc.Arbitrary<ColumnCounts> = fc.oneof(
  fc
    .record({ nulls: count, nonFinite: count, bins: fc.tuple(count, count, count) })
    .map(({ nulls, nonFinite, bins }) => ({
      ...AMOUNT,
      rows: nulls + nonFinite + bins[0] + bins[1] + bins[2],
      nulls,
      nonFinite,
      bins,
      min: undefined,
      max: undefined,
    })),
  fc
    .record({
      nulls: count,
      rest: count,
      values: fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 9 })),
    })
    .map(({ nulls, rest, values }) => ({
      kind: 'category' as const,
      rows: nulls + rest + Object.values(values).reduce((sum, each) => sum + each, 0),
      nulls,
      rest,
      values: new Map(Object.entries(values)),
    })),
);

function total(counts: ColumnCounts): number {
  const parts =
    counts.kind === 'numeric' ? [counts.nonFinite, ...counts.bins] : [counts.rest, ...counts.values.values()];
  return parts.reduce((sum, each) => sum + each, counts.nulls);
}

describe('rows drawn from counts', () => {
  it('are as many as asked, and only of what is there', () => {
    fc.assert(
      fc.property(anyCounts, fc.integer({ min: 0, max: 300 }), fc.integer(), (counts, rows, seed) => {
        fc.pre(counts.rows > 0);
        const drawn = drawerOf(counts)(createRandom(seed), rows);
        expect([drawn.rows, total(drawn)]).toEqual([rows, rows]);
        if (counts.nulls === 0) expect(drawn.nulls).toBe(0);
        if (drawn.kind === 'category' && counts.kind === 'category')
          expect([...drawn.values.keys()].filter((value) => !counts.values.has(value))).toEqual([]);
        if (drawn.kind === 'numeric' && counts.kind === 'numeric')
          expect(drawn.bins.filter((each, bin) => each > 0 && counts.bins[bin] === 0)).toEqual([]);
      }),
    );
  });

  it('have the shares, the mean and the spread of what was counted', () => {
    const draw = drawerOf(AMOUNT);
    const random = createRandom(7);
    const draws = Array.from({ length: 400 }, () => draw(random, 1000) as NumericCounts);
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, each) => sum + each, 0) / values.length;
    const deviation = (values: readonly number[]): number =>
      Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    const bins = draws.map(({ bins: [, , last = 0] }) => last);
    expect(mean(bins)).toBeCloseTo(600, -1);
    // Binomial: √(1000 × 0.6 × 0.4).
    expect(deviation(bins)).toBeGreaterThan(0.85 * Math.sqrt(240));
    expect(deviation(bins)).toBeLessThan(1.15 * Math.sqrt(240));
    // The mean of 900 values with mean 2 and variance 6 − 4.
    const means = draws.map(({ sum, rows, nulls }) => sum / (rows - nulls));
    expect(mean(means)).toBeCloseTo(2, 1);
    expect(deviation(means)).toBeGreaterThan(0.85 * Math.sqrt(2 / 900));
    expect(deviation(means)).toBeLessThan(1.15 * Math.sqrt(2 / 900));
  });

  it('are the same in every run', () => {
    const draw = drawerOf(AMOUNT);
    expect(draw(createRandom(3), 500)).toEqual(draw(createRandom(3), 500));
  });
});

describe('counts of parts', () => {
  it('add up, and one is the whole without the other', () => {
    fc.assert(
      fc.property(anyCounts, anyCounts, (a, b) => {
        fc.pre(a.kind === b.kind);
        const whole = combined(a, b, 1);
        expect(whole.rows).toBe(a.rows + b.rows);
        expect(total(whole)).toBe(whole.rows);
        expect(combined(whole, b, -1)).toEqual(a);
      }),
    );
  });

  it('do not mix numbers and categories', () => {
    const category: ColumnCounts = { kind: 'category', rows: 0, nulls: 0, rest: 0, values: new Map() };
    expect(() => combined(AMOUNT, category, 1)).toThrow(RangeError);
  });
});
