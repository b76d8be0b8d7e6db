import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/diagnostics/cells.ts';
import { clipped, columns } from '../../src/diagnostics/columns.ts';

describe('columns', () => {
  test('are aligned by what a terminal shows, numbers at their end', () => {
    const rows = [
      ['name', 'rows', 'note'],
      ['国コード', '7', 'wide'],
      ['a\u202eb', '1,200', ''],
    ];
    expect(`\n${columns(rows, { right: [1], indent: '  ' })}`).toBe(`
  name       rows  note
  国コード      7  wide
  a\\u202eb  1,200
`);
  });

  test('take no room for colours', () => {
    const rows = [
      ['a', 'b'],
      ['long', 'c'],
    ];
    const paint = (cell: string) => `<${cell}>`;
    expect(columns(rows, { paint })).toBe('<a   >  <b>\n<long>  <c>\n');
  });

  test('a text is clipped to what it may take, without a half of a character', () => {
    expect(clipped('amount', 6)).toBe('amount');
    expect(clipped('amounts', 6)).toBe('amoun…');
    expect(clipped('国国国', 5)).toBe('国国…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 12 }), (text, width) => {
        expect(displayWidth(clipped(text, width))).toBeLessThanOrEqual(width);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
