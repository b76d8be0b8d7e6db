import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Clone, type Ended, makeClone } from '../support/clone.ts';
import { until } from '../support/until.ts';

// Set-up with one Python program.
const SETUP = `
import path from 'node:path';
import { cachedProgram } from './scripts/programs.mjs';
import { ensurePrograms } from './scripts/setup.mjs';
const program = { name: 'lint_it', package: 'lint-it', version: '1.2.0', requirements: path.resolve('lock.txt') };
const { built, missing } = await ensurePrograms({ cache: 'cache', programs: [program] });
const found = cachedProgram(program, 'cache');
console.log(JSON.stringify({ built, missing: missing.map(({ reason }) => reason), ...(found && { found }) }));`;

// A Python that keeps a diary. It waits with the installation while there is a file `gate`, and fails when there is `broken`.
const PYTHON = `#!/bin/sh
shift # -I
case "$1 $2" in
  "-c "*version_info*) echo '{"version":[3,11,7],"lacks":[]}' ;;
  "-c "*metadata*) cat "$(dirname "$0")/../lib/version" ;;
  "-m venv")
    echo venv >>diary
    mkdir -p "$3/bin" "$3/lib/site-packages/__pycache__"
    cp "$0" "$3/bin/python3.11"
    ln -s python3.11 "$3/bin/python" ;;
  "-m pip")
    echo "$*" | sed 's/.* install/install/' >>diary
    while [ -e gate ]; do sleep 0.01; done
    if [ -e broken ]; then echo 'hashes do not match' >&2; exit 1; fi
    venv="$(dirname "$0")/.."
    if [ -e lies ]; then echo 1.1.0; else echo 1.2.0; fi >"$venv/lib/version"
    echo 'import that' >"$venv/lib/site-packages/that.py"
    printf '#!/bin/sh\\nif [ -e no-start ]; then echo "No module named that" >&2; exit 1; fi\\n' >"$venv/bin/lint_it"
    chmod +x "$venv/bin/lint_it" ;;
  *) exit 64 ;;
esac
`;

const PLACE = 'cache/lint-it-1.2.0';
const NEW = `{"built":["lint_it"],"missing":[],"found":"${PLACE}/lint_it"}\n`;
const CURRENT = `{"built":[],"missing":[],"found":"${PLACE}/lint_it"}\n`;

