import { describe, expect, it } from 'vitest';
import { look, minimalWith, object } from '../support/bad-input.ts';

const RUNBOOK = object('Runbook', 'more', '{}');
const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

describe('a file that is no YAML spec is told at its place', () => {
  it.each<[string, string | Uint8Array, readonly string[]]>([
    ['a tab', RUNBOOK.replace('spec: {}', 'spec:\n\tsteps: []'), ['more.yaml:5:1 yaml/tab']],
    ['a key written twice', `${RUNBOOK}spec: {}\n`, ['more.yaml:5:1 yaml/duplicate-key']],
    ['an anchor', RUNBOOK.replace('spec: {}', 'spec: &a {}'), ['more.yaml:4:7 yaml/alias-refused']],
    [
      'an alias',
      RUNBOOK.replace('spec: {}', 'spec: { steps: &a [], firstLook: *a }'),
      ['more.yaml:4:16 yaml/alias-refused', 'more.yaml:4:34 yaml/alias-refused'],
    ],
    [
      'a merge key',
      RUNBOOK.replace('spec: {}', 'spec: { <<: { steps: [] } }'),
      ['more.yaml:4:9 yaml/alias-refused'],
    ],
    ['a tag', RUNBOOK.replace('spec: {}', 'spec: !!js/function x'), ['more.yaml:4:7 yaml/tag-refused']],
    [
      'a bracket that is not closed',
      RUNBOOK.replace('spec: {}', 'spec: { steps: [ }'),
      ['more.yaml:4:16 yaml/syntax'],
    ],
    ['a NUL byte', bytes(RUNBOOK, 0, '\n'), ['more.yaml:5:1 file/nul-byte']],
    [
      'Latin-1',
      bytes(RUNBOOK.replace('spec: {}', 'spec: { steps: [caf'), 0xe9, '] }\n'),
      ['more.yaml:5:1 file/invalid-utf8'],
    ],
    ['UTF-16', Buffer.from(`\ufeff${RUNBOOK}`, 'utf16le'), ['more.yaml:1:1 file/utf16']],
    ['a control character', RUNBOOK.replace('more', 'mo\u0007re'), ['more.yaml:3:21 yaml/control-character']],
    ['a merge conflict', `<<<<<<< ours\n${RUNBOOK}=======\n`, ['more.yaml:1:1 yaml/syntax']],
    ['a list', '- a\n- b\n', ['more.yaml:1:1 schema/not-an-object']],
    ['a text', 'hello\n', ['more.yaml:1:1 schema/not-an-object']],
    ["another program's file", 'services:\n  web: {}\n', ['more.yaml:1:1 schema/not-an-object']],
    [
      "another program's second document",
      `${RUNBOOK}---\nservices: {}\n`,
      ['more.yaml:6:1 schema/not-an-object'],
    ],
  ])('%s', (_name, content, expected) => {
    const { told, exit, files, printed } = look({ 'more.yaml': content });
    expect(told, printed).toEqual(expected);
    expect([exit, files]).toEqual([2, 0]);
  });

  it('aliases that would grow to gigabytes: refused at once, and not all of them told', () => {
    const letters = 'abcdefghi'.split('');
    const lines = letters.map(
      (letter, at) =>
        `${letter}: &${letter} [${
          at === 0
            ? 'lol'
            : Array(9)
                .fill(`*${letters[at - 1]}`)
                .join(', ')
        }]`,
    );
    const { diagnostics, exit, files } = look({ 'more.yaml': `${lines.join('\n')}\n` });
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
      new Set(['yaml/alias-refused', 'yaml/more-problems']),
    );
    expect(diagnostics.length).toBe(51);
    expect([exit, files]).toEqual([2, 0]);
  });

  it('a file of 50 MB: not read at all', () => {
    const { told, exit, files } = look({ 'more.yaml': Buffer.alloc(50 * 1024 * 1024, '# data\n') });
    expect(told).toEqual(['more.yaml:1:1 file/too-large']);
    expect([exit, files]).toEqual([2, 0]);
  });
});

