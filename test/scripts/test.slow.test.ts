import { describe, expect, it } from 'vitest';
import { type Clone, makeClone } from '../support/clone.ts';

// Stand-ins for the tools of `npm test`: each tells its arguments and passes, and vitest writes the report `report.json`.
const tool = (name: string): string => `#!/bin/sh\necho "${name} ran with $*"\n`;
const VITEST = `${tool('vitest')}
for argument; do
  case "$argument" in --outputFile.json=*) cat report.json > "\${argument#*=}";; esac
done
exit "$(cat exit-code)"
`;

const PASSED = { fullName: 'adds', status: 'passed' };
const FAILED = { fullName: 'divides', status: 'failed' };
const SKIPPED = { fullName: 'multiplies', status: 'pending' };

const PATH = { PATH: '/usr/bin:/bin' };

interface ReportedFile {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

describe('npm test', { timeout: 60_000 }, () => {
  it('runs every step and closes with the plain line', async () => {
    const clone = makeProject([file('test/a.test.ts', [PASSED, PASSED])], 0);
    const { code, stdout, stderr } = await clone.node(['scripts/test.mjs', 'some filter'], PATH).ended;
    expect(stderr).toBe('');
    const plain = stdout.replaceAll(/\d+\.\d s/g, '0.0 s').replaceAll(/=\S*report\.json/g, '=REPORT');
    expect(plain).toMatchInlineSnapshot(`
      "
      ── tsc -p .
      tsc ran with -p .
      ok tsc -p . (0.0 s)

      ── oxlint --type-aware
      oxlint ran with --type-aware
      ok oxlint --type-aware (0.0 s)

      ── biome check
      biome ran with check
      ok biome check (0.0 s)

      ── build
      built
      ok build (0.0 s)

      ── compile examples/a --check
      compile examples/a --out generated --check --quiet
      ok compile examples/a --check (0.0 s)

      ── schemas and references --check
      schema --out schemas --docs docs --check
      ok schemas and references --check (0.0 s)

      ── vitest run some filter
      vitest ran with run --no-color --reporter=default --reporter=json --outputFile.json=REPORT some filter
      ok vitest run some filter (0.0 s)
      8 passed, 0 failed
      "
    `);
    expect(code).toBe(0);
  });

  it('runs the steps after one that fails, and counts it', async () => {
    const clone = makeProject([file('test/a.test.ts', [PASSED])], 0);
    clone.write('node_modules/.bin/tsc', '#!/bin/sh\necho "src/a.ts(1,1): error"\nexit 2\n');
    clone.write('examples/b/modelwatch.yaml', '');
    clone.write('dist/cli.js', 'process.exitCode = Number(process.argv[3] === "examples/b")');
    const { code, stdout } = await clone.node(['scripts/test.mjs'], PATH).ended;
    expect(stdout).toContain('src/a.ts(1,1): error\n');
    expect(lastLines(stdout, 3)).toEqual([
      'FAILED: tsc -p .',
      'FAILED: compile examples/b --check',
      '6 passed, 2 failed',
    ]);
    expect(code).toBe(1);
  });

  it('fails where there is nothing to check', async () => {
    const clone = makeTools([file('test/a.test.ts', [PASSED])], 0);
    const { code, stdout } = await clone.node(['scripts/test.mjs'], PATH).ended;
    expect(stdout).toContain(
      'FAILED compile examples/ --check: there is no dist/cli.js, no examples/*/modelwatch.yaml',
    );
    expect(stdout).toContain('FAILED schemas and references --check: there is no ');
    expect(lastLines(stdout, 1)).toEqual(['5 passed, 2 failed']);
    expect(code).toBe(1);
  });

  it.each([
    {
      what: 'failed and skipped tests',
      files: [file('test/a.test.ts', [PASSED, FAILED, SKIPPED])],
      exit: 1,
      end: ['FAILED: test/a.test.ts > divides', '7 passed, 1 failed, 1 skipped'],
    },
    {
      what: 'a test file that does not load',
      files: [file('test/a.test.ts', [PASSED]), { ...file('test/b.test.ts', []), status: 'failed' }],
      exit: 1,
      end: ['FAILED: test/b.test.ts', '7 passed, 1 failed'],
    },
    {
      what: 'an error outside the tests',
      files: [file('test/a.test.ts', [PASSED])],
      exit: 1,
      end: ['FAILED: vitest run', '7 passed, 1 failed'],
    },
    { what: 'no tests', files: [], exit: 0, end: ['FAILED: vitest run: no test ran', '6 passed, 1 failed'] },
  ])('counts $what', async ({ files, exit, end }) => {
    const { stdout } = await makeProject(files, exit).node(['scripts/test.mjs'], PATH).ended;
    expect(lastLines(stdout, 2)).toEqual(end);
  });

  it('takes a skipped test of a real program for a failure in CI', async () => {
    const clone = makeProject(
      [file('test/a.test.ts', [SKIPPED]), file('test/real/b.test.ts', [PASSED, SKIPPED])],
      0,
    );
    const here = await clone.node(['scripts/test.mjs'], PATH).ended;
    expect([here.code, ...lastLines(here.stdout, 1)]).toEqual([0, '7 passed, 0 failed, 2 skipped']);
    const inCi = await clone.node(['scripts/test.mjs'], { ...PATH, CI: 'true' }).ended;
    expect([inCi.code, ...lastLines(inCi.stdout, 2)]).toEqual([
      1,
      'FAILED: test/real/b.test.ts > multiplies (skipped)',
      '7 passed, 1 failed, 1 skipped',
    ]);
  });

  it('fails when vitest leaves no report', async () => {
    const clone = makeProject([], 1);
    clone.write('node_modules/.bin/vitest', '#!/bin/sh\nexit 1\n');
    const { stdout } = await clone.node(['scripts/test.mjs'], PATH).ended;
    expect(lastLines(stdout, 2)).toEqual(['FAILED: vitest run', '6 passed, 1 failed']);
  });
});

function file(name: string, tests: ReportedFile['assertionResults']): ReportedFile {
  return {
    name,
    status: tests.some((test) => test.status === 'failed') ? 'failed' : 'passed',
    assertionResults: tests,
  };
}

/** A clone with the stand-in tools; vitest's reports these files and ends with this exit code. */
function makeTools(files: readonly ReportedFile[], exitCode: number): Clone {
  const clone = makeClone({
    'report.json': JSON.stringify({ testResults: files }),
    'exit-code': String(exitCode),
    'scripts/build.mjs': `console.log('built');`,
  });
  for (const name of ['tsc', 'oxlint', 'biome']) clone.write(`node_modules/.bin/${name}`, tool(name), 0o755);
  clone.write('node_modules/.bin/vitest', VITEST, 0o755);
  return clone;
}

/** The same with one example and the schemas, and commands that find them current. */
function makeProject(files: readonly ReportedFile[], exitCode: number): Clone {
  const clone = makeTools(files, exitCode);
  clone.write('examples/a/modelwatch.yaml', '');
  clone.write('schemas/project.json', '{}');
  clone.write('docs/spec-reference.md', '');
  clone.write('dist/cli.js', 'console.log(...process.argv.slice(2));');
  return clone;
}

function lastLines(text: string, count: number): string[] {
  return text.trimEnd().split('\n').slice(-count);
}
