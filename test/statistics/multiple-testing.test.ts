import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../src/statistics/multiple-testing.ts';
import { expectNear, REFERENCE } from './two-sample/reference.ts';

describe('p-values of many tests', () => {
  it('are corrected as scipy and the definitions say', () => {
    for (const { p, ...corrected } of REFERENCE.corrections) {
      for (const correction of ['bonferroni', 'holm', 'benjamini-hochberg'] as const) {
        adjustPValues(p, correction).forEach((actual, index) => {
          expectNear(correction, actual ?? Number.NaN, corrected[correction][index] ?? Number.NaN, 1e-14);
        });
      }
      expect(adjustPValues(p, 'none')).toEqual(p);
    }
  });

  it('are not counted where no test was made', () => {
    expect(adjustPValues([0.01, null, 0.02, Number.NaN], 'bonferroni')).toEqual([
      0.02,
      null,
      0.04,
      Number.NaN,
    ]);
    expect(adjustPValues([null, null], 'holm')).toEqual([null, null]);
    expect(adjustPValues([], 'benjamini-hochberg')).toEqual([]);
  });

  it('are between 0 and 1', () => {
    expect(() => adjustPValues([0.1, -0.1], 'none')).toThrow('-0.1 is no p-value');
    expect(() => adjustPValues([1.5], 'holm')).toThrow(RangeError);
  });

  it('keep their order, and a stricter correction never says less', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(p, { minLength: 1, maxLength: 20 }), (pValues) => {
        const of = (each: Parameters<typeof adjustPValues>[1]): number[] =>
          adjustPValues(pValues, each).map((adjusted) => adjusted ?? Number.NaN);
        const [plain, fdr, holm, bonferroni] = [
          of('none'),
          of('benjamini-hochberg'),
          of('holm'),
          of('bonferroni'),
        ];
        pValues.forEach((_, i) => {
          const ascending = [plain[i] ?? 0, fdr[i] ?? 0, holm[i] ?? 0, bonferroni[i] ?? 0];
          // Rounding of p × count / rank.
          ascending.reduce((less, more) => {
            expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-15));
            return more;
          });
        });
      }),
    );
  });
});
