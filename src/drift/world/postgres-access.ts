import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { ClientConfig } from 'pg';
import { errorCode, reasonOf } from '../../support/file-errors.ts';
import { readSecret, type SecretPlace } from './credentials.ts';

/** Where a server is, who asks and how it is trusted; what is absent is told by the variables of libpq: PGHOST, PGUSER … */
export interface PostgresAccess {
  readonly config: Pick<ClientConfig, 'connectionString' | 'password'>;
  /** Ways to connect, the next one being for servers without TLS; false: without. */
  readonly ways: readonly [ConnectionOptions | false, ...(ConnectionOptions | false)[]];
  /** What no message may show. */
  readonly secrets: readonly string[];
}

type Problem = { readonly problem: string };

/** Parameters of a URI that are read here: libpq's, which the client takes otherwise. */
const TLS_PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'] as const;
type TlsParameter = (typeof TLS_PARAMETERS)[number];

/**
 * How to reach a server with a secret: a URI such as postgresql://user:password@host/database, or the password alone. Relative
 * paths begin at `root`. Unlike libpq's, authorities that nobody names (`sslrootcert`) are those that Node knows. A problem names
 * the place of the secret and never its value.
 */
export function postgresAccess(
  auth: SecretPlace | undefined,
  root: string,
  env: NodeJS.ProcessEnv = process.env,
): PostgresAccess | Problem {
  const fromEnv = env['PGPASSWORD'] ?? '';
  if (auth === undefined) return accessWith({}, {}, [fromEnv], root, env);
  const read = readSecret('file' in auth ? { file: path.resolve(root, auth.file) } : auth, env);
  if ('problem' in read) return read;
  const { secret } = read;
  if (!/^postgres(?:ql)?:\/\//.test(secret)) return accessWith({ password: secret }, {}, [secret], root, env);
  const place = 'file' in auth ? `the file ${auth.file}` : `the variable ${auth.env}`;
  const uri = URL.canParse(secret) ? new URL(secret) : undefined;
  if (uri === undefined || decoded(uri.password) === undefined || decoded(uri.username) === undefined)
    return {
      problem: `${place} holds no URI such as postgresql://user:password@host/database; write other characters than letters and digits as %2F`,
    };
  const parameters: Partial<Record<TlsParameter, string>> = {};
  for (const name of TLS_PARAMETERS) {
    const value = uri.searchParams.get(name);
    if (value !== null) parameters[name] = value;
    uri.searchParams.delete(name);
  }
  const password = uri.searchParams.get('password') ?? '';
  const secrets = [secret, uri.password, decoded(uri.password) ?? '', password, fromEnv];
  return accessWith({ connectionString: uri.href }, parameters, secrets, root, env);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function accessWith(
  config: PostgresAccess['config'],
  parameters: Partial<Record<TlsParameter, string>>,
  secrets: readonly string[],
  root: string,
  env: NodeJS.ProcessEnv,
): PostgresAccess | Problem {
  const said = (name: TlsParameter): string | undefined => parameters[name] ?? env[`PG${name.toUpperCase()}`];
  const files: { ca?: string; cert?: string; key?: string } = {};
  for (const [option, name] of [
    ['ca', 'sslrootcert'],
    ['cert', 'sslcert'],
    ['key', 'sslkey'],
  ] as const) {
    const file = said(name);
    if (file === undefined || file === 'system') continue;
    try {
      files[option] = readFileSync(path.resolve(root, file), 'utf8');
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return { problem: `the file ${file} (${name}) cannot be read: ${reasonOf(error)}` };
    }
  }
  const mode = said('sslmode') ?? 'prefer';
  const ways = waysOf(mode, files);
  if (ways === undefined) {
    return {
      problem: `sslmode is ${mode}, and not disable, allow, prefer, require, verify-ca or verify-full`,
    };
  }
  return { config, ways, secrets };
}

/** The modes of libpq: https://www.postgresql.org/docs/current/libpq-ssl.html */
function waysOf(mode: string, files: ConnectionOptions): PostgresAccess['ways'] | undefined {
  const unchecked = { ...files, rejectUnauthorized: false };
  // The authority is checked, the name of the host is not.
  const authority = { ...files, checkServerIdentity: () => undefined };
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
    case 'prefer':
      return [unchecked, false];
    case 'require':
      return [files.ca === undefined ? unchecked : authority];
    case 'verify-ca':
      return [authority];
    case 'verify-full':
      return [files];
    default:
      return undefined;
  }
}
