import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditPath, type NewValue, withValue, writtenAt } from '../../src/source/edit.ts';

function edit(text: string, path: EditPath, value: NewValue, document = 0): string | undefined {
  return withValue({ file: { path: 'spec.yaml', text }, document }, path, value);
}

const SPEC = `# A policy.
kind: DriftPolicy   # inline
spec:
  features:
    # of numbers
    numeric: { test: psi, warn: 0.1,   alert: 0.25 } # flow
    nulls: { alert: "15%" }
    overrides:
      - name: amount
        test: ks       # exact
        # the last word
      - { name: "age", test: 't' }
  impact: >
    All is lost.

`;

describe('a value of a spec file', () => {
  it('is replaced where it stands', () => {
    expect(edit(SPEC, ['spec', 'features', 'numeric', 'alert'], 0.31)).toBe(SPEC.replace('0.25', '0.31'));
    expect(edit(SPEC, ['spec', 'features', 'nulls', 'alert'], '5.5%')).toBe(SPEC.replace('15%', '5.5%'));
  });

  it('is read as written', () => {
    const target = { file: { path: 'spec.yaml', text: SPEC }, document: 0 };
    expect(writtenAt(target, ['spec', 'features', 'nulls', 'alert'])).toBe('"15%"');
    expect(writtenAt(target, ['spec', 'features', 'nulls'])).toBeUndefined();
    expect(writtenAt(target, ['spec', 'features', 'nulls', 'warn'])).toBeUndefined();
  });

  it('is added behind the test, in the style of its map', () => {
    const effect = { warn: 0.05, alert: 0.12 };
    expect(edit(SPEC, ['spec', 'features', 'overrides', { named: 'amount' }, 'minEffect'], effect)).toBe(
      SPEC.replace('# exact\n', '# exact\n        minEffect: { warn: 0.05, alert: 0.12 }\n'),
    );
    expect(edit(SPEC, ['spec', 'features', 'overrides', { named: 'age' }, 'minEffect'], 0.2)).toBe(
      SPEC.replace("'t' }", "'t', minEffect: 0.2 }"),
    );
  });

  it('is added with all that is missing on the way', () => {
    expect(edit(SPEC, ['spec', 'features', 'unseen'], { warn: '1%', alert: '4%' })).toBe(
      SPEC.replace("'t' }\n", "'t' }\n    unseen: { warn: 1%, alert: 4% }\n"),
    );
    expect(edit(SPEC, ['spec', 'features', 'overrides', { named: 'day of' }, 'alert'], 0.2)).toBe(
      SPEC.replace("'t' }\n", '\'t\' }\n      - { name: "day of", alert: 0.2 }\n'),
    );
    expect(edit(SPEC, ['spec', 'dataset', 'share', 'alert'], 0.2)).toBe(
      SPEC.replace('All is lost.\n', 'All is lost.\n  dataset: { share: { alert: 0.2 } }\n'),
    );
    expect(edit('features: {}', ['features', 'overrides', { named: 'a' }, 'alert'], 1)).toBe(
      'features: { overrides: [{ name: a, alert: 1 }] }',
    );
    expect(edit('a: [{ name: x }] # c', ['a', { named: 'z' }, 'b'], 1)).toBe(
      'a: [{ name: x }, { name: z, b: 1 }] # c',
    );
    expect(edit('a: []', ['a', { named: 'z' }, 'b'], 1)).toBe('a: [{ name: z, b: 1 }]');
  });

  it('is of the document that is meant, with its line ends', () => {
    const text = 'a: 1\r\n---\r\na: 1 # one\r\nb: {c: 2}\r\n';
    expect(edit(text, ['a'], 3, 1)).toBe('a: 1\r\n---\r\na: 3 # one\r\nb: {c: 2}\r\n');
    expect(edit(text, ['d'], 3, 1)).toBe(`${text}d: 3\r\n`);
    expect(edit('a: 1', ['d'], 3)).toBe('a: 1\nd: 3');
  });

  it('is not written where it would touch something else', () => {
    expect(edit(SPEC, ['kind', 'name'], 1)).toBeUndefined();
    expect(edit(SPEC, ['spec', 'features'], 1)).toBeUndefined();
    expect(edit('a: *b', ['c'], 1)).toBeUndefined();
    expect(edit('? a\n: 1\n', ['c'], 1)).toBe(undefined);
    expect(edit(SPEC, ['a'], 1, 1)).toBeUndefined();
  });

  const blanks = fc.constantFrom('', '   ', '\t');
  const comment = fc.constantFrom('', ' # a: { b: 1 }', '  # "quoted', '\t# ]');
  const line = fc.constantFrom('', '# alone', '      # deep', '#');
  const number = fc.constantFrom('0.1', '.25', '1e-3', '15%', '"15%"', "'2'");

  it('leaves every other byte, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 3 }),
        fc.record({ a: comment, b: comment, c: comment, d: comment }),
        blanks,
        number,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('warn', 'alert', 'minEffect'),
        (lines, comments, gap, written, lineEnd, isFlow, key) => {
          const body = isFlow
            ? [`    numeric: {${gap}test: psi, alert:  ${written}${gap}}${comments.c}`]
            : [
                `    numeric:${comments.c}`,
                `       test: "psi"${comments.d}`,
                ...lines,
                `       alert:  ${written}${comments.a}`,
              ];
          const all = [
            'kind: DriftPolicy',
            ...lines,
            `spec:${comments.a}`,
            `  features:${comments.b}`,
            ...body,
            ...lines,
          ];
          const text = [...all, '  impact: |', '     text  ', '     # no comment', ...lines].join(lineEnd);
          const after = edit(text, ['spec', 'features', 'numeric', key], 0.31);
          if (after === undefined) throw new Error(`not written: ${text}`);
          const [start, end] = sameEnds(text, after);
          if (key === 'alert') {
            const at = text.indexOf(written, text.indexOf('alert:'));
            expect(after).toBe(text.slice(0, at) + '0.31' + text.slice(at + written.length));
          } else {
            expect(start + end).toBeGreaterThanOrEqual(text.length);
            expect(after.slice(start, after.length - end)).not.toContain('#');
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** How much two texts share at their beginnings and at their ends, without counting anything twice in the first. */
function sameEnds(a: string, b: string): [number, number] {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return [start, end];
}
