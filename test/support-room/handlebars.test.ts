import * as fc from 'fast-check';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { template } from '../../src/support/handlebars.ts';

const greeting = template<{ name: string }>('Dear {{name}}!');

/** Texts with all that a template language acts upon. */
const hostile = fc
  .array(
    fc.constantFrom(
      '{{',
      '}}',
      '{{{',
      '}}}',
      '{{{{raw}}}}',
      '{{> x}}',
      '{{!--',
      '--}}',
      '{{name}}',
      '{{ $labels.x }}',
      '\\{{',
      '<',
      '&',
      '"',
      "'",
      '\n',
      'a',
    ),
  )
  .map((parts) => parts.join(''));

describe('values', () => {
  it.each([
    '{{ $labels.x }}',
    '{{{a}}}',
    '{{name}}',
    '{{> page}}',
    '{{#each x}}',
    '\\{{x}}',
    '</script>',
    '<a href="&amp;">',
  ])('stay as they are: %s', (text) => {
    expect(greeting({ name: text })).toBe(`Dear ${text}!`);
    expect(template<{ name: string }>('Dear {{{name}}}!')({ name: text })).toBe(`Dear ${text}!`);
  });

  it('stay as they are, whatever they hold', () => {
    const list = template<{ items: readonly string[]; last: string }>(
      '{{#each items}}[{{this}}]{{/each}}{{last}}',
    );
    fc.assert(
      fc.property(fc.array(hostile), hostile, (items, last) => {
        expect(list({ items, last })).toBe(items.map((item) => `[${item}]`).join('') + last);
      }),
      { seed: 1 },
    );
  });

  it('are texts and truth values: two numbers side by side would be added', () => {
    // @ts-expect-error a number has to be printed, with its unit, by whoever fills the template in
    template<{ a: number }>('{{a}}');
    // @ts-expect-error what may be missing has to be there, if only as an empty text
    template<{ a?: string }>('{{a}}');
    expect(template<{ a: string; b: string }>('{{a}}{{b}}')({ a: '1', b: '2' })).toBe('12');
  });
});

describe('templates of text and fields alone', () => {
  const piece = fc.constantFrom(
    '{{a}}',
    '{{bc}}',
    '{{this}}',
    '{{if}}',
    '{',
    '}',
    '{{',
    '}}',
    '\\',
    ' \n',
    '"<&',
    '{{{a}}}',
    '{{ a }}',
    '{{toString}}',
    '{{missing}}',
  );

  it('say what the package says, or refuse what it refuses', () => {
    const kinds = { same: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), hostile, hostile, (pieces, a, bc) => {
        const source = pieces.join('');
        const said = outcome(() => template<{ a: string; bc: string }>(source)({ a, bc }));
        // A comment of Handlebars changes nothing but that the package reads the template.
        const byPackage = outcome(() => template<{ a: string; bc: string }>(`>{{!}}${source}`)({ a, bc }));
        expect(said === undefined ? undefined : `>${said}`).toBe(byPackage);
        kinds[said === undefined ? 'refused' : 'same'] += 1;
      }),
      { seed: 1, numRuns: 2000 },
    );
    expect(kinds.same).toBeGreaterThan(200);
    expect(kinds.refused).toBeGreaterThan(200);
  });

  function outcome(render: () => string): string | undefined {
    try {
      return render();
    } catch {
      return undefined;
    }
  }
});

describe('lists and conditions', () => {
  it('know the first and the last element, and what to say of an empty list', () => {
    const list = template<{ names: readonly string[] }>(
      '{{#each names}}{{#if @first}}: {{/if}}{{this}}{{#unless @last}}, {{/unless}}{{else}}nobody{{/each}}',
    );
    expect(list({ names: ['a', 'b', 'c'] })).toBe(': a, b, c');
    expect(list({ names: [] })).toBe('nobody');
  });

  it('look outside by ../', () => {
    const list = template<{ rows: readonly { name: string }[]; unit: string }>(
      '{{#each rows}}{{name}}{{../unit}};{{/each}}',
    );
    expect(list({ rows: [{ name: 'a' }, { name: 'b' }], unit: 's' })).toBe('as;bs;');
  });

  it('take an empty text, an empty list and false for no', () => {
    const choice = template<{ is: string | boolean | readonly string[] }>(
      '{{#if is}}yes{{else}}no{{/if}}{{#unless is}}!{{/unless}}',
    );
    expect(['', false, []].map((is) => choice({ is }))).toEqual(['no!', 'no!', 'no!']);
    expect(['x', true, ['x']].map((is) => choice({ is }))).toEqual(['yes', 'yes', 'yes']);
  });

  it('leave no empty line behind where they stand alone on a line', () => {
    const lines = template<{ on: boolean }>('a\n{{#if on}}\nb\n{{/if}}\nc\n');
    expect(lines({ on: true })).toBe('a\nb\nc\n');
    expect(lines({ on: false })).toBe('a\nc\n');
  });
});

/** Fills a template in with `a` alone. */
const run = (source: string) => () => template<{ a: string }>(source)({ a: 'x' });

describe('mistakes in a template', () => {
  it.each([
    '{{b}}',
    '{{a.b}}',
    '{{#if b}}{{/if}}',
    '{{#unless b}}{{/unless}}',
    '{{#each b}}{{/each}}',
    '{{#each a}}{{/each}}',
  ])('are no silence when a field does not exist: %s', (source) => {
    expect(run(source)).toThrow();
  });

  it.each([
    '{{lookup this "a"}}',
    '{{log a}}',
    '{{#with a}}{{/with}}',
    '{{shout a}}',
    '{{#a}}{{/a}}',
    '{{> a}}',
    '{{#*inline "a"}}{{/inline}}',
  ])('are the other helpers, partials and decorators: %s', (source) => {
    expect(run(source)).toThrow();
  });

  it('do not reach what data inherits', () => {
    expect(run('{{constructor}}')()).toBe('');
    expect(run('{{toString}}{{__proto__}}')()).toBe('');
    expect(run('{{constructor.constructor}}')).toThrow();
  });

  it('are brackets that do not close', () => {
    expect(run('{{a')).toThrow(/Parse error/);
  });
});

describe('the environment', () => {
  it('is its own: what others register does not reach it', () => {
    Handlebars.registerHelper('each', () => 'stolen');
    Handlebars.registerPartial('page', 'stolen');
    try {
      expect(
        template<{ names: readonly string[] }>('{{#each names}}{{this}}{{/each}}')({ names: ['a'] }),
      ).toBe('a');
      expect(() => template<object>('{{> page}}')({})).toThrow();
    } finally {
      Handlebars.unregisterHelper('each');
      Handlebars.unregisterPartial('page');
    }
  });
});
