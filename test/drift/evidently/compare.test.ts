import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENTLY_TESTS, type EvidentlyTest } from '../../../src/drift/evidently/catalogue.ts';
import type { CategoryKey, EvidentlySide } from '../../../src/drift/evidently/column.ts';
import { compareAsEvidently, datasetAsEvidently } from '../../../src/drift/evidently/compare.ts';
import { REFUSALS } from '../../../src/drift/evidently/refusal.ts';

const numbers = (...values: number[]): EvidentlySide => ({
  kind: 'numeric',
  number: 'float64',
  values: Float64Array.from(values),
});
const categories = (...counts: [CategoryKey, number][]): EvidentlySide => ({
  kind: 'category',
  counts: new Map(counts),
});

const [A, B] = [categories(['a', 5], ['b', 5]), categories(['a', 6], ['b', 5])];
const [ONE, TWO] = [numbers(1, 2, 3, 4), numbers(2, 3, 4, 5)];

const REFUSED = [
  ['evidently/untested-type', A, B, { type: 'datetime' }],
  ['evidently/empty-column', numbers(), ONE, { type: 'num' }],
  ['evidently/empty-column', A, categories(['a', 0]), { type: 'cat' }],
  ['evidently/not-numeric', A, B, { type: 'num' }],
  ['evidently/wrong-type', A, B, { type: 'cat', test: 'ks' }],
  ['evidently/wrong-type', ONE, TWO, { type: 'num', test: 'chisquare' }],
  ['evidently/no-bins', numbers(1e300), numbers(1e300), { type: 'num', test: 'hellinger' }],
  ['evidently/unequal-rows', A, B, { type: 'cat', test: 'g_test' }],
  ['evidently/unordered-categories', categories([1, 5], ['1', 5]), A, { type: 'cat', test: 'z' }],
  ['evidently/one-distinct-value', numbers(1, 1), numbers(1, 1), { type: 'num', test: 'anderson' }],
  ['evidently/too-few-rows', numbers(1), numbers(2, 3), { type: 'num', test: 'anderson' }],
  ['evidently/too-few-rows', numbers(1), TWO, { type: 'num', test: 'cramer_von_mises' }],
  ['evidently/test-not-computed', A, B, { type: 'text' }],
] as const;

describe('a column without a score', () => {
  it.each(REFUSED)('%s', (code, reference, current, options) => {
    const { score, drifted, error } = compareAsEvidently(reference, current, options);
    expect(error?.code).toBe(code);
    expect(error?.message).toBe(REFUSALS[code]);
    expect(error?.hint).toMatch(/\.$/);
    expect({ score, drifted }).toEqual({ score: Number.NaN, drifted: false });
  });

  it('every reason has a case', () => {
    expect(new Set(REFUSED.map(([code]) => code))).toEqual(new Set(Object.keys(REFUSALS)));
  });
});

describe('a threshold of one’s own', () => {
  it('takes the place of the default', () => {
    const asked = { type: 'cat', test: 'psi' } as const;
    const byDefault = compareAsEvidently(A, B, asked);
    expect(byDefault).toMatchObject({ threshold: 0.1, drifted: false });
    expect(compareAsEvidently(A, B, { ...asked, threshold: byDefault.score })).toMatchObject({
      threshold: byDefault.score,
      drifted: true,
    });
  });
});

describe('columns of numbers', () => {
  const tests = Object.keys(EVIDENTLY_TESTS).filter((name): name is EvidentlyTest =>
    (EVIDENTLY_TESTS[name as EvidentlyTest].types as readonly string[]).includes('num'),
  );

  it('have the same score in any order of rows', () => {
    const values = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 4, maxLength: 60 });
    fc.assert(
      fc.property(values, values, fc.constantFrom(...tests), (reference, current, test) => {
        const score = (r: number[], c: number[]): number =>
          compareAsEvidently(numbers(...r), numbers(...c), { type: 'num', test }).score;
        expect(score(reference.toReversed(), current.toReversed())).toBe(score(reference, current));
      }),
    );
  });
});

describe('a dataset', () => {
  const drifted = compareAsEvidently(categories(['a', 50]), categories(['b', 50]), { type: 'cat' });
  const same = compareAsEvidently(A, A, { type: 'cat' });
  const failed = compareAsEvidently(numbers(), ONE, { type: 'num' });

  it('has drifted from half of its columns on, those without a score not counted', () => {
    expect(datasetAsEvidently([drifted, same, failed])).toEqual({
      columns: 2,
      drifted: 1,
      share: 0.5,
      drift: true,
    });
    expect(datasetAsEvidently([drifted, same, same]).drift).toBe(false);
    expect(datasetAsEvidently([drifted, same, same], 0.3).drift).toBe(true);
    expect(datasetAsEvidently([failed])).toEqual({ columns: 0, drifted: 0, share: 0, drift: false });
  });
});
