// The real programs that the tests run, pinned, and where they are kept. No dependencies: set-up runs on Node alone.
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const prometheus = {
  module: 'github.com/prometheus/prometheus',
  moduleVersion: 'v0.316.0',
  version: '3.16.0',
};
const alertmanager = {
  module: 'github.com/prometheus/alertmanager',
  moduleVersion: 'v0.34.2',
  version: '0.34.2',
};

/** The pinned programs. `files` are added to the module's folder before the build, where the module lacks them. */
export const PROGRAMS = [
  { name: 'promtool', ...prometheus, files: {} },
  { name: 'prometheus', ...prometheus, files: {} },
  { name: 'amtool', ...alertmanager, files: {} },
  {
    name: 'alertmanager',
    ...alertmanager,
    // The module embeds this folder of its web page but does not carry it.
    files: { 'ui/app/dist/index.html': '<!doctype html><title>Alertmanager</title>\n' },
  },
];

/** The oldest Go that builds all of them (the `go` line of Prometheus' go.mod). */
export const GO_VERSION = '1.26.7';

/** The folder that holds the programs: outside every clone, and shared by all of them. */
export function cacheFolder(env = process.env) {
  if (env.MODELWATCH_CACHE) return path.resolve(env.MODELWATCH_CACHE);
  const { XDG_CACHE_HOME: xdg } = env;
  // The XDG specification says that a relative path is to be ignored.
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache'), 'modelwatch');
}

/** The folder of one program: `<cache>/<name>-<version>`. It holds the program and `built.json`. */
export function programFolder(program, cache = cacheFolder()) {
  return path.join(cache, `${program.name}-${program.version}`);
}

/** The path of a pinned program in the cache, or undefined if it is not there whole. */
export function cachedProgram(program, cache = cacheFolder()) {
  const folder = programFolder(program, cache);
  const file = path.join(folder, program.name);
  try {
    accessSync(file, constants.X_OK);
    const { size } = JSON.parse(readFileSync(path.join(folder, 'built.json'), 'utf8'));
    // A machine that lost power may have kept the name and lost the bytes.
    return statSync(file).size === size ? file : undefined;
  } catch {
    return undefined;
  }
}

/** The first executable file of this name on PATH, or undefined. */
export function programOnPath(name, env = process.env) {
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not here: look in the next folder.
    }
  }
  return undefined;
}

/** The path of a pinned program: from the cache, else from PATH (whatever its version), else undefined. */
export function findProgram(name, env = process.env) {
  const program = PROGRAMS.find((candidate) => candidate.name === name);
  if (program === undefined) throw new Error(`${name} is not one of the pinned programs`);
  return cachedProgram(program, cacheFolder(env)) ?? programOnPath(name, env);
}

/** Whether this is a CI run, where a missing program is a failure and not a reason to skip. */
export function isCi(env = process.env) {
  return env.CI === 'true' || env.CI === '1';
}
