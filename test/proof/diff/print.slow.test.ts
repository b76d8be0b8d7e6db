import * as fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { CHANGE_CLASSES, type Change, NO_MOVES } from '../../../src/proof/diff/change.ts';
import type { Diff } from '../../../src/proof/diff/diff.ts';
import { diffJson } from '../../../src/proof/diff/print/json.ts';
import { COMMENT_MARK, diffMarkdown } from '../../../src/proof/diff/print/markdown.ts';
import { diffPretty } from '../../../src/proof/diff/print/pretty.ts';
import { words } from '../../../src/proof/diff/words.ts';
import { compared, edit } from './compare.ts';
import { WORLD } from './world.ts';

const NASTY = [
  '|',
  '`',
  '``` \n```',
  '<img src=x onerror=alert(1)>',
  '</details>',
  '<!-- modelwatch-diff -->',
  '@everyone',
  '#123',
  '[a](javascript:alert(1))',
  '**bold**',
  '\n\n# heading\n',
  '| a | b |\n|-|-|',
  '\u202e',
  '\ud800',
  '🚨',
  '',
  ' ',
  '\\',
  '{{ x }}',
];
const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 200 }), fc.string());
const name = fc.array(text, { maxLength: 3 }).map((parts) => parts.join(''));
const names = fc.array(name, { maxLength: 6 });
const said = fc.tuple(name, name).map(([a, b]) => words`from ${a} to ${b}`);

const change: fc.Arbitrary<Change> = fc.record(
  {
    class: fc.constantFrom(...CHANGE_CLASSES),
    action: fc.constantFrom('added' as const, 'field' as const, 'recipients' as const, 'inhibition' as const),
    objects: fc.array(fc.record({ kind: fc.constant('SLO'), name }), { minLength: 1, maxLength: 5 }),
    field: name,
    before: said,
    after: said,
    effects: fc.array(fc.record({ environments: names, words: said }), { maxLength: 8 }),
    moves: fc.constant(NO_MOVES),
    alerts: names,
    tiers: names,
    environments: names,
    isEverywhere: fc.boolean(),
  },
  {
    requiredKeys: [
      'class',
      'action',
      'objects',
      'effects',
      'moves',
      'alerts',
      'tiers',
      'environments',
      'isEverywhere',
    ],
  },
);
const count = fc.record({ alerts: fc.nat(50), pages: fc.nat(50), reaching: fc.nat(50) });
const diff: fc.Arbitrary<Diff> = fc.record({
  changes: fc.array(change, { maxLength: 12 }).chain((changes) =>
    // Few changes, or each many times: hundreds of rows.
    fc.constantFrom(1, 40).map((times) => Array.from({ length: times }, () => changes).flat()),
  ),
  environments: fc.array(fc.record({ name, base: count, head: count }), { maxLength: 40 }),
  rendered: fc.array(fc.record({ environment: name, files: fc.nat(5000) }), { maxLength: 60 }),
});

describe('the comment', () => {
  it('has at most 60 lines, and fits where comments fit, whatever changes', () => {
    fc.assert(
      fc.property(diff, (each) => {
        const markdown = diffMarkdown(each);
        expect(markdown.split('\n').length - 1).toBeLessThanOrEqual(60);
        expect(markdown.length).toBeLessThan(65_536);
        expect(markdown.startsWith(`${COMMENT_MARK}\n`)).toBe(true);
        expect(markdown.endsWith('\n')).toBe(true);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('shows the texts of users as they are: no tags, links, mentions, rows or lines of theirs', () => {
    fc.assert(
      fc.property(diff, (each) => {
        const html = micromark(diffMarkdown(each), {
          allowDangerousHtml: true,
          extensions: [gfm()],
          htmlExtensions: [gfmHtml()],
        });
        const outside = html.replace(/<code>[^]*?<\/code>/g, '');
        expect(outside).not.toMatch(/@|<img|<a |<h[124-6]|<strong>(?!Alerts)|<pre/);
        const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
        for (const tag of tags)
          expect([
            'h3',
            'p',
            'table',
            'thead',
            'tbody',
            'tr',
            'th',
            'td',
            'code',
            'strong',
            'details',
            'summary',
            'ul',
            'li',
          ]).toContain(tag);
        const rows = [...html.matchAll(/<tr>([^]*?)<\/tr>/g)];
        for (const [, row = ''] of rows) expect([...row.matchAll(/<t[dh]/g)]).toHaveLength(4);
        expect(rows.length).toBe(each.changes.length === 0 ? 0 : Math.min(each.changes.length, 22) + 1);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('reads well', async () => {
    const head = [
      ['objective: 99.9%', 'objective: 99.5%'],
      [', page: 25m', ''],
      ['after: 15m', 'after: 30m'],
      ['name: confidence', 'name: certainty'],
    ].reduce((specs, [part = '', other = '']) => edit(specs, part, other), WORLD);
    await expect(diffMarkdown(compared(WORLD, head))).toMatchFileSnapshot('./fixtures/comment.md');
    await expect(diffPretty(compared(WORLD, head), false)).toMatchFileSnapshot('./fixtures/pretty.txt');
    await expect(
      diffJson(compared(WORLD, head), { base: { name: 'main', commit: 'abc' }, head: { name: 'work' } }),
    ).toMatchFileSnapshot('./fixtures/changes.json');
  });

  it('says so when nothing changes', () => {
    expect(diffMarkdown(compared(WORLD, WORLD))).toBe(
      `${COMMENT_MARK}\n### Monitoring changes · none\n\nNothing that is monitored changes its meaning.\n`,
    );
  });
});

describe('the terminal', () => {
  it('shows no control characters of users', () => {
    fc.assert(
      fc.property(diff, (each) => {
        expect(diffPretty(each, false)).not.toMatch(/[\p{Cc}\p{Cs}](?<!\n)/u);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
