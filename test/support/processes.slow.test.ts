import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startService, useServices } from './processes.ts';
import { until } from './until.ts';
import { portOf } from './webhook.ts';

/** A small HTTP server; its first argument is the port, and it says so. */
const SERVER = `
const port = Number(process.argv[1]);
require('node:http').createServer((_, response) => response.end('hello'))
  .listen(port, '127.0.0.1', () => console.log('listening on ' + port));`;

const node = { command: process.execPath, readyPath: '/' };

describe('a service', { timeout: 60_000 }, () => {
  it('answers when it is started, and is gone when it is stopped', async () => {
    const service = await startService({ ...node, args: (port) => ['-e', SERVER, String(port)] });
    expect(await (await fetch(service.url)).text()).toBe('hello');
    expect(service.logs()).toBe(`listening on ${service.port}\n`);
    await service.stop();
    await service.stop();
    await expect(fetch(service.url)).rejects.toThrow('fetch failed');
  });

  it('is started on another port when its port was taken meanwhile', async () => {
    const other = createServer((_, response) => response.end('not you')).listen(0, '127.0.0.1');
    await until(() => other.listening, { what: 'the other server' });
    const ports: number[] = [];
    const service = await startService({
      ...node,
      args: (port) => {
        ports.push(port);
        return ['-e', SERVER, String(ports.length === 1 ? portOf(other) : port)];
      },
    });
    expect(ports).toHaveLength(2);
    expect(service.port).toBe(ports[1]);
    expect(await (await fetch(service.url)).text()).toBe('hello');
    await service.stop();
    other.close();
  });

  it('that ends by itself is an error with its logs, at once', async () => {
    const script = `console.log('out'); console.error('cannot go on'); process.exitCode = 3;`;
    await expect(startService({ ...node, args: () => ['-e', script] })).rejects.toThrow(
      /ended by itself \(exit code 3\).*cannot go on/s,
    );
  });

  it('that does not exist is an error', async () => {
    const missing = { ...node, command: '/nowhere/to/be/found', args: () => [] };
    await expect(startService(missing)).rejects.toThrow('did not start (spawn /nowhere/to/be/found ENOENT)');
  });

  it('that is never ready is stopped and an error', async () => {
    const script = `console.log(process.pid); setInterval(() => {}, 1000);`;
    const starting = startService({ ...node, args: () => ['-e', script], readyWithinMs: 300 });
    const message: string = await starting.then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(message).toContain('waited 0.3 s in vain for an answer from /');
    const pid = Number(/\n(\d+)\n/.exec(message)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('that does not want to end is killed', async () => {
    const script = `process.on('SIGTERM', () => console.log('no')); ${SERVER}`;
    const service = await startService({
      ...node,
      args: (port) => ['-e', script, String(port)],
      endWithinMs: 200,
    });
    await service.stop();
    expect(service.logs()).toContain('no\n');
    expect(service.child.signalCode).toBe('SIGKILL');
  });
});

describe('the services of a describe block', { timeout: 60_000 }, () => {
  const kept: { url?: string; folder?: string } = {};
  describe('within', () => {
    const services = useServices();
    it('run while its tests run', async () => {
      kept.folder = services.folder();
      const service = await services.start({ ...node, args: (port) => ['-e', SERVER, String(port)] });
      kept.url = service.url;
      expect((await fetch(service.url)).ok).toBe(true);
    });
  });
  it('are gone after them', async () => {
    expect(existsSync(kept.folder ?? '/')).toBe(false);
    await expect(fetch(kept.url ?? '')).rejects.toThrow('fetch failed');
  });
});

describe('a webhook', () => {
  const services = useServices();
  it('records JSON bodies in order and refuses others', async () => {
    const webhook = await services.webhook();
    const post = (path: string, body: string): Promise<Response> =>
      fetch(webhook.url + path, { method: 'POST', body });
    expect((await post('/a', '{"n":1}')).status).toBe(200);
    expect((await post('/b', 'no JSON')).status).toBe(400);
    expect((await fetch(webhook.url)).status).toBe(400);
    expect((await post('/c?x=1', '[2]')).status).toBe(200);
    expect(webhook.deliveries.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/a', body: { n: 1 } },
      { path: '/c?x=1', body: [2] },
    ]);
  });
});

describe('until', () => {
  it('returns the first thing that a probe finds, also after errors', async () => {
    const results = [undefined, null, false, new Error('not yet'), 0];
    const probe = (): unknown => {
      const result = results.shift();
      if (result instanceof Error) throw result;
      return result;
    };
    expect(await until(probe, { what: 'a number', everyMs: 1 })).toBe(0);
    expect(results).toEqual([]);
  });

  it('gives up in the end, and tells the last error', async () => {
    await expect(
      until(() => Promise.reject(new Error('connection refused')), {
        what: 'the alert',
        timeoutMs: 20,
        everyMs: 1,
      }),
    ).rejects.toThrow('waited 0.02 s in vain for the alert: connection refused');
  });
});