describe('installing the Python programs', { timeout: 60_000 }, () => {
  it('installs what is not there, of pinned packages only, and nothing the second time', async () => {
    const clone = cloneWith();
    expect(await setUp(clone)).toMatchObject({ stdout: NEW, code: 0 });
    expect(await setUp(clone)).toEqual({ stdout: CURRENT, stderr: '', code: 0 });
    expect(diary(clone)).toEqual([
      'venv',
      `install --quiet --no-input --disable-pip-version-check --require-hashes --no-deps --only-binary :all: --requirement ${clone.root}/lock.txt`,
    ]);
    // A folder that can be in PATH: no Python is in it.
    expect(inPlace(clone)).toEqual(['built.json', 'lint_it', 'venv-']);
  });

  it('killed while it installs, leaves nothing that looks whole, and the next run begins anew', async () => {
    const clone = cloneWith({ gate: '' });
    const first = clone.node(['setup.mjs'], environment(clone));
    await until(() => diary(clone).length === 2, { what: 'pip to begin' });
    expect(inPlace(clone)).toEqual(['venv-']);
    const [leftover = ''] = readdirSync(path.join(clone.root, PLACE));
    first.kill();
    // Its pip lives on, and is to harm nobody.
    const second = clone.node(['setup.mjs'], environment(clone));
    await until(() => diary(clone).length === 4, { what: 'the second pip to begin' });
    expect(inPlace(clone)).toEqual(['venv-', 'venv-']);
    rmSync(path.join(clone.root, 'gate'));
    expect(await second.ended).toMatchObject({ stdout: NEW, code: 0 });
    await first.ended;
    expect(readlinkSync(path.join(clone.root, PLACE, 'lint_it'))).not.toContain(leftover);
    expect((await setUp(clone)).stdout).toBe(CURRENT);
  });

  it('does not mind a pip that outlived its set-up and goes on writing', async () => {
    const clone = cloneWith();
    clone.write(`${PLACE}/venv-killed/lib/site-packages/late.py`, '');
    expect((await setUp(clone)).stdout).toBe(NEW);
    clone.write(`${PLACE}/venv-killed/lib/site-packages/later.py`, '');
    expect((await setUp(clone)).stdout).toBe(CURRENT);
  });

  it('of two at once installs only once', async () => {
    const clone = cloneWith({ gate: '' });
    const first = clone.node(['setup.mjs'], environment(clone));
    await until(() => diary(clone).length === 2, { what: 'pip to begin' });
    const second = clone.node(['setup.mjs'], environment(clone));
    await until(() => second.stderr().includes('waiting for another set-up (process '), { what: 'the wait' });
    rmSync(path.join(clone.root, 'gate'));
    expect((await first.ended).stdout).toBe(NEW);
    expect((await second.ended).stdout).toBe(CURRENT);
    expect(diary(clone)).toHaveLength(2);
  });

  it.each<[string, (clone: Clone) => void]>([
    ['other packages are pinned', (clone) => clone.write('lock.txt', 'lint-it==1.2.0 --hash=sha256:2\n')],
    ['a file of a package is gone', (clone) => rmSync(venv(clone, `${SITE}/that.py`))],
    ['a file of a package has lost its bytes', (clone) => writeFileSync(venv(clone, `${SITE}/that.py`), '')],
    ['the packages are gone', (clone) => rmSync(venv(clone, 'lib'), { recursive: true })],
    ['the program has lost its bytes', (clone) => writeFileSync(venv(clone, 'bin/lint_it'), '')],
    ['its Python is gone', (clone) => rmSync(venv(clone, 'bin/python3.11'))],
    ['the record says nothing', (clone) => clone.write(`${PLACE}/built.json`, '{}')],
  ])('installs again when %s', async (_, damage) => {
    const clone = cloneWith();
    await setUp(clone);
    damage(clone);
    expect((await setUp(clone)).stdout).toBe(NEW);
    expect((await setUp(clone)).stdout).toBe(CURRENT);
  });

  it('does not mind the compiled modules that Python writes when it runs', async () => {
    const clone = cloneWith();
    await setUp(clone);
    writeFileSync(venv(clone, `${SITE}/__pycache__/that.pyc`), 'x');
    expect((await setUp(clone)).stdout).toBe(CURRENT);
  });

  it('keeps a file of a package that has no program, and nothing when the package lacks it', async () => {
    const clone = cloneWith();
    const wanting = (content: string) => {
      clone.write('data.mjs', SETUP.replace("name: 'lint_it'", `content: '${content}', name: 'that.data'`));
      return clone.node(['data.mjs'], environment(clone)).ended;
    };
    expect(JSON.parse((await wanting('lint_it/no.data')).stdout)).toEqual({
      built: [],
      missing: ['lint-it has no file lint_it/no.data'],
    });
    const found = `${PLACE}/that.data`;
    expect(JSON.parse((await wanting('that.py')).stdout)).toEqual({
      built: ['that.data'],
      missing: [],
      found,
    });
    expect(readFileSync(path.join(clone.root, found), 'utf8')).toBe('import that\n');
    expect(JSON.parse((await wanting('that.py')).stdout)).toEqual({ built: [], missing: [], found });
  });

  it('knows that a virtual environment that was moved does not run', async () => {
    const clone = cloneWith();
    await setUp(clone);
    const moved = `
import { renameSync } from 'node:fs';
import path from 'node:path';
import { cachedProgram } from './scripts/programs.mjs';
renameSync('cache', 'moved');
const program = { name: 'lint_it', package: 'lint-it', version: '1.2.0', requirements: path.resolve('lock.txt') };
console.log(cachedProgram(program, 'moved'));`;
    clone.write('moved.mjs', moved);
    expect((await clone.node(['moved.mjs']).ended).stdout).toBe('undefined\n');
  });

  it.each([
    ['broken', 'pip failed (exit code 1, see above)'],
    ['lies', 'lint-it should be 1.2.0, but is "1.1.0"'],
    ['no-start', 'lint_it does not start: No module named that'],
  ])('keeps nothing when it is %s', async (what, reason) => {
    const clone = cloneWith({ [what]: '' });
    const { stdout } = await setUp(clone);
    expect(JSON.parse(stdout)).toEqual({ built: [], missing: [reason] });
    expect(existsSync(path.join(clone.root, PLACE))).toBe(false);
  });
});

