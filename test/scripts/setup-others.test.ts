import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Clone, makeClone } from '../support/clone.ts';

/** Set-up of one program, with the tools in `bin/` only. */
const SETUP = `
import { ensurePrograms } from './scripts/setup.mjs';
console.log(JSON.stringify(await ensurePrograms({ cache: 'cache', programs: [JSON.parse(process.argv[2])] })));`;

/** apt-get that knows packages only after an update, and writes down what it was asked. */
const APT = `#!/bin/sh
echo "$@" >> "$ROOT/diary"
case "$1" in
  update) : > "$ROOT/updated" ;;
  download) [ -e "$ROOT/updated" ] || exit 100; : > "$2_1_all.deb" ;;
  install) printf '#!/bin/sh\\n' > "$ROOT/bin/$4"; /bin/chmod 755 "$ROOT/bin/$4" ;;
esac
`;
const DPKG = `#!/bin/sh
/bin/mkdir -p "$3/usr/bin"
printf 'program' > "$3/usr/bin/tool"
`;
/** mvn that "fetches" a jar. */
const MVN = `#!/bin/sh
case "$3" in
  dependency:copy) for each in "$@"; do case "$each" in -DoutputDirectory=*) printf 'jar' > "\${each#*=}/tool-1.0-exec.jar" ;; esac; done ;;
esac
`;
const hashOfJar = createHash('sha256').update('jar').digest('hex');

const TOOL = { name: 'tool', debian: 'tools', version: '1', unpack: 'usr/bin/tool' };

function ensure(clone: Clone, program: object, env: NodeJS.ProcessEnv = {}) {
  const bin = path.join(clone.root, 'bin');
  return clone.node(['setup.mjs', JSON.stringify(program)], { PATH: bin, ROOT: clone.root, ...env }).ended;
}

function cloneWith(tools: Readonly<Record<string, string>>): Clone {
  const clone = makeClone({ 'setup.mjs': SETUP });
  clone.write('bin/.keep', '');
  for (const [name, text] of Object.entries(tools)) clone.write(`bin/${name}`, text, 0o755);
  return clone;
}

const isRoot = process.getuid?.() === 0;

describe('a program of a Debian package', { timeout: 60_000 }, () => {
  it('is unpacked into the cache, once', async () => {
    const clone = cloneWith({ 'apt-get': APT, dpkg: DPKG });
    clone.write('updated', '');
    expect((await ensure(clone, TOOL)).stdout).toBe('{"built":["tool"],"missing":[]}\n');
    expect(readFileSync(path.join(clone.root, 'cache/tool-1/tool'), 'utf8')).toBe('program');
    expect((await ensure(clone, TOOL)).stdout).toBe('{"built":[],"missing":[]}\n');
    expect(readFileSync(path.join(clone.root, 'diary'), 'utf8')).toBe('download tools\n');
  });

  it('is a link into all of its package, where it needs that', async () => {
    const clone = cloneWith({ 'apt-get': APT, dpkg: `${DPKG}printf 'more' > "$3/usr/bin/more"\n` });
    clone.write('updated', '');
    const whole = { ...TOOL, whole: true };
    expect((await ensure(clone, whole)).stdout).toBe('{"built":["tool"],"missing":[]}\n');
    const file = path.join(clone.root, 'cache/tool-1/tool');
    expect(readFileSync(file, 'utf8')).toBe('program');
    expect(readFileSync(path.join(realpathSync(file), '../more'), 'utf8')).toBe('more');
    expect((await ensure(clone, whole)).stdout).toBe('{"built":[],"missing":[]}\n');
  });

  it('is missing where apt has no lists, and nobody may fetch them', async () => {
    const clone = cloneWith({ 'apt-get': APT, dpkg: DPKG });
    expect(JSON.parse((await ensure(clone, TOOL)).stdout)).toMatchObject({
      built: [],
      missing: [{ reason: 'apt-get download failed (exit code 100, see above)' }],
    });
  });

  it.runIf(isRoot)('is fetched by root in CI after an update', async () => {
    const clone = cloneWith({ 'apt-get': APT, dpkg: DPKG });
    expect((await ensure(clone, TOOL, { CI: 'true' })).stdout).toBe('{"built":["tool"],"missing":[]}\n');
  });

  it('is not installed for the whole system on a laptop, and needs nothing where it is there', async () => {
    const clone = cloneWith({ 'apt-get': APT });
    const { unpack: _, ...system } = TOOL;
    const { stdout } = await ensure(clone, system);
    expect(JSON.parse(stdout)).toMatchObject({
      missing: [{ reason: 'It is not in PATH, and set-up installs for the whole system only as root in CI' }],
    });
    expect(existsSync(path.join(clone.root, 'diary'))).toBe(false);
    clone.write('bin/tool', '#!/bin/sh\n', 0o755);
    expect((await ensure(clone, system)).stdout).toBe('{"built":[],"missing":[]}\n');
  });

  it.runIf(isRoot)('is installed by root in CI', async () => {
    const clone = cloneWith({ 'apt-get': APT });
    const { unpack: _, ...system } = TOOL;
    expect((await ensure(clone, { ...system, debian: 'tool' }, { CI: 'true' })).stdout).toBe(
      '{"built":["tool"],"missing":[]}\n',
    );
    expect(readFileSync(path.join(clone.root, 'diary'), 'utf8')).toBe(
      'update\ninstall -y --no-install-recommends tool\n',
    );
  });
});

describe('a jar', { timeout: 60_000 }, () => {
  const jar = { name: 'tool.jar', artifact: 'org.example:tool:1.0:jar:exec', version: '1.0' };

  it('is fetched once, if it has the pinned hash', async () => {
    const clone = cloneWith({ mvn: MVN });
    expect((await ensure(clone, { ...jar, sha256: hashOfJar })).stdout).toBe(
      '{"built":["tool.jar"],"missing":[]}\n',
    );
    expect((await ensure(clone, { ...jar, sha256: hashOfJar })).stdout).toBe('{"built":[],"missing":[]}\n');
  });

  it('with another hash is not kept', async () => {
    const clone = cloneWith({ mvn: MVN });
    const { stdout } = await ensure(clone, { ...jar, sha256: 'another' });
    expect(JSON.parse(stdout)).toMatchObject({
      built: [],
      missing: [{ reason: `org.example:tool 1.0 has the SHA-256 hash ${hashOfJar}, and not the pinned one` }],
    });
    expect(existsSync(path.join(clone.root, 'cache/tool.jar-1.0'))).toBe(false);
  });
});
