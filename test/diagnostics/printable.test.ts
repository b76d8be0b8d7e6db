import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  codePointName,
  printable,
  printableJson,
  printableLines,
  quoted,
} from '../../src/diagnostics/printable.ts';
import { compareSpans } from '../../src/diagnostics/span.ts';
import { spanOfText } from './helpers.ts';

test.each([
  ['plain é 名 😀', 'plain é 名 😀'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['\u001b[31m\u0000\u007f\u009b', '\\x1b[31m\\x00\\x7f\\x9b'],
  ['\u202e\u2066\u200b\ufeff\u2028\u00ad', '\\u202e\\u2066\\u200b\\ufeff\\u2028\\xad'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
  // Scripts and emoji need these two.
  ['👩\u200d💻 می\u200cخواهم', '👩\u200d💻 می\u200cخواهم'],
])('printable(%j)', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('lines stay lines', () => {
  expect(printableLines('a\r\nb\u0007\nc')).toEqual(['a', 'b\\x07', 'c']);
});

test('printable JSON is the same data in safe characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(0, 2), (text, indent) => {
      const json = printableJson(JSON.stringify({ text, [text]: 1 }, null, indent));
      expect(JSON.parse(json)).toEqual({ text, [text]: 1 });
      expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
    { seed: 13 },
  );
});

test('quoted words are cut, between characters', () => {
  expect(quoted('a"b')).toBe('"a"b"');
  expect(quoted('a\n')).toBe('"a\\n"');
  expect(quoted('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  expect(quoted('x'.repeat(61))).toBe(`"${'x'.repeat(59)}…"`);
  expect(quoted('😀'.repeat(5), 3)).toBe('"😀😀…"');
  expect(quoted('😀'.repeat(3), 3)).toBe('"😀😀😀"');
});

test('code points are named as Unicode does', () => {
  expect(codePointName('\u0007')).toBe('U+0007');
  expect(codePointName('😀')).toBe('U+1F600');
});

test('spans are ordered by file, start, end', () => {
  const text = 'abcabc';
  const spans = [
    spanOfText(text, 'a', 'B'),
    spanOfText(text, 'a', 'a'),
    spanOfText(text, 'ab', 'a'),
    spanOfText(text, 'b', 'a'),
  ];
  expect(spans.toReversed().toSorted(compareSpans)).toEqual(spans);
  expect(compareSpans(spanOfText(text, 'a'), spanOfText(text, 'a'))).toBe(0);
});
