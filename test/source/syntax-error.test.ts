import { describe, expect, test } from 'vitest';
import { parse } from './helpers.ts';

/** What a person reads for each of the mistakes people make most. */
const printed = (text: string) => parse(text).printed.replace(/\n.*\n$/, '\n');

describe('syntax errors in plain words', () => {
  test('a tab', () => {
    expect(printed('spec:\n\tmodel: x\n')).toMatchInlineSnapshot(`
      "spec.yaml:2:1  error  yaml/tab
         1 | spec:
         2 |     model: x
           | ^^^^ this line is indented with a tab, which YAML does not allow
         Indent with spaces: two for each level.
      "
    `);
  });
  test('a tab after blanks, and one inside brackets', () => {
    expect(printed('spec:\n  \tmodel: x\n')).toMatchInlineSnapshot(`
      "spec.yaml:2:3  error  yaml/tab
         1 | spec:
         2 |     model: x
           |   ^^ this line is indented with a tab, which YAML does not allow
         Indent with spaces: two for each level.
      "
    `);
    expect(printed('list: [a,\n\tb]\n')).toMatchInlineSnapshot(`
      "spec.yaml:2:1  error  yaml/tab
         1 | list: [a,
         2 |     b]
           | ^^^^ this line is indented with a tab, which YAML does not allow
         Indent with spaces: two for each level.
      "
    `);
  });
  test('a colon in a text', () => {
    expect(printed('hint: see: the runbook\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:7  error  yaml/syntax
         1 | hint: see: the runbook
           |       ^ this text has \`: \` in it, which would make a key of it
         Put the text in quotes.
      "
    `);
  });
  test('a key one column too far right', () => {
    expect(printed('metadata:\n  name: x\n   team: y\n')).toMatchInlineSnapshot(`
      "spec.yaml:3:4  error  yaml/syntax
         2 |   name: x
         3 |    team: y
           |    ^ this line is indented deeper than its siblings, though the value above is complete
         Start keys of one map in the same column.
      "
    `);
  });
  test('a key one column too far left', () => {
    expect(printed('spec:\n    a: 1\n  b: 2\n')).toMatchInlineSnapshot(`
      "spec.yaml:3:3  error  yaml/syntax
         2 |     a: 1
         3 |   b: 2
           |   ^ the indentation of this line fits none of the lines above
         Start keys of one map, and dashes of one list, in the same column.
      "
    `);
  });
  test('a missing colon', () => {
    expect(printed('a: 1\nname\nb: 2\n')).toMatchInlineSnapshot(`
      "spec.yaml:2:1  error  yaml/syntax
         1 | a: 1
         2 | name
           | ^^^^ no \`: \` follows this key
         A key and its value are written as \`key: value\`, on one line or with the value indented below.
      "
    `);
  });
  test('a bracket that is not closed', () => {
    expect(printed('levels: [a, b\nnext: 1\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:9  error  yaml/syntax
         1 | levels: [a, b
           |         ^ this list is not closed
         Add the missing ], or indent what belongs to the list.
      "
    `);
    expect(printed('sli: { type: latency\nnext: 1\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:6  error  yaml/syntax
         1 | sli: { type: latency
           |      ^ this map is not closed
         Add the missing }, or indent what belongs to the map.
      "
    `);
    expect(printed('[a, b\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:1  error  yaml/syntax
         1 | [a, b
           | ^ this list is not closed
         Add the missing ], or indent what belongs to the list.
      "
    `);
  });
  test('a bracket too many', () => {
    expect(printed('sli: { type: latency }}\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:23  error  yaml/syntax
         1 | sli: { type: latency }}
           |                       ^ a closing bracket without an opening one
         Delete it, or add the opening one.
      "
    `);
  });
  test('a missing comma', () => {
    expect(printed('sli: { type: "a" threshold: 1 }\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:14  error  yaml/syntax
         1 | sli: { type: "a" threshold: 1 }
           |              ^^^^^^^^^^^^^^^^^ a comma is missing here, or an inner list or map has no brackets of its own
         Inside [ ] and { } write [a, b] or { key: value, other: value }.
      "
    `);
  });
  test('a quote that is not closed', () => {
    expect(printed('a: 1\nname: "fraud\nteam: x\n')).toMatchInlineSnapshot(`
      "spec.yaml:2:7  error  yaml/syntax
         1 | a: 1
         2 | name: "fraud
           |       ^ this quoted text is not closed
         Inside single quotes an apostrophe is written twice.
      "
    `);
    expect(printed("note: 'it's late'\n")).toMatchInlineSnapshot(`
      "spec.yaml:1:11  error  yaml/syntax
         1 | note: 'it's late'
           |           ^^^^^^^ something follows here after the value has ended
         Put the whole text in quotes, or move what follows to a line of its own.
      "
    `);
  });
  test('text behind a quote', () => {
    expect(printed('name: "fraud" detector\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:15  error  yaml/syntax
         1 | name: "fraud" detector
           |               ^^^^^^^^ something follows here after the value has ended
         Put the whole text in quotes, or move what follows to a line of its own.
      "
    `);
  });
  test('an unknown escape', () => {
    expect(printed('match: "prod\\-.*"\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:13  error  yaml/syntax
         1 | match: "prod\\-.*"
           |             ^ the text in double quotes has an unknown escape, \\-
         Write \`\\\\\` for a backslash, or use single quotes, which know no escapes.
      "
    `);
  });
  test('a reserved first character', () => {
    expect(printed('channel: @oncall\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:10  error  yaml/syntax
         1 | channel: @oncall
           |          ^ a text without quotes cannot start with @
         Put the text in quotes.
      "
    `);
    expect(printed('query: `up`\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:8  error  yaml/syntax
         1 | query: \`up\`
           |        ^ a text without quotes cannot start with \`
         Put the text in quotes.
      "
    `);
    expect(printed('name: %x\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:7  error  yaml/syntax
         1 | name: %x
           |       ^ a text without quotes cannot start with %
         Put the text in quotes.
      "
    `);
  });
  test('a template of another tool', () => {
    expect(printed('name: {{ .Values.name }}\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:8  error  yaml/key-not-a-string
         1 | name: {{ .Values.name }}
           |        ^^^^^^^^^^^^^^^^ a key must be a word, not a list or a map
         A text that begins with { needs quotes.
      "
    `);
    expect(printed('{% if x %}\nname: x\n{% endif %}\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:2  error  yaml/syntax
         1 | {% if x %}
           |  ^ a text without quotes cannot start with %
         Put the text in quotes.
      "
    `);
  });
  test('a dash on the line of its key', () => {
    expect(printed('levels: - a\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:9  error  yaml/syntax
         1 | levels: - a
           |         ^ a list of dashes begins on the line below its key
      "
    `);
  });
  test('a list that goes on as a map', () => {
    expect(printed('- a\nb: 1\n')).toMatchInlineSnapshot(`
      "spec.yaml:2:1  error  yaml/syntax
         1 | - a
         2 | b: 1
           | ^ this line does not go on with what stands above it
         A document is one map or one list: check dashes and indentation.
      "
    `);
  });
  test('a text that is not indented enough', () => {
    expect(printed('text: |\n    a\n  b\n')).toMatchInlineSnapshot(`
      "spec.yaml:3:3  error  yaml/syntax
         2 |     a
         3 |   b
           |   ^ the indentation of this line fits none of the lines above
         Start keys of one map, and dashes of one list, in the same column.
      "
    `);
  });
  test('a merge conflict', () => {
    expect(printed('a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n')).toMatchInlineSnapshot(`
      "spec.yaml:2:1  error  yaml/syntax
         1 | a: 1
         2 | <<<<<<< HEAD
           | ^^^^^^^^^^^^ a merge conflict was left in this file
         Resolve it, and delete the marks.
      "
    `);
  });
  test('a comment without a blank before it', () => {
    expect(printed('a: "x"# why\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:7  error  yaml/syntax
         1 | a: "x"# why
           |       ^^^^^ a comment needs a blank before its #
      "
    `);
  });
  test('a file that is no YAML at all', () => {
    expect(printed('}\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:1  error  yaml/syntax
         1 | }
           | ^ a closing bracket without an opening one
         Delete it, or add the opening one.
      "
    `);
    expect(printed('<html>\n<body class="x">: </body>\n')).toMatchInlineSnapshot(`
      "spec.yaml:1:1  error  yaml/syntax
         1 | <html>
           | ^^^^^^ no \`: \` follows this key
         A key and its value are written as \`key: value\`, on one line or with the value indented below.
      "
    `);
  });
});
