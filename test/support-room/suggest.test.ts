import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance } from '../../src/support/edit-distance.ts';
import { lookAlikeNote, skeleton } from '../../src/support/look-alike.ts';
import { didYouMean, suggest } from '../../src/support/suggest.ts';

const FIELDS = [
  'objective',
  'window',
  'budgeting',
  'alerting',
  'sli',
  'errorBudgetPolicy',
  'description',
  'minBadEvents',
];

describe('suggest', () => {
  test.each([
    ['objectiv', ['objective']],
    ['descriptin', ['description']],
    ['widnow', ['window']],
    ['Objective', ['objective']],
    ['min_bad_events', ['minBadEvents']],
    ['minBadEvent', ['minBadEvents']],
    ['sil', ['sli']],
    // The first letter is a Cyrillic о.
    ['оbjective', ['objective']],
    // Fullwidth letters.
    ['ｗｉｎｄｏｗ', ['window']],
    ['\u00a0window', ['window']],
    ['error', ['errorBudgetPolicy']],
    ['threshold', []],
    ['', []],
    ['---', []],
  ])('%j → %j', (word, expected) => {
    expect(suggest(word, FIELDS)).toEqual(expected);
  });

  test('puts the nearest first, equally near ones in code-unit order, and stops at max', () => {
    expect(suggest('prod', ['prod-us', 'pod', 'prod-eu', 'prd', 'proda'])).toEqual(['pod', 'prd', 'proda']);
    expect(suggest('prod', ['prod-us', 'pod', 'prod-eu', 'prd', 'proda'], 1)).toEqual(['pod']);
    expect(suggest('prod', ['prod-us', 'prod-eu'])).toEqual(['prod-eu', 'prod-us']);
  });

  test('never suggests the word itself, and gives up on words no name could be', () => {
    expect(suggest('window', ['window', 'windows'])).toEqual(['windows']);
    expect(suggest('w'.repeat(10_000), ['window'])).toEqual([]);
  });

  test('does not depend on the order or repetition of the known names', () => {
    const name = fc.stringMatching(/^[a-d]{1,6}$/);
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 12 }), (word, known) => {
        const forwards = suggest(word, known);
        expect(suggest(word, [...known, ...known].toReversed())).toEqual(forwards);
        for (const found of forwards) expect(known).toContain(found);
      }),
      { seed: 1 },
    );
  });
});

test('didYouMean is a question, or nothing', () => {
  expect(didYouMean([])).toBeUndefined();
  expect(didYouMean(['a'])).toBe('Did you mean "a"?');
  expect(didYouMean(['a', 'b'])).toBe('Did you mean "a" or "b"?');
  expect(didYouMean(['a', 'b', 'c'])).toBe('Did you mean "a", "b" or "c"?');
});

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['abc', 'xabc', 1],
    ['abc', 'axc', 1],
    ['kitten', 'sitting', 3],
    // Not 2: the alignment never edits inside a swap.
    ['ca', 'abc', 3],
  ])('%j, %j → %i', (a, b, distance) => {
    expect(editDistance(a, b, 10)).toBe(distance);
    expect(editDistance(b, a, 10)).toBe(distance);
  });

  test('beyond the limit the answer is limit + 1', () => {
    const word = fc.stringMatching(/^[ab]{0,6}$/);
    fc.assert(
      fc.property(word, word, fc.nat(4), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(editDistance(a, b, 20), limit + 1));
      }),
      { seed: 2 },
    );
  });
});

describe('look-alikes', () => {
  test('a text is compared as it looks', () => {
    expect(skeleton('frаud–detеctor')).toBe('fraud-detector');
    expect(skeleton('ﬁne\u200b')).toBe('fine');
    expect(skeleton('ΑΒΕ')).toBe('ABE');
  });

  test('the impostors are named', () => {
    expect(lookAlikeNote('frаud')).toBe('the "а" is U+0430, not "a"');
    expect(lookAlikeNote('fraud–x')).toBe('the "–" is U+2013, not "-"');
    expect(lookAlikeNote('fra\u200bud')).toBe('U+200B in it is invisible');
    expect(lookAlikeNote('frаud-frаud')).toBe('the "а" is U+0430, not "a"');
  });

  test('honest letters are no impostors', () => {
    for (const word of ['fraud-detector', 'café', 'модель', '模型', 'two words', '']) {
      expect(lookAlikeNote(word)).toBeUndefined();
    }
  });
});
