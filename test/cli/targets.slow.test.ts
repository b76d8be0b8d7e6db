import { cpSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { type CompileOptions, compileCommand } from '../../src/commands/compile.ts';
import { targetsCommand } from '../../src/commands/targets.ts';
import { validate } from '../../src/commands/validate.ts';
import { compile } from '../../src/compile.ts';
import { targets } from '../../src/targets/registry.ts';
import { minimalWith, object } from '../support/bad-input.ts';
import { type CliRun, cli, folderWith, REPOSITORY, tempFolder, treeOf } from '../support/cli.ts';
import { command, DEFAULTS } from '../support/command.ts';
import { exampleProject } from '../support/example-project.ts';

vi.setConfig({ testTimeout: 60_000 });

const REASON = '`--strict-targets` makes this an error.';

/** The least project, with an escalation that is to be repeated, which Alertmanager cannot do. */
const REPEATING = {
  'modelwatch.yaml': minimalWith('  owner: ml\n', '  owner: ml\n  escalation: twice\n'),
  'policy.yaml': object(
    'EscalationPolicy',
    'twice',
    `{ severities: [page, ticket], routes: { ${['page', 'ticket'].map((severity) => `${severity}: { repeat: 2, levels: [{ notify: [{ onCall: primary }] }] }`).join(', ')} } }`,
  ),
};
const REPEATED = folderWith(REPEATING);

function compiled(folder: string, options: Partial<CompileOptions>): CliRun {
  const all = { ...DEFAULTS, quiet: true, env: [], target: [], check: false, ...options };
  return command(folder, () => compileCommand(undefined, all));
}

describe('modelwatch targets', () => {
  it('needs no project, and lists what the registry has', () => {
    const folder = tempFolder();
    const { code, stdout, stderr } = cli(['targets', '--matrix', '--format', 'json'], { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect((JSON.parse(stdout) as { targets: { name: string }[] }).targets.map(({ name }) => name)).toEqual(
      targets.map(({ name }) => name),
    );
    const listed = command(folder, () => targetsCommand({ matrix: false, format: 'text' })).stdout;
    for (const { name, description } of targets) {
      const words = listed.replaceAll(/\s+/g, ' ');
      expect(words).toContain(`${name} ${description}`);
    }
  });

  it('refuses formats that it does not have: 2', () => {
    const { code, stderr } = cli(['targets', '--format', 'xml'], { cwd: tempFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are text, json, markdown.');
  });
});

describe('--strict-targets', () => {
  it('makes errors of what is left out, at its line, and writes nothing: 1', () => {
    const before = treeOf(REPEATED);
    const { code, stdout } = compiled(REPEATED, { strictTargets: true });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^policy\.yaml:\d+:\d+ {2}error {2}target\/unsupported$/m);
    expect(stdout).toContain(REASON);
    expect(treeOf(REPEATED)).toEqual(before);
  });

  it('is told by validate and check, too, and by the command line', () => {
    for (const run of [
      () => validate(undefined, { ...DEFAULTS, strictTargets: true }),
      () => check(undefined, { ...DEFAULTS, env: [], strictTargets: true }),
    ]) {
      const { code, stdout } = command(REPEATED, run);
      expect([code, stdout]).toEqual([1, expect.stringContaining('error  target/unsupported')]);
    }
    const { code, stdout } = cli(['validate', '--strict-targets'], { cwd: REPEATED });
    expect([code, stdout]).toEqual([1, expect.stringContaining(REASON)]);
  });

  it('without it, they are warnings, and the rest is rendered: 0', () => {
    const folder = folderWith(REPEATING);
    const { code, stdout } = compiled(folder, {});
    expect([code, stdout]).toEqual([0, expect.stringContaining('warning  target/unsupported')]);
    expect(stdout).not.toContain(REASON);
    expect(Object.keys(treeOf(folder)).length).toBeGreaterThan(3);
  });

  it('lets pass what is done otherwise', () => {
    const folder = folderWith({ 'modelwatch.yaml': minimalWith('', '') });
    expect(compiled(folder, { strictTargets: true }).code).toBe(0);
  });

  it('of the example: all of it is rendered without, nothing with it, and each error names its line', () => {
    const folder = tempFolder();
    cpSync(path.join(REPOSITORY, 'examples/fraud-detector'), folder, { recursive: true });
    const before = treeOf(folder);
    const strict = compiled(folder, { strictTargets: true, format: 'json' });
    const { findings } = JSON.parse(strict.stdout) as {
      findings: { severity: string; file?: string; range?: { start: { line: number } } }[];
    };
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(strict.code).toBe(1);
    expect(errors.length).toBeGreaterThan(0);
    for (const { file = '', range } of errors) {
      expect(Object.keys(before)).toContain(file);
      expect(range?.start.line).toBeGreaterThan(0);
    }
    expect(treeOf(folder)).toEqual(before);
    expect(compiled(folder, {}).code).toBe(0);
    const written = Object.keys(treeOf(folder)).filter((name) => !(name in before));
    expect(written.some((name) => name.endsWith('.template.json'))).toBe(true);
  });

  it('is also about a target that has no store to read: 1', () => {
    const folder = folderWith({
      'modelwatch.yaml': minimalWith(
        'spec: { channels:',
        'spec: { targets: { prometheus: {}, aws: {} }, channels:',
      ),
    });
    const { code, stdout } = compiled(folder, { strictTargets: true });
    expect([code, stdout]).toEqual([1, expect.stringContaining('error  target/no-data-source')]);
    expect(Object.keys(treeOf(folder))).toEqual(['modelwatch.yaml']);
    expect(compiled(folder, {}).code).toBe(0);
  });

  it('changes nothing else of what is found', () => {
    const project = exampleProject('fraud-detector');
    const usual = compile(project);
    const strict = compile({ ...project, strictTargets: true });
    const key = ({ code, message }: (typeof usual.diagnostics)[number]) => `${code} ${message}`;
    expect(strict.diagnostics.map(key)).toEqual(usual.diagnostics.map(key));
    for (const { code, severity, hint = '' } of strict.diagnostics) {
      expect([code, severity === 'error', hint.endsWith(REASON)]).toEqual([
        code,
        code === 'target/unsupported',
        code === 'target/unsupported',
      ]);
    }
    expect(usual.files.length).toBeGreaterThan(0);
    expect(strict.files).toEqual([]);
  });
});
