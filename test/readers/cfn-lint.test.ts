import { describe, expect, it } from 'vitest';
import { cfnLint } from '../../src/readers/cfn-lint.ts';
import type { ReadableFile } from '../../src/readers/reader.ts';

const file = (path: string): ReadableFile => ({ path, text: '{}\n', prefix: [] });
const A = file('stack.template.json');
const B = file('models/fraud.template.json');

/** One of its findings, with every field that it writes. */
const finding = (filename: string | null, id: string, message: string, line: number, path: unknown) => ({
  Filename: filename,
  Id: '4375ba6f-c590-0f5f-2654-22347a242d1b',
  Level: 'Error',
  Location: {
    End: { ColumnNumber: 27, LineNumber: line },
    Path: path,
    Start: { ColumnNumber: 19, LineNumber: line },
  },
  Message: message,
  ParentId: null,
  Rule: { Description: 'd', Id: id, ShortDescription: 's', Source: 'https://github.com' },
});
const told = (findings: readonly unknown[], around = ['', '']) =>
  cfnLint.complaints(`${around[0]}${JSON.stringify(findings, null, 4)}\n${around[1]}`, [A, B]);

describe('complaints of cfn-lint', () => {
  it('tell the rule, and have the file, the line and the path inside the template', () => {
    const path = ['Resources', 'Burn', 'Properties', 'AlarmActions', 0, 'Ref'];
    expect(
      told([
        finding(A.path, 'E1020', "'Nope' is not one of ['A']", 10, path),
        finding(B.path, 'W2001', 'Parameter Unused not used.', 3, ['Parameters', 'Unused']),
      ]),
    ).toEqual([
      { path: A.path, line: 10, pointer: path, message: "E1020 'Nope' is not one of ['A']" },
      {
        path: B.path,
        line: 3,
        pointer: ['Parameters', 'Unused'],
        message: 'W2001 Parameter Unused not used.',
      },
    ]);
  });

  it('of a text that is no JSON have a line only', () => {
    expect(told([finding(A.path, 'E0000', 'did not find\n  expected node', 2, null)])).toEqual([
      { path: A.path, line: 2, message: 'E0000 did not find expected node' },
    ]);
  });

  it('of the call itself are about no file', () => {
    const message = 'x could not be processed by glob.glob';
    const noFile = { message: `E0003 ${message}` };
    expect(told([finding(null, 'E0003', message, 1, null)])).toEqual([noFile]);
    expect(told([finding('other.json', 'E0003', message, 1, null)])).toEqual([noFile]);
  });

  it('are found among warnings of Python, whose brackets do not count', () => {
    const around = ['[warn]\n', 'site.py:1: DeprecationWarning: [old]\n  x = y[\n]\n'];
    const one = told([finding(A.path, 'E0000', 'a ] and [ b', 2, null)], around);
    expect(one.map(({ message }) => message)).toEqual(['E0000 a ] and [ b']);
  });

  it.each([
    ['nothing', ''],
    ['no list', 'Traceback (most recent call last):\n  File "x"\nValueError: bad\n'],
    ['a list that does not parse', '[\nx\n]\n'],
    ['another list', '[\n    { "Message": "x" }\n]\n'],
    ['an empty list', '[]\n'],
  ])('are none in %s', (_, output) => {
    expect(cfnLint.complaints(output, [A, B])).toEqual([]);
  });
});

describe('cfn-lint', () => {
  it('reads templates in all folders, and nothing else', () => {
    const { path, text } = A;
    const others = ['README.md', 'dashboard.json', 'template.json'].map((name) => ({ path: name, text }));
    expect(cfnLint.prepare([{ path, text }, { path: B.path, text }, ...others])).toEqual([A, B]);
    expect(cfnLint.prepare([])).toEqual([]);
  });

  it('reads all of them in one call, so that it knows nested stacks, and is not called without any', () => {
    const [args = [], ...more] = cfnLint.commands([A, B]);
    expect(more).toEqual([]);
    expect(args.slice(args.indexOf('--'))).toEqual(['--', A.path, B.path]);
    expect(cfnLint.commands([])).toEqual([]);
  });

  it('tells its version', () => {
    expect(cfnLint.versionPattern.exec('cfn-lint 1.58.0\n')?.[1]).toBe('1.58.0');
  });
});
