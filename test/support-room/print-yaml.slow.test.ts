import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, isMap, isSeq, type Node, parse, stringify } from 'yaml';
import { printYaml, type YamlStyle } from '../../src/support/print-yaml.ts';

const SEED = 20_261_129;

function asPackageWrites(data: unknown): string {
  return stringify(data, {
    lineWidth: 0,
    blockQuote: 'literal',
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
    indentSeq: true,
  });
}

function dressed(data: object, style: Required<YamlStyle>): string {
  const document = new Document(data, {
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  dress(document.contents, data, style, '');
  return document.toString({
    lineWidth: 0,
    blockQuote: 'literal',
    indentSeq: true,
    flowCollectionPadding: false,
  });
}

function dress(node: Node | null, value: unknown, style: Required<YamlStyle>, key?: string): void {
  if (isSeq<Node>(node) && Array.isArray(value)) {
    if (key !== undefined && style.isInline(value, key)) node.flow = true;
    for (const [index, item] of node.items.entries()) dress(item, value[index], style);
  } else if (isMap<Node, Node>(node)) {
    const map = value as Readonly<Record<string, unknown>>;
    const comment = style.commentOf(map);
    if (comment !== undefined) node.commentBefore = comment.replace(/^/gm, ' ');
    if (style.isInline(map, key)) node.flow = true;
    for (const pair of node.items) dress(pair.value, map[String(pair.key)], style, String(pair.key));
  }
}

/** Pieces that YAML gives a meaning of their own, at one place of a text or another. */
const PIECES: readonly string[] = [
  ['a', 'Word', 'sum(rate(x{job="a"}[5m]))', '5m', '30', '1.5e3', 'e5', 'E-3', '0x1F', '0o7', '0b1', '1_000'],
  ['1:30', '12:30:45', '2026-11-29', '2026-11-29T10:00:00Z', '.inf', '.NaN', '<<', '=', '~', 'null'],
  [
    'yes',
    'No',
    'y',
    'N',
    'on',
    'OFF',
    'true',
    'False',
    'yEs',
    ' ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '\n ',
    ' \n',
    '\r',
    '\r\n',
  ],
  [
    ':',
    ': ',
    ' #',
    '#',
    '-',
    '- ',
    '---',
    '...',
    '%',
    '?',
    '? ',
    '!',
    '&',
    '*',
    '@',
    '`',
    ',',
    '[',
    ']',
    '{',
    '}',
  ],
  [
    '|',
    '>',
    '"',
    "'",
    '\\',
    '\\n',
    '\\u0041',
    '/',
    '(',
    '_',
    '{{ $value | humanizePercentage }}',
    'x'.repeat(45),
  ],
  [
    'ü',
    '世界',
    '🙂',
    '\u0000',
    '\u0007',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\ufeff',
  ],
  ['\ud800', '\udc00', 'long words in a line that any folding would break '.repeat(4)],
].flat();

const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);
const key = fc.oneof({ weight: 8, arbitrary: fc.stringMatching(/^[A-Za-z_][\w-]{0,12}$/) }, text);
const scalar = fc.oneof(
  { weight: 8, arbitrary: text },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, undefined),
);
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('data'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('data')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('printYaml', () => {
  it('writes every text as the yaml package does, as value, as list item and as key', () => {
    fc.assert(
      fc.property(text, (value) => {
        for (const each of [{ k: value }, [value], [[value], { a: { b: [value] } }], { [value]: 'v' }])
          expect(printYaml(each)).toBe(asPackageWrites(each));
      }),
      { seed: SEED, numRuns: 4000 },
    );
  });

  it('writes all sorts of nested data as the yaml package does', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(printYaml(value)).toBe(asPackageWrites(value));
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('writes comments, and lists and maps on one line, as the package does', () => {
    const styled = fc.record({
      value: data,
      comment: fc.constantFrom(undefined, 'one line', 'two\nlines', 'a gap\n\nbetween'),
      inline: fc.constantFrom('a', 'start_time', 'k'),
    });
    const never = { commentOf: () => undefined, isInline: () => false };
    const inlineKey = fc.tuple(fc.constantFrom('a', 'start_time', 'k'), data);
    fc.assert(
      fc.property(styled, fc.array(inlineKey, { maxLength: 3 }), ({ value, comment, inline }, entries) => {
        const all = { list: [value, Object.fromEntries(entries)], ...Object.fromEntries(entries) };
        // Comments inside of what stands on one line would end it.
        const styles = {
          commentOf: (map: object) => (Object.keys(map).length % 2 === 1 ? comment : undefined),
          isInline: (each: object, key?: string) => (key === undefined ? inline in each : key === inline),
        };
        for (const name of ['commentOf', 'isInline'] as const) {
          const style = { ...never, [name]: styles[name] };
          expect(printYaml(all, '', style)).toBe(dressed(all, style));
        }
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('is read back as what it was told, a rule with an expression over several lines included', () => {
    const rules = [
      {
        record: 'a:b:c',
        expr: 'sum(\n  x\n)\n/ 2',
        labels: { level: '1', env: 'prod', off: 'off', size: '1_0' },
      },
      {
        alert: 'A',
        expr: 'x > 0',
        for: '5m',
        annotations: { summary: 'a: "b"', impact: "it's: so", empty: '' },
      },
    ];
    const printed = printYaml({ groups: [{ name: 'g', interval: '30s', rules }] });
    expect(parse(printed)).toEqual({ groups: [{ name: 'g', interval: '30s', rules }] });
    expect(printed).toContain(
      '        expr: |-\n          sum(\n            x\n          )\n          / 2\n',
    );
  });

  it('leaves out what is undefined, and leaves objects with a notation of their own to the package', () => {
    expect(printYaml({ a: undefined, b: [], c: {}, d: { e: undefined } })).toBe('b: []\nc: {}\nd: {}\n');
    expect(printYaml({ at: new Date(0) })).toBe(asPackageWrites({ at: new Date(0) }));
    expect(printYaml({ map: new Map([['a', 1]]) })).toBe('map:\n  a: 1\n');
  });
});
