import { describe, expect, it } from 'vitest';
import { matchesEmpty, patternProblem } from '../../src/promql/regex.ts';

describe('matchesEmpty', () => {
  it.each([
    ['=', '', true],
    ['=', 'a', false],
    ['!=', '', false],
    ['!=', 'a', true],
    ['=~', '.*', true],
    ['=~', '.+', false],
    ['=~', 'a|', true],
    ['!~', '.+', true],
    ['!~', '.*', false],
    ['=~', '(?i)abc', false],
    ['=~', String.raw`\pN`, undefined],
  ] as const)('%s %j: %s', (op, value, expected) => {
    expect(matchesEmpty({ op, value })).toBe(expected);
  });
});

describe('patternProblem', () => {
  it.each([
    'a.*',
    '(a|b)+?',
    '[^]a-z]{2,3}',
    '[[:alpha:]_-]+',
    String.raw`\d+\.\w*\-\/`,
    '(?i)a(?:b)(?P<n>c)(?<m>d)(?s-i:e)',
    'x{a}{',
    '^a$|^$',
    String.raw`\Qa+b\E`,
    '',
    '|',
    '()',
  ])('%s is read', (pattern) => {
    expect(patternProblem(pattern)).toBeUndefined();
  });

  it.each([
    ['(?=a)', 'look-around'],
    ['(?<!a)', 'look-around'],
    [String.raw`(a)\1`, 'back-references'],
    ['(a', 'a `(` without'],
    ['a)', 'a `)` without'],
    ['[a', 'a `[` without'],
    ['*a', '`*` repeats nothing'],
    ['a|+', '`+` repeats nothing'],
    ['a**', 'repeats a repetition'],
    ['a{2}{3}', 'repeats a repetition'],
    ['a\\', 'a backslash at the end'],
    [String.raw`\y`, 'no escape'],
    ['(?#c)', 'no such group'],
  ])('%s is refused', (pattern, message) => {
    expect(patternProblem(pattern)).toContain(message);
  });
});
