// Builds the pinned programs that are written in Go. Go checks every module against go.sum or its checksum database.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, say } from './run.mjs';

// Without paths of this machine in them, so that one program's compiled packages serve the next from Go's build cache.
const FLAGS = ['-trimpath', '-buildvcs=false'];

/** Builds a program from its Go module into `folder`. `work` is an empty folder. */
export async function buildWithGo(program, folder, work) {
  const flags = [...FLAGS, linkerFlags(program)];
  const env = environment(folder);
  const command = `cmd/${program.name}`;
  const module = `${program.module}/${command}@${program.moduleVersion}`;
  if (Object.keys(program.files).length === 0 && !program.copy) {
    await go(['install', ...flags, module], { cwd: work, env });
    return;
  }
  const copy = path.join(work, 'module');
  await copyModule(program, copy, { cwd: work, env });
  for (const [name, text] of Object.entries(program.files)) {
    mkdirSync(path.dirname(path.join(copy, name)), { recursive: true });
    writeFileSync(path.join(copy, name), text);
  }
  await go(['build', ...flags, '-o', path.join(folder, program.name), `./${command}`], { cwd: copy, env });
}

/**
 * Builds a collector: the builder writes its sources, and Go compiles them with the go.mod and go.sum that are kept beside
 * the manifest. (The builder would ask for a go.sum of its own with `go mod tidy`, which also wants the modules of tests
 * that are nowhere in the program.)
 */
export async function buildCollector(program, folder, work) {
  const env = environment(work);
  await go(['install', ...FLAGS, program.builder], { cwd: work, env });
  copyFileSync(path.join(program.manifest, 'builder.yaml'), path.join(work, 'builder.yaml'));
  const args = ['--config', 'builder.yaml', '--skip-get-modules', '--skip-compilation'];
  const { code, problem } = await run(path.join(work, 'builder'), args, { cwd: work, env });
  if (code !== 0)
    throw new Error(`the collector's builder failed (${problem ?? `exit code ${code}, see above`})`);
  const sources = path.join(work, '_build');
  for (const file of ['go.mod', 'go.sum'])
    copyFileSync(path.join(program.manifest, file), path.join(sources, file));
  const flags = [...FLAGS, linkerFlags(program), '-o', path.join(folder, program.name)];
  await go(['build', ...flags, '.'], { cwd: sources, env });
}

// Without symbols and debugging information a program is a third smaller, and links faster.
function linkerFlags({ tells, version }) {
  const set = tells?.variable === undefined ? '' : ` -X ${tells.variable}=${version}`;
  return `-ldflags=-s -w${set}`;
}

function environment(binaries) {
  return { ...process.env, GOBIN: binaries, GOOS: '', GOARCH: '', GOWORK: 'off' };
}

async function copyModule(program, copy, options) {
  const told = await go(['mod', 'download', '-json', `${program.module}@${program.moduleVersion}`], options);
  cpSync(JSON.parse(told).Dir, copy, { recursive: true });
  makeWritable(copy);
}

/** Go's module cache is read-only, and so is a copy of it: it could neither be added to nor removed. */
function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(path.join(folder, entry.name));
  }
}

async function go(args, options) {
  const { code, stdout, problem } = await run('go', args, { ...options, capture: true });
  if (problem === 'ENOENT') throw new Error('Go is not installed');
  if (code !== 0) {
    // `go mod download -json` tells its error on stdout.
    if (stdout !== '') say(stdout.trimEnd());
    throw new Error(`go ${args[0]} failed (${problem ?? `exit code ${code}, see above`})`);
  }
  return stdout;
}