describe('what is unusual and right', () => {
  it.each<[string, Record<string, string | Uint8Array>]>([
    ['lines that end with CRLF', { 'modelwatch.yaml': minimalWith('', '').replaceAll('\n', '\r\n') }],
    ['a byte order mark', { 'modelwatch.yaml': `\ufeff${minimalWith('', '')}` }],
    ['an empty file beside', { 'more.yaml': '' }],
    ['a file of comments beside', { 'more.yaml': '# nothing yet\n---\n# still nothing\n' }],
    [
      'texts in any script',
      { 'more.yaml': object('Runbook', 'more', '{ steps: [Перезапусти, 再起動, "🔁"] }') },
    ],
    ['a hidden file of anything', { '.pre-commit-config.yaml': 'repos: []\n' }],
    ['a spec in a file that ends in .yml', { 'more.yml': object('Runbook', 'more', '{}') }],
    ['a file that is not YAML', { 'README.md': '# Specs\n' }],
  ])('%s', (_name, files) => {
    const { told, exit, files: rendered, printed } = look(files);
    expect([told, exit], printed).toEqual([[], 0]);
    expect(rendered).toBeGreaterThan(0);
  });

  it('renders the same bytes from CRLF and with a byte order mark', () => {
    const plain = minimalWith('', '');
    const texts = [plain, plain.replaceAll('\n', '\r\n'), `\ufeff${plain}`].map(
      (text) => look({ 'modelwatch.yaml': text }).rendered,
    );
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).toEqual(texts[0]);
  });
});

it('reads .yml as well as .yaml', () => {
  expect(look({ 'more.yml': object('Runbook', 'more', '{ stepts: [] }') }).told).toEqual([
    'more.yml:4:9 schema/unknown-key',
  ]);
});

describe('a project without a project', () => {
  it.each<[string, Record<string, string | null>, readonly string[]]>([
    ['an empty project file', { 'modelwatch.yaml': '' }, ['- project/missing']],
    ['a project file of comments', { 'modelwatch.yaml': '# to do\n' }, ['- project/missing']],
    ['a project file of something else', { 'modelwatch.yaml': RUNBOOK }, ['- project/missing']],
    ['no files', { 'modelwatch.yaml': null }, ['modelwatch.yaml:1:1 file/unreadable']],
    [
      'a Project that YAML cannot read',
      { 'modelwatch.yaml': minimalWith('kind: Project', 'kind: [Project') },
      ['modelwatch.yaml:3:7 yaml/syntax'],
    ],
    [
      'a Project without a name',
      { 'modelwatch.yaml': minimalWith('{ name: minimal }', '{}') },
      ['modelwatch.yaml:4:1 schema/missing-field'],
    ],
    [
      'patterns that match nothing',
      { 'modelwatch.yaml': minimalWith('spec: { channels', 'spec: { include: ["models/**"], channels') },
      ['modelwatch.yaml:5:19 file/pattern-matches-nothing'],
    ],
  ])('%s', (_name, files, expected) => {
    const { told, files: rendered, printed } = look(files);
    expect(told, printed).toEqual(expected);
    expect(rendered > 0).toBe(expected.every((line) => line.endsWith('pattern-matches-nothing')));
  });
});

it('what follows from a file that cannot be read is not told besides', () => {
  const team = object('Team', 'ml', '{ onCall: [{ name: primary, provider: pagerduty }] }');
  const rest = minimalWith(team, '');
  expect(look({ 'modelwatch.yaml': rest, 'team.yaml': team }).told).toEqual([]);
  expect(
    look({ 'modelwatch.yaml': rest, 'team.yaml': team.replace('{ name: ml }', '{ name: ml') }).told,
  ).toEqual(['team.yaml:3:11 yaml/syntax']);
  expect(
    look({ 'modelwatch.yaml': rest, 'team.yaml': team.replace('kind: Team', 'kind: Taem') }).told,
  ).toEqual(['team.yaml:2:7 schema/unknown-kind']);
  expect(
    look({ 'modelwatch.yaml': rest, 'team.yaml': team.replace('name: ml', 'name: ml, x: y') }).told,
  ).toEqual(['team.yaml:3:23 schema/unknown-key']);
  expect(look({ 'modelwatch.yaml': rest, 'team.yaml': Buffer.from([0xff, 0xfe, 0]) }).told).toEqual([
    'team.yaml:1:1 file/utf16',
  ]);
  // With nothing in doubt, it is.
  expect(look({ 'modelwatch.yaml': rest }).told).toEqual([
    'modelwatch.yaml:5:38 reference/unknown',
    'modelwatch.yaml:12:10 reference/unknown',
  ]);
});

it.each<[string, string, string]>([
  ['no base', 'mode: fragment', 'mode: fragment needs a base'],
  ['a base that is not there', 'mode: fragment, base: own/base.yml', 'own/base.yml cannot be read'],
  ['a base that is a folder', 'mode: fragment, base: own', 'own cannot be read'],
])('a fragment of Alertmanager with %s', (_name, options, message) => {
  const project = minimalWith(
    'spec: { channels',
    `spec: { targets: { alertmanager: { ${options} } }, channels`,
  );
  const { told, exit, files, printed } = look({ 'modelwatch.yaml': project, 'own/readme.txt': '' });
  expect(told, printed).toEqual(['- target/base-config']);
  expect(printed).toContain(message);
  expect([exit, files]).toEqual([2, 0]);
});
