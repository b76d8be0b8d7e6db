// A real Prometheus for measurements, on a port of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { PROGRAMS, programFolder } from '../programs.mjs';

/** Starts it in a folder with a configuration; resolves when it answers. */
export async function startPrometheus(folder, config, data = path.join(folder, 'data')) {
  const file = path.join(folder, 'prometheus.yml');
  writeFileSync(file, config);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(
    program('prometheus'),
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  for (let tries = 0; tries < 300; tries += 1) {
    const ready = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (ready?.ok) return { url, process: server };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill();
  throw new Error('Prometheus did not start');
}

export async function stopPrometheus(server) {
  server.process.kill();
  await once(server.process, 'exit');
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** The path of a program that setup has installed. */
export function program(name) {
  return path.join(programFolder(PROGRAMS.find((each) => each.name === name)), name);
}
