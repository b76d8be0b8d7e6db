import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteString, unquoteString } from '../../src/promql/strings.ts';

describe('quoteString', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b', String.raw`"a\"b"`],
    ['a\\b', String.raw`"a\\b"`],
    ["it's", `"it's"`],
    ['1\n2\t3\r', String.raw`"1\n2\t3\r"`],
    ['\u0000\u001b\u007f', String.raw`"\x00\x1b\x7f"`],
    ['größe 温度 🙂', '"größe 温度 🙂"'],
    ['\ufffd', String.raw`"\ufffd"`],
    ['\ud800!', String.raw`"\ufffd!"`],
  ])('%j', (text, literal) => {
    expect(quoteString(text)).toBe(literal);
  });

  it('is undone by unquoteString', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(unquoteString(quoteString(value))).toEqual({ ok: true, value });
      }),
      { seed: 1 },
    );
  });
});

describe('unquoteString', () => {
  it.each([
    ["'a'", 'a'],
    [`'it\\'s'`, "it's"],
    ['`a\\n"b`', 'a\\n"b'],
    [String.raw`"\a\b\f\v"`, '\u0007\b\f\v'],
    [String.raw`"\x41\101\u00e9\U0001F642"`, 'AAé🙂'],
  ])('%s', (literal, value) => {
    expect(unquoteString(literal)).toEqual({ ok: true, value });
  });

  it.each([
    ['"a', 0, 2, 'the string is not closed'],
    ['"', 0, 1, 'the string is not closed'],
    [String.raw`"a\"`, 2, 4, String.raw`\"`],
    [String.raw`"a\.b"`, 2, 4, String.raw`\.`],
    [String.raw`"\'"`, 1, 3, String.raw`\'`],
    [String.raw`"\ud800"`, 1, 3, String.raw`\u`],
    [String.raw`"\x4"`, 1, 3, String.raw`\x`],
    [String.raw`"\777"`, 1, 3, String.raw`\7`],
    ['"a\nb"', 2, 3, 'span lines'],
  ])('%s is refused', (literal, from, to, message) => {
    expect(unquoteString(literal)).toMatchObject({
      ok: false,
      problem: { from, to, message: expect.stringContaining(message) },
    });
  });
});
