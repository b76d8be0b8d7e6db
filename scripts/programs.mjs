// The real programs that the tests run, pinned, and where they are kept. No dependencies: set-up runs on Node alone.
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
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

/** How a program of the Prometheus family tells its version. A plain build does not know it: the linker writes it in. */
function commonVersion(name, version) {
  return { variable: 'github.com/prometheus/common/version.Version', text: `${name}, version ${version} ` };
}

/**
 * The pinned programs, of five kinds:
 * - `module`: built by Go. `files` are added to the module's folder before the build, where the module lacks them; a module
 *   whose go.mod has `replace` lines is built in a copy of its folder too (`copy`), since Go installs no such module.
 * - `manifest`: a collector, put together by the OpenTelemetry Collector Builder from the manifest in this folder and built
 *   with the go.mod and go.sum beside it.
 * - `requirements`: a Python package; the file pins, with hashes, all that it needs. With `content` the package has no program:
 *   a file of it (the path below its site-packages) is what is wanted.
 * - `artifact`: a jar from Maven's repository, pinned by its hash.
 * - `debian`: a Debian package. With `unpack` (the program's path in it) it is unpacked into the cache and needs no root
 *   (`whole`: with all that the package has; `libraries`: packages that it needs and a small machine may lack, which
 *   are installed by root in CI only); else it is installed by apt, which is done by root in CI only. Debian says which
 *   version there is: `version` is the one that was tried.
 */
export const PROGRAMS = [
  { name: 'promtool', ...prometheus, files: {}, tells: commonVersion('promtool', prometheus.version) },
  { name: 'prometheus', ...prometheus, files: {}, tells: commonVersion('prometheus', prometheus.version) },
  { name: 'amtool', ...alertmanager, files: {}, tells: commonVersion('amtool', alertmanager.version) },
  {
    name: 'alertmanager',
    ...alertmanager,
    // The module embeds this folder of its web page but does not carry it.
    files: { 'ui/app/dist/index.html': '<!doctype html><title>Alertmanager</title>\n' },
    tells: commonVersion('alertmanager', alertmanager.version),
  },
  { name: 'cfn-lint', package: 'cfn-lint', version: '1.58.0', requirements: requirements('cfn-lint') },
  { name: 'moto_server', package: 'moto', version: '5.2.5', requirements: requirements('moto') },
  {
    name: 'httpfs.duckdb_extension',
    package: 'duckdb-extension-httpfs',
    // Loads into this version of DuckDB alone: that of @duckdb/node-api in package.json.
    version: '1.5.5',
    requirements: requirements('duckdb-extensions'),
    content: 'duckdb_extension_httpfs/extensions/v1.5.5/httpfs.duckdb_extension',
  },
  { name: 'influxd', debian: 'influxdb', version: '1.6.7', unpack: 'usr/bin/influxd' },
  {
    name: 'victoria-metrics',
    debian: 'victoria-metrics',
    version: '1.79.5',
    unpack: 'usr/bin/victoria-metrics',
  },
  {
    name: 'prometheus-node-exporter',
    debian: 'prometheus-node-exporter',
    version: '1.5.0',
    unpack: 'usr/bin/prometheus-node-exporter',
  },
  {
    name: 'prometheus-pushgateway',
    debian: 'prometheus-pushgateway',
    version: '1.5.1',
    unpack: 'usr/bin/prometheus-pushgateway',
  },
  {
    name: 'postgres',
    debian: 'postgresql-15',
    version: '15.20',
    unpack: 'usr/lib/postgresql/15/bin/postgres',
    // It finds initdb, its modules and its files by where it lies.
    whole: true,
    libraries: ['libicu72', 'libpq5', 'libxml2'],
    tells: { text: 'postgres (PostgreSQL) 15.' },
  },
  { name: 'chromium', debian: 'chromium', version: '156' },
  {
    name: 'zipkin-server.jar',
    artifact: 'io.zipkin:zipkin-server:3.5.1:jar:exec',
    version: '3.5.1',
    sha256: '7ac633a6832647e71e50012a5e3e91fbc7054414955261724526030faf271d8d',
  },
  collector('0.130.0'),
  collector('0.110.0'),
  {
    name: 'jaeger',
    module: 'github.com/jaegertracing/jaeger',
    moduleVersion: 'v1.76.0',
    version: '1.76.0',
    files: {},
    copy: true,
    tells: {
      variable: 'github.com/jaegertracing/jaeger/internal/version.latestVersion',
      args: ['version'],
      text: '{"gitCommit":"","gitVersion":"1.76.0"',
    },
  },
  {
    name: 'percli',
    module: 'github.com/perses/perses',
    moduleVersion: 'v0.52.0',
    version: '0.52.0',
    files: {},
    // Go would ask for a list of its versions, which not every proxy has.
    copy: true,
    tells: {
      variable: 'github.com/prometheus/common/version.Version',
      args: ['version', '--output', 'json'],
      text: '{"client":{"version":"0.52.0"}}',
    },
  },
  // Its environment has what generated Python runs with, too: prometheus_client and OpenTelemetry.
  { name: 'mypy', package: 'mypy', version: '2.4.1', requirements: requirements('instrumentation') },
];

