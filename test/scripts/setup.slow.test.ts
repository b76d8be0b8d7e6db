import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Clone, makeClone } from '../support/clone.ts';
import { until } from '../support/until.ts';

// Set-up with two small programs, and a builder that writes shell scripts and a diary. It waits while there is a file `gate`.
const SETUP = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensurePrograms } from './scripts/setup.mjs';
const programs = [['one', '1.0.0'], ['two', '2.0.0']].map(([name, version]) => (
  { name, version, files: {}, tells: { text: name + ', version ' + version + ' ' } }));
async function build({ name, version }, folder, work) {
  appendFileSync('diary', name + ' begun\\n');
  writeFileSync(work + '/half-done', '');
  while (existsSync('gate')) await sleep(5);
  if (existsSync('broken-' + name)) throw new Error('the compiler stopped');
  const told = existsSync('lies') ? '0.9.0' : version;
  writeFileSync(folder + '/' + name, '#!/bin/sh\\necho "' + name + ', version ' + told + ' (branch: )"\\n', { mode: 0o755 });
  appendFileSync('diary', name + ' done\\n');
}
console.log(JSON.stringify(await ensurePrograms({ cache: 'cache', programs, build })));`;

const BUILT = ['one-1.0.0', 'two-2.0.0'];

describe('building the real programs', { timeout: 60_000 }, () => {
  it('builds what is not there, and nothing the second time', async () => {
    const clone = makeClone({ 'setup.mjs': SETUP });
    expect(await setUp(clone)).toMatchObject({ stdout: '{"built":["one","two"],"missing":[]}\n', code: 0 });
    expect(await setUp(clone)).toEqual({ stdout: '{"built":[],"missing":[]}\n', stderr: '', code: 0 });
    expect(diary(clone)).toEqual(['one begun', 'one done', 'two begun', 'two done']);
    expect(cached(clone)).toEqual(BUILT);
  });

  it('killed while it builds, leaves nothing that looks whole, and the next run cleans up and builds', async () => {
    const clone = makeClone({ 'setup.mjs': SETUP, gate: '' });
    const first = clone.node(['setup.mjs']);
    await until(() => existsSync(path.join(clone.root, 'diary')), { what: 'the build to begin' });
    first.kill();
    await first.ended;
    expect(cached(clone).filter((name) => BUILT.includes(name))).toEqual([]);
    expect(cached(clone).some((name) => name.startsWith('.tmp-'))).toBe(true);

    openGate(clone);
    expect(await setUp(clone)).toMatchObject({ stdout: '{"built":["one","two"],"missing":[]}\n', code: 0 });
    expect(cached(clone).filter((name) => !name.endsWith('.broken'))).toEqual(BUILT);
  });

  it('of two at once builds only once; the other waits and says so', async () => {
    const clone = makeClone({ 'setup.mjs': SETUP, gate: '' });
    const first = clone.node(['setup.mjs']);
    await until(() => existsSync(path.join(clone.root, 'diary')), { what: 'the build to begin' });
    const second = clone.node(['setup.mjs']);
    // It looks for programs to build before it waits; only then may the first one go on.
    await until(() => second.stderr().includes('waiting for another set-up (process '), { what: 'the wait' });
    openGate(clone);
    expect((await first.ended).stdout).toBe('{"built":["one","two"],"missing":[]}\n');
    expect((await second.ended).stdout).toBe('{"built":[],"missing":[]}\n');
    expect(diary(clone)).toEqual(['one begun', 'one done', 'two begun', 'two done']);
  });

  it('keeps no program that tells another version', async () => {
    const clone = makeClone({ 'setup.mjs': SETUP, lies: '' });
    const { stdout } = await setUp(clone);
    expect(JSON.parse(stdout)).toMatchObject({
      built: [],
      missing: [
        { program: { name: 'one' }, reason: 'one should be 1.0.0, but says "one, version 0.9.0 (branch: )"' },
        { program: { name: 'two' } },
      ],
    });
    expect(cached(clone)).toEqual([]);
  });

  it('builds the others when one does not build', async () => {
    const clone = makeClone({ 'setup.mjs': SETUP, 'broken-one': '' });
    const { stdout } = await setUp(clone);
    expect(JSON.parse(stdout)).toMatchObject({
      built: ['two'],
      missing: [{ program: { name: 'one' }, reason: 'the compiler stopped' }],
    });
    expect(cached(clone)).toEqual(['two-2.0.0']);
  });

  it('builds a damaged program again', async () => {
    const clone = makeClone({ 'setup.mjs': SETUP });
    await setUp(clone);
    writeFileSync(path.join(clone.root, 'cache/two-2.0.0/two'), '#!/bin/sh\n');
    expect((await setUp(clone)).stdout).toBe('{"built":["two"],"missing":[]}\n');
    expect((await setUp(clone)).stdout).toBe('{"built":[],"missing":[]}\n');
  });
});

describe('set-up on a machine without Go and Python', { timeout: 60_000 }, () => {
  it('names each missing program and how to get it, and lets the tests go on', async () => {
    const clone = makeClone();
    clone.write('bin/promtool', '#!/bin/sh\n', 0o755);
    const { code, stdout, stderr } = await clone.node(['scripts/setup.mjs'], withNodeOnly(clone)).ended;
    expect(code).toBe(0);
    expect(stdout).toBe('');
    const missing = stderr.slice(stderr.indexOf('\nMISSING')).replaceAll(clone.root, '');
    expect(missing.split('\n\n').slice(0, 2).join('\n\n')).toMatchInlineSnapshot(`
      "
      MISSING: promtool 3.16.0. Go is not installed.
        Tests use /bin/promtool instead, whatever its version.
        To get it: install Go 1.26.7 or newer, be online, and run \`node scripts/setup.mjs\` again.

      MISSING: prometheus 3.16.0. Go is not installed.
        Tests that need it are skipped.
        To get it: install Go 1.26.7 or newer, be online, and run \`node scripts/setup.mjs\` again."
    `);
    expect(missing.split('\n\n').slice(4, 6).join('\n\n')).toMatchInlineSnapshot(`
      "MISSING: cfn-lint 1.58.0. Python is not installed.
        Tests that need it are skipped.
        To get it: install Python 3.10 or newer with its module venv (python3-venv on Debian and Ubuntu), be online, and run \`node scripts/setup.mjs\` again.

      MISSING: moto_server 5.2.5. Python is not installed.
        Tests that need it are skipped.
        To get it: install Python 3.10 or newer with its module venv (python3-venv on Debian and Ubuntu), be online, and run \`node scripts/setup.mjs\` again."
    `);
    expect(missing.split('\n\n').slice(6, 15).join('\n\n')).toMatchInlineSnapshot(`
      "MISSING: httpfs.duckdb_extension 1.5.5. Python is not installed.
        Tests that need it are skipped.
        To get it: install Python 3.10 or newer with its module venv (python3-venv on Debian and Ubuntu), be online, and run \`node scripts/setup.mjs\` again.

      MISSING: influxd 1.6.7. apt-get is not installed.
        Tests that need it are skipped.
        To get it: put influxd into PATH, or on Debian and Ubuntu run \`sudo apt-get update\`, be online, and run \`node scripts/setup.mjs\` again.

      MISSING: victoria-metrics 1.79.5. apt-get is not installed.
        Tests that need it are skipped.
        To get it: put victoria-metrics into PATH, or on Debian and Ubuntu run \`sudo apt-get update\`, be online, and run \`node scripts/setup.mjs\` again.

      MISSING: prometheus-node-exporter 1.5.0. apt-get is not installed.
        Tests that need it are skipped.
        To get it: put prometheus-node-exporter into PATH, or on Debian and Ubuntu run \`sudo apt-get update\`, be online, and run \`node scripts/setup.mjs\` again.

      MISSING: prometheus-pushgateway 1.5.1. apt-get is not installed.
        Tests that need it are skipped.
        To get it: put prometheus-pushgateway into PATH, or on Debian and Ubuntu run \`sudo apt-get update\`, be online, and run \`node scripts/setup.mjs\` again.

      MISSING: postgres 15.20. apt-get is not installed.
        Tests that need it are skipped.
        To get it: put postgres into PATH, or on Debian and Ubuntu run \`sudo apt-get update\` and \`sudo apt-get install --no-install-recommends libicu72 libpq5 libxml2\`, be online, and run \`node scripts/setup.mjs\` again.

      MISSING: chromium 156. It is not in PATH, and set-up installs for the whole system only as root in CI.
        Tests that need it are skipped.
        To get it: put chromium into PATH (on Debian: \`sudo apt-get install --no-install-recommends chromium\`), be online, and run \`node scripts/setup.mjs\` again.

      MISSING: zipkin-server.jar 3.5.1. Maven is not installed.
        Tests that need it are skipped.
        To get it: install Java 17 or newer and Maven, be online, and run \`node scripts/setup.mjs\` again.

      MISSING: otelcol-0.130.0 0.130.0. Go is not installed.
        Tests that need it are skipped.
        To get it: install Go 1.26.7 or newer, be online, and run \`node scripts/setup.mjs\` again."
    `);
    expect(missing.match(/^MISSING: [\w-]+/gm)).toEqual([
      'MISSING: promtool',
      'MISSING: prometheus',
      'MISSING: amtool',
      'MISSING: alertmanager',
      'MISSING: cfn-lint',
      'MISSING: moto_server',
      'MISSING: httpfs',
      'MISSING: influxd',
      'MISSING: victoria-metrics',
      'MISSING: prometheus-node-exporter',
      'MISSING: prometheus-pushgateway',
      'MISSING: postgres',
      'MISSING: chromium',
      'MISSING: zipkin-server',
      'MISSING: otelcol-0',
      'MISSING: otelcol-0',
      'MISSING: jaeger',
      'MISSING: percli',
      'MISSING: mypy',
    ]);
  });

  it('fails in CI, and closes with the plain line', async () => {
    const clone = makeClone();
    const env = { ...withNodeOnly(clone), CI: 'true' };
    const { code, stdout, stderr } = await clone.node(['scripts/setup.mjs'], env).ended;
    expect(code).toBe(1);
    expect(stdout).toBe('0 passed, 1 failed\n');
    expect(stderr).toContain('In CI this is an error.');
  });

  it('asks for no program with --node-only', async () => {
    const clone = makeClone();
    const env = { ...withNodeOnly(clone), CI: 'true' };
    expect(await clone.node(['scripts/setup.mjs', '--node-only'], env).ended).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});

