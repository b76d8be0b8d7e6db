import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINE_BINS, quantileEdges } from '../../../src/drift/counting/edges.ts';

/** Sorted samples of all kinds: few values, many, large ones, and some that are very frequent. */
const samples = fc
  .oneof(
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 600 }),
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 600 }),
    fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1e9, -1e308, 1e308, 0.1), { minLength: 1, maxLength: 600 }),
    fc
      .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 1, max: 600 }))
      .map(([value, count]) => Array.from({ length: count }, () => value)),
  )
  .map((values) => Float64Array.from(values).toSorted());

/** The bin of a value: bins are closed above. */
function binOf(value: number, edges: readonly number[]): number {
  const bin = edges.findIndex((edge) => value <= edge);
  return bin < 0 ? edges.length : bin;
}

describe('edges of bins', () => {
  it('ascend, are finite, and lie at no end of the line', () => {
    fc.assert(
      fc.property(samples, (sorted) => {
        const edges = quantileEdges(sorted);
        expect(edges.every(Number.isFinite)).toBe(true);
        for (const [index, edge] of edges.entries())
          if (index > 0) expect(edge).toBeGreaterThan(edges[index - 1] ?? Number.NaN);
      }),
    );
  });

  it('cut a sample into bins of at most 1/128 of it, but for a value that is more frequent alone', () => {
    fc.assert(
      fc.property(samples, (sorted) => {
        const edges = quantileEdges(sorted);
        const bins = new Map<number, Map<number, number>>();
        for (const value of sorted) {
          const bin = bins.get(binOf(value, edges)) ?? new Map<number, number>();
          // -0 is 0.
          bin.set(value + 0, (bin.get(value + 0) ?? 0) + 1);
          bins.set(binOf(value, edges), bin);
        }
        const step = sorted.length / FINE_BINS;
        for (const bin of bins.values()) {
          const rows = [...bin.values()].reduce((sum, count) => sum + count, 0);
          const most = Math.max(...bin.values());
          // What comes together before the last value of a bin is less than a bin.
          expect(rows - most).toBeLessThan(Math.max(step, 1));
          if (most >= step) expect(bin.size, 'a frequent value is alone').toBe(1);
        }
      }),
    );
  });

  it('tell the least and the largest value, where they are frequent, from what lies beyond', () => {
    fc.assert(
      fc.property(samples, (sorted) => {
        const edges = quantileEdges(sorted);
        const [least = 0, largest = 0] = [sorted[0], sorted.at(-1)];
        const isFrequent = (value: number) =>
          sorted.filter((each) => each === value).length >= sorted.length / FINE_BINS;
        if (isFrequent(least) && least > -Number.MAX_VALUE) expect(binOf(least, edges)).toBe(1);
        if (isFrequent(largest) && largest < Number.MAX_VALUE)
          expect(binOf(largest, edges)).toBe(edges.length - 1);
      }),
    );
  });

  it.each([
    ['one whole number', [5, 5, 5], [4.5, 5.5]],
    ['two', [0, 0, 1], [-0.5, 0.5, 1.5]],
    ['no values', [], []],
  ])('are few for %s', (_name, values, edges) => {
    expect(quantileEdges(Float64Array.from(values))).toEqual(edges);
  });

  it('are rounded: no value of many is one of them', () => {
    const values = Float64Array.from({ length: 5000 }, (_, index) => Math.sqrt(index) * Math.PI).toSorted();
    const edges = quantileEdges(values);
    expect(edges.length).toBeGreaterThan(120);
    expect(edges.filter((edge) => values.includes(edge))).toEqual([]);
    expect(edges.every((edge) => String(edge).length <= 8)).toBe(true);
  });
});
