import { readFileSync } from 'node:fs';
import { errorCode, reasonOf } from '../../support/file-errors.ts';

/** Where a secret is found when the job runs. */
export type SecretPlace = { readonly file: string } | { readonly env: string };

/** How a server is told who asks. */
export type Access =
  | { readonly bearer: SecretPlace }
  | { readonly user: string; readonly password: SecretPlace };

/** The value of an Authorization header, and the secret in it (so that it can be masked), or why there is none. */
export type Authorization =
  | { readonly header: string; readonly secret: string }
  | { readonly problem: string };

/** Reads the secret of an access. The reason names the place and never the value. */
export function authorizationFor(access: Access, env: NodeJS.ProcessEnv = process.env): Authorization {
  const place = 'bearer' in access ? access.bearer : access.password;
  const read = readSecret(place, env);
  if ('problem' in read) return read;
  const { secret } = read;
  if ('bearer' in access) {
    // fetch would refuse these with a message that has the header in it.
    if (/[^\t\x20-\x7e\x80-\xff]/.test(secret))
      return { problem: `${nameOf(place)} holds a character that no header can have` };
    return { header: `Bearer ${secret}`, secret };
  }
  if (access.user.includes(':')) return { problem: 'a user name cannot have a colon' };
  // RFC 7617: user and password, joined by a colon, in Base64.
  return { header: `Basic ${Buffer.from(`${access.user}:${secret}`).toString('base64')}`, secret };
}

/** The text with what may not be told masked: servers repeat what they were sent. */
export function masked(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((result, secret) => result.replaceAll(secret, '•••'), text);
}

/** The value without the line break that editors end files with. The problem names the place and never the value. */
export function readSecret(
  place: SecretPlace,
  env: NodeJS.ProcessEnv = process.env,
): { readonly secret: string } | { readonly problem: string } {
  if ('env' in place) {
    const secret = env[place.env]?.trim() ?? '';
    return secret === '' ? { problem: `${nameOf(place)} is not set, or empty` } : { secret };
  }
  try {
    const secret = readFileSync(place.file, 'utf8').trim();
    return secret === '' ? { problem: `${nameOf(place)} is empty` } : { secret };
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return { problem: `${nameOf(place)} cannot be read: ${reasonOf(error)}` };
  }
}

function nameOf(place: SecretPlace): string {
  return 'env' in place ? `the variable ${place.env}` : `the file ${place.file}`;
}
