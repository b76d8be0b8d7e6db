/** Kinds of stores, as DuckDB calls their secrets. */
export type StoreType = 's3' | 'gcs' | 'azure' | 'http';

/** Parameters of a secret of DuckDB. */
export interface StoreSecret {
  readonly type: StoreType;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The problem never holds a value. */
export type Answer = StoreSecret | { readonly problem: string };

/**
 * The secret that a text holds which `auth` names: KEY_ID:SECRET or KEY_ID:SECRET:SESSION_TOKEN (s3; gs with an HMAC key), a connection
 * string (az), a bearer token (https). Where a store of s3 is, tells the environment.
 */
export function secretFromText(type: StoreType, text: string, env: NodeJS.ProcessEnv): Answer {
  if (type === 'azure') return { type, parameters: { CONNECTION_STRING: text } };
  if (type === 'http') return { type, parameters: { BEARER_TOKEN: text } };
  const [key, secret, token, ...more] = text.split(':');
  if (!key || !secret || more.length > 0 || /\s/.test(text))
    return { problem: 'auth holds no KEY_ID:SECRET, and no KEY_ID:SECRET:SESSION_TOKEN' };
  return withKey(type, { key, secret, token }, env);
}

/**
 * The secret that variables hold: those of AWS' own programs (https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html), or
 * AZURE_STORAGE_CONNECTION_STRING. Undefined when they hold none, and no address of a store either.
 */
export function secretFromEnvironment(type: StoreType, env: NodeJS.ProcessEnv): Answer | undefined {
  if (type === 'azure') {
    const text = env['AZURE_STORAGE_CONNECTION_STRING'];
    return text ? { type, parameters: { CONNECTION_STRING: text } } : undefined;
  }
  if (type !== 's3') return undefined;
  const key = env['AWS_ACCESS_KEY_ID'];
  const secret = env['AWS_SECRET_ACCESS_KEY'];
  if (key && secret) return withKey(type, { key, secret, token: env['AWS_SESSION_TOKEN'] }, env);
  const place = placeOf(env);
  if ('problem' in place) return place;
  return place.parameters['ENDPOINT'] === undefined ? undefined : { type, ...place };
}

function withKey(
  type: StoreType,
  { key, secret, token }: { key: string; secret: string; token: string | undefined },
  env: NodeJS.ProcessEnv,
): Answer {
  const place = type === 's3' ? placeOf(env) : { parameters: {} };
  if ('problem' in place) return place;
  return {
    type,
    parameters: { KEY_ID: key, SECRET: secret, ...(token && { SESSION_TOKEN: token }), ...place.parameters },
  };
}

type Place = Pick<StoreSecret, 'parameters'> | { readonly problem: string };

/** Region and endpoint. Other stores than AWS' own are asked by path: few have a name for each bucket. */
function placeOf(env: NodeJS.ProcessEnv): Place {
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'];
  const inRegion: Record<string, string> = region ? { REGION: region } : {};
  if (!endpoint) return { parameters: inRegion };
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '')
    return { problem: 'AWS_ENDPOINT_URL is no address such as https://minio.example:9000' };
  const parameters = {
    ...inRegion,
    ENDPOINT: `${url.host}${url.pathname.replace(/\/$/, '')}`,
    USE_SSL: String(url.protocol === 'https:'),
    URL_STYLE: 'path',
  };
  return { parameters };
}
