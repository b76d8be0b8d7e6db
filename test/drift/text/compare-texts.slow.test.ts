import { describe, expect, it } from 'vitest';
import { compareTexts } from '../../../src/drift/text/compare-texts.ts';
import { BUCKETS, bucketOf, hashedRows, wordsAndPairs } from '../../../src/drift/text/hashed-words.ts';
import { wordsOf } from '../../../src/drift/text/words.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { binomialBounds } from '../../statistics/multivariate/reference.ts';
import { messageOf, messages } from './themes.ts';

describe('words', () => {
  it('are small letters of one form; numbers are all alike', () => {
    expect(wordsOf("Don't PAY €12.50 for order A-4711, Café ﬁne!")).toEqual([
      "don't",
      'pay',
      '0',
      '0',
      'for',
      'order',
      'a',
      '0',
      'café',
      'fine',
    ]);
    expect(wordsOf('Cafe\u0301')).toEqual(wordsOf('CAFÉ'));
    expect(wordsOf(' …!? ')).toEqual([]);
  });

  it('of scripts without spaces are pairs of characters', () => {
    expect(wordsOf('注文した')).toEqual(['注文', '文し', 'した']);
    expect(wordsOf('iPhoneの色')).toEqual(['iphone', 'の色']);
    expect(wordsOf('猫')).toEqual(['猫']);
    expect(wordsOf('제 주문')).toEqual(['제', '주문']);
  });
});

describe('hashed words', () => {
  it('are spread evenly over their columns', () => {
    const counts = new Float64Array(BUCKETS);
    const words = 40_960;
    for (let word = 0; word < words; word += 1) {
      const bucket = bucketOf(`word${word}`);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    const statistic = counts.reduce((sum, count) => sum + (count - 10) ** 2 / 10, 0);
    // χ² of 4,095 degrees of freedom: mean 4,095, deviation 90.5.
    expect(Math.abs(statistic - 4095)).toBeLessThan(5 * 90.5);
  });

  it('make rows of length 1', () => {
    const { starts, columns, values, rows, dims } = hashedRows([['a', 'b', 'a'], [], ['c']]);
    expect([rows, dims]).toEqual([3, BUCKETS]);
    expect([...starts]).toEqual([0, 2, 2, 3]);
    const [a, b] = [bucketOf('a'), bucketOf('b')];
    expect([...columns]).toEqual([...[a, b].toSorted((x, y) => x - y), bucketOf('c')]);
    expect(values[columns.indexOf(a)]).toBeCloseTo(2 / Math.sqrt(5), 12);
    expect(values[2]).toBe(1);
    expect(wordsAndPairs(['a', 'b', 'c'])).toEqual(['a', 'b', 'c', 'a b', 'b c']);
  });
});

describe('texts compared by the domain classifier', () => {
  it('do not drift by themselves', () => {
    const runs = 120;
    const alarms = Array.from({ length: runs }, (_, run) => {
      const random = createRandom(run);
      return compareTexts({ reference: messages(random, 40), current: messages(random, 40), seed: run });
    });
    for (const level of [0.01, 0.1]) {
      const count = alarms.filter(({ pValue }) => (pValue ?? 1) <= level).length;
      expect(count).toBeLessThanOrEqual(binomialBounds(runs, level)[1]);
    }
  });

  it('drift when a fifth of them is about something new', () => {
    const random = createRandom(9);
    const reference = messages(random, 600);
    const current = [
      ...messages(random, 480),
      ...Array.from({ length: 120 }, () => messageOf(random, 'new')),
    ];
    const result = compareTexts({ reference, current, seed: 1 });
    expect(result).toMatchObject({ rows: 600, baselineRows: 600, neededRows: null });
    expect(result.pValue).toBeLessThan(1e-3);
    expect(result.score).toBeGreaterThan(result.noise?.q99 ?? 1);
    expect(compareTexts({ reference, current, seed: 1 })).toEqual(result);
  });

  it('leave out what is missing, and are sampled', () => {
    const texts = messages(createRandom(10), 50);
    const sparse = texts.flatMap((text) => [text, null]);
    expect(compareTexts({ reference: texts, current: sparse, seed: 1, sample: 40 })).toMatchObject({
      rows: 40,
      baselineRows: 40,
    });
    expect(compareTexts({ reference: texts, current: [null, 'a'], seed: 1 })).toMatchObject({
      rows: 1,
      score: null,
      neededRows: 20,
    });
    expect(
      compareTexts({ reference: Array(30).fill('?'), current: Array(30).fill('…'), seed: 1 }),
    ).toMatchObject({
      score: 0.5,
      pValue: 1,
    });
  });
});
