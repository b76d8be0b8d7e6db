import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { code, fence, lines, link, md, text } from '../../src/support/markdown.ts';

/** What Markdown acts upon, parted by blanks. */
const WORDS = String.raw`
  ${'`'} ${'``'} | \ * ** _ __ ~~ [ ] ](x) ](javascript:alert(1)) ![ < > <b> </script> <!-- &lt; &amp; &#35; &copy & ; # ##
  - --- + 1. 1) 12 === : :- $ $$ {{$labels.x}} {{{a}}} a b1 ! ( ) [^1] www.x.com
  http://x.y/z https://a.b/c_d_(e) http:// http://x/&copy;
`;
const TOKENS = [...WORDS.trim().split(/\s+/), '## ', '- ', '1. ', '\n', '\r\n', '\n\n', ' ', '    ', '\t'];
const hostile = fc
  .array(fc.constantFrom(...TOKENS), { minLength: 1, maxLength: 10 })
  .map((parts) => parts.join(''))
  .filter((user) => user.trim() !== '');

/** What a reader of the rendered page sees, and the elements that it is made of. */
function rendered(markdown: string): { text: string; elements: readonly string[] } {
  const html = micromark(`${markdown}\n`, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const elements = [...html.matchAll(/<([a-z0-9]+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'a');
  const shown = html
    .replace(/<[^>]*>/g, '')
    .replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name] ?? '',
    );
  return { text: shown.replace(/\s+/g, ' ').trim(), elements: [...new Set(elements)] };
}

const plain = (user: string) => user.replace(/\s+/g, ' ').trim();

describe('rendered as GitHub does', () => {
  it.each([
    ['a paragraph', (user: string) => text(user), ['p']],
    ['a heading', (user: string) => md`## ${text(user)}`, ['h2']],
    ['an item', (user: string) => md`- ${text(user)}`, ['ul', 'li']],
    ['code', (user: string) => md`${code(user.trim())}`, ['p', 'code']],
    ['a fence', (user: string) => fence(user, 'sh'), ['pre', 'code']],
    ['lines', (user: string) => lines(user), ['p', 'br']],
    ['a link', (user: string) => link(user, 'A.md'), ['p']],
  ] as const)('%s shows the text of a user and is nothing else', (_, write, allowed) => {
    fc.assert(
      fc.property(hostile, (user) => {
        const { text: shown, elements } = rendered(write(user));
        expect(shown).toBe(plain(user));
        expect(elements.filter((name) => !(allowed as readonly string[]).includes(name))).toEqual([]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('a cell ends where it ends', () => {
    fc.assert(
      fc.property(hostile, (user) => {
        const table = `| a | b |\n|---|---|\n| ${text(user)} | ${code(user)} |`;
        expect(rendered(table).text).toBe(plain(`a b ${user} ${user}`));
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
