import { appendFileSync, cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type CompileOptions, compileCommand } from '../../src/commands/compile.ts';
import { minimalWith } from '../support/bad-input.ts';
import { type CliRun, cli, folderWith, REPOSITORY, tempFolder, treeOf, writeFiles } from '../support/cli.ts';
import { command, DEFAULTS } from '../support/command.ts';

vi.setConfig({ testTimeout: 60_000 });

/** `modelwatch compile` in a folder. */
function compile(folder: string, options: Partial<CompileOptions> = {}, project?: string): CliRun {
  const all = { ...DEFAULTS, quiet: true, env: [], target: [], check: false, ...options };
  return command(folder, () => compileCommand(project, all));
}

const EXAMPLE = path.join(REPOSITORY, 'examples/fraud-detector');
const RULES = 'generated/minimal/default/prometheus/rules/model-my-model.yaml';

/** A compiled copy of the least project. */
function compiled(): string {
  const folder = folderWith({ 'modelwatch.yaml': minimalWith('', '') });
  expect(compile(folder)).toEqual({ code: 0, stdout: '', stderr: '' });
  return folder;
}

/** Codes of the findings of `compile --check`, and its exit code. It must change nothing. */
function checked(
  folder: string,
  options: Partial<CompileOptions> = {},
): { code: number | null; codes: string[] } {
  const before = treeOf(folder);
  const { code, stdout } = compile(folder, { check: true, format: 'json', ...options });
  expect(treeOf(folder)).toEqual(before);
  const { findings } = JSON.parse(stdout) as { findings: { ruleId: string; severity: string }[] };
  // What CloudWatch has no means for is told each time, and is not what these tests are about.
  const told = findings.filter(
    ({ severity, ruleId }) => severity !== 'info' && ruleId !== 'target/unsupported',
  );
  return { code, codes: told.map(({ ruleId }) => ruleId) };
}

