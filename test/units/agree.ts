import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { ParseResult } from '../../src/units/parse-result.ts';

/**
 * Checks both ways that a pattern and a parser accept the same strings: on strings made from the pattern, on those strings
 * with one character changed, added or removed, and on strings of the unit's own characters.
 */
export function expectAgreement(
  pattern: string,
  parse: (input: unknown) => ParseResult<unknown>,
  alphabet: string,
): void {
  const plain = new RegExp(pattern);
  const unicode = new RegExp(pattern, 'u');
  const check = (text: string): boolean => {
    const accepted = parse(text).ok;
    expect({ text, plain: plain.test(text), unicode: unicode.test(text) }).toEqual({
      text,
      plain: accepted,
      unicode: accepted,
    });
    return accepted;
  };
  const good = fc.stringMatching(plain);
  const character = fc.constantFrom(...Array.from(alphabet), ' ', '\n', '-', '%', '.', '0', 'é');
  const options = { seed: 20_261_125, numRuns: 500 };
  let accepted = 0;
  fc.assert(
    fc.property(good, (text) => {
      if (check(text)) accepted += 1;
    }),
    options,
  );
  expect(accepted).toBe(options.numRuns);
  fc.assert(
    fc.property(good, fc.nat(), fc.nat(2), character, (text, at, kind, insert) => {
      const index = at % (text.length + 1);
      check(text.slice(0, index) + (kind === 0 ? '' : insert) + text.slice(kind === 1 ? index : index + 1));
    }),
    options,
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength: 12 }), (text) => {
      check(text);
    }),
    options,
  );
}
