import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DiffOptions, diff } from '../../src/commands/diff.ts';
import { edit } from '../proof/diff/compare.ts';
import { WORLD } from '../proof/diff/world.ts';
import { cli, folderWith, tempFolder, writeFiles } from '../support/cli.ts';
import { command } from '../support/command.ts';
import { GIT_ENVIRONMENT, type TestRepository, testRepository } from '../support/git.ts';

const DEFAULTS: DiffOptions = {
  env: [],
  format: 'pretty',
  output: [],
  failOn: [],
  exitCode: false,
  color: false,
};

function run(cwd: string, given: readonly string[], options: Partial<DiffOptions> = {}) {
  return command(cwd, () => diff(given, { ...DEFAULTS, ...options }));
}

const LOOSER = edit(WORLD, 'objective: 99.9%', 'objective: 99.5%');
const LOOSENED =
  '  SLO fraud-availability objective: 99.9% → 99.5%\n      allowed bad events at typical traffic: 259,200 in 30d → 1,296,000 in 30d\n';

describe('two folders', () => {
  const root = folderWith({ 'old/modelwatch.yaml': WORLD, 'new/modelwatch.yaml': LOOSER });

  it('are compared without Git', () => {
    expect(run(root, ['old', 'new'])).toEqual({
      code: 0,
      stdout: `old → new\nloosened\n${LOOSENED}1 change: 1 loosened\n`,
      stderr: '',
    });
    expect(run(root, ['old/modelwatch.yaml', './new']).stdout).toContain(LOOSENED);
  });

  it('that mean the same end with 0 whatever is asked', () => {
    const same = run(root, ['old', 'old'], { exitCode: true, failOn: ['loosened'] });
    expect(same).toEqual({ code: 0, stdout: 'old → old\nno change of meaning\n', stderr: '' });
  });

  it('end with 3 for changes if asked, with 1 for those that a gate stops', () => {
    expect(run(root, ['old', 'new'], { exitCode: true }).code).toBe(3);
    expect(run(root, ['old', 'new'], { failOn: ['loosened:tier=2', 'tightened'] }).code).toBe(0);
    const stopped = run(root, ['old', 'new'], { exitCode: true, failOn: ['tightened', 'loosened:tier=1'] });
    expect([stopped.code, stopped.stderr]).toEqual([
      1,
      '--fail-on loosened:tier=1 stops: SLO fraud-availability objective\n',
    ]);
  });

  it('are told in every format, several at once', () => {
    const folder = tempFolder();
    const output = (['markdown', 'json', 'pretty'] as const).map((format) => ({
      format,
      path: path.join(folder, format),
    }));
    const told = run(root, ['old', 'new'], { format: 'github', output, failOn: ['loosened'] });
    expect(told.stdout).toBe(
      '::error file=new/modelwatch.yaml,line=63,endLine=63,col=14,endColumn=19,title=loosened::SLO fraud-availability objective: 99.9%25 → 99.5%25%0Aallowed bad events at typical traffic: 259,200 in 30d → 1,296,000 in 30d\n',
    );
    const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
    expect(read('markdown')).toMatch(/^<!-- modelwatch-diff -->\n### Monitoring changes · 1 loosened\n/);
    expect(read('pretty')).toContain(LOOSENED);
    expect(JSON.parse(read('json'))).toMatchObject({
      format: 'modelwatch-diff/v1',
      base: { name: 'old' },
      head: { name: 'new' },
      summary: { loosened: 1, cosmetic: 0 },
      changes: [{ class: 'loosened', field: 'objective', tiers: ['1'], everywhere: true }],
    });
    const refused = run(root, ['old', 'new'], {
      output: [{ format: 'json', path: path.join(folder, 'no/x') }],
    });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/^the changes can't be written to .*no\/x: /);
  });

  it('can be narrowed to environments', () => {
    expect(run(root, ['old', 'new'], { env: ['dev'] }).stdout).toContain(LOOSENED);
    const unknown = run(root, ['old', 'new'], { env: ['prd'] });
    expect(unknown.code).toBe(2);
    expect(unknown.stdout).toContain('there is no environment "prd" on either side');
    expect(unknown.stdout).toContain('expected: one of dev, prod');
  });

  it('must both compile: which does not is told, with its findings', () => {
    const broken = folderWith({
      'old/modelwatch.yaml': edit(WORLD, 'objective: 99.9%', 'objective: 109%'),
      'new/modelwatch.yaml': edit(WORLD, 'owner: ml', 'owner: nobody'),
    });
    const told = run(broken, ['old', 'new']);
    expect(told.code).toBe(2);
    expect(told.stderr).toBe('the base (old) does not compile:\nthe head (new) does not compile:\n');
    expect(told.stdout).toContain('old/modelwatch.yaml:63:14  error  unit/objective');
    expect(told.stdout).toContain('new/modelwatch.yaml:41:10  error  reference/unknown');
    expect(run(root, ['old', '../nowhere']).code).toBe(2);
  });

  it('hide what looks like a secret', () => {
    const leaked = edit(WORLD, 'displayName: Availability', 'displayName: "xoxb-1234567890-abcdef"');
    const folder = folderWith({ 'old/modelwatch.yaml': WORLD, 'new/modelwatch.yaml': leaked });
    for (const format of ['pretty', 'markdown', 'json', 'github'] as const)
      expect(run(folder, ['old', 'new'], { format }).stdout).not.toContain('1234567890');
  });
});

describe('revisions', () => {
  let repository: TestRepository;
  let first: string;

  beforeAll(() => {
    repository = testRepository();
    first = repository.commit({
      'specs/modelwatch.yaml': WORLD,
      'specs/generated/acme/MANIFEST.json': '{ "format": "modelwatch-manifest/v1" }',
      'other.yaml': 'no: spec',
    });
    repository.git('branch', 'release');
    repository.git('checkout', '--quiet', '-b', 'work');
    repository.commit({ 'specs/modelwatch.yaml': LOOSER });
  });

  const specs = () => path.join(repository.root, 'specs');

  it('are compared with the working tree, each other, and where work parted from main', () => {
    const expected = { code: 0, stderr: '' };
    const told = (name: string) => `${name}\nloosened\n${LOOSENED}1 change: 1 loosened\n`;
    for (const [given, name] of [
      [['release'], 'release → the working tree'],
      [[first], `${first} → the working tree`],
      [['HEAD~1', 'HEAD'], 'HEAD~1 → HEAD'],
      [['release..work'], 'release → work'],
      [['release..'], 'release → HEAD'],
      [['main...work'], 'main (merge base) → work'],
      [[], 'main (merge base) → the working tree'],
    ] as const)
      expect(run(specs(), given), name).toEqual({ ...expected, stdout: told(name) });
  });

  it('see the working tree as it is, committed or not', () => {
    writeFiles(specs(), { 'modelwatch.yaml': WORLD });
    expect(run(specs(), ['release'], { exitCode: true }).code).toBe(0);
    expect(run(specs(), ['HEAD'], { exitCode: true }).stdout).toContain('tightened');
    writeFiles(specs(), { 'modelwatch.yaml': LOOSER });
  });

  it('are those of the project, wherever one stands', () => {
    expect(run(repository.root, ['release'], { project: 'specs' }).stdout).toContain(LOOSENED);
    expect(
      run(repository.root, ['release', 'work'], { project: 'specs', format: 'github' }).stdout,
    ).toContain('file=specs/modelwatch.yaml,line=63');
  });

  it('may be compared with a folder', () => {
    const folder = folderWith({ 'modelwatch.yaml': WORLD });
    expect(run(specs(), ['work', folder]).stdout).toContain('tightened');
  });

  it('without the project are a project that is new', () => {
    repository.git('checkout', '--quiet', '--orphan', 'empty');
    repository.git('rm', '-r', '--quiet', '--cached', '.');
    repository.git('commit', '--quiet', '--allow-empty', '--message=x');
    repository.git('checkout', '--quiet', '--force', 'work');
    const told = run(specs(), ['empty', 'work']);
    expect(told.stdout).toContain('new page\n  Environment prod is new\n');
    expect(run(specs(), ['empty', 'empty']).stdout).toContain('neither empty nor empty has a project here');
  });

  it('read calendars, linked specs and no rendered files, as from the disk', () => {
    const calendar = (day: string) =>
      `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:${day}\r\nSUMMARY:Off\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
    const own = testRepository();
    const documents = edit(WORLD, 'to: "17:00"', 'to: "17:00", holidays: off.ics').split('---\n');
    mkdirSync(path.join(own.root, 'shared'));
    own.commit({
      'modelwatch.yaml': documents.slice(0, -1).join('---\n'),
      'shared/window.yaml': documents.at(-1) ?? '',
      'off.ics': calendar('20270101'),
    });
    rmSync(path.join(own.root, 'shared/window.yaml'));
    writeFileSync(path.join(own.root, 'window.txt'), documents.at(-1) ?? '');
    symlinkSync('../window.txt', path.join(own.root, 'shared/window.yaml'));
    symlinkSync('/etc/hostname', path.join(own.root, 'shared/host.yaml'));
    own.commit({ 'off.ics': calendar('20270104') });
    expect(run(own.root, ['HEAD~1', 'HEAD']).stdout).toMatch(
      /^HEAD~1 → HEAD\nroute changed\n {2}business hours of Team ml \(prod\): .*\n {6}new holidays: 2027-01-04\n {6}no longer holidays: 2027-01-01\n/,
    );
  });

  it('that are not there are told', () => {
    for (const name of ['nope', 'nope..work', '--all', '-n1', 'HEAD~99', 'work:specs'])
      expect(run(specs(), [name])).toMatchObject({
        code: 2,
        stdout: expect.stringContaining('usage/unknown-revision') as string,
      });
    const shallow = testRepository();
    shallow.commit({ 'modelwatch.yaml': WORLD });
    shallow.git('branch', '--move', 'elsewhere');
    expect(run(shallow.root, [])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('usage/no-base') as string,
    });
    expect(run(specs(), ['empty...work'])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('share no history') as string,
    });
  });

  it('need a repository', () => {
    const folder = folderWith({ 'modelwatch.yaml': WORLD });
    expect(run(folder, ['main'])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('usage/not-a-repository') as string,
    });
    expect(run(tempFolder(), ['main', folder])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining(
        '"main" is no folder with a modelwatch.yaml, and no revision can be looked up: there is no modelwatch.yaml here',
      ) as string,
    });
  });

  it('need git: without it the exit code is 4', () => {
    const searched = process.env['PATH'];
    process.env['PATH'] = tempFolder();
    try {
      expect(run(specs(), ['release'])).toMatchObject({
        code: 4,
        stdout: expect.stringContaining('git is not installed') as string,
      });
    } finally {
      process.env['PATH'] = searched;
    }
  });
});

describe('the command line', () => {
  const root = folderWith({ 'old/modelwatch.yaml': WORLD, 'new/modelwatch.yaml': LOOSER });
  const modelwatch = (...args: string[]) => cli(['diff', ...args], { cwd: root, env: GIT_ENVIRONMENT });

  it('takes gates and formats, each several times', () => {
    const told = modelwatch(
      'old',
      'new',
      '--format',
      'markdown',
      '--fail-on',
      'new-page,loosened:tier=1',
      '--fail-on',
      'cosmetic',
      '--output',
      'json=changes.json',
    );
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('### Monitoring changes · 1 loosened');
    expect(JSON.parse(readFileSync(path.join(root, 'changes.json'), 'utf8'))).toHaveProperty('changes');
  });

  it('refuses gates and formats that it does not know', () => {
    const gate = modelwatch('old', 'new', '--fail-on', 'loosend:tier=1');
    expect([gate.code, gate.stdout]).toEqual([2, expect.stringContaining('Did you mean "loosened"?')]);
    expect(modelwatch('old', 'new', '--format', 'html').code).toBe(2);
    expect(modelwatch('old', 'new', '--output', 'html=x').code).toBe(2);
  });
});