describe('installing the npm packages', { timeout: 60_000 }, () => {
  const INSTALL = `
import { mkdirSync, rmSync } from 'node:fs';
import { ensurePackages } from './scripts/setup-packages.mjs';
await ensurePackages('.', (root) => {
  console.log('npm ci');
  rmSync(root + '/node_modules', { recursive: true, force: true });
  mkdirSync(root + '/node_modules');
  if (process.argv[2] === 'killed') process.kill(process.pid, 'SIGKILL');
});`;
  const LOCK =
    '{"packages":{"":{},"node_modules/a":{"version":"1.0.0","integrity":"x"},"node_modules/b":{"optional":true}}}';
  const RECORD = '{"packages":{"node_modules/a":{"version":"1.0.0","integrity":"x"}}}';
  it('installs when node_modules is not what package-lock.json asks for, else not', async () => {
    const clone = makeClone({ 'install.mjs': INSTALL, 'package-lock.json': LOCK });
    expect(await install(clone)).toBe('npm ci\n');
    expect(await install(clone)).toBe('');
    clone.write('package-lock.json', LOCK.replaceAll('1.0.0', '1.0.1'));
    expect(await install(clone)).toBe('npm ci\n');
  });

  it('installs again after an install that was killed', async () => {
    const clone = makeClone({ 'install.mjs': INSTALL, 'package-lock.json': LOCK });
    expect(await install(clone, 'killed')).toBe('npm ci\n');
    expect(await install(clone)).toBe('npm ci\n');
    expect(await install(clone)).toBe('');
  });

  it('accepts what a developer installed by hand, if it is the same', async () => {
    const files = {
      'install.mjs': INSTALL,
      'package-lock.json': LOCK,
      'node_modules/.package-lock.json': RECORD,
      'node_modules/a/package.json': '{}',
    };
    expect(await install(makeClone(files))).toBe('');
    const others = [
      { 'node_modules/.package-lock.json': RECORD.replace('1.0.0', '0.9.0') },
      { 'node_modules/.package-lock.json': RECORD.replace('/a', '/extra') },
      { 'node_modules/.package-lock.json': RECORD.replace('{"packages', '{"pack') },
      { 'node_modules/.package-lock.json': 'no JSON' },
    ];
    for (const other of others) expect(await install(makeClone({ ...files, ...other }))).toBe('npm ci\n');
  });
});

function setUp(clone: Clone): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return clone.node(['setup.mjs']).ended;
}

function withNodeOnly(clone: Clone): NodeJS.ProcessEnv {
  return {
    PATH: path.join(clone.root, 'bin'),
    MODELWATCH_CACHE: path.join(clone.root, 'cache'),
    npm_lifecycle_event: 'pretest',
  };
}

/** What the installing script printed: `npm ci` if it installed. */
async function install(clone: Clone, ...args: readonly string[]): Promise<string> {
  return (await clone.node(['install.mjs', ...args]).ended).stdout;
}

function diary(clone: Clone): string[] {
  return readFileSync(path.join(clone.root, 'diary'), 'utf8').trimEnd().split('\n');
}

function cached(clone: Clone): string[] {
  return readdirSync(path.join(clone.root, 'cache')).toSorted();
}

function openGate(clone: Clone): void {
  rmSync(path.join(clone.root, 'gate'));
}
