// Makes a clone ready: the npm packages of package-lock.json, the bundle in dist/, and (without --node-only) the
// pinned real programs that the tests run (with Go, Python, Maven and apt). Needs nothing but Node; what is current already is skipped.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import {
  cachedProgram,
  cacheFolder,
  GO_VERSION,
  isCi,
  isOfTheSystem,
  JAVA_VERSION,
  PROGRAMS,
  PYTHON_VERSION,
  programFolder,
  programOnPath,
} from './programs.mjs';
import { run, say } from './run.mjs';
import { installDebian, unpackDebian } from './setup-debian.mjs';
import { buildCollector, buildWithGo } from './setup-go.mjs';
import { downloadJar } from './setup-jar.mjs';
import { installWithPython, isWholeInside } from './setup-python.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');

async function main(argv) {
  const unknown = argv.find((argument) => argument !== '--node-only');
  if (unknown !== undefined) {
    say(`unknown argument ${unknown}; usage: node scripts/setup.mjs [--node-only]`);
    return 2;
  }
  await ensurePackages(ROOT);
  // `npm test` builds as one of its counted steps: a source that does not build is a failed test there.
  if (process.env.npm_lifecycle_event !== 'pretest') {
    const { build } = await import('./build.mjs');
    await build(ROOT);
  }
  if (argv.includes('--node-only')) return 0;
  const isPageBuilt = await ensurePreviewPage();
  const { missing } = await ensurePrograms();
  for (const program of missing) say(explainMissing(program));
  return isCi() && (missing.length > 0 || !isPageBuilt) ? 1 : 0;
}

/** The page of `modelwatch preview`, with its packages; whether it is there. Without it only previews can't be tested. */
async function ensurePreviewPage() {
  try {
    const { buildPreviewPage } = await import('./preview-page.mjs');
    await buildPreviewPage(ROOT);
    return true;
  } catch (error) {
    say(`\nMISSING: the page of previews. ${error.message}.\n  Tests that need it are skipped.`);
    return false;
  }
}

// --- npm packages ------------------------------------------------------------------------------------------------

/** Runs `npm ci` in `root` unless node_modules is what package-lock.json asks for. */
export async function ensurePackages(root, install = npmCi) {
  if (packagesAreCurrent(root)) return;
  await withLock(
    path.join(root, '.cache', 'packages.lock'),
    async () => {
      if (packagesAreCurrent(root)) return;
      if (!installedByHand(root)) {
        say('installing the npm packages of package-lock.json …');
        await install(root);
      }
      writeFileSync(packageStamp(root), packageHash(root));
    },
    { onWait: (pid) => say(`waiting for another set-up (process ${pid}) to install the npm packages …`) },
  );
}

// Inside node_modules, which `npm ci` removes first: an install that was killed leaves no stamp.
function packageStamp(root) {
  return path.join(root, 'node_modules', '.modelwatch-installed');
}

function packageHash(root) {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  return createHash('sha256').update(`${process.platform} ${process.arch}\n`).update(lock).digest('hex');
}

function packagesAreCurrent(root) {
  return readIfThere(packageStamp(root)) === packageHash(root);
}

