// Makes a clone ready: the npm packages of package-lock.json, the bundle in dist/, and (without --node-only) the
// pinned real programs that the tests run (with Go, Python, Maven and apt). Needs nothing but Node; what is current already is skipped.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
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
import { say } from './run.mjs';
import { installDebian, unpackDebian } from './setup-debian.mjs';
import { buildCollector, buildWithGo } from './setup-go.mjs';
import { downloadJar } from './setup-jar.mjs';
import { ensurePackages } from './setup-packages.mjs';
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
  if (!existsSync(path.join(ROOT, 'scripts', 'preview-page'))) return true;
  try {
    const { buildPreviewPage } = await import('./preview-page.mjs');
    await buildPreviewPage(ROOT);
    return true;
  } catch (error) {
    say(`\nMISSING: the page of previews. ${error.message}.\n  Tests that need it are skipped.`);
    return false;
  }
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
    return `put ${program.name} into PATH, or on Debian and Ubuntu run \`sudo apt-get update\`${librariesOf(program)}`;
  if (program.debian !== undefined)
    return `put ${program.name} into PATH (on Debian: \`sudo apt-get install --no-install-recommends ${program.debian}\`)`;
  return `install Go ${GO_VERSION} or newer`;
}

function librariesOf({ libraries }) {
  return libraries === undefined
    ? ''
    : ` and \`sudo apt-get install --no-install-recommends ${libraries.join(' ')}\``;
}

// --- the command --------------------------------------------------------------------------------------------------

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
