// The npm packages of a workspace: installed as its package-lock.json asks, unless they are.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { run, say } from './run.mjs';

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

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
