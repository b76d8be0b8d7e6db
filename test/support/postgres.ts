import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { isRoot } from './cli.ts';
import { openssl } from './openssl.ts';
import { freePort, type Services } from './processes.ts';
import { program } from './programs.ts';
import { until } from './until.ts';

const NOBODY = 65_534;
/** The server refuses to run as root. */
const IDENTITY = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

export const PASSWORD = 'p/ss w:rd';

/** A running PostgreSQL with TLS and passwords, without any table. */
export interface Postgres {
  readonly port: number;
  /** The certificate of the authority that signed its own. */
  readonly authority: string;
  /** Of the superuser `boss`. */
  uri(parameters?: string): string;
  /** Runs statements as the superuser. */
  run(sql: string, values?: readonly unknown[]): Promise<unknown[][]>;
}

/** Makes and starts a server that is stopped when its describe block ends. To be called in a test or hook. */
export async function startPostgres(services: Services): Promise<Postgres> {
  const folder = services.folder();
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const binaries = path.dirname(realpathSync(runnable(program('postgres'), folder)));
  const data = path.join(folder, 'data');
  writeFileSync(path.join(folder, 'password'), `${PASSWORD}\n`, { mode: 0o644 });
  const options = ['-D', data, '-U', 'boss', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'];
  const made = spawnSync(
    path.join(binaries, 'initdb'),
    [...options, '--pwfile', path.join(folder, 'password'), '--no-sync'],
    { ...IDENTITY, encoding: 'utf8', cwd: folder },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stdout}${made.stderr}`);
  const authority = makeCertificate(services, data);
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'ssl=on',
    'fsync=off',
    'shared_buffers=16MB',
  ];
  const server = spawn(
    path.join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...IDENTITY, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const logs: string[] = [];
  server.stderr.setEncoding('utf8').on('data', (text: string) => logs.push(text));
  const ended = once(server, 'close');
  // SIGQUIT: at once, without a clean end.
  const kill = (): void => void server.kill('SIGQUIT');
  process.once('exit', kill);
  services.atEnd(async () => {
    kill();
    await ended;
    process.off('exit', kill);
  });
  const stopped = new AbortController();
  void ended.then(() => stopped.abort(new Error(`postgres ended by itself:\n${logs.join('')}`)));

  const uri = (parameters = ''): string =>
    `postgresql://boss:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres${parameters}`;
  const connected = async (): Promise<Client> => {
    const client = new Client({ connectionString: uri() });
    await client.connect();
    return client;
  };
  const client = await until(connected, { what: 'PostgreSQL', signal: stopped.signal });
  client.on('error', () => undefined);
  services.atEnd(() => client.end());
  return {
    port,
    authority,
    uri,
    run: async (sql, values) => {
      const result = await client.query({
        text: sql,
        rowMode: 'array',
        ...(values && { values: [...values] }),
      });
      return result.rows ?? [];
    },
  };
}

/** The program where the user that runs it may read it: the cache may lie in root's home. */
function runnable(file: string, folder: string): string {
  if (spawnSync(file, ['--version'], IDENTITY).status === 0) return file;
  const binary = realpathSync(file);
  // …/usr/lib/postgresql/15/bin/postgres finds its files from there.
  const [home, version] = [path.resolve(binary, '../..'), path.basename(path.resolve(binary, '../..'))];
  const usr = path.resolve(home, '../../..');
  const unneeded = /\/(?:bitcode|pgxs)$/;
  for (const part of [`lib/postgresql/${version}`, `share/postgresql/${version}`]) {
    mkdirSync(path.join(folder, 'usr', path.dirname(part)), { recursive: true });
    cpSync(path.join(usr, part), path.join(folder, 'usr', part), {
      recursive: true,
      filter: (source) => !unneeded.test(source),
    });
  }
  return path.join(folder, 'usr', path.relative(usr, binary));
}

/** Puts a key and a certificate for 127.0.0.1 where the server looks for them. */
function makeCertificate(services: Services, data: string): string {
  const { at, authority, signed } = openssl(services);
  authority();
  signed('server');
  for (const name of ['server.key', 'server.pem']) {
    const target = path.join(data, name.replace('.pem', '.crt'));
    cpSync(at(name), target);
    chmodSync(target, 0o600);
    if (isRoot) chownSync(target, NOBODY, NOBODY);
  }
  return at('ca.pem');
}
