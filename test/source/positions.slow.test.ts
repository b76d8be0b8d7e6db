import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Span } from '../../src/diagnostics/span.ts';
import { fromData, mapNode, scalarNode, seqNode, toData } from '../../src/source/data.ts';
import { nodeAt, spanOf } from '../../src/source/locate.ts';
import type { SpecNode } from '../../src/source/node.ts';
import { createLocator, fileSpan } from '../../src/source/positions.ts';
import { spanWithin } from '../../src/source/scalar-span.ts';
import { parse, parseOne } from './helpers.ts';

const slice = (text: string, span: Span) => text.slice(span.start.offset, span.end.offset);

describe('line and column', () => {
  test('count from 1, in UTF-16 code units; CR belongs to its line', () => {
    const locate = createLocator('ab\r\n😀x\n\nend');
    const at = (offset: number) => {
      const { line, column } = locate(offset);
      return `${line}:${column}`;
    };
    expect([0, 2, 3, 4, 6, 7, 8, 9, 11, 12].map(at)).toEqual([
      '1:1',
      '1:3',
      '1:4',
      '2:1',
      '2:3',
      '2:4',
      '3:1',
      '4:1',
      '4:3',
      '4:4',
    ]);
    expect(locate(99)).toEqual({ offset: 12, line: 4, column: 4 });
    expect(locate(-1)).toEqual({ offset: 0, line: 1, column: 1 });
  });
});

/** Every key and value of a tree with the text its span covers. */
function covered(text: string, node: SpecNode, path = '$'): string[] {
  const own = `${path} = ${JSON.stringify(slice(text, node.span))}`;
  if (node.type === 'scalar') return [own];
  if (node.type === 'seq') {
    return [own, ...node.items.flatMap((item, at) => covered(text, item, `${path}[${at}]`))];
  }
  return [
    own,
    ...[...node.entries.values()].flatMap(({ key, keySpan, value }) => [
      `key ${JSON.stringify(slice(text, keySpan))}`,
      ...covered(text, value, `${path}.${key}`),
    ]),
  ];
}

describe('what spans cover', () => {
  test('block style: no line ends, comments or blank lines behind', () => {
    const text = `# head
kind: SLO  # what
spec:
  "objective": 99.9%

  # between
  list:
    - one   # 1
    -
    - k: v
  text: |
    first
      second

  folded: >-
    a
    b
  empty:
# tail
last: 'x
  y'
`;
    expect(covered(text, parseOne(text).root)).toMatchInlineSnapshot(`
      [
        "$ = "kind: SLO  # what\\nspec:\\n  \\"objective\\": 99.9%\\n\\n  # between\\n  list:\\n    - one   # 1\\n    -\\n    - k: v\\n  text: |\\n    first\\n      second\\n\\n  folded: >-\\n    a\\n    b\\n  empty:\\n# tail\\nlast: 'x\\n  y'"",
        "key "kind"",
        "$.kind = "SLO"",
        "key "spec"",
        "$.spec = "\\"objective\\": 99.9%\\n\\n  # between\\n  list:\\n    - one   # 1\\n    -\\n    - k: v\\n  text: |\\n    first\\n      second\\n\\n  folded: >-\\n    a\\n    b\\n  empty"",
        "key "\\"objective\\""",
        "$.spec.objective = "99.9%"",
        "key "list"",
        "$.spec.list = "- one   # 1\\n    -\\n    - k: v"",
        "$.spec.list[0] = "one"",
        "$.spec.list[1] = "-"",
        "$.spec.list[2] = "k: v"",
        "key "k"",
        "$.spec.list[2].k = "v"",
        "key "text"",
        "$.spec.text = "|\\n    first\\n      second"",
        "key "folded"",
        "$.spec.folded = ">-\\n    a\\n    b"",
        "key "empty"",
        "$.spec.empty = "empty"",
        "key "last"",
        "$.last = "'x\\n  y'"",
      ]
    `);
  });

  test('flow style: brackets included', () => {
    const text = 'a: { b: [1, "two" ], c, d: }  # x\ne: [\n  {f: 1},\n  g: 2\n]\n';
    expect(covered(text, parseOne(text).root)).toMatchInlineSnapshot(`
      [
        "$ = "a: { b: [1, \\"two\\" ], c, d: }  # x\\ne: [\\n  {f: 1},\\n  g: 2\\n]"",
        "key "a"",
        "$.a = "{ b: [1, \\"two\\" ], c, d: }"",
        "key "b"",
        "$.a.b = "[1, \\"two\\" ]"",
        "$.a.b[0] = "1"",
        "$.a.b[1] = "\\"two\\""",
        "key "c"",
        "$.a.c = "c"",
        "key "d"",
        "$.a.d = "d"",
        "key "e"",
        "$.e = "[\\n  {f: 1},\\n  g: 2\\n]"",
        "$.e[0] = "{f: 1}"",
        "key "f"",
        "$.e[0].f = "1"",
        "$.e[1] = "g: 2"",
        "key "g"",
        "$.e[1].g = "2"",
      ]
    `);
  });

  test('CRLF and a byte order mark', () => {
    const text = '\ufeffa: 1\r\nb:\r\n  - x\r\n  - |\r\n    y\r\nc:\r\n';
    expect(covered(text, parseOne(text).root)).toMatchInlineSnapshot(`
      [
        "$ = "a: 1\\r\\nb:\\r\\n  - x\\r\\n  - |\\r\\n    y\\r\\nc"",
        "key "a"",
        "$.a = "1"",
        "key "b"",
        "$.b = "- x\\r\\n  - |\\r\\n    y"",
        "$.b[0] = "x"",
        "$.b[1] = "|\\r\\n    y"",
        "key "c"",
        "$.c = "c"",
      ]
    `);
  });

  test('tags and anchors stand outside', () => {
    const text = 'a: !!str 1\nb: !!map\n  c: 1\n';
    expect(covered(text, parseOne(text).root)).toMatchInlineSnapshot(`
      [
        "$ = "a: !!str 1\\nb: !!map\\n  c: 1"",
        "key "a"",
        "$.a = "1"",
        "key "b"",
        "$.b = "c: 1"",
        "key "c"",
        "$.b.c = "1"",
      ]
    `);
  });

  test('offsets, lines and columns agree', () => {
    const text = 'a: 1\nbé😀: [x, yy]\n';
    const span = spanOf(parseOne(text).root, ['bé😀', 1], 'value');
    expect(span).toEqual({
      file: 'spec.yaml',
      start: { offset: 15, line: 2, column: 11 },
      end: { offset: 17, line: 2, column: 13 },
    });
  });
});

