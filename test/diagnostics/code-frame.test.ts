import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf, displayWidth } from '../../src/diagnostics/cells.ts';
import { codeFrame } from '../../src/diagnostics/code-frame.ts';
import { createLocator } from '../../src/source/positions.ts';
import { spanOfText } from './helpers.ts';

const frame = (text: string, words: string, note = 'here') =>
  `\n${codeFrame(text, spanOfText(text, words), { note }).join('\n')}\n`;

describe('code frame', () => {
  test('shows the line above, numbers, carets and the note', () => {
    expect(frame('a: 1\nb: two\nc: 3\n', 'two')).toBe(`
   1 | a: 1
   2 | b: two
     |    ^^^ here
`);
  });

  test('the first line has none above; blank lines above are left out', () => {
    expect(frame('two\n', 'two')).toBe('\n   1 | two\n     | ^^^ here\n');
    expect(frame('a\n\n  \ntwo\n', 'two')).toBe('\n   4 | two\n     | ^^^ here\n');
  });

  test('numbers of different length are aligned', () => {
    const text = `${'x\n'.repeat(8)}nine: 9\nten: 10\n`;
    expect(frame(text, '10')).toBe(`
    9 | nine: 9
   10 | ten: 10
      |      ^^ here
`);
  });

  test('of several lines the first is underlined to its end', () => {
    expect(frame('map:\n  a: 1\n  b: 2\nend: 1\n', 'a: 1\n  b: 2')).toBe(`
   1 | map:
   2 |   a: 1
     |   ^^^^ here
`);
  });

  test('an empty span and the end of the text get one caret', () => {
    const text = 'key:\n';
    const at = createLocator(text)(4);
    expect(codeFrame(text, { file: 'f', start: at, end: at }, { note: 'x' })).toEqual([
      '   1 | key:',
      '     |     ^ x',
    ]);
    const end = createLocator(text)(5);
    expect(codeFrame(text, { file: 'f', start: end, end }, { note: 'x' })).toEqual([
      '   1 | key:',
      '   2 |',
      '     | ^ x',
    ]);
  });

  test('CRLF leaves no trace', () => {
    expect(frame('a: 1\r\nb: two\r\n', 'two')).toBe('\n   1 | a: 1\n   2 | b: two\n     |    ^^^ here\n');
    expect(frame('a: 1\r\nb: two\r\n', 'two\r\n')).toBe('\n   1 | a: 1\n   2 | b: two\n     |    ^^^ here\n');
  });

  test('tabs are drawn as blanks to the next stop', () => {
    expect(frame('\ta:\tb\n', 'b')).toBe('\n   1 |     a:  b\n     |         ^ here\n');
  });

  test('carets stand below wide, combining and joined characters', () => {
    expect(frame('名前: 値 x\n', '値')).toBe('\n   1 | 名前: 値 x\n     |       ^^ here\n');
    expect(frame('e\u0301e\u0301: x\n', 'x')).toBe('\n   1 | e\u0301e\u0301: x\n     |     ^ here\n');
    expect(frame('👩\u200d💻: x\n', 'x')).toBe('\n   1 | 👩\u200d💻: x\n     |     ^ here\n');
    expect(frame('👍🏽 🇩🇪: x\n', 'x')).toBe('\n   1 | 👍🏽 🇩🇪: x\n     |        ^ here\n');
  });

  test('control and bidirectional characters are escaped, and the carets fit', () => {
    expect(frame('a\u001b[31mb: \u202ex\n', 'x')).toBe(
      '\n   1 | a\\x1b[31mb: \\u202ex\n     |                   ^ here\n',
    );
    expect(frame('\ud83dx\n', 'x')).toBe('\n   1 | \\ud83dx\n     |       ^ here\n');
  });

  test('a long line is cut around the caret, the line above alike', () => {
    const text = `${'abcdefghij'.repeat(30)}\n${'.'.repeat(200)}HERE${'.'.repeat(200)}\n`;
    expect(frame(text, 'HERE')).toMatchInlineSnapshot(`
      "
         1 | …fghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcde…
         2 | ….........................HERE.......................................................................…
           |                           ^^^^ here
      "
    `);
    expect(frame(text, 'abc')).toMatchInlineSnapshot(`
      "
         1 | abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij…
           | ^^^ here
      "
    `);
    expect(frame(`${'.'.repeat(300)}END\n`, 'END')).toMatchInlineSnapshot(`
      "
         1 | ….................................................................................................END
           |                                                                                                   ^^^ here
      "
    `);
    expect(frame(`${'界'.repeat(200)}x\n`, 'x')).toMatchInlineSnapshot(`
      "
         1 | … 界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界界x
           |                                                                                                     ^ here
      "
    `);
  });

  test('carets of a long span end where the shown text ends', () => {
    const [, carets = ''] = codeFrame('y'.repeat(500), spanOfText('y'.repeat(500), 'y'.repeat(500)));
    expect(carets).toBe(`     | ${'^'.repeat(100)}`);
  });

  test('a long note stands on a line of its own', () => {
    const note = 'n'.repeat(125);
    expect(frame('a: b\n', 'b', note)).toBe(`\n   1 | a: b\n     |    ^\n   ${note}\n`);
  });

  test('megabytes on one line are looked at near the caret only', () => {
    const text = `${'x'.repeat(2_000_000)}HERE${'x'.repeat(2_000_000)}`;
    const [line = ''] = codeFrame(text, spanOfText(text, 'HERE'));
    expect(line).toHaveLength(109);
    expect(line).toContain('xxHERExx');
  });

  test('a span that does not fit the text has no frame', () => {
    const span = spanOfText('a\nb\nc\n', 'c');
    expect(codeFrame('a\n', span)).toEqual([]);
    expect(codeFrame('', span)).toEqual([]);
  });
});

