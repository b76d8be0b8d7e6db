import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { authorizationFor } from '../../../src/drift/world/credentials.ts';
import { connect, type Message, type Remote, type Reply } from '../../../src/drift/world/http.ts';
import { useRecordingServers } from '../../support/recording-server.ts';

const QUICK = { timeoutMs: 30_000, pausesMs: [1, 1, 1] };
const MESSAGE: Message = { method: 'POST', path: '/in', headers: {}, body: 'x' };
const TOKEN = 'very-secret-token';

const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-credentials-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): { file: string } {
  const file = path.join(folder, 'secret');
  writeFileSync(file, text);
  return { file };
}

async function send(
  remote: Remote,
  again = (status: number) => status >= 500,
  patience = QUICK,
): Promise<Reply> {
  const connection = connect(remote, again, patience);
  if ('problem' in connection) throw new Error(connection.problem.message);
  return connection.send(MESSAGE);
}

function problemOf(remote: Remote): unknown {
  const connection = connect(remote, () => false);
  return 'problem' in connection ? connection.problem : undefined;
}

describe('a connection', () => {
  const serve = useRecordingServers();

  it('tries again, three times, what may be otherwise soon', async () => {
    const server = await serve((index) => ({ status: index < 3 ? 503 : 202, text: 'taken' }));
    expect(await send(server)).toEqual({ status: 202, text: 'taken' });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['x', 'x', 'x', 'x']);
  });

  it('gives up after that', async () => {
    const server = await serve(() => ({ status: 500, text: 'on fire\nstack' }));
    expect(await send(server)).toEqual({ unreachable: 'HTTP status 500: on fire (4 attempts)' });
    expect(server.requests).toHaveLength(4);
  });

  it('does not try again what the protocol forbids, nor what was understood and refused', async () => {
    const failing = await serve(() => ({ status: 500 }));
    expect(await send(failing, (status) => status === 503)).toEqual({ unreachable: 'HTTP status 500' });
    const refusing = await serve(() => ({ status: 404, text: 'no' }));
    expect(await send(refusing)).toEqual({ status: 404, text: 'no' });
    expect([failing.requests.length, refusing.requests.length]).toEqual([1, 1]);
  });

  it('waits as long as the server asks', async () => {
    const server = await serve((index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '1' } } : { status: 200 },
    );
    const start = performance.now();
    expect(await send(server, (status) => status === 429)).toEqual({ status: 200, text: '' });
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  it('waits for an answer, and for its end, only so long', async () => {
    const patience = { timeoutMs: 100, pausesMs: [] };
    const silent = await serve(() => () => undefined);
    expect(await send(silent, undefined, patience)).toEqual({ unreachable: 'no answer within 0.1 s' });
    const endless = await serve(() => (response) => response.writeHead(200).write('and'));
    expect(await send(endless, undefined, patience)).toEqual({ unreachable: 'no answer within 0.1 s' });
  });

  it('tries again after a connection that breaks', async () => {
    const server = await serve((index) => (index === 0 ? (response) => response.destroy() : { status: 200 }));
    expect(await send(server)).toEqual({ status: 200, text: '' });
  });

  it('reads only the beginning of an answer without end', async () => {
    const server = await serve(() => ({ status: 400, text: 'a'.repeat(10_000_000) }));
    const reply = await send(server);
    expect('text' in reply && reply.text.length).toBe(64 * 1024);
  });

  it('follows no redirect', async () => {
    const server = await serve(() => ({ status: 307, headers: { location: '/elsewhere' } }));
    expect(await send(server)).toEqual({ status: 307, text: '' });
    expect(server.requests).toHaveLength(1);
  });

  it('sends credentials from where they are kept, and masks them where a server repeats them', async () => {
    const server = await serve((_, { headers }) => ({ status: 403, text: `bad ${headers.authorization}` }));
    expect(await send({ ...server, access: { bearer: fileWith(`${TOKEN}\n`) } })).toEqual({
      status: 403,
      text: 'bad Bearer •••',
    });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    const reply = await send({ ...server, access: { user: 'ü', password: fileWith('pässwort') } });
    expect(reply).toEqual({ status: 403, text: 'bad Basic •••' });
    const basic = server.requests[1]?.headers.authorization?.split(' ')[1] ?? '';
    expect(Buffer.from(basic, 'base64').toString()).toBe('ü:pässwort');
  });

  it('keeps a query, and does not tell it', async () => {
    const server = await serve();
    const connection = connect({ url: `${server.url}/base/?tenant=7` }, () => false);
    if ('problem' in connection) throw new Error('a problem');
    await connection.send(MESSAGE);
    expect(server.requests[0]?.url).toBe('/base/in?tenant=7');
    expect(connection.target).toBe(`${server.url}/base`);
  });

  it('is refused for addresses and credentials that cannot be', () => {
    expect(problemOf({ url: 'localhost:9091' })).toMatchObject({ code: 'publish/url' });
    expect(problemOf({ url: '' })).toMatchObject({ code: 'publish/url' });
    expect(problemOf({ url: `http://me:${TOKEN}@host:9091/x` })).toMatchObject({
      code: 'publish/url',
      message: 'the address http://host:9091/x holds credentials',
    });
    expect(problemOf({ url: 'http://host', access: { bearer: { env: 'MODELWATCH_NO_SUCH' } } })).toEqual({
      code: 'publish/credentials',
      severity: 'error',
      message: 'no credentials for http://host: the variable MODELWATCH_NO_SUCH is not set, or empty',
    });
  });
});

describe('authorizationFor', () => {
  it('reads a variable of the environment', () => {
    expect(authorizationFor({ bearer: { env: 'T' } }, { T: TOKEN })).toEqual({
      header: `Bearer ${TOKEN}`,
      secret: TOKEN,
    });
  });

  it.each([
    [{ bearer: { env: 'T' } }, { T: 'a\nb' }, 'the variable T holds a character that no header can have'],
    [{ bearer: { env: 'T' } }, { T: ' ' }, 'the variable T is not set, or empty'],
    [{ user: 'a:b', password: { env: 'T' } }, { T: 'x' }, 'a user name cannot have a colon'],
    [
      { bearer: { file: '/no/such/file' } },
      {},
      'the file /no/such/file cannot be read: it does not exist (ENOENT)',
    ],
  ])('says why there is none: %j', (access, env, problem) => {
    expect(authorizationFor(access, env)).toEqual({ problem });
  });
});
