import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, findProgram, PROGRAMS, virtualEnvironment } from '../../scripts/programs.mjs';
import { type Clone, makeClone } from './clone.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('a real program', () => {
  it('is taken from the cache if it is whole there, else from PATH, else is missing', () => {
    const clone = makeClone();
    const env = { MODELWATCH_CACHE: path.join(clone.root, 'cache'), PATH: `relative:${clone.root}/bin` };
    expect(findProgram('amtool', env)).toBeUndefined();
    clone.write('bin/amtool', '#!/bin/sh\n', 0o755);
    expect(findProgram('amtool', env)).toBe(path.join(clone.root, 'bin/amtool'));
    clone.write('cache/amtool-0.34.2/amtool', '#!/bin/sh\n', 0o755);
    expect(findProgram('amtool', env)).toBe(path.join(clone.root, 'bin/amtool'));
    clone.write('cache/amtool-0.34.2/built.json', '{"size":10}');
    expect(findProgram('amtool', env)).toBe(path.join(clone.root, 'cache/amtool-0.34.2/amtool'));
    expect(() => findProgram('jsonnet', env)).toThrow('jsonnet is not one of the pinned programs');
  });

  it('of Python is in the cache only if it was installed from the packages that are pinned now', () => {
    const clone = makeClone();
    const env = { MODELWATCH_CACHE: path.join(clone.root, 'cache'), PATH: '' };
    const folder = path.join(clone.root, 'cache/moto-5.2.5');
    for (const name of ['python', 'moto_server'])
      clone.write(`cache/moto-5.2.5/venv/bin/${name}`, '#!/bin/sh\n', 0o755);
    symlinkSync('venv/bin/moto_server', path.join(folder, 'moto_server'));
    const moto = PROGRAMS.find(({ name }) => name === 'moto_server');
    if (moto === undefined || !('requirements' in moto)) throw new Error('moto is no Python program');
    const built = { size: 10, ...virtualEnvironment(moto, folder) };
    clone.write('cache/moto-5.2.5/built.json', JSON.stringify({ ...built, requirements: 'others' }));
    expect(findProgram('moto_server', env)).toBeUndefined();
    clone.write('cache/moto-5.2.5/built.json', JSON.stringify(built));
    expect(findProgram('moto_server', env)).toBe(path.join(folder, 'moto_server'));
  });

  it('that is an extension of DuckDB is of the version of DuckDB that is used', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const extension = PROGRAMS.find(({ name }) => name === 'httpfs.duckdb_extension');
    expect(dependencies['@duckdb/node-api']).toMatch(new RegExp(`^${extension?.version}-`));
    expect(extension).toMatchObject({ content: expect.stringContaining(`/v${extension?.version}/`) });
  });

  it('is kept where the user says, else in the cache of the user', () => {
    expect(cacheFolder({ MODELWATCH_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' })).toBe('/b/modelwatch');
    expect(cacheFolder({ XDG_CACHE_HOME: 'b' })).toMatch(/\/\.cache\/modelwatch$/);
  });
});

describe('tests of real programs that are missing', { timeout: 120_000 }, () => {
  it('are skipped with a warning', async () => {
    const { code, output } = await runTests({});
    expect(output).toContain(
      'SKIPPED: rules are good (missing: promtool, amtool; run: node scripts/setup.mjs)',
    );
    expect(output).toMatch(/Tests {2}1 skipped/);
    expect(code).toBe(0);
  });

  it('fail in CI', async () => {
    const { code, output } = await runTests({ CI: 'true' });
    expect(output).toContain('Error: missing: promtool, amtool; run: node scripts/setup.mjs');
    expect(output).toMatch(/Tests {2}1 failed/);
    expect(code).toBe(1);
  });
});

/** Runs vitest on a test file of its own, on a machine that has Node and no real programs. */
async function runTests(env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const clone: Clone = makeClone({
    'vitest.config.mjs': 'export default {};',
    'a.test.ts': `
import { expect, it } from 'vitest';
import { describeWithPrograms, program } from '${ROOT}/test/support/programs.ts';
describeWithPrograms(['promtool', 'amtool'], 'rules are good', () => {
  const promtool = program('promtool');
  it('says promtool', () => expect(promtool).toBe('run'));
});`,
  });
  symlinkSync(path.join(ROOT, 'node_modules/vitest'), path.join(clone.root, 'node_modules/vitest'));
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const ended = await clone.node([vitest, 'run', '--no-color'], {
    PATH: path.join(clone.root, 'bin'),
    MODELWATCH_CACHE: path.join(clone.root, 'cache'),
    ...env,
  }).ended;
  return { code: ended.code, output: ended.stdout + ended.stderr };
}