describe('paths', () => {
  const text = 'spec:\n  sli: { type: latency }\n  levels:\n    - notify: a\n    - notify: b\n';
  const { root } = parseOne(text);

  test('nodeAt finds values, or nothing', () => {
    expect(nodeAt(root, ['spec', 'levels', 1, 'notify'])).toMatchObject({ value: 'b' });
    expect(nodeAt(root, [])).toBe(root);
    for (const path of [
      ['spek'],
      ['spec', 'levels', 2],
      ['spec', 'levels', 'x'],
      ['spec', 'sli', 'type', 'x'],
      ['spec', 0],
    ]) {
      expect(nodeAt(root, path)).toBeUndefined();
    }
  });

  test.each([
    [['spec', 'sli'], 'key', 'sli'],
    [['spec', 'sli'], 'value', '{ type: latency }'],
    [['spec', 'sli', 'threshold'], 'key', 'sli'],
    [['spec', 'sli', 'threshold'], 'value', '{ type: latency }'],
    [['spec', 'sli', 'type', 'deep', 'er'], 'value', 'latency'],
    [['spec', 'levels', 1, 'notify'], 'key', 'notify'],
    [['spec', 'levels', 1], 'key', 'notify: b'],
    [['spec', 'levels', 7], 'key', 'levels'],
    [['metadata', 'name'], 'key', text.trimEnd()],
  ] as const)('spanOf %j as %s is the nearest place that exists', (path, what, expected) => {
    expect(slice(text, spanOf(root, path, what))).toBe(expected);
  });
});

describe('built nodes', () => {
  const span = fileSpan('builtin');

  test('fromData is the opposite of toData, with the given place and layer everywhere', () => {
    const data = { a: [1, 'x', null, true], b: { c: {} }, gone: undefined };
    const layer = { kind: 'builtin', name: 'defaults' } as const;
    const node = fromData(data, span, layer);
    expect(toData(node)).toEqual({ a: [1, 'x', null, true], b: { c: {} } });
    expect(nodeAt(node, ['a', 1])).toEqual({ type: 'scalar', value: 'x', span, layer });
    expect(fromData('x', span)).toEqual({ type: 'scalar', value: 'x', span });
  });

  test('mapNode keeps the first of two equal keys', () => {
    const node = mapNode(
      [
        ['k', scalarNode(1, span)],
        ['k', scalarNode(2, span)],
        ['l', seqNode([scalarNode(null, span)], span)],
      ],
      span,
    );
    expect(toData(node)).toEqual({ k: 1, l: [null] });
    expect([...node.entries.keys()]).toEqual(['k', 'l']);
  });
});

/** What the given words of the value of `q` cover in the source. */
const places = (text: string, ...words: string[]) => {
  const document = parseOne(text);
  const node = nodeAt(document.root, ['q']);
  if (node?.type !== 'scalar' || typeof node.value !== 'string') throw new Error('q is not a text');
  const { value } = node;
  return words.map((word) => {
    const at = value.indexOf(word);
    return slice(text, spanWithin(document.file, node, at, at + word.length));
  });
};

