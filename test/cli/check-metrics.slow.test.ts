import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, cliPath, folderWith, REPOSITORY } from '../support/cli.ts';
import { portOf } from '../support/webhook.ts';

const MINIMAL = path.join(REPOSITORY, 'examples/minimal');

function check(...args: readonly string[]) {
  return cli(['check', 'metrics', MINIMAL, ...args], { cwd: REPOSITORY });
}

describe('check metrics', () => {
  it('wants to know where the metrics are', () => {
    expect(check()).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('nothing says where the metrics are'),
    });
    expect(check('--prometheus', 'http://x', '--openmetrics', 'y')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('metrics can be in one place only'),
    });
    expect(check('--prometheus', 'prometheus:9090')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('"prometheus:9090" is no address of a Prometheus'),
    });
  });

  it('tells of a file that is not there, and of one that no scrape would take', () => {
    expect(check('--openmetrics', 'nowhere.txt')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('nowhere.txt: it does not exist'),
    });
    const folder = folderWith({ 'bad.txt': 'up 1\nup{ 1\n' });
    const { code, stdout } = check('--openmetrics', path.join(folder, 'bad.txt'));
    expect(code).toBe(2);
    expect(stdout).toContain('bad.txt:2: labels are written as');
  });

  it('ends with 1 for what is missing, and points into the specs', () => {
    const folder = folderWith({ 'empty.txt': '' });
    const { code, stdout } = check('--openmetrics', path.join(folder, 'empty.txt'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/modelwatch\.yaml:\d+:\d+ +error +live\/missing-metric/);
  });

  it('ends with 5 when nobody answers', () => {
    const { code, stdout } = check('--prometheus', 'http://127.0.0.1:9');
    expect(code).toBe(5);
    expect(stdout).toMatch(/^error {2}live\/unreachable\n {3}http:\/\/127\.0\.0\.1:9 can't be reached: .+\n/);
  });

  it('refuses a model that is not there', () => {
    expect(check('--openmetrics', '/dev/null', '--model', 'my-modle')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('Did you mean "my-model"?'),
    });
  });
});

describe('check metrics of a server', () => {
  let server: Server;
  const seen: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer(({ headers, url = '' }, response) => {
      seen.push(headers.authorization);
      if (headers.authorization !== 'Bearer hush-hush') response.writeHead(401).end('no');
      else if (url.startsWith('/html')) response.end('<html>');
      else response.end('{"status":"success","data":[]}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  /** The server is in this process, which must not wait for the command. */
  async function asking(where: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const url = `http://127.0.0.1:${portOf(server)}${where}`;
    const child = spawn(
      process.execPath,
      [cliPath(), 'check', 'metrics', MINIMAL, '--prometheus', url, ...args],
      { env: { ...process.env, ...env } },
    );
    const [told, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { told, code: code as number };
  }

  it('gives the token of a file or a variable, and prints it nowhere', async () => {
    const folder = folderWith({ token: 'hush-hush\n' });
    const byFile = await asking('', ['--token-file', path.join(folder, 'token')]);
    const byVariable = await asking('', ['--token-env', 'PROM_TOKEN'], { PROM_TOKEN: 'hush-hush' });
    for (const { told, code } of [byFile, byVariable]) {
      expect(code).toBe(1);
      expect(told).toContain('live/missing-metric');
      expect(told).not.toContain('hush');
    }
    expect(await asking('', ['--token-env', 'NOT_SET'])).toMatchObject({
      code: 2,
      told: expect.stringContaining('the environment variable NOT_SET is not set'),
    });
  });

  it('ends with 5 when the answer is a refusal, or no Prometheus gives it', async () => {
    expect(await asking('', [])).toMatchObject({
      code: 5,
      told: expect.stringContaining('answers 401 to series'),
    });
    expect(await asking('/html', ['--token-env', 'PROM_TOKEN'], { PROM_TOKEN: 'hush-hush' })).toMatchObject({
      code: 5,
      told: expect.stringContaining('something that no Prometheus would say'),
    });
  });
});