describe('secrets', () => {
  const text = 'a: 1\nurl: hunter2 # x\nb: 2\n';
  const secret = spanOfText(text, 'hunter2');

  test('are masked by a fixed length, in any line', () => {
    expect(codeFrame(text, secret, { masked: [secret] })).toEqual([
      '   1 | a: 1',
      '   2 | url: •••••• # x',
      '     |      ^^^^^^',
    ]);
    expect(codeFrame(text, spanOfText(text, 'b'), { masked: [secret] })).toEqual([
      '   2 | url: •••••• # x',
      '   3 | b: 2',
      '     | ^',
    ]);
    expect(codeFrame(text, spanOfText(text, '# x'), { masked: [secret] }).at(-1)).toBe(
      '     |             ^^^',
    );
  });

  test('of several lines are masked on each', () => {
    const key = 'key: |\n  one\n  two\nnext: 1\n';
    const masked = [spanOfText(key, '|\n  one\n  two')];
    expect(codeFrame(key, spanOfText(key, 'next'), { masked, before: 9 })).toEqual([
      '   1 | key: ••••••',
      '   2 | ••••••',
      '   3 | ••••••',
      '   4 | next: 1',
      '     | ^^^^',
    ]);
  });

  test('never shine through, wherever the caret is', () => {
    const word = fc.stringMatching(/^[a-z\n\t 界]{0,30}$/);
    fc.assert(
      fc.property(word, word, fc.nat(200), fc.nat(200), (before, after, from, length) => {
        const whole = `${before}SECRET${after}`;
        const locate = createLocator(whole);
        const span = { file: 'f', start: locate(from), end: locate(from + length) };
        const masked = [spanOfText(whole, 'SECRET')];
        expect(codeFrame(whole, span, { masked, before: 5 }).join('')).not.toMatch(/[SECRT]/);
      }),
      { seed: 10 },
    );
  });
});

describe('any text', () => {
  test('gives carets that end inside the frame, and lines without control characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.nat(300),
        fc.nat(20),
        fc.constantFrom('', 'note'),
        (text, from, length, note) => {
          const locate = createLocator(text);
          const span = { file: 'f', start: locate(from), end: locate(from + length) };
          const lines = codeFrame(text, span, { note });
          expect(lines.length).toBeGreaterThanOrEqual(2);
          expect(lines.at(-1)).toMatch(/^ +\| +\^+( note)?$/);
          expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
        },
      ),
      { seed: 11, numRuns: 500 },
    );
  });

  test('displayWidth counts terminal columns', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('界x')).toBe(3);
    expect(displayWidth('\u001b')).toBe(4);
    expect(displayWidth('🙂')).toBe(2);
    expect(cellsOf('a界').map(({ start, end, width }) => [start, end, width])).toEqual([
      [0, 1, 1],
      [1, 2, 2],
    ]);
  });
});
