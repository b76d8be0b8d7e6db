import type { Services } from './processes.ts';
import { program } from './programs.ts';

/** A running S3 of moto, which checks who asks. */
export interface ObjectStore {
  readonly url: string;
  /** Of one who may do everything. */
  readonly key: string;
  readonly secret: string;
}

/**
 * Starts an S3 with objects, each at `bucket/key`, that is stopped when its describe block ends; from then on it asks for credentials. To
 * be called in a test or hook.
 */
export async function startObjectStore(
  services: Services,
  objects: Readonly<Record<string, Uint8Array>>,
): Promise<ObjectStore> {
  const { url } = await services.start({
    command: program('moto_server'),
    args: (port) => ['-H', '127.0.0.1', '-p', String(port)],
    readyPath: '/moto-api/',
  });
  // Which service is meant stands in the scope of the signature, which moto does not check before it is told to.
  const ask = async (
    service: string,
    method: string,
    path: string,
    body?: URLSearchParams | Uint8Array<ArrayBuffer> | string,
  ): Promise<string> => {
    const authorization = `AWS4-HMAC-SHA256 Credential=none/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization },
      ...(body && { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  };
  const iam = (parameters: Readonly<Record<string, string>>): Promise<string> =>
    ask('iam', 'POST', '/', new URLSearchParams({ Version: '2010-05-08', UserName: 'drift', ...parameters }));
  for (const bucket of new Set(Object.keys(objects).map((place) => place.split('/')[0])))
    await ask('s3', 'PUT', `/${bucket}`);
  for (const [place, bytes] of Object.entries(objects))
    await ask('s3', 'PUT', `/${place}`, new Uint8Array(bytes));
  await iam({ Action: 'CreateUser' });
  const made = await iam({ Action: 'CreateAccessKey' });
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  await iam({ Action: 'PutUserPolicy', PolicyName: 'all', PolicyDocument: JSON.stringify(policy) });
  await ask('s3', 'POST', '/moto-api/reset-auth', '0');
  const told = (name: string): string => new RegExp(`<${name}>([^<]+)<`).exec(made)?.[1] ?? '';
  return { url, key: told('AccessKeyId'), secret: told('SecretAccessKey') };
}