describe('compile', () => {
  it('a second time changes nothing', () => {
    const folder = compiled();
    const before = treeOf(folder);
    const { code, stderr } = compile(folder, { quiet: false });
    expect(stderr).toMatch(/^generated\/minimal: 0 files written, 0 removed, \d+ unchanged\n$/);
    expect(code).toBe(0);
    expect(treeOf(folder)).toEqual(before);
  });

  it('takes away what is no longer rendered, and leaves the files of others', () => {
    const folder = compiled();
    writeFiles(folder, {
      'generated/minimal/default/prometheus/rules/mine.yaml': 'groups: []\n',
      'modelwatch.yaml': minimalWith('name: my-model', 'name: other-model'),
    });
    const { stderr } = compile(folder, { quiet: false });
    expect(stderr).toMatch(/^generated\/minimal: \d+ files written, [1-9]\d* removed, \d+ unchanged\n$/);
    const files = Object.keys(treeOf(folder));
    expect(files.filter((name) => name.includes('my-model'))).toEqual([]);
    expect(files).toContain('generated/minimal/default/prometheus/rules/mine.yaml');
    expect(files).toContain('generated/minimal/default/prometheus/rules/model-other-model.yaml');
  });

  it('writes nothing while there is any error, and keeps what was there', () => {
    const folder = compiled();
    writeFiles(folder, { 'modelwatch.yaml': minimalWith('250ms', '200ms') });
    const before = treeOf(folder);
    expect(compile(folder).code).toBe(2);
    expect(treeOf(folder)).toEqual(before);
  });

  it('replaces what was changed by hand, and says so', () => {
    const folder = compiled();
    const before = treeOf(folder);
    appendFileSync(path.join(folder, RULES), '# quieter\n');
    const { code, stdout, stderr } = compile(folder, { quiet: false });
    expect(stdout).toContain('warning  output/overwrote-edit');
    expect(stderr).toContain(
      '1 of them had been changed by hand: default/prometheus/rules/model-my-model.yaml',
    );
    expect(code).toBe(0);
    expect(treeOf(folder)).toEqual(before);
  });

  it('writes elsewhere with --out, from where one stands', () => {
    const base = tempFolder();
    cpSync(compiled(), path.join(base, 'project'), { recursive: true });
    expect(compile(base, { out: 'there' }, 'project').code).toBe(0);
    const { files } = JSON.parse(readFileSync(path.join(base, 'there/minimal/MANIFEST.json'), 'utf8')) as {
      files: object[];
    };
    expect(treeOf(path.join(base, 'there/minimal'))).toEqual(
      treeOf(path.join(base, 'project/generated/minimal')),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(checked(path.join(base, 'project'), { out: '../there' })).toEqual({ code: 0, codes: [] });
  });
});

describe('compile --check', () => {
  const spoil: Record<string, (folder: string) => void> = {
    'a file changed by hand': (folder) => appendFileSync(path.join(folder, RULES), '# quieter\n'),
    'a file cut short': (folder) => truncateSync(path.join(folder, RULES), 100),
    'a file gone': (folder) => rmSync(path.join(folder, RULES)),
    'everything gone': (folder) => rmSync(path.join(folder, 'generated'), { recursive: true }),
    'a manifest gone': (folder) => rmSync(path.join(folder, 'generated/minimal/MANIFEST.json')),
    'a manifest cut short': (folder) =>
      truncateSync(path.join(folder, 'generated/minimal/MANIFEST.json'), 200),
    'a spec changed since': (folder) =>
      writeFiles(folder, { 'modelwatch.yaml': minimalWith('99.9%', '99.5%') }),
    'an object renamed since': (folder) =>
      writeFiles(folder, { 'modelwatch.yaml': minimalWith('name: my-model', 'name: other') }),
    'a comment added since': (folder) =>
      writeFiles(folder, {
        'modelwatch.yaml': minimalWith('spec: { onCall', '# who is on call\nspec: { onCall'),
      }),
    'a file of somebody else': (folder) => writeFiles(folder, { 'generated/minimal/notes.txt': 'mine\n' }),
  };

  it.each([
    ['a file changed by hand', 1, ['output/edited']],
    ['a file cut short', 1, ['output/truncated']],
    ['a file gone', 1, ['output/missing']],
    ['everything gone', 1, ['output/missing']],
    ['a manifest gone', 1, ['output/missing']],
    ['a manifest cut short', 1, ['output/manifest-broken']],
    ['a spec changed since', 1, ['output/stale']],
    ['an object renamed since', 1, ['output/stale']],
    ['a comment added since', 1, ['output/stale']],
    ['a file of somebody else', 0, []],
  ])('%s: %i', (what, code, codes) => {
    const folder = compiled();
    spoil[what]?.(folder);
    expect(checked(folder)).toEqual({ code, codes });
    // Compile mends each of them.
    expect(compile(folder).code).toBe(0);
    expect(checked(folder)).toEqual({ code: 0, codes: [] });
  });

  it('fails for wrong specs with 2, before it looks at the output', () => {
    const folder = compiled();
    writeFiles(folder, { 'modelwatch.yaml': minimalWith('250ms', '200') });
    expect(checked(folder)).toEqual({ code: 2, codes: ['unit/duration'] });
  });
});

describe('one environment or target at a time', () => {
  const folder = tempFolder();
  cpSync(EXAMPLE, folder, { recursive: true });
  const under = (prefix: string) =>
    Object.entries(treeOf(folder)).filter(([name]) => name.startsWith(prefix));
  const change = () => {
    const file = path.join(folder, 'models/fraud-detector/availability.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.includes('99.9%') ? text.replace('99.9%', '99.8%') : text.replace('99.8%', '99.9%'),
    );
  };

  it('is what a whole compile writes there, and nothing else', () => {
    expect(compile(folder, { env: ['prod'] }).code).toBe(0);
    const prod = under('generated/acme-ml/prod/');
    expect(under('generated/acme-ml/dev/')).toEqual([]);
    expect(compile(folder).code).toBe(0);
    expect(under('generated/acme-ml/prod/')).toEqual(prod);
    expect(under('generated/acme-ml/dev/')).not.toEqual([]);
  });

  it('leaves the others as they were, and --check tells which are stale', () => {
    const staging = under('generated/acme-ml/staging/');
    change();
    expect(compile(folder, { env: ['prod'] }).code).toBe(0);
    expect(under('generated/acme-ml/staging/')).toEqual(staging);
    expect(checked(folder, { env: ['prod'] })).toEqual({ code: 0, codes: [] });
    expect(checked(folder, { env: ['staging'] })).toEqual({ code: 1, codes: ['output/stale'] });
    expect(compile(folder, { env: ['staging', 'dev'] }).code).toBe(0);
    expect(checked(folder)).toEqual({ code: 0, codes: [] });
  });

  it('is the same for targets', () => {
    change();
    const routes = under('generated/acme-ml/prod/alertmanager/');
    expect(compile(folder, { env: ['prod'], target: ['prometheus'] }).code).toBe(0);
    expect(under('generated/acme-ml/prod/alertmanager/')).toEqual(routes);
    expect(checked(folder, { target: ['prometheus'], env: ['prod'] })).toEqual({ code: 0, codes: [] });
    expect(checked(folder, { target: ['prometheus'] })).toEqual({ code: 1, codes: ['output/stale'] });
  });
});

/** What a kill before the commit leaves: files staged, and no journal. */
function leaveStaged(folder: string): void {
  writeFiles(folder, { 'generated/minimal/.modelwatch-tx/new/0': 'groups: []\n' });
}

describe('a compile that was killed', () => {
  it('is undone by whatever command comes next, which says so', () => {
    const folder = compiled();
    const before = treeOf(folder);
    for (const command of ['validate', 'show', 'compile', 'check']) {
      leaveStaged(folder);
      const { stdout, stderr } = cli([command], { cwd: folder, env: { PATH: '/nonexistent' } });
      expect(stdout + stderr, command).toContain('output/recovered');
      expect(treeOf(folder), command).toEqual(before);
    }
  });

  it('is undone even while the specs are wrong', () => {
    const folder = compiled();
    leaveStaged(folder);
    writeFiles(folder, { 'modelwatch.yaml': minimalWith('kind: Project', 'kind: [Project') });
    const { code, stdout } = cli(['validate'], { cwd: folder });
    expect([code, stdout]).toEqual([2, expect.stringContaining('output/recovered')]);
    expect(Object.keys(treeOf(folder)).some((name) => name.includes('.modelwatch-tx'))).toBe(false);
  });

  it('is told by --check, which touches nothing', () => {
    const folder = compiled();
    leaveStaged(folder);
    expect(checked(folder).codes).toEqual(['output/unfinished']);
  });
});
