import { describe, expect, it } from 'vitest';
import { EVIDENTLY_TESTS, evidentlyTestOf, isFlagged } from '../../../src/drift/evidently/catalogue.ts';
import { type ColumnShape, chooseTest, columnType } from '../../../src/drift/evidently/choose.ts';

const shape = (values: ColumnShape['values'], more: Partial<ColumnShape> = {}): ColumnShape => ({
  values,
  rows: 100,
  missing: 0,
  distinct: 50,
  ...more,
});

describe('the type of a column', () => {
  it.each([
    [shape('float', { distinct: 2 }), 'num'],
    [shape('integer', { distinct: 10 }), 'cat'],
    [shape('integer', { distinct: 11 }), 'num'],
    // pandas holds whole numbers with missing ones as floats, and booleans as objects.
    [shape('integer', { distinct: 3, missing: 1 }), 'num'],
    [shape('boolean', { distinct: 2 }), 'cat'],
    [shape('boolean', { distinct: 2, missing: 1 }), 'unknown'],
    [shape('string', { distinct: 50 }), 'cat'],
    [shape('string', { distinct: 51 }), 'text'],
    [shape('string', { distinct: 50, missing: 1 }), 'text'],
    [shape('string', { distinct: 0, missing: 100 }), 'unknown'],
    [shape('datetime'), 'datetime'],
    [shape('unsigned', { distinct: 3 }), 'unknown'],
    [shape('other'), 'unknown'],
  ] as const)('of %o is %s', (column, type) => {
    expect(columnType(column)).toBe(type);
  });
});

describe('the test that is chosen', () => {
  it.each([
    ['num', 1000, 6, 'ks'],
    ['num', 1001, 6, 'wasserstein'],
    ['num', 1000, 5, 'chisquare'],
    ['num', 1000, 2, 'z'],
    ['num', 1001, 5, 'jensenshannon'],
    ['cat', 1000, 3, 'chisquare'],
    ['cat', 1000, 2, 'z'],
    ['cat', 1001, 2, 'jensenshannon'],
    ['text', 1000, 900, 'perc_text_content_drift'],
    ['text', 1001, 900, 'abs_text_content_drift'],
  ] as const)('%s, %d rows, %d distinct: %s', (type, rows, distinct, test) => {
    expect(chooseTest(type, rows, distinct)).toBe(test);
  });
});

describe('the catalogue', () => {
  it('knows the names of specs, and which have no counterpart', () => {
    expect(evidentlyTestOf('chi-square')).toBe('chisquare');
    expect(evidentlyTestOf('energy')).toBe('ed');
    expect(evidentlyTestOf('l-infinity')).toBeUndefined();
    expect(evidentlyTestOf('cramers-v')).toBeUndefined();
    expect(evidentlyTestOf('mmd')).toBeUndefined();
  });

  it('flags at the threshold as each test does, and never what is not a number', () => {
    expect(isFlagged('psi', 0.1, 0.1)).toBe(true);
    expect(isFlagged('ed', 0.1, 0.1)).toBe(false);
    expect(isFlagged('ks', 0.05, 0.05)).toBe(true);
    expect(isFlagged('cramer_von_mises', 0.1, 0.1)).toBe(true);
    expect(isFlagged('chisquare', 0.05, 0.05)).toBe(false);
    for (const test of Object.keys(EVIDENTLY_TESTS) as (keyof typeof EVIDENTLY_TESTS)[])
      expect(isFlagged(test, Number.NaN, 0.1)).toBe(false);
  });
});
