import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binCounts, binnedShares, sturgesEdges } from '../../../src/drift/evidently/binning.ts';
import { countsOf, distinctOf, pairedCounts } from '../../../src/drift/evidently/column.ts';

const finite = fc.double({ noNaN: true, min: -1e100, max: 1e100 });

describe('bins', () => {
  it('hold every value once, the largest in the last one', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 200 }), (list) => {
        const sorted = Float64Array.from(list).toSorted();
        const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
        const edges = sturgesEdges({ low, high, count: sorted.length, number: 'float64' });
        // numpy raises where bins of width 0 would be needed.
        if (edges === undefined) return;
        const counts = binCounts(sorted, edges);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(sorted.length);
        for (const [i, count] of counts.entries()) {
          const isLast = i === counts.length - 1;
          const inside = sorted.filter(
            (x) => x >= (edges[i] ?? 0) && (isLast ? x <= (edges[i + 1] ?? 0) : x < (edges[i + 1] ?? 0)),
          );
          expect(count).toBe(inside.length);
        }
      }),
    );
  });

  it('are log₂ n + 1 of equal width, at least 1 wide for whole numbers', () => {
    expect(sturgesEdges({ low: 0, high: 6, count: 4, number: 'float64' })).toEqual(
      Float64Array.of(0, 2, 4, 6),
    );
    const whole = { low: 0, high: 2, count: 64 };
    expect(sturgesEdges({ ...whole, number: 'float64' })).toHaveLength(8);
    expect(sturgesEdges({ ...whole, number: 'int64' })).toEqual(Float64Array.of(0, 1, 2));
    expect(sturgesEdges({ low: 3, high: 3, count: 9, number: 'float64' })).toEqual(Float64Array.of(2.5, 3.5));
  });

  it('are float32 where values are', () => {
    const edges = sturgesEdges({ low: 0, high: Math.fround(0.1), count: 4, number: 'float32' });
    expect(edges).toEqual(new Float64Array(Float32Array.from(edges ?? [])));
  });

  it('are missing where no double lies between them, and beyond their range', () => {
    expect(sturgesEdges({ low: 1e300, high: 1e300, count: 5, number: 'float64' })).toBeUndefined();
    expect(sturgesEdges({ low: -1.7e308, high: 1.7e308, count: 5, number: 'float64' })).toBeUndefined();
  });

  it('begin at 21 distinct values of the reference', () => {
    const column = (distinct: number) => ({
      kind: 'numeric' as const,
      number: 'float64' as const,
      values: Float64Array.from({ length: 100 }, (_, i) => i % distinct),
    });
    expect(binnedShares(column(20), column(90), 'num')?.reference).toHaveLength(90);
    expect(binnedShares(column(21), column(90), 'num')?.reference).toHaveLength(9);
    expect(binnedShares(column(21), column(90), 'cat')?.reference).toHaveLength(90);
  });
});

describe('categories', () => {
  it('are the same where Python finds them equal', () => {
    const counts = countsOf({
      kind: 'category',
      counts: new Map<string | number | bigint | boolean, number>([
        [1, 2],
        [true, 3],
        [1n, 4],
        ['1', 5],
        [2n ** 60n + 1n, 6],
        ['gone', 0],
      ]),
    });
    expect([...counts]).toEqual([
      [1, 9],
      ['1', 5],
      [2n ** 60n + 1n, 6],
    ]);
  });

  it('come in the order of numbers, then of code points', () => {
    const side = (...keys: (string | number | boolean)[]) => ({
      kind: 'category' as const,
      counts: new Map(keys.map((key) => [key, 1])),
    });
    // In UTF-16 the emoji would come before the wave dash.
    const { keys, reference } = pairedCounts(side('\u{1f600}', 10, 'b'), side('\uff5e', 9, false, 'ba'));
    expect(keys).toEqual([0, 9, 10, 'b', 'ba', '\uff5e', '\u{1f600}']);
    expect(reference).toEqual([0, 0, 1, 1, 0, 0, 1]);
  });

  it('are counted over both sides, and not on where it is of no account', () => {
    const side = { kind: 'numeric' as const, number: 'float64' as const };
    const sides = [
      { ...side, values: Float64Array.of(1, 1, 0) },
      { ...side, values: Float64Array.of(-0, 2, 3) },
    ];
    expect(distinctOf(sides, 9)).toBe(4);
    expect(distinctOf(sides, 2)).toBe(3);
  });
});
