import path from 'node:path';
import type { JobSource } from '../../plan/drift-job.ts';
import { quoteName, quoteText } from '../counting/sql.ts';
import { type Engine, EngineError } from '../engine.ts';
import type { ExtensionName } from '../extensions.ts';
import { DriftProblem } from '../problem.ts';
import { readSecret, type SecretPlace } from './credentials.ts';
import { loadExtension } from './extension.ts';
import { type StoreSecret, type StoreType, secretFromEnvironment, secretFromText } from './remote-secret.ts';

interface Store {
  readonly type: StoreType;
  readonly extension: ExtensionName;
  /** Whether it tells which files there are. */
  readonly lists: boolean;
}

const REMOTE = /^[a-z][a-z0-9+.-]*:\/\//i;
const STORES: readonly [RegExp, Store][] = [
  [/^s3a?:\/\//i, { type: 's3', extension: 'httpfs', lists: true }],
  [/^gc?s:\/\//i, { type: 'gcs', extension: 'httpfs', lists: true }],
  [/^(?:az|azure|abfss?):\/\//i, { type: 'azure', extension: 'azure', lists: true }],
  [/^https?:\/\//i, { type: 'http', extension: 'httpfs', lists: false }],
];

/** Whether a path is an address and no file of this machine. */
export function isRemote(place: string): boolean {
  return REMOTE.test(place);
}

/** Whether the place of a path tells which files it has: a web server does not. */
export function isListed(place: string): boolean {
  return storeOf(place)?.lists ?? true;
}

function storeOf(url: string): Store | undefined {
  return STORES.find(([scheme]) => scheme.test(url))?.[1];
}

/**
 * Makes the engine able to read the addresses of a source: loads the extension, and tells it the credentials that `auth` or the
 * environment have. Throws a DriftProblem, which never holds a secret.
 */
export async function openStore(engine: Engine, source: JobSource, root: string): Promise<void> {
  const { name, path: url = '', auth } = source;
  const store = storeOf(url);
  if (store === undefined)
    throw new DriftProblem(
      'source/unknown-scheme',
      `source ${name}: nothing here reads ${url.split(':')[0] ?? ''}://`,
      'Use a local path, s3://, gs://, az:// or https://.',
    );
  await loadExtension(engine, store.extension, `source ${name}`);
  const answer =
    auth === undefined
      ? secretFromEnvironment(store.type, process.env)
      : secretFromText(store.type, readAuth(name, auth, root), process.env);
  if (answer !== undefined && 'problem' in answer) throw noCredentials(name, answer.problem);
  // What another source of these addresses was read with is not for this one.
  const secret = quoteName(`store ${prefixOf(url)}`);
  await engine.run(`DROP TEMPORARY SECRET IF EXISTS ${secret}`);
  if (answer === undefined) await useRole(engine, store, url);
  else await createSecret(engine, secret, answer, prefixOf(url));
}

function readAuth(source: string, auth: SecretPlace, root: string): string {
  const read = readSecret('file' in auth ? { file: path.resolve(root, auth.file) } : auth);
  if ('problem' in read) throw noCredentials(source, read.problem);
  return read.secret;
}

/** Of this process alone: nothing is kept on disk. Addresses that begin with the scope are asked for with it. */
async function createSecret(
  engine: Engine,
  name: string,
  { type, parameters }: StoreSecret,
  scope: string,
): Promise<void> {
  const list = Object.entries({ ...parameters, SCOPE: scope })
    .map(([key, value]) => `${key} ${quoteText(value)}`)
    .join(', ');
  await engine.run(`CREATE TEMPORARY SECRET ${name} (TYPE ${type}, ${list})`);
}

function noCredentials(source: string, why: string): DriftProblem {
  return new DriftProblem('source/remote-credentials', `source ${source} has no credentials: ${why}`);
}

/** Credentials of a role or of ~/.aws, if the extension that finds them is installed; without it, files that all may read are read. */
async function useRole(engine: Engine, { type }: Store, url: string): Promise<void> {
  if (type !== 's3' && type !== 'azure') return;
  // DuckDB may have a secret for the address that a user has stored for good, or that was made here for another source.
  const known = await engine.rows(`SELECT name FROM which_secret(${quoteText(url)}, ${quoteText(type)})`);
  if (known.length > 0) return;
  try {
    if (type === 's3') await engine.run('LOAD aws');
    await engine.run(
      `CREATE OR REPLACE TEMPORARY SECRET "role ${type}" (TYPE ${type}, PROVIDER credential_chain)`,
    );
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** What an address begins with, whatever its pattern matches. */
function prefixOf(url: string): string {
  return url.slice(0, url.search(/[*?[{]|$/));
}

/**
 * The addresses that a pattern matches, sorted. Throws an EngineError, and a DriftProblem where a store can't be asked for what it
 * has. A single address is looked up: the engine would name it whether or not it is there.
 */
export async function findRemote(engine: Engine, source: string, pattern: string): Promise<string[]> {
  const lists = isListed(pattern);
  if (!lists && pattern.includes('*'))
    throw new DriftProblem(
      'source/no-listing',
      `source ${source}: ${pattern} has a *, and a web server does not tell which files it has`,
      'Name the files, with {date} for days; or read them from s3://, gs:// or az://.',
    );
  if (lists && /[*?[]/.test(pattern)) return await listed(engine, pattern);
  try {
    await engine.rows(`SELECT size FROM read_blob(${quoteText(pattern)})`);
    return [pattern];
  } catch (error) {
    if (error instanceof EngineError && /\b404\b|NotFound|does not exist/.test(error.message)) return [];
    throw error;
  }
}

/** The files that the engine finds for a pattern, sorted. Throws an EngineError. */
export async function listed(engine: Engine, pattern: string): Promise<string[]> {
  const found = await engine.rows(`SELECT file FROM glob(${quoteText(pattern)}) ORDER BY file`);
  return found.map(([file]) => String(file));
}

const LOGINS: Readonly<Record<StoreType, string>> = {
  s3: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of one who may list and read, or auth.secretRef with KEY_ID:SECRET; for roles and ~/.aws DuckDB's extension aws: modelwatch drift install aws.",
  gcs: 'auth.secretRef with KEY_ID:SECRET of an HMAC key of one who may list and read.',
  azure: 'AZURE_STORAGE_CONNECTION_STRING, or auth.secretRef with a connection string.',
  http: 'auth.secretRef with a bearer token.',
};

/** What the engine says of a source that is elsewhere, as a finding; undefined when it is about the files themselves. */
export function remoteProblem(
  { name, path: url = '' }: JobSource,
  message: string,
): DriftProblem | undefined {
  const store = storeOf(url);
  if (store === undefined) return undefined;
  const problem = (code: string, what: string, hint?: string): DriftProblem =>
    new DriftProblem(code, `source ${name}: ${what}: ${message}`, hint);
  if (/NoSuchBucket|ContainerNotFound/.test(message))
    return problem('source/no-bucket', `there is no such bucket as in ${url}`);
  if (/HTTP 40[13]\b|\b40[13] \w|Authenticat|Authoriz/.test(message))
    return problem('source/remote-login', `${url} may not be read`, LOGINS[store.type]);
  if (/HTTP (?:30[1278]|400)\b/.test(message))
    return problem('source/unreadable', `${url} is refused`, 'Is AWS_REGION the region of the bucket?');
  if (/Could not|SSL|[Tt]ime(?:d )?-?out|HTTP (?:429|5\d\d)\b|connect/.test(message))
    return problem(
      'source/remote-connect',
      `no answer for ${url}`,
      'AWS_ENDPOINT_URL is the address of another store than that of AWS; HTTP_PROXY that of a proxy.',
    );
  return undefined;
}
