import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The first Chromium or Chrome in PATH. */
export function findChromium(path = process.env['PATH'] ?? ''): string | undefined {
  const folders = path.split(delimiter).filter(isAbsolute);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** One tab of a headless Chromium, driven by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). */
export interface Tab {
  /** Calls a method; rejects when the browser refuses it, or has ended. */
  call(method: string, parameters?: object): Promise<Record<string, unknown>>;
}

type Settle = {
  readonly resolve: (result: Record<string, unknown>) => void;
  readonly reject: (error: Error) => void;
};

/** Starts a headless Chromium, gives its tab to `use`, and ends it whatever happens. */
export async function withTab<T>(program: string, use: (tab: Tab) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'modelwatch-chromium-'));
  const child = spawn(
    program,
    [
      '--headless',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      '--disable-gpu',
      '--hide-scrollbars',
      '--no-first-run',
      // Its sandbox does not start as root, as in containers; the page is our own and may connect to nothing.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  try {
    return await use(await openTab(child));
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.pid !== undefined && child.kill('SIGKILL')) await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function openTab(child: ChildProcess): Promise<Tab> {
  const call = connection(child);
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  return { call: (method, parameters) => call(method, parameters, session) };
}

/** Messages are JSON that ends with a zero byte: to the browser's file 3, from its file 4. */
function connection(
  child: ChildProcess,
): (method: string, parameters?: object, sessionId?: string) => Promise<Record<string, unknown>> {
  const pending = new Map<number, Settle>();
  let problem: Error | undefined;
  const fail = (error: Error): void => {
    problem ??= error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  child.once('error', fail);
  child.once('exit', (code, signal) =>
    fail(new Error(`it ended by itself (${signal ?? `exit code ${code}`})`)),
  );
  const [, , , input, output] = child.stdio;
  (input as Writable).on('error', fail);
  let rest = '';
  (output as Readable).setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) settle(pending, message);
  });
  let last = 0;
  return (method, parameters = {}, sessionId) =>
    new Promise((resolve, reject) => {
      if (problem !== undefined) {
        reject(problem);
        return;
      }
      last += 1;
      pending.set(last, { resolve, reject });
      (input as Writable).write(
        `${JSON.stringify({ id: last, method, params: parameters, ...(sessionId !== undefined && { sessionId }) })}\0`,
      );
    });
}

function settle(pending: Map<number, Settle>, message: string): void {
  const { id, result, error } = JSON.parse(message) as {
    id?: number;
    result?: Record<string, unknown>;
    error?: { message: string };
  };
  const waiting = id === undefined ? undefined : pending.get(id);
  if (id === undefined || waiting === undefined) return;
  pending.delete(id);
  if (error === undefined) waiting.resolve(result ?? {});
  else waiting.reject(new Error(error.message));
}
