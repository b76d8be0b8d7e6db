import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { cli, REPOSITORY, tempFolder } from '../support/cli.ts';
import { describeWithPrograms, environmentWithPrograms } from '../support/programs.ts';

const EXAMPLE = path.join(REPOSITORY, 'examples/home-ranker');

describeWithPrograms(['promtool', 'amtool'], 'the home ranker', () => {
  const run = (...args: readonly string[]) => cli(args, { cwd: REPOSITORY, env: environmentWithPrograms() });

  it('is rendered as it is committed, without a word', () => {
    const out = path.join(REPOSITORY, 'generated');
    const checked = run('compile', EXAMPLE, '--out', out, '--check', '--quiet');
    expect(checked).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('is accepted by the real programs', () => {
    const out = path.join(REPOSITORY, 'generated');
    expect(run('check', EXAMPLE, '--out', out, '--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('passes its tests, and fails them when drift alone could wake somebody', () => {
    const tested = (folder: string) => run('test', folder, '--generated', 'none');
    const sound = tested(EXAMPLE);
    expect(sound.stderr).toMatch(/^5 tests passed, 0 failed/);
    expect(sound.code).toBe(0);
    const folder = tempFolder();
    cpSync(EXAMPLE, folder, { recursive: true });
    const file = path.join(folder, 'models/home-ranker/monitors.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('  all:\n', '  any:\n'));
    const broken = tested(folder);
    expect(broken.stderr).toMatch(/^4 tests passed, 1 failed/);
    expect(broken.stdout).toContain('drift-alone-wakes-nobody');
    expect(broken.code).toBe(1);
  });
});
