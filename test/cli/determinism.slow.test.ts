import { cpSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { cli, REPOSITORY, tempFolder, treeOf } from '../support/cli.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A copy of the example below a new folder; its depth and name differ each time. */
function copyTo(...folders: string[]): string {
  const folder = path.join(tempFolder(), ...folders);
  cpSync(path.join(REPOSITORY, 'examples/fraud-detector'), folder, { recursive: true });
  return folder;
}

function compile(folder: string, env: Record<string, string | undefined>, umask = '022') {
  // By env(1): a shell that starts in a locale that the machine lacks would complain itself.
  const settings = Object.entries(env).map(([name, value]) =>
    value === undefined ? `-u ${name}` : `${name}=${value}`,
  );
  const shell = `umask ${umask}; exec env ${settings.toSorted().join(' ')} $CLI compile --quiet`;
  const { code, stderr } = cli([], { cwd: folder, shell });
  expect([code, stderr]).toEqual([0, '']);
  return treeOf(path.join(folder, 'generated'));
}

const reference = compile(copyTo('reference'), { LC_ALL: 'en_US.UTF-8', TZ: 'UTC' });

it('something is rendered to compare with', () => {
  expect(Object.keys(reference).length).toBeGreaterThan(100);
});

it.each<[string, Record<string, string | undefined>, string]>([
  [
    'a Turkish machine at the other side of the date line',
    { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Apia' },
    '077',
  ],
  [
    'a machine without a locale, in an odd zone',
    { LC_ALL: 'C', LANG: undefined, HOME: undefined, USER: undefined, TZ: 'Asia/Kathmandu' },
    '000',
  ],
])('the same bytes on %s', (_name, env, umask) => {
  const folder = copyTo('a folder with blanks', 'ünïcode', 'İstanbul');
  expect(compile(folder, env, umask)).toEqual(reference);
  const rules = path.join(folder, 'generated/acme-ml/prod/prometheus/rules/model-fraud-detector.yaml');
  expect((statSync(rules).mode & 0o777).toString(8)).toBe('644');
});

it('the same bytes from elsewhere, and again', () => {
  const folder = copyTo('elsewhere');
  const out = path.join(tempFolder(), 'out');
  for (const cwd of ['/', '/tmp']) {
    expect(cli(['compile', folder, '--out', out, '--quiet'], { cwd }).code).toBe(0);
    expect(treeOf(out)).toEqual(reference);
  }
});

it('the same plan and the same findings', () => {
  for (const args of [
    ['show', '--plan', '--env', 'prod'],
    ['validate', '--format', 'sarif'],
  ]) {
    const here = cli(args, { cwd: copyTo('x'), env: { LC_ALL: 'C', TZ: 'UTC' } });
    const there = cli(args, { cwd: copyTo('y', 'z'), env: { LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Apia' } });
    expect(there).toEqual(here);
  }
});