/** Whether a developer's own `npm install` left what package-lock.json asks for, by npm's record of what it installed. */
function installedByHand(root) {
  const record = readIfThere(path.join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  try {
    const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(record).packages;
    const extra = Object.keys(installed).some((name) => !Object.hasOwn(wanted, name));
    return (
      !extra &&
      Object.entries(wanted).every(([name, entry]) => isInstalled(root, name, entry, installed[name]))
    );
  } catch {
    return false;
  }
}

function isInstalled(root, name, wanted, installed) {
  if (name === '') return true;
  if (installed === undefined) return wanted.optional === true || wanted.devOptional === true;
  const same = installed.version === wanted.version && installed.integrity === wanted.integrity;
  return same && readIfThere(path.join(root, name, 'package.json')) !== undefined;
}

async function npmCi(root) {
  // Inside an npm script npm_execpath is the npm that runs it.
  const { npm_execpath: npm = '' } = process.env;
  const [command, ...first] = path.basename(npm) === 'npm-cli.js' ? [process.execPath, npm] : ['npm'];
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'];
  const { code, problem } = await run(command, args, { cwd: root });
  if (code !== 0) throw new Error(`npm ci failed${problem ? `: ${problem}` : ` (exit code ${code})`}`);
}

// --- real programs -----------------------------------------------------------------------------------------------

/**
 * Builds the programs that the cache lacks and returns `{ built: names, missing: [{ program, reason }] }`.
 * A program is made in a folder beside its place and renamed into it when it is whole and has told its version.
 * `build(program, folder, work)` puts the program into `folder`; `work` is an empty folder for what it needs.
 */
export async function ensurePrograms({
  cache = cacheFolder(),
  programs = PROGRAMS,
  build = fetchProgram,
} = {}) {
  const isAbsent = (program) =>
    (isOfTheSystem(program) ? programOnPath(program.name) : cachedProgram(program, cache)) === undefined ||
    (program.requirements !== undefined && !isWholeInside(program, programFolder(program, cache)));
  if (!programs.some(isAbsent)) return { built: [], missing: [] };
  return withLock(
    path.join(cache, 'setup.lock'),
    async () => {
      removeLeftovers(cache);
      const built = [];
      const missing = [];
      for (const program of programs.filter(isAbsent)) {
        try {
          if (program.requirements !== undefined) await installWithPython(program, cache);
          else if (isOfTheSystem(program)) await installDebian(program);
          else await install(program, cache, build);
          built.push(program.name);
        } catch (error) {
          missing.push({ program, reason: error.message });
        }
      }
      return { built, missing };
    },
    { onWait: (pid) => say(`waiting for another set-up (process ${pid}) to build the real programs …`) },
  );
}

async function install(program, cache, build) {
  const start = performance.now();
  const isBuilt = program.artifact === undefined && program.debian === undefined;
  const doing = isBuilt ? 'building' : 'fetching';
  const time = isBuilt ? ' (minutes the first time, seconds when Go has it cached)' : '';
  say(`${doing} ${program.name} ${program.version}${time} …`);
  const temporary = mkdtempSync(path.join(cache, '.tmp-'));
  try {
    const folder = path.join(temporary, 'out');
    const work = path.join(temporary, 'work');
    for (const made of [folder, work]) mkdirSync(made);
    await build(program, folder, work);
    const file = path.join(folder, program.name);
    checkVersion(program, file);
    writeFileSync(path.join(folder, 'built.json'), `${JSON.stringify({ size: statSync(file).size })}\n`);
    const place = programFolder(program, cache);
    // A damaged earlier one goes first: a folder does not rename onto one that is not empty.
    rmSync(place, { recursive: true, force: true });
    renameSync(folder, place);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  say(
    `${isBuilt ? 'built' : 'fetched'} ${program.name} ${program.version} in ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
}

/** Removes what killed runs left. Only called under the lock: no live run has a folder there. */
function removeLeftovers(cache) {
  for (const name of readdirSync(cache)) {
    if (name.startsWith('.tmp-')) rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

/** Puts a program into `folder`; `work` is an empty folder for what that needs. */
async function fetchProgram(program, folder, work) {
  if (program.artifact !== undefined) await downloadJar(program, folder, work);
  else if (program.debian !== undefined) await unpackDebian(program, folder, work);
  else if (program.manifest !== undefined) await buildCollector(program, folder, work);
  else await buildWithGo(program, folder, work);
}

function checkVersion(program, file) {
  if (program.tells === undefined) return;
  const { args = ['--version'], text } = program.tells;
  const { stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8', timeout: 60_000 });
  if (error) throw new Error(`${program.name} does not start: ${error.message}`);
  const told = `${stdout}${stderr}`.split('\n', 1)[0];
  if (!told.startsWith(text)) {
    throw new Error(`${program.name} should be ${program.version}, but says "${told}"`);
  }
}

function explainMissing({ program, reason }) {
  const other = programOnPath(program.name);
  const instead = other
    ? `Tests use ${other} instead, whatever its version.`
    : 'Tests that need it are skipped.';
  return [
    '',
    `MISSING: ${program.name} ${program.version}. ${reason}.`,
    `  ${isCi() ? 'In CI this is an error.' : instead}`,
    `  To get it: ${needsOf(program)}, be online, and run \`node scripts/setup.mjs\` again.`,
  ].join('\n');
}

function needsOf(program) {
  if (program.requirements !== undefined)
    return `install Python ${PYTHON_VERSION} or newer with its module venv (python3-venv on Debian and Ubuntu)`;
  if (program.artifact !== undefined) return `install Java ${JAVA_VERSION} or newer and Maven`;
  if (program.unpack !== undefined)
    return `put ${program.name} into PATH, or on Debian and Ubuntu run \`sudo apt-get update\``;
  if (program.debian !== undefined)
    return `put ${program.name} into PATH (on Debian: \`sudo apt-get install --no-install-recommends ${program.debian}\`)`;
  return `install Go ${GO_VERSION} or newer`;
}

// --- the command --------------------------------------------------------------------------------------------------

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
  // Set-up runs before `npm test`: when it fails no test runs, and the run still closes with its one line.
  if (process.exitCode !== 0 && process.env.npm_lifecycle_event === 'pretest')
    console.log('0 passed, 1 failed');
}
