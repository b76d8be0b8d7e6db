import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { readClean } from '../../src/source/clean.ts';
import { parseFully } from '../../src/source/parse.ts';
import { exampleFiles } from '../support/example-documents.ts';

const SEED = 20_261_129;

/** Either declined, or the same documents as the full parser's, which then has nothing to tell. */
function agrees(text: string): boolean {
  const file = { path: 'models/a.yaml', text };
  const clean = readClean(file);
  if (clean === undefined) return false;
  const findings: Diagnostic[] = [];
  const full = parseFully(file, (diagnostic) => findings.push(diagnostic));
  expect({ text, findings, documents: clean }).toEqual({ text, findings: [], documents: full });
  return true;
}

const CORPUS = [
  'a: 1\nb:\n  - x\n  - y: 2\n    z:\n    - 3\n    - - 4\n      - 5\nc: {d: [e, {f: g}], h: "i # j"} # k\n',
  '# only a comment\n',
  '---\na: b\n---\n# nothing\n---\nc:\nd:   # nothing\n',
  'a: \'it\'\'s\'\nb: "\\"q\\" \\n"\nc: {}\nd: []\ne: ~\nf: [ ]\ng: { }',
  'a: 2026-11-29\nb: 09:00\nc: -1.50\nd: 0x1F\n',
  'a: 99.9%\nb: [1, -2, 3.5, true, null, 60% of same-time-last-week]\nc: http://x/y#z\nd: é ü\n',
  '- a\n-   b: c\n    d: e\n- [f]\n',
  'spec:\n  env: { a.b/c-d: "x", e: y z }\n\n  # comment\n  list:\n  - { name: a, sli: { type: b } }\n\n\nlast: x\n',
  ...exampleFiles().map(({ text }) => text),
];

/** Characters and lines that change what a text means. */
const PIECES: readonly string[] = [
  [
    ' ',
    '  ',
    '\n',
    ':',
    ': ',
    '#',
    ' #',
    '-',
    '- ',
    ',',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\\',
    '|',
    '>',
    '&a',
    '*a',
  ],
  [
    '!',
    '%',
    '?',
    '@',
    '`',
    '~',
    '---\n',
    '...\n',
    '0',
    '1e3',
    '.5',
    '+1',
    'true',
    'null',
    'a',
    'a: ',
    '<<: ',
  ],
  [
    '\t',
    '\r',
    '\u00a0',
    '\u2028',
    'é',
    '🙂',
    '\n\n',
    '\n  ',
    '=',
    '.',
    '/',
    '$',
    '(',
    '"a": b\n',
    '-\n',
    '? a\n',
  ],
  ['!!str ', '\\"', "''", 'a:\n', '__proto__: a\n'],
].flat();

interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly piece: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.constantFrom(0, 0, 0, 1, 1, 2, 8),
  piece: fc.constantFrom('', '', ...PIECES),
});

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, { at, removed, piece }) => {
    const from = Math.floor(at * before.length);
    return before.slice(0, from) + piece + before.slice(from + removed);
  }, text);
}

const key = fc.stringMatching(/^[A-Za-z_][\w./-]{0,8}$/);
const word = fc.oneof(
  fc.stringMatching(/^[\w.%$(+~/-]{1,8}$/),
  fc.constantFrom(
    ...PIECES,
    'two words',
    'a:b',
    'a#b',
    "it's",
    'say "so"',
    '30d',
    '09:00',
    'Null',
    '-0',
    '007',
    '1.',
    '-',
  ),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    word,
    fc.array(tie('data'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('data')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('the reader of clean files', () => {
  it('knows the examples and most of the shapes that specs have', () => {
    const known = CORPUS.filter(agrees);
    expect(known.length / CORPUS.length).toBeGreaterThan(0.9);
  });

  it.each([
    ['an alias', 'a: &x 1\nb: *x\n'],
    ['a key written twice', 'a: 1\na: 2\n'],
    ['a forbidden key', 'a: { __proto__: 1 }\n'],
    ['a line that goes on', 'a: b\n  c\n'],
    ['a block text', 'a: |\n  b\n'],
    ['a list over several lines', 'a: [b,\n  c]\n'],
    ['a nested key', 'a: b: c\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['a tab', 'a:\tb\n'],
    ['another column', 'a: 1\n b: 2\n'],
    ['a text alone', 'a\n'],
    ['an escape of YAML only', 'a: "\\x41"\n'],
  ])('leaves %s to the full parser', (_what, text) => {
    expect(readClean({ path: 'a.yaml', text })).toBeUndefined();
  });

  it('reads mutants of specs as the full parser does, or leaves them to it', () => {
    let known = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...CORPUS),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (text, edits) => {
          if (agrees(edited(text, edits))) known += 1;
        },
      ),
      { seed: SEED, numRuns: 3000 },
    );
    expect(known).toBeGreaterThan(200);
  });

  it('reads data in all styles of writing as the full parser does, or leaves it to it', () => {
    let known = 0;
    const style = fc.record({
      indent: fc.constantFrom(2, 3, 4),
      indentSeq: fc.boolean(),
      collectionStyle: fc.constantFrom<'any' | 'block' | 'flow'>('any', 'block', 'flow'),
      lineWidth: fc.constantFrom(0, 40),
      singleQuote: fc.boolean(),
      flowCollectionPadding: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, data), { minLength: 1, maxLength: 3 }),
        style,
        (entries, options) => {
          if (agrees(stringify(Object.fromEntries(entries), options))) known += 1;
        },
      ),
      { seed: SEED, numRuns: 2000 },
    );
    expect(known).toBeGreaterThan(500);
  });
});