/** A build of the collector. Its name has the version, since there are two: a program is asked for by its name. */
function collector(version) {
  return {
    name: `otelcol-${version}`,
    version,
    manifest: path.join(import.meta.dirname, 'otelcol', version),
    builder: `go.opentelemetry.io/collector/cmd/builder@v${version}`,
    tells: { text: `otelcol version ${version}` },
  };
}

/** The oldest Go that builds all of them (the `go` line of Prometheus' go.mod). */
export const GO_VERSION = '1.26.7';

/** The oldest Java that the pinned jars run on. */
export const JAVA_VERSION = '17';

/** The oldest Python that the pinned packages run on. */
export const PYTHON_VERSION = '3.10';

function requirements(name) {
  return path.join(import.meta.dirname, 'python', `${name}.txt`);
}

/** The folder that holds the programs: outside every clone, and shared by all of them. */
export function cacheFolder(env = process.env) {
  if (env.MODELWATCH_CACHE) return path.resolve(env.MODELWATCH_CACHE);
  const { XDG_CACHE_HOME: xdg } = env;
  // The XDG specification says that a relative path is to be ignored.
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache'), 'modelwatch');
}

/**
 * The folder of one program: `<cache>/<name>-<version>`. It holds the program and `built.json`; of a Python program also
 * its virtual environment, into which the program is a link, so that the folder can be in PATH without that Python.
 */
export function programFolder(program, cache = cacheFolder()) {
  const name = program.package ?? (program.manifest === undefined ? program.name : 'otelcol');
  return path.join(cache, `${name}-${program.version}`);
}

/** Whether a program is the system's to keep, and not the cache's. */
export function isOfTheSystem(program) {
  return program.debian !== undefined && program.unpack === undefined;
}

/** The path of a pinned program in the cache, or undefined if it is not there whole. */
export function cachedProgram(program, cache = cacheFolder()) {
  if (isOfTheSystem(program)) return undefined;
  const folder = programFolder(program, cache);
  const file = path.join(folder, program.name);
  try {
    accessSync(file, constants.X_OK);
    const built = JSON.parse(readFileSync(path.join(folder, 'built.json'), 'utf8'));
    // A machine that lost power may have kept the name and lost the bytes.
    if (statSync(file).size !== built.size) return undefined;
    if (program.requirements === undefined) return file;
    const now = virtualEnvironment(program, folder);
    return Object.keys(now).every((key) => built[key] === now[key]) ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a virtual environment stands and falls with: what was asked for, the Python that it borrows (which may have been
 * upgraded or removed), and its place, which is written into its programs. Throws if there is none in the folder.
 */
export function virtualEnvironment(program, folder) {
  return {
    requirements: createHash('sha256').update(readFileSync(program.requirements)).digest('hex'),
    python: realpathSync(path.join(environmentOf(program, folder), 'bin', 'python')),
    place: realpathSync(folder),
  };
}

/** The virtual environment in the folder of a program, into which its link leads. Throws if there is none. */
export function environmentOf(program, folder) {
  const place = realpathSync(folder);
  const [venv = ''] = path.relative(place, realpathSync(path.join(place, program.name))).split(path.sep);
  return path.join(place, venv);
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
