import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypergeometricTwoSided } from '../../src/statistics/hypergeometric.ts';

/** n over k, exactly. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i += 1) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/** The same by adding up every table, exactly. */
function exact(hits: number, bothHits: number, rows: number, otherRows: number): number {
  const ways = (x: number): bigint => choose(rows, x) * choose(otherRows, bothHits - x);
  const sum = (from: number, to: number): bigint => {
    let all = 0n;
    for (let x = from; x <= to; x += 1) all += ways(x);
    return all;
  };
  const [least, most] = [Math.max(0, bothHits - otherRows), Math.min(bothHits, rows)];
  const tails = [sum(hits, most), sum(least, hits)];
  const total = choose(rows + otherRows, bothHits);
  const [upper = 1, lower = 1] = tails.map((tail) => Number((tail * 10n ** 18n) / total) / 1e18);
  return Math.min(1, 2 * Math.min(upper, lower));
}

describe('the exact test of two shares', () => {
  it('doubles the smaller tail of all tables with the same totals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat({ max: 60 }),
        fc.nat({ max: 60 }),
        (rows, otherRows, some, others) => {
          const [hits, otherHits] = [some % (rows + 1), others % (otherRows + 1)];
          const bothHits = hits + otherHits;
          const told = hypergeometricTwoSided({ hits, bothHits, rows, otherRows });
          expect(told).toBeCloseTo(exact(hits, bothHits, rows, otherRows), 10);
        },
      ),
    );
  });

  // 2 * scipy.stats.hypergeom.sf(hits - 1, rows + otherRows, bothHits, rows) and .cdf(hits, …), the smaller one
  it.each([
    [{ hits: 17, bothHits: 260, rows: 1000, otherRows: 50_000 }, 3.61024213528915e-5],
    [{ hits: 1250, bothHits: 2250, rows: 5000, otherRows: 5000 }, 2.407499558755365e-9],
    [{ hits: 0, bothHits: 40, rows: 5000, otherRows: 5000 }, 1.681979792056148e-12],
  ])('agrees with scipy: %o', (input, expected) => {
    expect(hypergeometricTwoSided(input)).toBeCloseTo(expected, 14);
    expect(hypergeometricTwoSided(input) / expected).toBeCloseTo(1, 8);
  });

  it('says nothing where there is nothing', () => {
    expect(hypergeometricTwoSided({ hits: 0, bothHits: 0, rows: 10, otherRows: 10 })).toBe(1);
    expect(hypergeometricTwoSided({ hits: 10, bothHits: 20, rows: 10, otherRows: 10 })).toBe(1);
  });
});
