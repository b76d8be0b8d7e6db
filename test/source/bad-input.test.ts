import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { printPretty } from '../../src/diagnostics/print/pretty.ts';
import { toData } from '../../src/source/data.ts';
import { parseSpecFile } from '../../src/source/parse.ts';
import { readSpec } from '../../src/source/read.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/source');
const seen = new Set<string>();

/** What a person reads about a fixture, and the data that is left for later rooms. */
function look(name: string): string {
  seen.add(name);
  const collector = createCollector();
  const file = readSpec(FIXTURES, name, collector.report);
  const documents = file === undefined ? [] : parseSpecFile(file, collector.report);
  const texts = new Map(file === undefined ? [] : [[name, file.text]]);
  const data = documents.map(({ index, root }) => `#${index} ${JSON.stringify(toData(root))}\n`);
  return printPretty(collector.all(), { texts, color: false }) + data.join('');
}

describe('bad input', () => {
  test('duplicate keys', () => {
    expect(look('duplicate-keys.yaml')).toMatchInlineSnapshot(`
      "duplicate-keys.yaml:7:3  error  yaml/duplicate-key
         6 |   window: 28d
         7 |   objective: 99%
           |   ^^^^^^^^^ the key "objective" is written twice in this map
         Keep one of the two.
         duplicate-keys.yaml:5:3  first written here
         5 |   objective: 99.9%
           |   ^^^^^^^^^
      1 error, 0 warnings
      #0 {"kind":"SLO","metadata":{"name":"fraud-latency"},"spec":{"objective":"99.9%","window":"28d"}}
      "
    `);
  });
  test('tabs', () => {
    expect(look('tabs.yaml')).toMatchInlineSnapshot(`
      "tabs.yaml:3:1  error  yaml/tab
         2 | metadata:
         3 |     name: fraud-latency
           | ^^^^ this line is indented with a tab, which YAML does not allow
         Indent with spaces: two for each level.
      1 error, 0 warnings
      "
    `);
  });
  test('anchors and aliases', () => {
    expect(look('anchors.yaml')).toMatchInlineSnapshot(`
      "anchors.yaml:2:11  error  yaml/alias-refused
         1 | kind: SLO
         2 | metadata: &meta
           |           ^^^^^ anchors ("&meta") are not part of the spec language
         Put shared values into a Defaults object, or into an overlay of an Environment. A text that starts with & or * needs quotes.
      anchors.yaml:5:11  error  yaml/alias-refused
         4 | spec:
         5 |   labels: *meta
           |           ^^^^^ aliases ("*meta") are not part of the spec language
         Put shared values into a Defaults object, or into an overlay of an Environment. A text that starts with & or * needs quotes.
      2 errors, 0 warnings
      "
    `);
  });
  test('merge keys', () => {
    expect(look('merge-keys.yaml')).toMatchInlineSnapshot(`
      "merge-keys.yaml:3:3  error  yaml/alias-refused
         2 | spec:
         3 |   <<: { window: 28d }
           |   ^^ merge keys (\`<<\`) are not part of the spec language
         Put shared values into a Defaults object, or into an overlay of an Environment.
      1 error, 0 warnings
      "
    `);
  });
  test('billion laughs: the first of many, and no data', () => {
    expect(look('billion-laughs.yaml').split('\n').slice(0, 8).join('\n')).toMatchInlineSnapshot(`
      "billion-laughs.yaml:1:1  info  yaml/more-problems
         1 | a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]
           | ^ this file has 31 more problems, not told here
         The first 50 are told. Check whether the file is meant to be a spec.
      billion-laughs.yaml:1:4  error  yaml/alias-refused
         1 | a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]
           |    ^^ anchors ("&a") are not part of the spec language
         Put shared values into a Defaults object, or into an overlay of an Environment. A text that starts with & or * needs quotes."
    `);
    expect(look('billion-laughs.yaml').split('\n').slice(-5).join('\n')).toMatchInlineSnapshot(`
      "   6 | f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
           |                                    ^^ aliases ("*e") are not part of the spec language
         Put shared values into a Defaults object, or into an overlay of an Environment. A text that starts with & or * needs quotes.
      50 errors, 0 warnings, 1 remark
      "
    `);
  });
  test('a NUL byte', () => {
    expect(look('nul.yaml')).toMatchInlineSnapshot(`
      "nul.yaml:3:14  error  file/nul-byte
         there is a NUL byte here, so this is not a text file
         Check whether the file was damaged, or narrow the include pattern if it is no spec file.
      1 error, 0 warnings
      "
    `);
  });
  test('Latin-1', () => {
    expect(look('latin1.yaml')).toMatchInlineSnapshot(`
      "latin1.yaml:5:15  error  file/invalid-utf8
         the byte 0xe9 here is not part of UTF-8 text
         Save the file as UTF-8; letters saved as Latin-1 or Windows-1252 look like this.
      1 error, 0 warnings
      "
    `);
  });
  test('UTF-16', () => {
    expect(look('utf16.yaml')).toMatchInlineSnapshot(`
      "utf16.yaml:1:1  error  file/utf16
         the file is UTF-16, not UTF-8
         Save it as UTF-8.
      1 error, 0 warnings
      "
    `);
  });
  test('CRLF', () => {
    expect(look('crlf.yaml')).toMatchInlineSnapshot(`
      "crlf.yaml:4:3  error  yaml/duplicate-key
         3 |   objective: 99%
         4 |   objective: 98%
           |   ^^^^^^^^^ the key "objective" is written twice in this map
         Keep one of the two.
         crlf.yaml:3:3  first written here
         3 |   objective: 99%
           |   ^^^^^^^^^
      1 error, 0 warnings
      #0 {"kind":"SLO","spec":{"objective":"99%"}}
      "
    `);
  });
  test('a byte order mark', () => {
    expect(look('bom.yaml')).toMatchInlineSnapshot(`
      "bom.yaml:2:15  error  yaml/duplicate-key
         1 | kind: SLO
         2 | spec: { a: 1, a: 2 }
           |               ^ the key "a" is written twice in this map
         Keep one of the two.
         bom.yaml:2:9  first written here
         2 | spec: { a: 1, a: 2 }
           |         ^
      1 error, 0 warnings
      #0 {"kind":"SLO","spec":{"a":1}}
      "
    `);
  });
  test('__proto__', () => {
    expect(look('proto.yaml')).toMatchInlineSnapshot(`
      "proto.yaml:3:3  error  yaml/forbidden-key
         2 | spec:
         3 |   __proto__: { objective: 99% }
           |   ^^^^^^^^^ "__proto__" cannot be a key
         Choose another name: programs in JavaScript give this one a meaning of its own.
      proto.yaml:4:3  error  yaml/forbidden-key
         3 |   __proto__: { objective: 99% }
         4 |   "__proto__": 1
           |   ^^^^^^^^^^^ "__proto__" cannot be a key
         Choose another name: programs in JavaScript give this one a meaning of its own.
      2 errors, 0 warnings
      #0 {"kind":"SLO","spec":{}}
      "
    `);
  });
  test('nothing, and only comments', () => {
    expect(look('empty.yaml')).toBe('0 errors, 0 warnings\n');
    expect(look('comments.yaml')).toBe('0 errors, 0 warnings\n');
  });
  test('one bad document among good ones', () => {
    expect(look('multi-document.yaml')).toMatchInlineSnapshot(`
      "multi-document.yaml:5:7  error  yaml/syntax
         4 | kind: SLO
         5 | name: [b
           |       ^ this list is not closed
         Add the missing ], or indent what belongs to the list.
      1 error, 0 warnings
      #0 {"kind":"Team","name":"a"}
      #2 {"kind":"Model","name":"c"}
      "
    `);
  });
  test('deep nesting', () => {
    expect(look('deep.yaml')).toMatchInlineSnapshot(`
      "deep.yaml:1:72  error  yaml/too-deep
         1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
           |                           ^ lists and maps are nested more than 64 deep here
         The rest of the file was not read.
      1 error, 0 warnings
      "
    `);
  });
  test('a text that would repaint the terminal', () => {
    expect(look('escape-sequences.yaml')).toMatchInlineSnapshot(`
      "escape-sequences.yaml:2:8  error  yaml/control-character
         1 | kind: SLO
         2 | name: "\\x1b[2J\\x1b[31mok"
           |        ^^^^ the file holds the character U+001B, which no spec may hold (and 1 more of this sort)
         Delete it; it often comes with text pasted from elsewhere, or from a file that is not text.
      1 error, 0 warnings
      "
    `);
  });
  test('a picture', () => {
    expect(look('not-a-spec.yaml')).toMatchInlineSnapshot(`
      "not-a-spec.yaml:1:1  error  file/invalid-utf8
         the byte 0x89 here is not part of UTF-8 text
         Save the file as UTF-8; letters saved as Latin-1 or Windows-1252 look like this.
      1 error, 0 warnings
      "
    `);
  });
  test('no fixture is forgotten', () => {
    expect([...seen].toSorted()).toEqual(readdirSync(FIXTURES).toSorted());
  });
});
