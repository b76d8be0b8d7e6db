import { describe, expect, it } from 'vitest';
import { scoreDifference } from '../../../src/drift/scoring/shares.ts';

const pValue = (a: number, m: number, b: number, n: number): number =>
  scoreDifference({ baseline: { hits: a, rows: m }, current: { hits: b, rows: n } }).pValue;

describe('two shares with few rows of a kind', () => {
  it('are compared exactly, all rows being given', () => {
    // Four rows of forty, all among the same twenty: twice C(20, 4) / C(40, 4).
    expect(pValue(0, 20, 4, 20)).toBeCloseTo((2 * 4845) / 91_390, 12);
    // Four rows of seven, all three of the current data among them: twice C(4, 3) / C(7, 3).
    expect(pValue(1, 4, 3, 3)).toBeCloseTo((2 * 4) / 35, 12);
  });

  it('say the same of the other rows, and with the sides changed', () => {
    const p = pValue(1, 300, 6, 100);
    expect(p).toBeLessThan(0.01);
    expect(pValue(299, 300, 94, 100) / p).toBeCloseTo(1, 9);
    expect(pValue(6, 100, 1, 300) / p).toBeCloseTo(1, 9);
  });

  it('say nothing where no row or every row is of the kind', () => {
    expect(pValue(0, 1e9, 0, 100)).toBe(1);
    expect(pValue(1e9, 1e9, 100, 100)).toBe(1);
  });
});
