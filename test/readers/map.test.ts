import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/diagnostics/span.ts';
import { complaintToDiagnostic } from '../../src/readers/map.ts';
import type { Complaint } from '../../src/readers/reader.ts';
import type { FileMark } from '../../src/targets/target.ts';

const TEXT = `route:
  receiver: abc
  routes:
    - receiver: b
      matchers:
        - x="b"
    - receiver: team/c
receivers:
  - name: b
  - name: team/c
`;

const span = (line: number): Span => {
  const start = { offset: line * 10, line, column: 1 };
  return { file: 'spec.yaml', start, end: start };
};
const mark = (line: number, ...pointer: (string | number)[]): FileMark => ({
  pointer,
  origin: { object: { kind: 'Team', name: `at-${line}` }, spans: [span(line), span(line), span(99)] },
});
const MARKS = [
  mark(1),
  mark(2, 'route', 'routes', 0),
  mark(3, 'route', 'routes', 1),
  mark(4, 'receivers', 0),
  mark(5, 'receivers', 1),
];

function placed(complaint: Omit<Complaint, 'message'>, prefix: string[] = [], marks = MARKS) {
  return complaintToDiagnostic(
    'amtool',
    { message: 'no', ...complaint },
    { path: 'a.yml', text: TEXT, prefix },
    { shown: 'generated/a.yml', marks },
  );
}
const line = (complaint: Omit<Complaint, 'message'>) => placed(complaint).span?.start.line;

describe('a complaint is placed', () => {
  it('by the innermost part that has a mark on its line', () => {
    expect([1, 2, 3].map((each) => line({ line: each }))).toEqual([1, 1, 1]);
    expect([4, 5, 6].map((each) => line({ line: each }))).toEqual([2, 2, 2]);
    expect([7, 9, 10].map((each) => line({ line: each }))).toEqual([3, 4, 5]);
  });

  it('by a path inside the data, whatever the line', () => {
    expect(line({ pointer: ['receivers', 1, 'name'], line: 4 })).toBe(5);
  });

  it('by the last value that is what it quotes, else by the text', () => {
    expect(line({ quoted: 'b' })).toBe(4);
    expect(line({ quoted: 'team/c' })).toBe(5);
    // In a matcher only.
    expect(line({ quoted: 'x=' })).toBe(2);
  });

  it('by the file when there is no clue', () => {
    expect(line({})).toBe(1);
    expect(line({ quoted: 'nowhere' })).toBe(1);
    expect(line({ line: 400 })).toBe(1);
    expect(line({ line: 0 })).toBe(1);
  });

  it('nowhere when the file has no marks', () => {
    const { span: place, object, message } = placed({ line: 4 }, [], []);
    expect([place, object]).toEqual([undefined, undefined]);
    expect(message).toBe('amtool refuses generated/a.yml:4: no');
  });

  it('inside what a custom resource holds, whose lines are not those of the file', () => {
    const marks = MARKS.map(({ pointer, origin }) => ({ pointer: ['spec', ...pointer], origin }));
    const diagnostic = placed({ line: 7 }, ['spec'], marks);
    expect(diagnostic.span?.start.line).toBe(3);
    expect(diagnostic.message).toBe('amtool refuses generated/a.yml: no');
  });

  it('with each other place of its part once', () => {
    expect(placed({ line: 4 })).toMatchObject({
      code: 'tool/complaint',
      severity: 'error',
      object: { kind: 'Team', name: 'at-2' },
      related: [{ message: 'this has a part in it', span: span(99) }],
      data: { program: 'amtool', file: 'generated/a.yml', line: 4 },
    });
  });

  it('without a file is told all the same', () => {
    expect(complaintToDiagnostic('amtool', { message: 'no' }, undefined, undefined)).toMatchObject({
      message: 'amtool refuses the rendered files: no',
      data: { program: 'amtool' },
    });
  });
});
