import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesGlob } from '../../src/support/glob.ts';

it.each([
  ['*', '', true],
  ['*-latency', 'fraud-latency', true],
  ['*-latency', 'fraud-latency-2', false],
  ['fraud-*', 'fraud-', true],
  ['fraud-?', 'fraud-', false],
  ['?*', 'a', true],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'aXcYbZ', false],
  ['fraud', 'fraud', true],
  ['fraud', 'frau', false],
  ['', '', true],
  ['', 'a', false],
])('%j and %j: %s', (glob, text, expected) => {
  expect(matchesGlob(glob, text)).toBe(expected);
});

it('matches what the regular expression of the same meaning does', () => {
  const letters = (...extra: string[]) =>
    fc.string({ unit: fc.constantFrom('a', 'b', '-', ...extra), maxLength: 8 });
  fc.assert(
    fc.property(letters('*', '?'), letters(), (glob, text) => {
      const pattern = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesGlob(glob, text)).toBe(pattern.test(text));
    }),
    { seed: 1, numRuns: 3000 },
  );
});

it('is quick on globs that make regular expressions try for ever', () => {
  expect(matchesGlob('*a'.repeat(127) + 'b', 'a'.repeat(63))).toBe(false);
  expect(matchesGlob('a*'.repeat(100), 'a'.repeat(200))).toBe(true);
});
