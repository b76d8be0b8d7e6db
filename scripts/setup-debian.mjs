// Fetches the pinned programs that Debian has. apt checks every package against the signed lists of its archive.
import { chmodSync, copyFileSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isCi, programOnPath } from './programs.mjs';
import { run } from './run.mjs';

/**
 * Unpacks a package and puts its program, or with `whole` all of it, into `folder`: nothing of it is installed. Throws with a
 * reason.
 */
export async function unpackDebian(program, folder, work) {
  const problem = await fails(['apt-get', 'download', program.debian], work);
  if (problem) {
    // A clean container has no lists of packages yet.
    if (!mayInstall()) throw new Error(problem);
    await must(['apt-get', 'update'], work);
    await must(['apt-get', 'download', program.debian], work);
  }
  const file = readdirSync(work).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get download ${program.debian} left no package`);
  await must(['dpkg', '-x', file, 'unpacked'], work);
  const place = path.join(folder, program.name);
  if (program.libraries !== undefined && mayInstall())
    await must(['apt-get', 'install', '-y', '--no-install-recommends', ...program.libraries], work);
  if (program.whole) {
    renameSync(path.join(work, 'unpacked'), path.join(folder, 'unpacked'));
    symlinkSync(path.join('unpacked', program.unpack), place);
  } else {
    copyFileSync(path.join(work, 'unpacked', program.unpack), place);
  }
  chmodSync(place, 0o755);
}

/** Installs a package for the whole system, which only root may do, and which is done in CI only. Throws with a reason. */
export async function installDebian(program) {
  if (!mayInstall())
    throw new Error('It is not in PATH, and set-up installs for the whole system only as root in CI');
  await must(['apt-get', 'update']);
  await must(['apt-get', 'install', '-y', '--no-install-recommends', program.debian]);
  if (programOnPath(program.name) === undefined)
    throw new Error(`the package ${program.debian} brought no ${program.name}`);
}

function mayInstall() {
  return isCi() && process.getuid?.() === 0;
}

async function must(command, cwd) {
  const problem = await fails(command, cwd);
  if (problem) throw new Error(problem);
}

/** What went wrong, or undefined. */
async function fails([command, ...args], cwd = '/') {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, problem } = await run(command, args, { cwd, env });
  if (problem === 'ENOENT') return `${command} is not installed`;
  return code === 0
    ? undefined
    : `${command} ${args[0]} failed (${problem ?? `exit code ${code}, see above`})`;
}
