import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import path from 'node:path';
import { describe, it } from 'vitest';
import { isCi } from '../../scripts/programs.mjs';
import { type CliRun, cliPath, REPOSITORY } from './cli.ts';
import { portOf } from './webhook.ts';

/** `describe` for tests of the built page: skipped with a warning where it is not built; in CI that is a failure. */
export function describeWithPage(title: string, tests: () => void): void {
  if (existsSync(path.join(REPOSITORY, 'dist/preview/template.html'))) {
    describe(title, tests);
    return;
  }
  const reason = 'the page of previews is not built; run: npm run build:preview';
  if (!isCi()) console.warn(`SKIPPED: ${title} (${reason})`);
  describe(title, () => {
    const needsPage = isCi() ? it : it.skip;
    needsPage('needs the page of previews', () => {
      throw new Error(reason);
    });
  });
}

/** Runs the program while this process goes on: it may ask a server of the test. */
export function runCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliRun> {
  return new Promise((resolve) => {
    const options = { cwd: REPOSITORY, env: { ...process.env, NO_COLOR: '1', ...env }, maxBuffer: 2 ** 28 };
    execFile(process.execPath, [cliPath(), ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
  });
}

export interface StandIn {
  readonly url: string;
  readonly server: Server;
  /** Headers of all requests. */
  readonly headers: IncomingHttpHeaders[];
}

/** A stand-in for Prometheus' API that says the same to every question. */
export function startStandIn(body: string): Promise<StandIn> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ url: `http://127.0.0.1:${portOf(server)}`, server, headers });
    });
  });
}
