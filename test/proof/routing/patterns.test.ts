import { describe, expect, it } from 'vitest';
import { parseMatchers } from '../../../src/proof/routing/matchers.ts';
import { anchoredPattern } from '../../../src/proof/routing/re2.ts';

// Compared with the real amtool on random patterns in test/real/route-amtool.test.ts.
function matches(pattern: string, value: string): boolean {
  const result = anchoredPattern(pattern);
  if ('problem' in result) throw new Error(result.problem);
  return result.pattern.test(value);
}

describe('RE2 patterns', () => {
  it.each([
    ['prod', 'prod', true],
    ['prod', 'production', false],
    ['a|b', 'ab', false],
    ['.', '\n', false],
    ['.', '\r', true],
    ['(?s).', '\n', true],
    [String.raw`\s`, '\v', false],
    ['(?i)k', '\u{212a}', true],
    ['a(?i)b', 'aB', true],
    ['a(?i)b', 'AB', false],
    [String.raw`\Qa.b\E+`, 'a.bb', true],
    ['[[:alpha:]]', 'é', false],
    [String.raw`(?i:\p{Lu})`, 'é', true],
    ['a{,2}', 'a{,2}', true],
    ['😀?', '', true],
  ])('%s on %j: %s', (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([
    '(?=a)',
    String.raw`\1`,
    '*',
    'a**',
    '[z-a]',
    '(',
    ')',
    'a{1001}',
    '(a{100}){11}',
    String.raw`\p{Nope}`,
  ])('refuses %s', (pattern) => {
    expect(anchoredPattern(pattern)).toHaveProperty('problem');
  });
});

describe('lines of matchers', () => {
  it('may hold several, with names of any characters', () => {
    expect(parseMatchers('{env="prod", "a b"!~"x|y",}')).toMatchObject({
      matchers: [
        { name: 'env', operator: '=', value: 'prod' },
        { name: 'a b', operator: '!~', value: 'x|y' },
      ],
    });
  });

  it('are read in the older syntax where the two differ', () => {
    // The newer one would read a tab.
    expect(parseMatchers(String.raw`env="a\tb"`)).toMatchObject({ matchers: [{ value: String.raw`a\tb` }] });
    expect(parseMatchers(String.raw`"env"="a\tb"`)).toMatchObject({ matchers: [{ value: 'a\tb' }] });
  });
});