describe('spanWithin', () => {
  test.each([
    ['plain', 'q: sum(rate(x[5m]))\n'],
    ['plain over two lines', 'q: sum(\n  rate(x[5m]))\n'],
    ['single quotes', "q: 'it''s sum(rate(x[5m]))'\n"],
    ['double quotes', 'q: "a \\"b\\" \\\\ sum(rate(x[5m]))"\n'],
    ['literal', 'q: |\n    sum(\n      rate(x[5m])\n    )\nz: 1\n'],
    ['folded, CRLF', 'q: >-\r\n    sum(\r\n    rate(x[5m])\r\n    )\r\n'],
  ])('%s', (_, text) => {
    expect(places(text, 'sum', 'rate', '5m', ')')).toEqual(['sum', 'rate', '5m', ')']);
  });

  test('an empty stretch and the end of the text are points', () => {
    const text = 'q: "abc"\n';
    const { file, root } = parseOne(text);
    const node = nodeAt(root, ['q']);
    if (node?.type !== 'scalar') throw new Error('q is not a text');
    expect(spanWithin(file, node, 1, 1)).toMatchObject({ start: { column: 6 }, end: { column: 6 } });
    expect(spanWithin(file, node, 3, 3)).toMatchObject({ start: { column: 8 }, end: { column: 8 } });
    expect(spanWithin(file, node, 2, 99)).toMatchObject({ start: { column: 7 }, end: { column: 8 } });
  });

  test('what cannot be matched is meant as a whole', () => {
    expect(places('q: "\\x61bc"\n', 'bc')).toEqual(['"\\x61bc"']);
    const { file, root } = parseOne('q: 12\n');
    const node = nodeAt(root, ['q']);
    if (node?.type !== 'scalar') throw new Error('q is not a scalar');
    expect(spanWithin(file, node, 0, 1)).toBe(node.span);
  });
});

describe('properties', () => {
  /** Text that leans towards YAML's own signs. */
  const yamlish = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...'{}[],:?-&*!|>\'"%@`#~ \n\t'.split(''),
          '\r\n',
          ': ',
          '- ',
          '? ',
          '\n  ',
          '---\n',
          '...\n',
          '<<: ',
        ),
        fc.constantFrom(
          'a',
          'b',
          '__proto__',
          '!!str ',
          '&x ',
          '*x',
          '%YAML 1.1\n',
          '\\',
          '\u0000',
          '\ud800',
          '\ufeff',
          'é',
          '😀',
        ),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));

  test('any text is read or refused, never a crash, and every span lies in the text', () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        const { documents, diagnostics } = parse(text);
        for (const { root } of documents) checkSpans(text, root);
        for (const { span, related = [] } of diagnostics) {
          for (const one of [span, ...related.map((place) => place.span)]) {
            expect(one).toBeDefined();
            if (one !== undefined) checkSpan(text, one);
          }
        }
      }),
      { seed: 4, numRuns: 3000 },
    );
  });

  test('a tree printed and parsed again has the same data', () => {
    const key = fc
      .string({ unit: 'grapheme', maxLength: 8 })
      .filter((text) => text !== '__proto__' && text !== '<<');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          '',
          ' ',
          'null',
          '~',
          '12',
          'true',
          '- a',
          'a: b',
          '# x',
          'x\ny\n',
          '\n x',
          '"',
          "'",
          '&a',
          '*a',
          '!t',
          '%',
        ),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(
        tree,
        fc.constantFrom(
          {},
          { lineWidth: 0 },
          { collectionStyle: 'flow' as const },
          { defaultStringType: 'QUOTE_SINGLE' as const },
        ),
        (data, options) => {
          // Shared objects would be printed as aliases.
          const text = stringify({ data }, { aliasDuplicateObjects: false, ...options });
          const { documents, printed } = parse(text);
          expect(printed).toBe('0 errors, 0 warnings\n');
          expect(documents.map(({ root }) => toData(root))).toEqual([{ data }]);
        },
      ),
      { seed: 5, numRuns: 1000 },
    );
  });

  test('line ends do not matter to data', () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        const unix = text.replaceAll('\r', '');
        const dos = unix.replaceAll('\n', '\r\n');
        expect(parse(dos).documents.map(({ root }) => toData(root))).toEqual(
          parse(unix).documents.map(({ root }) => toData(root)),
        );
      }),
      { seed: 6, numRuns: 1000 },
    );
  });
});

function checkSpans(text: string, node: SpecNode): void {
  checkSpan(text, node.span);
  const inside = node.type === 'seq' ? node.items : node.type === 'map' ? [...node.entries.values()] : [];
  for (const child of inside) {
    if ('keySpan' in child) {
      checkSpan(text, child.keySpan);
      expect(child.keySpan.start.offset).toBeGreaterThanOrEqual(node.span.start.offset);
    }
    const value = 'keySpan' in child ? child.value : child;
    expect(value.span.start.offset).toBeGreaterThanOrEqual(node.span.start.offset);
    expect(value.span.end.offset).toBeLessThanOrEqual(node.span.end.offset);
    checkSpans(text, value);
  }
}

function checkSpan(text: string, { start, end }: Span): void {
  const locate = createLocator(text);
  expect(start).toEqual(locate(start.offset));
  expect(end).toEqual(locate(end.offset));
  expect(start.offset).toBeLessThanOrEqual(end.offset);
  expect(end.offset).toBeLessThanOrEqual(text.length);
}