describe('the Python that set-up takes', { timeout: 60_000 }, () => {
  const answering = (version: string, lacks = '[]') =>
    `#!/bin/sh\nif [ "$2" = -c ]; then echo '{"version":[${version}],"lacks":${lacks}}'; else exit 1; fi\n`;
  const reasonWith = async (pythons: Readonly<Record<string, string>>) => {
    const clone = cloneWith();
    rmSync(path.join(clone.root, 'bin/python3'));
    for (const [name, text] of Object.entries(pythons)) clone.write(`bin/${name}`, text, 0o755);
    return JSON.parse((await setUp(clone, { PATH: path.join(clone.root, 'bin') })).stdout).missing[0];
  };

  it.each([
    ['is missing', {}, 'Python is not installed'],
    ['does not answer', { python3: '#!/bin/sh\nexit 127\n' }, 'Python is not installed'],
    ['talks of other things', { python3: '#!/bin/sh\necho hello\n' }, 'Python is not installed'],
    ['is too old', { python3: answering('3,9,18') }, 'python3 is Python 3.9.18, and it takes 3.10 or newer'],
    [
      'is of another age',
      { python: answering('2,7,18') },
      'python is Python 2.7.18, and it takes 3.10 or newer',
    ],
    [
      'makes no virtual environments',
      { python3: answering('3,11,2', '["ensurepip"]') },
      'Python 3.11.2 (python3) lacks its module ensurepip',
    ],
    [
      'fails to make one',
      { python3: answering('3,10,0') },
      'no virtual environment could be made (exit code 1, see above)',
    ],
  ])('%s', async (_, pythons, reason) => {
    expect(await reasonWith(pythons)).toBe(reason);
  });

  it('is another one, when python3 is too old', async () => {
    const clone = cloneWith();
    clone.write('bin/python3', answering('3,9,18'), 0o755);
    clone.write('bin/python3.12', PYTHON, 0o755);
    expect((await setUp(clone)).stdout).toBe(NEW);
  });
});

const SITE = 'lib/site-packages';

/** A path in the virtual environment that the program is in. */
function venv(clone: Clone, file: string): string {
  return path.join(realpathSync(path.join(clone.root, PLACE, 'lint_it')), '../..', file);
}

/** What is in the program's folder, without what makes the name of a virtual environment new. */
function inPlace(clone: Clone): string[] {
  return readdirSync(path.join(clone.root, PLACE))
    .map((name) => name.replace(/^venv-.*/, 'venv-'))
    .toSorted();
}

function cloneWith(files: Readonly<Record<string, string>> = {}): Clone {
  const clone = makeClone({
    'setup.mjs': SETUP,
    'lock.txt': 'lint-it==1.2.0 --hash=sha256:1\n',
    diary: '',
    ...files,
  });
  clone.write('bin/python3', PYTHON, 0o755);
  return clone;
}

function environment(clone: Clone): NodeJS.ProcessEnv {
  return { PATH: `${path.join(clone.root, 'bin')}:/usr/bin:/bin` };
}

function setUp(clone: Clone, env = environment(clone)): Promise<Ended> {
  return clone.node(['setup.mjs'], env).ended;
}

function diary(clone: Clone): string[] {
  return readFileSync(path.join(clone.root, 'diary'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
