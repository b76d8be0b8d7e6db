// Installs the pinned Python programs, each with all that it needs in a virtual environment of its own.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {
  environmentOf,
  PYTHON_VERSION,
  programFolder,
  programOnPath,
  virtualEnvironment,
} from './programs.mjs';
import { run, say } from './run.mjs';

/** The names to look for, the user's own choice first. */
const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Tells the version, and which of the modules that make virtual environments are missing (Debian packs them apart). */
const PROBE = `
import importlib.util, json, sys
lacks = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
print(json.dumps({"version": list(sys.version_info[:3]), "lacks": lacks}))`;

/**
 * Installs a program. Its virtual environment is made where it stays, since its scripts hold their own path; under a new
 * name, since a pip whose set-up was killed may still be writing into the old one. Then the link leads to it, and
 * built.json comes last: without it nothing counts as a program. Only called under the lock of set-up. Throws with a reason.
 */
export async function installWithPython(program, cache) {
  const python = findPython();
  const start = performance.now();
  say(`installing ${program.name} ${program.version} and the Python packages that it needs …`);
  const place = programFolder(program, cache);
  mkdirSync(place, { recursive: true });
  const folder = realpathSync(place);
  const venv = mkdtempSync(path.join(folder, 'venv-'));
  try {
    await must([python, '-I', '-m', 'venv', venv], 'no virtual environment could be made');
    await must([path.join(venv, 'bin', 'python'), '-I', '-m', 'pip', ...pipArgs(program)], 'pip failed');
    checkInstalled(program, venv);
    const file = program.content === undefined ? `bin/${program.name}` : contentOf(program, venv);
    const link = path.join(folder, program.name);
    rmSync(link, { force: true });
    symlinkSync(path.join(path.basename(venv), file), link);
    const built = {
      size: statSync(link).size,
      ...virtualEnvironment(program, folder),
      inside: sizesOf(path.join(venv, 'lib')),
    };
    writeFileSync(path.join(folder, 'built.json'), `${JSON.stringify(built)}\n`);
    removeOthers(folder, path.basename(venv));
  } catch (error) {
    removeOthers(folder);
    throw error;
  }
  say(`installed ${program.name} ${program.version} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** Whether the packages of a program are as many files and bytes as when they were installed. */
export function isWholeInside(program, folder) {
  try {
    const { inside } = JSON.parse(readFileSync(path.join(folder, 'built.json'), 'utf8'));
    const { files, bytes } = sizesOf(path.join(environmentOf(program, folder), 'lib'));
    return inside.files === files && inside.bytes === bytes;
  } catch {
    return false;
  }
}

/** Where a file of a package lies in its environment; it gets the mode that tells a program. Throws if it is not there. */
function contentOf({ content, package: name }, venv) {
  const found = readdirSync(path.join(venv, 'lib'), { recursive: true }).find((file) =>
    file.endsWith(path.join('site-packages', content)),
  );
  if (found === undefined) throw new Error(`${name} has no file ${content}`);
  chmodSync(path.join(venv, 'lib', found), 0o755);
  return path.join('lib', found);
}

/** Removes the virtual environments but one; without one to stay, all that there is. */
function removeOthers(folder, venv) {
  // The mark goes first, so that half of a program never has it.
  if (venv === undefined) rmSync(path.join(folder, 'built.json'), { force: true });
  const others = readdirSync(folder).filter((name) => name.startsWith('venv-') && name !== venv);
  const gone = venv === undefined ? [folder] : others.map((name) => path.join(folder, name));
  for (const each of gone) rmSync(each, { recursive: true, force: true, maxRetries: 3 });
}

// Only wheels: a package that had to be built would ask for tools that nobody pinned.
function pipArgs({ requirements }) {
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check'];
  return [
    'install',
    ...quiet,
    '--require-hashes',
    '--no-deps',
    '--only-binary',
    ':all:',
    '--requirement',
    requirements,
  ];
}

/** The first Python that is new enough and can make virtual environments. Throws with what is wrong with those that there are. */
function findPython() {
  const reasons = [];
  for (const name of PYTHONS) {
    const file = programOnPath(name);
    const told = file && probe(file);
    if (!told) continue;
    const version = told.version.join('.');
    if (!isNewEnough(told.version))
      reasons.push(`${name} is Python ${version}, and it takes ${PYTHON_VERSION} or newer`);
    else if (told.lacks.length > 0)
      reasons.push(`Python ${version} (${name}) lacks its module ${told.lacks.join(', ')}`);
    else return file;
  }
  throw new Error(reasons[0] ?? 'Python is not installed');
}

function probe(python) {
  const { status, stdout } = spawnSync(python, ['-I', '-c', PROBE], { encoding: 'utf8', timeout: 60_000 });
  try {
    return status === 0 ? JSON.parse(stdout) : undefined;
  } catch {
    return undefined;
  }
}

function isNewEnough([major, minor]) {
  const [oldestMajor, oldestMinor] = PYTHON_VERSION.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Not every program tells its version; its package does. That it can help shows that it starts with all that it imports. */
function checkInstalled(program, venv) {
  const code = 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))';
  const python = path.join(venv, 'bin', 'python');
  const version = spawnSync(python, ['-I', '-c', code, program.package], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const told = version.stdout?.trim();
  if (told !== program.version) {
    throw new Error(`${program.package} should be ${program.version}, but is "${told ?? ''}"`);
  }
  if (program.content !== undefined) return;
  const { status, stderr, error } = spawnSync(path.join(venv, 'bin', program.name), ['--help'], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status === 0) return;
  const last = stderr?.trim().split('\n').at(-1);
  throw new Error(`${program.name} does not start: ${error?.message ?? last ?? `exit code ${status}`}`);
}

async function must([command, ...args], otherwise) {
  const { code, problem } = await run(command, args, {});
  if (code !== 0) throw new Error(`${otherwise} (${problem ?? `exit code ${code}, see above`})`);
}

/** Without the compiled modules, which Python writes when it likes. */
function sizesOf(folder) {
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '__pycache__') {
      const below = sizesOf(place);
      files += below.files;
      bytes += below.bytes;
    } else if (entry.isFile()) {
      files += 1;
      bytes += statSync(place).size;
    }
  }
  return { files, bytes };
}
