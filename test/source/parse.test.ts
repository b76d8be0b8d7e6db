import { describe, expect, test } from 'vitest';
import { toData } from '../../src/source/data.ts';
import { parse } from './helpers.ts';

const data = (text: string) => parse(text).documents.map(({ root }) => toData(root));
const codes = (text: string) => parse(text).diagnostics.map(({ code }) => code);

describe('what a text means', () => {
  test('scalars follow the YAML 1.2 core schema', () => {
    expect(
      data(
        'a: 1\nb: 1.5\nc: 0x1F\nd: 0o17\ne: 017\nf: true\ng: yes\nh: on\ni: null\nj: ~\nk:\nl: 1_000\nm: 200ms',
      ),
    ).toEqual([
      {
        a: 1,
        b: 1.5,
        c: 31,
        d: 15,
        e: 17,
        f: true,
        g: 'yes',
        h: 'on',
        i: null,
        j: null,
        k: null,
        l: '1_000',
        m: '200ms',
      },
    ]);
    expect(data("a: 2026-11-25\nb: 12:30:00\nc: \"1\"\nd: 'it''s'")).toEqual([
      { a: '2026-11-25', b: '12:30:00', c: '1', d: "it's" },
    ]);
  });

  test('plain keys are taken as written', () => {
    expect(data('1: a\n0x1: b\ntrue: c\nnull: d\n~: e\n"q": f')).toEqual([
      { 1: 'a', '0x1': 'b', true: 'c', null: 'd', '~': 'e', q: 'f' },
    ]);
  });

  test('core tags are allowed where they fit', () => {
    expect(
      data('a: !!str 5\nb: !!int 5\nc: !<tag:yaml.org,2002:float> 5.5\nd: !!map {}\ne: !!seq []'),
    ).toEqual([{ a: '5', b: 5, c: 5.5, d: {}, e: [] }]);
    expect(data('%YAML 1.2\n---\na: no')).toEqual([{ a: 'no' }]);
  });

  test('documents of comments and blanks only are skipped, an explicit null is not', () => {
    for (const text of ['', '\n\n', '# only a comment\n', '---\n', '---\n---\n# x\n...\n', '   ', '\ufeff']) {
      expect(parse(text)).toMatchObject({ documents: [], diagnostics: [] });
    }
    expect(data('--- ~\n---\nnull')).toEqual([null, null]);
    const { documents } = parse('# head\n---\n---\na: 1\n---\n# nothing\n---\nb: 2\n');
    expect(documents.map(({ index, root }) => [index, toData(root)])).toEqual([
      [0, { a: 1 }],
      [1, { b: 2 }],
    ]);
  });

  test('CRLF and a byte order mark change nothing', () => {
    const text = 'a: |\n  one\n  two\nb:\n  - x\n  - "y\n    z"\n';
    expect(data(`\ufeff${text.replaceAll('\n', '\r\n')}`)).toEqual(data(text));
    expect(data(text)).toEqual([{ a: 'one\ntwo\n', b: ['x', 'y z'] }]);
  });

  test('a mistake in one document leaves the others usable', () => {
    const { documents, diagnostics } = parse('a: [1\n---\nb: 2\n---\nc: *x\n---\nd: 4\n');
    expect(diagnostics.map(({ code }) => code)).toEqual(['yaml/syntax', 'yaml/alias-refused']);
    expect(documents.map(({ index, root }) => [index, toData(root)])).toEqual([
      [1, { b: 2 }],
      [3, { d: 4 }],
    ]);
  });

  test('a duplicate, forbidden or impossible key only loses its entry', () => {
    expect(data('a: 1\n__proto__: { polluted: true }\n[x]: 2\na: 3\n: 4\nb: 5')).toEqual([{ a: 1, b: 5 }]);
    expect(codes('a: 1\n__proto__: { polluted: true }\n[x]: 2\na: 3\n: 4\nb: 5')).toEqual([
      'yaml/forbidden-key',
      'yaml/key-not-a-string',
      'yaml/duplicate-key',
      'yaml/key-not-a-string',
    ]);
    expect('polluted' in {}).toBe(false);
  });

  test('keys that other languages would mind are plain keys', () => {
    const [map] = data('constructor: 1\ntoString: 2\nhasOwnProperty: 3');
    expect(Object.entries(map as object)).toEqual([
      ['constructor', 1],
      ['toString', 2],
      ['hasOwnProperty', 3],
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['an unused anchor', 'a: &x 1', ['yaml/alias-refused']],
    ['an anchor without content', 'a: &x', ['yaml/alias-refused']],
    ['an alias without anchor', 'a: *x', ['yaml/alias-refused']],
    ['an alias as key', '*x : 1', ['yaml/alias-refused']],
    ['a merge key', '<<: { a: 1 }', ['yaml/alias-refused']],
    ['a set', 'a: !!set { x }', ['yaml/tag-refused']],
    ['binary', 'a: !!binary aGk=', ['yaml/tag-refused']],
    ['a local tag', 'a: !ref x', ['yaml/tag-refused']],
    ['a non-specific tag', 'a: ! x', ['yaml/tag-refused']],
    ['a tag on a key', '!ref a: x', ['yaml/tag-refused']],
    ['a tag that does not fit', 'a: !!int abc', ['yaml/tag-refused']],
    ['a YAML 1.1 document', '%YAML 1.1\n---\na: yes', ['yaml/directive-refused']],
    ['a tag directive', '%TAG ! tag:x,2000:\n---\na: 1', ['yaml/directive-refused']],
    ['a control character', 'a: "\u0007"', ['yaml/control-character']],
    ['an escape character in a comment', '# \u001b[2J\na: 1', ['yaml/control-character']],
    ['a spelt-out control character', 'a: "\\e[2J"', ['yaml/control-character']],
    ['a spelt-out NUL in a key', '"\\0": 1', ['yaml/control-character']],
    ['half a surrogate pair', 'a: \ud83d', ['yaml/control-character']],
    ['half a surrogate pair spelt out', 'a: "\\uD800"', ['yaml/control-character']],
    ['a line separator', 'a: x\u2028y', ['yaml/control-character']],
    ['a carriage return alone', 'a: 1\rb: 2', ['yaml/control-character']],
    ['a byte order mark inside', 'a: \ufeff1', ['yaml/control-character']],
    ['a flow map as key', '{ a: 1 }: 2', ['yaml/key-not-a-string']],
    ['an escaped forbidden key', '"__\\x70roto__": 1', ['yaml/forbidden-key']],
    ['1 and "1" as keys', '1: a\n"1": b', ['yaml/duplicate-key']],
    ['a second document end', 'a: 1\n}\n', ['yaml/syntax']],
  ])('%s', (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test('quotes make harmless texts of & * ! % <<', () => {
    expect(data('a: "&x"\nb: \'*x\'\nc: "!x"\nd: "%x"\n"<<": 1\ne: a & b * c')).toEqual([
      { a: '&x', b: '*x', c: '!x', d: '%x', '<<': 1, e: 'a & b * c' },
    ]);
    expect(codes('a: |\n  &x\n  *x\n  !x\n')).toEqual([]);
  });

  test('an escaped pair of surrogates is a character', () => {
    expect(data('a: "\\uD83D\\uDE00 \\t\\n"')).toEqual([{ a: '😀 \t\n' }]);
  });
});

const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);

describe('depth', () => {
  test.each([
    ['lists in brackets', '[', ']'],
    ['maps in braces', '{a: ', '}'],
    ['pairs in brackets', '[a: ', ']'],
    ['lists of dashes', '- ', 'x'.slice(1)],
    ['explicit keys', '? ', ''],
  ])('64 levels are read, 65 are not: %s', (_, open, close) => {
    expect(codes(nested(open, close, 64))).not.toContain('yaml/too-deep');
    expect(codes(nested(open, close, 65))).toEqual(['yaml/too-deep']);
  });

  test.each([
    ['[', ''],
    ['[', ']'],
    ['{a: ', ''],
    ['{a: ', '}'],
    ['- ', ''],
    ['? ', ''],
    ['"a": [', ']'],
    ['!!map {? ', '}'],
  ])('100,000 times %j is one error', (open, close) => {
    const { documents, diagnostics } = parse(nested(open, close, 100_000));
    expect(documents).toEqual([]);
    expect(diagnostics).toHaveLength(1);
  });

  test('indentation counts too, and what was read before is kept', () => {
    const lines = Array.from({ length: 70 }, (_, level) => `${' '.repeat(level)}k:`).join('\n');
    const { documents, diagnostics } = parse(`first: 1\n---\n${lines}\n---\nlast: 1\n`);
    expect(documents.map(({ root }) => toData(root))).toEqual([{ first: 1 }]);
    expect(diagnostics).toMatchObject([{ code: 'yaml/too-deep', data: { limit: 64 } }]);
  });
});

test('what looks like an expansion bomb is refused without expanding it', () => {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 60; level += 1) {
    const below = level === 1 ? 'a' : `n${level - 1}`;
    lines.push(`n${level}: &n${level} [${`*${below}, `.repeat(9)}*${below}]`);
  }
  const { documents, diagnostics } = parse(lines.join('\n'));
  expect(documents).toEqual([]);
  expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
    new Set(['yaml/alias-refused', 'yaml/more-problems']),
  );
});

test('of a hopeless file 50 problems are told, and how many more there are', () => {
  const { documents, diagnostics } = parse('a: 1\n'.repeat(1051));
  expect(documents).toHaveLength(1);
  expect(diagnostics).toHaveLength(51);
  expect(diagnostics[0]).toMatchObject({ code: 'yaml/more-problems', data: { hidden: 1000 } });
});

test('the library is left as it was found', () => {
  const before = Error.stackTraceLimit;
  parse('a: [1\n}}}');
  expect(Error.stackTraceLimit).toBe(before);
});
