import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BASE, merge, PLAN } from './merged.ts';
import { lower, textOf } from './rendered.ts';

function problems(base: string | undefined): string[] {
  const { files, notes } = merge(base);
  expect(files).toEqual([]);
  return notes.map(({ code, severity, message, span, hint }) => {
    expect([code, severity]).toEqual(['target/base-config', 'error']);
    const place = span === undefined ? 'nowhere' : `${span.file}:${span.start.line}:${span.start.column}`;
    return `${place}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
  });
}

describe('a base that cannot be used', () => {
  it('is missing or unnamed', () => {
    expect(problems(undefined)).toEqual([
      'nowhere: alertmanager: the base configuration am/base.yml cannot be read (The path is relative to the project file.)',
    ]);
    expect(lower(PLAN, { mode: 'fragment' }).notes[0]?.message).toBe(
      'alertmanager: mode: fragment needs a base to merge into',
    );
  });

  it.each([
    ['', 'am/base.yml:1:1: the base configuration: it is not a map'],
    ['# nothing\n', 'am/base.yml:1:1: the base configuration: it is not a map'],
    ['- a\n', 'am/base.yml:1:1: the base configuration: it is not a map'],
    ['receivers: []\n', 'am/base.yml:1:1: the base configuration: it has no route'],
    ['route:\nreceivers: []\n', 'am/base.yml:1:1: the base configuration: it has no route'],
    ['route: [a]\n', 'am/base.yml:1:8: the base configuration: route is not a map'],
    ['route:\n  routes: {a: b}\n', 'am/base.yml:2:11: the base configuration: routes is not a list'],
    ['route: {}\nreceivers: none\n', 'am/base.yml:2:12: the base configuration: receivers is not a list'],
    [
      'x: &r []\nroute: {}\nreceivers: *r\n',
      'am/base.yml:3:12: the base configuration: receivers is an alias (*r)',
    ],
    [
      'x: &x {routes: [a]}\nroute:\n  <<: *x\n  receiver: a\n',
      'am/base.yml:3:3: the base configuration: routes may come through a merge key (<<)',
    ],
    ['route: {}\n\troutes: x\n', 'am/base.yml:2:1: the base configuration: '],
    ['route: {a: [}\n', 'am/base.yml:1:'],
    ['route: {}\nroute: {}\n', 'am/base.yml:2:1: the base configuration: '],
    ['route: {}\n---\nroute: {}\n', 'am/base.yml:2:1: the base configuration: '],
  ])('%j', (base, start) => {
    const [first] = problems(base);
    expect(first?.slice(0, start.length)).toBe(start);
  });

  it('uses names that only we give', () => {
    expect(
      problems(
        'route: {receiver: a}\nreceivers:\n- name: modelwatch/acme-ml/prod/nobody\ntime_intervals:\n- name: modelwatch/acme-ml/prod/x\n',
      ),
    ).toEqual([
      'am/base.yml:3:9: the base configuration: receivers has modelwatch/acme-ml/prod/nobody, a name that only modelwatch gives (Rename it.)',
      'am/base.yml:5:9: the base configuration: time_intervals has modelwatch/acme-ml/prod/x, a name that only modelwatch gives (Rename it.)',
    ]);
  });

  it("has another project's routes for the same environment", () => {
    const theirs = textOf(merge(BASE, { ...PLAN, project: 'other-ml' }));
    expect(problems(theirs)).toEqual([
      expect.stringMatching(
        /^am\/base\.yml:\d+:7: the base configuration: the route to modelwatch\/other-ml\/prod\/unrouted is another project's, for the same environment/,
      ),
    ]);
  });

  it('never makes it crash', () => {
    const anyYaml = fc.array(
      fc.constantFrom(
        'route:',
        ' ',
        '\n',
        '- ',
        '[',
        ']',
        '{',
        '}',
        '&a',
        '*a',
        '?',
        '"',
        'receivers:',
        'x',
        '\t',
        '|',
        '<<: ',
        '!!map ',
        '---\n',
      ),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyYaml.map((parts) => parts.join('')),
          fc.string(),
        ),
        (base) => {
          const { files, notes } = merge(base);
          expect(files.length === 1 || notes.some(({ severity }) => severity === 'error')).toBe(true);
        },
      ),
      { seed: 4, numRuns: 1500 },
    );
  });
});
