import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { until } from './until.ts';
import { portOf, startWebhook, type Webhook } from './webhook.ts';

const HOST = '127.0.0.1';
const PORT_ATTEMPTS = 5;
const END_WITHIN_MS = 10_000;

/** How to start a long-lived child process that serves HTTP. */
export interface ServiceOptions {
  /** The program, or a path to it. */
  readonly command: string;
  /** The arguments, for the port that it shall listen on. Called again with another port if that one was taken. */
  readonly args: (port: number) => readonly string[];
  /** A path that answers 2xx once the service is ready. */
  readonly readyPath: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** How long it may take to become ready; 60 s by default. */
  readonly readyWithinMs?: number;
  /** How long it may take to end after SIGTERM before it is killed; 10 s by default. */
  readonly endWithinMs?: number;
}

/** A running child process that answers HTTP on this machine's loopback address. */
export interface Service {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  readonly child: ChildProcess;
  /** All that it has written to stdout and stderr. */
  readonly logs: () => string;
  /** Stops it (SIGTERM, then SIGKILL) and waits for its end. Does nothing if it has ended. */
  readonly stop: () => Promise<void>;
}

/** What a describe block starts; all is stopped and removed after its last test, whether or not that passed. */
export interface Services {
  readonly start: (options: ServiceOptions) => Promise<Service>;
  readonly webhook: () => Promise<Webhook>;
  /** A new empty folder. */
  readonly folder: () => string;
  /** Something else to be undone. */
  readonly atEnd: (cleanup: () => void | Promise<void>) => void;
}

/** Gives a describe block its services. To be called where tests are declared, not within a test. */
export function useServices(): Services {
  const cleanups: (() => void | Promise<void>)[] = [];
  afterAll(async () => {
    const errors: unknown[] = [];
    // What was started last is stopped first, and a folder goes when nothing writes to it any more.
    for (const cleanup of cleanups.toReversed()) {
      try {
        await cleanup();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'not everything could be stopped');
  });
  return {
    start: async (options) => {
      const service = await startService(options);
      cleanups.push(service.stop);
      return service;
    },
    webhook: async () => {
      const webhook = await startWebhook();
      cleanups.push(webhook.stop);
      return webhook;
    },
    atEnd: (cleanup) => {
      cleanups.push(cleanup);
    },
    folder: () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-test-'));
      cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
  };
}

/**
 * Starts a service on a free port and waits until it is ready. Between our finding a free port and its listening
 * there another process may take that port: then it is started again with another.
 * Throws, with its logs, if it ends by itself or is not ready in time.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnPort(options, await freePort());
    } catch (error) {
      const isPortTaken = error instanceof Error && /address already in use|EADDRINUSE/.test(error.message);
      if (!isPortTaken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startOnPort(options: ServiceOptions, port: number): Promise<Service> {
  const { command, args, cwd, env, readyPath, readyWithinMs, endWithinMs = END_WITHIN_MS } = options;
  const child = spawn(command, args(port), { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const logs: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => logs.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => logs.push(text));
  const ended = untilEnded(child);
  const url = `http://${HOST}:${port}`;
  try {
    // Whoever took our port before us may be what answers: our own child's end counts for more.
    const waiting = new AbortController();
    void ended.then((how) => waiting.abort(new Error(how)));
    await until(() => answers(url + readyPath), {
      what: `an answer from ${readyPath}`,
      signal: waiting.signal,
      ...(readyWithinMs === undefined ? {} : { timeoutMs: readyWithinMs }),
    });
    waiting.signal.throwIfAborted();
  } catch (error) {
    await stopChild(child, ended, endWithinMs);
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`${command} on port ${port}: ${problem}; its logs:\n${logs.join('')}`, { cause: error });
  }
  return { port, url, child, logs: () => logs.join(''), stop: () => stopChild(child, ended, endWithinMs) };
}

/** A port that was free a moment ago, chosen by the operating system. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.body?.cancel();
  return response.ok;
}

/** Resolves, with how it ended, when the child has ended and its output is read to the end. Never rejects. */
function untilEnded(child: ChildProcess): Promise<string> {
  // A test process that ends early (a crash, Ctrl-C) takes its children along.
  const killChild = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killChild);
  return new Promise((resolve) => {
    const settle = (how: string): void => {
      process.off('exit', killChild);
      resolve(how);
    };
    child.once('error', (error) => settle(`did not start (${error.message})`));
    child.once('close', (code, signal) => settle(`ended by itself (${signal ?? `exit code ${code}`})`));
  });
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>, withinMs: number): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await ended;
  clearTimeout(timer);
}
