import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, fence, joined, lines, link, listed, md, text } from '../../src/support/markdown.ts';
import { BLOCK_START, readInline } from './markdown-reader.ts';

/** What Markdown, its dialects and template languages act upon, parted by blanks. */
const WORDS = String.raw`
  ${'`'} ${'``'} | \ * ** _ __ ~~ [ ] ](x) ](javascript:alert(1)) ![ < > <b> </script> <!-- &lt; &amp; &#35; &copy & ; # ##
  - --- + 1. 1) 12 === : :- $ $$ {{$labels.x}} {{{a}}} a b1 é ! ( ) [^1] 😀 www.x.com a@b.co
  http://x.y/z https://a.b/c_d_(e) http:// http://x/&copy;
`;
const TOKENS = [
  ...WORDS.trim().split(/\s+/),
  '## ',
  '- ',
  '1. ',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  ' ',
  '    ',
  '\t',
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { maxLength: 10 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 20 }),
);

const onOneLine = (user: string) => user.replace(/\r\n|\r|\n/g, ' ').trim();

describe('a line of text', () => {
  it.each([
    ['{{ $labels.x }}', '{{ $labels.x }}'],
    ['{{{a}}} {{#each x}}', '{{{a}}} {{#each x}}'],
    ['a_b 5 < 6 & 7 > 3', 'a_b 5 &lt; 6 & 7 > 3'],
    ['</script>', '&lt;/script>'],
    ['a | b', 'a \\| b'],
    ['*x* _y_ `z` ~w~', '\\*x\\* \\_y\\_ \\`z\\` \\~w\\~'],
    ['[a](javascript:alert(1))', '\\[a\\](javascript:alert(1))'],
    ['first\r\nsecond', 'first second'],
    ['# no heading', '\\# no heading'],
    ['#channel', '#channel'],
    ['1. no list', '1\\. no list'],
    ['1.5 times', '1.5 times'],
    ['- no list', '\\- no list'],
    ['-5 %', '-5 %'],
    ['> no quote', '\\> no quote'],
    ['&lt; &amp', '&amp;lt; &amp;amp'],
    ['wow!', 'wow\\!'],
    ['US$ and A$', 'US\\$ and A\\$'],
    ['  around  ', 'around'],
  ])('%j is %j', (user, markdown) => {
    expect(text(user)).toBe(markdown);
  });

  it.each([
    ['see https://a.example/x_y?q=1.', 'see <https://a.example/x_y?q=1>.'],
    ['(https://a.example/b)', '(<https://a.example/b>)'],
    ['https://a.example/B_(c)', '<https://a.example/B_(c)>'],
    ['http://', 'http\\://'],
    ['www.a.example', 'www\\.a.example'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ])('links an address that shows where it leads: %j', (user, markdown) => {
    expect(text(user)).toBe(markdown);
  });

  it('is read as it was written, wherever it stands', () => {
    fc.assert(
      fc.property(hostile, (user) => {
        const line = text(user);
        expect(readInline(line)).toBe(onOneLine(user));
        expect(line).not.toMatch(/[\r\n]/);
        if (line !== '') expect(line).not.toMatch(BLOCK_START);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  it('is read as it was written beside another', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        expect(readInline(md`x ${text(a)}${text(b)} y`)).toBe(`x ${onOneLine(a)}${onOneLine(b)} y`);
      }),
      { seed: 2, numRuns: 3000 },
    );
  });
});

describe('a text of several lines', () => {
  it('keeps the ends of its lines and its paragraphs', () => {
    expect(lines('Roll back:\nkubectl undo\r\n\n\n# then wait\n', '   ')).toBe(
      'Roll back:\\\n   kubectl undo\n\n   \\# then wait',
    );
  });

  it('has no line that begins anything', () => {
    fc.assert(
      fc.property(hostile, (user) => {
        for (const line of lines(user, '  ')
          .split('\n')
          .filter((each) => each !== '')) {
          const own = line.replace(/^ {2}/, '').replace(/(?<=(?:^|[^\\])(?:\\\\)*)\\$/, '');
          expect(own).not.toMatch(BLOCK_START);
          expect(() => readInline(own)).not.toThrow();
        }
      }),
      { seed: 3, numRuns: 3000 },
    );
  });
});

describe('code', () => {
  it.each([
    ['up{job="x"}', '`up{job="x"}`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    [' x ', '`  x  `'],
    ['a|b', '`a`&#124;`b`'],
    ['a\nb', '`a b`'],
    ['', ''],
  ])('%j is %j', (user, markdown) => {
    expect(code(user)).toBe(markdown);
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(hostile, (user) => {
        expect(readInline(code(user))).toBe(user.replace(/\r\n|\r|\n/g, ' '));
        expect(code(user)).not.toMatch(/[|\r\n]/);
      }),
      { seed: 4, numRuns: 3000 },
    );
  });

  it('has a fence that no line of it closes', () => {
    expect(fence('a\n````\nb', 'sh')).toBe('`````sh\na\n````\nb\n`````');
    expect(fence('sum(x)\n\nby (y)\n', 'promql', '  ')).toBe('```promql\n  sum(x)\n\n  by (y)\n  ```');
    fc.assert(
      fc.property(hostile, (user) => {
        const [opening = '', ...others] = fence(user, 'sh').split('\n');
        const ticks = opening.replace(/sh$/, '');
        expect(ticks).toMatch(/^`{3,}$/);
        expect(others.filter((line) => line.trim().startsWith(ticks))).toEqual([ticks]);
        expect(others.at(-1)).toBe(ticks);
        expect(others.slice(0, -1).join('\n')).toBe(user.replace(/\r\n|\r/g, '\n').replace(/\n+$/, ''));
      }),
      { seed: 5, numRuns: 3000 },
    );
  });
});

describe('links', () => {
  it.each([
    ['page', 'A.md', '[page](A.md)'],
    ['a](b) | c', 'https://x.example/p?q=1&r=2', '[a\\](b) \\| c](https://x.example/p?q=1&r=2)'],
    ['a', 'https://x.example/a b)|<c>"&lt;', '[a](https://x.example/a%20b%29%7C%3Cc%3E%22%26lt;)'],
    ['https://x.example/', 'https://x.example/', '<https://x.example/>'],
    ['a', 'docs/é.md', '[a](docs/%C3%A9.md)'],
  ])('%j to %j', (label, address, markdown) => {
    expect(link(label, address)).toBe(markdown);
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:x',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc',
    '//x.example',
    '',
  ])('are none where the address is no page: %j', (address) => {
    expect(link('a', address)).toBe(md`a (${code(address)})`);
  });

  it('show their label as it was written, and lead to a page or nowhere', () => {
    fc.assert(
      fc.property(hostile, hostile, (label, address) => {
        expect(readInline(md`x ${link(label, 'A.md')} y`)).toBe(`x ${onOneLine(label)} y`);
        expect(() => readInline(link('a', address))).not.toThrow();
      }),
      { seed: 6, numRuns: 3000 },
    );
  });
});

describe('lists in a sentence', () => {
  it('have a word before their last part', () => {
    const parts = ['a', 'b', 'c'].map((part) => text(part));
    expect(listed(parts, 'and')).toBe('a, b and c');
    expect(listed(parts.slice(1), 'or')).toBe('b or c');
    expect(listed(parts.slice(2), 'or')).toBe('c');
    expect(listed([], 'and')).toBe('');
    expect(joined(parts, ' · ')).toBe('a · b · c');
  });
});
