import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { validate } from '../../src/commands/validate.ts';
import { minimalWith, object } from '../support/bad-input.ts';
import { cli, folderWith, REPOSITORY, treeOf } from '../support/cli.ts';
import { command, DEFAULTS } from '../support/command.ts';

vi.setConfig({ testTimeout: 60_000 });

const MINIMAL = { 'modelwatch.yaml': minimalWith('', '') };
const WRONG = {
  'modelwatch.yaml': minimalWith('250ms', '200ms'),
  'more.yaml': object('Runbook', 'more', '{ stepts: [] }'),
};
const ESCAPE = '\u001b';

describe('how a command is called', () => {
  const folder = folderWith(MINIMAL);

  it.each<[string, string]>([
    ['bogus', "unknown command 'bogus'"],
    ['compile --bogus', "unknown option '--bogus'"],
    ['compile a b', "too many arguments for 'compile'"],
    ['validate --format xml', "argument 'xml' is invalid. Allowed choices are pretty, json, sarif, github."],
    ['validate --fail-on never', "argument 'never' is invalid. Allowed choices are error, warning, info."],
    ['validate --output report.json', 'Write it as format=path'],
    ['schema --kind Drift', 'there is no kind "Drift"'],
  ])('%s: 2', (line, message) => {
    const { code, stdout, stderr } = cli(line.split(' '), { cwd: folder });
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('without a command: the commands, and 2', () => {
    const { code, stdout, stderr } = cli([], { cwd: folder });
    expect([code, stdout]).toEqual([2, '']);
    for (const command of ['init', 'validate', 'compile', 'check', 'show', 'targets', 'schema'])
      expect(stderr).toContain(`\n  ${command} `);
  });

  it('--help and --version: 0', () => {
    expect(cli(['--help'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    expect(cli(['compile', '--help'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    const { version } = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(cli(['--version'], { cwd: folder })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('an environment, a target, an object that the project does not have: 2, and nothing is written', () => {
    const before = treeOf(folder);
    for (const line of ['compile --env prdo', 'compile --target grafna', 'show --object Model/my-modle']) {
      const { code, stdout } = cli(line.split(' '), { cwd: folder });
      expect([code, stdout]).toEqual([2, expect.stringContaining('error  usage/unknown-')]);
    }
    expect(treeOf(folder)).toEqual(before);
  });
});

describe('findings', () => {
  const folder = folderWith(WRONG);

  it('go to every format that is asked for, at once', () => {
    const { code, stdout } = cli(
      [
        'validate',
        '--format',
        'github',
        '--output',
        'json=a.json',
        '--output',
        'sarif=b.sarif',
        '--output',
        'pretty=c.txt',
      ],
      { cwd: folder },
    );
    expect(code).toBe(2);
    expect(stdout).toMatchInlineSnapshot(`
      "::error file=modelwatch.yaml,line=19,endLine=19,col=57,endColumn=62,title=metrics/threshold-not-a-bucket::0.2 is not a bucket of model_prediction_latency_seconds%0Aexpected: one of the buckets near it: 0.1, 0.25%0AUse 250ms, or add 0.2 to metrics.latency.buckets of Model my-model and to the instrumentation.
      ::error file=more.yaml,line=4,endLine=4,col=9,endColumn=15,title=schema/unknown-key::unknown key "stepts"%0Aexpected: one of url, firstLook, steps%0ADid you mean "steps"?
      "
    `);
    const { findings, summary } = JSON.parse(readFileSync(path.join(folder, 'a.json'), 'utf8')) as {
      findings: { ruleId: string; file: string; range: { start: object } }[];
      summary: object;
    };
    expect(findings.map(({ ruleId, file, range }) => [ruleId, file, range.start])).toEqual([
      [
        'metrics/threshold-not-a-bucket',
        'modelwatch.yaml',
        { line: 19, column: 57, offset: expect.any(Number) as number },
      ],
      ['schema/unknown-key', 'more.yaml', { line: 4, column: 9, offset: expect.any(Number) as number }],
    ]);
    expect(summary).toEqual({ errors: 2, warnings: 0, infos: 0, objects: 6 });
    const sarif = JSON.parse(readFileSync(path.join(folder, 'b.sarif'), 'utf8')) as {
      runs: {
        results: {
          ruleId: string;
          locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
        }[];
      }[];
    };
    expect(
      sarif.runs[0]?.results.map(({ ruleId, locations }) => [
        ruleId,
        locations[0]?.physicalLocation.artifactLocation.uri,
      ]),
    ).toEqual([
      ['metrics/threshold-not-a-bucket', 'modelwatch.yaml'],
      ['schema/unknown-key', 'more.yaml'],
    ]);
    expect(readFileSync(path.join(folder, 'c.txt'), 'utf8')).toContain('2 errors, 0 warnings in 6 objects\n');
  });

  it('name files from where the command was run', () => {
    const { stdout } = cli(['validate', path.basename(folder), '--format', 'github'], {
      cwd: path.dirname(folder),
    });
    expect(stdout).toContain(`file=${path.basename(folder)}/more.yaml,line=4`);
  });

  it('that cannot be written where they are wanted: 2, and a word', () => {
    const { code, stderr } = cli(['validate', '--quiet', '--output', 'json=no/such/folder.json'], {
      cwd: folderWith(MINIMAL),
    });
    expect(stderr).toBe("the findings can't be written to no/such/folder.json: it does not exist (ENOENT)\n");
    expect(code).toBe(2);
  });

  it('make a command fail from the severity on that --fail-on names', () => {
    const codes = (files: Record<string, string>) => {
      const clean = folderWith({ ...MINIMAL, ...files });
      return (['error', 'warning', 'info'] as const).map(
        (failOn) => command(clean, () => validate(undefined, { ...DEFAULTS, quiet: true, failOn })).code,
      );
    };
    expect(codes({})).toEqual([0, 0, 1]);
    const window = '{ from: 2026-01-01T00:00:00Z, to: 2026-01-02T00:00:00Z }';
    const warning = {
      'more.yaml': object(
        'MaintenanceWindow',
        'more',
        `{ schedule: ${window}, match: { pipeline: ingest } }`,
      ),
      'ingest.yaml': object('Pipeline', 'ingest', '{ owner: ml }'),
    };
    expect(codes(warning)).toEqual([0, 1, 1]);
    expect(codes({ ...warning, 'wrong.yaml': object('Runbook', 'wrong', '{ x: 1 }') })).toEqual([2, 2, 2]);
  });

  it('are quiet with --quiet: no remarks, no progress', () => {
    const clean = folderWith(MINIMAL);
    expect(cli(['compile', '--quiet'], { cwd: clean })).toEqual({ code: 0, stdout: '', stderr: '' });
    const loud = cli(['compile'], { cwd: clean });
    expect(loud.stdout).toMatch(/^0 errors, 0 warnings, \d+ remarks in 5 objects$/m);
    expect(loud.stderr).toMatch(/^generated\/minimal: 0 files written, 0 removed, \d+ unchanged\n$/);
  });
});

function onTerminal(folder: string, env: Record<string, string | undefined>): string {
  const shell = 'script -qec "$CLI validate" /dev/null < /dev/null';
  return cli([], { cwd: folder, env: { TERM: 'xterm', ...env }, shell }).stdout;
}

describe('colour', () => {
  const folder = folderWith(WRONG);

  it('is never written into a pipe', () => {
    const { stdout, stderr } = cli(['validate'], {
      cwd: folder,
      env: { FORCE_COLOR: '1', CLICOLOR_FORCE: '1', TERM: 'xterm-256color' },
    });
    expect(stdout + stderr).not.toContain(ESCAPE);
  });

  const hasScript = (() => {
    try {
      return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
    } catch {
      return false;
    }
  })();

  it.skipIf(!hasScript)('is for terminals that want it', () => {
    expect(onTerminal(folder, {})).toContain(`${ESCAPE}[31merror${ESCAPE}[39m`);
    expect(onTerminal(folder, { NO_COLOR: '1' })).not.toContain(ESCAPE);
    expect(onTerminal(folder, { TERM: 'dumb' })).not.toContain(ESCAPE);
  });
});

it('a reader that goes away (| head) is no error', () => {
  const folder = path.join(REPOSITORY, 'examples/fraud-detector');
  const { stdout, stderr } = cli([], {
    cwd: folder,
    shell: '$CLI show --plan | head -1; echo "${PIPESTATUS[0]}"',
  });
  expect([stdout, stderr]).toEqual(['{\n0\n', '']);
  // Both streams at once.
  const both = cli([], { cwd: folder, shell: '$CLI show --normalized 2>&1 | true; echo "${PIPESTATUS[0]}"' });
  expect(both.stdout).toBe('0\n');
});

function withoutModeline(yaml: string): string {
  return yaml.split('\n').slice(1).join('\n');
}

describe('init', () => {
  it('writes a project that compiles, is the example, and is never overwritten', () => {
    const folder = folderWith({});
    expect(cli(['init', 'new'], { cwd: folder }).code).toBe(0);
    const text = readFileSync(path.join(folder, 'new/modelwatch.yaml'), 'utf8');
    const example = readFileSync(path.join(REPOSITORY, 'examples/minimal/modelwatch.yaml'), 'utf8');
    expect(withoutModeline(text)).toBe(withoutModeline(example));
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
    expect(cli(['compile', 'new', '--quiet'], { cwd: folder }).code).toBe(0);
    const again = cli(['init', 'new'], { cwd: folder });
    expect([again.code, again.stderr]).toEqual([
      2,
      'new/modelwatch.yaml is there already; nothing was written\n',
    ]);
  });
});
