import { errorCode, reasonOf } from '../../support/file-errors.ts';
import { DriftProblem } from '../problem.ts';
import { masked } from './credentials.ts';

/** What was asked of whom when it failed. */
export interface Asked {
  readonly source: string;
  readonly table: string;
  /** `host:port`. */
  readonly server: string;
  readonly user: string;
  readonly secrets: readonly string[];
}

/** Names of errors as OpenSSL and Node have them: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = /certificate|CERT_|SELF_SIGNED|UNABLE_TO_|altnames/i;

const WHO =
  'User, password and database are in the URI of auth.secretRef, or in PGUSER, PGPASSWORD and PGDATABASE.';

/**
 * What an error of the client says: an answer of the server with its code
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html), or the lack of one. Undefined for errors of other kinds.
 */
export function postgresProblem(error: unknown, asked: Asked): DriftProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { source, table, server, user, secrets } = asked;
  const state = stateOf(error);
  const reason = masked(reasonFor(error), secrets);
  const problem = (code: string, message: string, hint?: string): DriftProblem =>
    new DriftProblem(code, `source ${source}: ${message}: ${reason}`, hint);
  const login = `PostgreSQL at ${server} does not let ${user} in`;
  // The client has a word of its own for a password that is asked for and was not given.
  if (state === undefined && reason.includes('client password must be'))
    return new DriftProblem(
      'source/postgres-login',
      `source ${source}: ${login}: it asks for a password`,
      WHO,
    );
  if (state === undefined) {
    // Node's and the client's own errors; those of other kinds have names of their own.
    if (error.name !== 'Error' && error.name !== 'AggregateError') return undefined;
    const hint = CERTIFICATE.test(`${errorCode(error)} ${reason}`)
      ? 'Name the authority that signed the certificate: sslmode=verify-full&sslrootcert=ca.pem in the URI.'
      : 'A URI in auth.secretRef, or PGHOST and PGPORT, say where it is.';
    return problem('source/postgres-connect', `no connection to PostgreSQL at ${server}`, hint);
  }
  if (/^(?:08|57P|53300)/.test(state))
    return problem('source/postgres-connect', `PostgreSQL at ${server} takes no connection, or has ended it`);
  if (/^(?:28|3D)/.test(state)) return problem('source/postgres-login', login, WHO);
  if (state === '42P01' || state === '3F000')
    return problem(
      'source/no-table',
      `PostgreSQL at ${server} has no table ${table} that ${user} can see`,
      'Names are taken with their case, and names without a schema are looked up by the search_path of the user.',
    );
  return problem('source/postgres-query', `PostgreSQL at ${server} did not read ${table} (${state})`);
}

/** Whether a server may let in without TLS whom it does not let in with it: it has none, or `pg_hba.conf` wants none. */
export function isAgainstTls(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.includes('does not support SSL') || stateOf(error) === '28000';
}

/** SQLSTATE of an answer of the server; undefined when there was none. */
function stateOf(error: Error): string | undefined {
  const code = errorCode(error);
  return 'severity' in error && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function reasonFor(error: Error): string {
  // Of several addresses that were tried, one for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const [line = ''] = reasonOf(first).split('\n');
  return line === 'timeout expired' || line === 'timeout exceeded when trying to connect'
    ? 'no answer within 10 s'
    : line;
}
