import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareStrings } from '../../src/support/compare-strings.ts';
import { sha256 } from '../../src/support/sha256.ts';
import { sortedBy } from '../../src/support/sorted-by.ts';
import { stableJson } from '../../src/support/stable-json.ts';

describe('stableJson', () => {
  test('sorts keys by code unit, numerals included, and drops undefined', () => {
    expect(
      stableJson({ b: 1, a: [true, null, undefined, {}], 9: 'x', 10: 'y', Z: [], gone: undefined }),
    ).toBe(
      `{
  "10": "y",
  "9": "x",
  "Z": [],
  "a": [
    true,
    null,
    null,
    {}
  ],
  "b": 1
}
`,
    );
    expect(stableJson({ b: 1, a: [1, 2] }, 0)).toBe('{"a":[1,2],"b":1}\n');
  });

  test.each([
    [Number.NaN, 'JSON cannot hold the number NaN'],
    [[Number.POSITIVE_INFINITY], 'JSON cannot hold the number Infinity'],
    [{ a: 1n }, 'JSON cannot hold a bigint'],
    [{ a: () => 1 }, 'JSON cannot hold a function'],
    [new Map(), 'JSON cannot hold a Map'],
    [{ at: new Date(0) }, 'JSON cannot hold a Date'],
  ])('refuses what JSON would lose: %s', (value, message) => {
    expect(() => stableJson(value)).toThrow(new TypeError(message));
  });

  test('refuses cycles, but not a value that stands twice', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(() => stableJson(cycle)).toThrow(new TypeError('JSON cannot hold a cycle'));
    const twice = { x: 1 };
    expect(stableJson([twice, twice], 0)).toBe('[{"x":1},{"x":1}]\n');
  });

  test('is JSON of the same data, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(stableJson(reversed(value))).toBe(stableJson(value));
      }),
      { seed: 3 },
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, entry]) => [key, reversed(entry)]),
  );
}

describe('order', () => {
  test('is by code unit, not by language', () => {
    expect(['b', 'a', 'B', 'ä', 'aa', ''].toSorted(compareStrings)).toEqual(['', 'B', 'a', 'aa', 'b', 'ä']);
    expect(compareStrings('a', 'a')).toBe(0);
  });

  test('sortedBy keeps equal keys as they came and the list as it was', () => {
    const list = [
      { name: 'b', n: 10 },
      { name: 'a', n: 9 },
      { name: 'c', n: 9 },
    ];
    expect(sortedBy(list, ({ name }) => name).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(sortedBy(list, ({ n }) => n).map(({ name }) => name)).toEqual(['a', 'c', 'b']);
    expect(list.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  });
});

test('sha256 hashes the UTF-8 bytes', () => {
  // The first is the example of FIPS 180-2, the second was computed by coreutils.
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
});
