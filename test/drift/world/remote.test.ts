import { describe, expect, it } from 'vitest';
import { findRemote, remoteProblem } from '../../../src/drift/world/remote.ts';
import { secretFromEnvironment, secretFromText } from '../../../src/drift/world/remote-secret.ts';
import { jobSource, useDriftBench } from '../../support/drift-data.ts';

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'abc/+=' };
const AT_MINIO = { ENDPOINT: 'minio:9000', USE_SSL: 'false', URL_STYLE: 'path' };

describe('credentials of a store', () => {
  it.each([
    ['none', {}, undefined],
    ['half of them', { AWS_ACCESS_KEY_ID: 'AKIA' }, undefined],
    ['a region alone', { AWS_REGION: 'eu-central-1' }, undefined],
    ['keys', KEYS, { KEY_ID: 'AKIA', SECRET: 'abc/+=' }],
    [
      'keys for a while',
      { ...KEYS, AWS_SESSION_TOKEN: 't', AWS_DEFAULT_REGION: 'eu-west-1' },
      { KEY_ID: 'AKIA', SECRET: 'abc/+=', SESSION_TOKEN: 't', REGION: 'eu-west-1' },
    ],
    [
      'another store, whose own address comes first',
      { ...KEYS, AWS_ENDPOINT_URL: 'https://other', AWS_ENDPOINT_URL_S3: 'http://minio:9000/' },
      { KEY_ID: 'AKIA', SECRET: 'abc/+=', ...AT_MINIO },
    ],
    ['another store for all', { AWS_ENDPOINT_URL: 'http://minio:9000' }, AT_MINIO],
    [
      'another store below a path',
      { AWS_ENDPOINT_URL: 'https://host/s3/' },
      { ENDPOINT: 'host/s3', USE_SSL: 'true', URL_STYLE: 'path' },
    ],
  ])('of the environment with %s', (_, env, parameters) => {
    expect(secretFromEnvironment('s3', env)).toEqual(parameters && { type: 's3', parameters });
  });

  it('are for the store whose variables they are', () => {
    const env = { ...KEYS, AZURE_STORAGE_CONNECTION_STRING: 'AccountName=a' };
    expect(secretFromEnvironment('azure', env)).toEqual({
      type: 'azure',
      parameters: { CONNECTION_STRING: 'AccountName=a' },
    });
    expect(secretFromEnvironment('gcs', env)).toBeUndefined();
    expect(secretFromEnvironment('http', env)).toBeUndefined();
  });

  it.each([
    ['s3', 'AKIA:abc/+=', { KEY_ID: 'AKIA', SECRET: 'abc/+=', REGION: 'eu-west-1' }],
    ['s3', 'AKIA:abc:t', { KEY_ID: 'AKIA', SECRET: 'abc', SESSION_TOKEN: 't', REGION: 'eu-west-1' }],
    ['gcs', 'GOOG1E:abc', { KEY_ID: 'GOOG1E', SECRET: 'abc' }],
    ['azure', 'AccountName=a;AccountKey=b==', { CONNECTION_STRING: 'AccountName=a;AccountKey=b==' }],
    ['http', 'token', { BEARER_TOKEN: 'token' }],
  ] as const)('of %s in %s', (type, text, parameters) => {
    expect(secretFromText(type, text, { AWS_REGION: 'eu-west-1' })).toEqual({ type, parameters });
  });

  it.each(['abc', ':abc', 'AKIA:', 'a:b:c:d', '[default]\naws_access_key_id = a:b'])(
    'that are no key are told without their value: %j',
    (text) => {
      const { problem } = secretFromText('s3', text, {}) as { problem: string };
      expect(problem).toMatch(/^auth holds no KEY_ID:SECRET/);
      expect(problem).not.toContain(text);
    },
  );

  it.each(['minio', 'minio:9000', 'ftp://minio', 'http://user:secret@minio'])(
    'need an address: %s',
    (url) => {
      const env = { ...KEYS, AWS_ENDPOINT_URL: url };
      const problem = { problem: 'AWS_ENDPOINT_URL is no address such as https://minio.example:9000' };
      expect(secretFromEnvironment('s3', env)).toEqual(problem);
      expect(secretFromText('s3', 'a:b', env)).toEqual(problem);
    },
  );
});

describe('what DuckDB says of a store', () => {
  const urls = { s3: 's3://b/x.parquet', gs: 'gs://b/*', az: 'az://c/x.csv', https: 'https://host/x.csv' };
  // As DuckDB 1.5.5 with httpfs said them of moto and of ports where nothing listens.
  it.each([
    [
      's3',
      "HTTP Error: HTTP GET error reading 's3://b/x' in region 'us-east-1' (HTTP 403 Forbidden); SignatureDoesNotMatch",
      'source/remote-login',
      'AWS_ACCESS_KEY_ID',
    ],
    [
      'gs',
      "HTTP Error: HTTP GET error reading 'gs://b/' (HTTP 401 Unauthorized)",
      'source/remote-login',
      'HMAC',
    ],
    [
      's3',
      "HTTP Error: HTTP GET error reading 's3://b/' in region 'us-east-1' (HTTP 404 Not Found); NoSuchBucket",
      'source/no-bucket',
      '',
    ],
    [
      's3',
      "HTTP Error: HTTP GET error reading 's3://b/' in region 'us-east-1' (HTTP 400 Bad Request)",
      'source/unreadable',
      'AWS_REGION',
    ],
    [
      's3',
      "IO Error: Could not connect to server error for HTTP GET to 'http://127.0.0.1:1/b/'",
      'source/remote-connect',
      'AWS_ENDPOINT_URL',
    ],
    [
      'https',
      "IO Error: Could not resolve hostname error for HTTP HEAD to 'https://host/x.csv'",
      'source/remote-connect',
      '',
    ],
    [
      'https',
      "IO Error: SSL connect error error for HTTP HEAD to 'https://host/x.csv'",
      'source/remote-connect',
      '',
    ],
    [
      'https',
      "HTTP Error: Request returned HTTP 500 for HTTP HEAD to 'http://host/x.csv'",
      'source/remote-connect',
      '',
    ],
  ] as const)('%s: %s', (scheme, message, code, hint) => {
    const problem = remoteProblem(jobSource('serving', urls[scheme]), message);
    expect(problem).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(problem?.hint ?? '').toContain(hint);
  });

  it('of files that are damaged, or are here, is no problem of a store', () => {
    expect(remoteProblem(jobSource('serving', urls.s3), 'No magic bytes found')).toBeUndefined();
    expect(remoteProblem(jobSource('serving', 'x.csv'), 'Could not connect')).toBeUndefined();
  });
});

describe('files of a web server', () => {
  const bench = useDriftBench();

  it('are not searched for', async () => {
    await expect(findRemote(bench.engine, 'serving', 'https://host/log/*.csv')).rejects.toMatchObject({
      code: 'source/no-listing',
      message:
        'source serving: https://host/log/*.csv has a *, and a web server does not tell which files it has',
    });
  });
});
