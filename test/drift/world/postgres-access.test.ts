import { describe, expect, it } from 'vitest';
import { type PostgresAccess, postgresAccess } from '../../../src/drift/world/postgres-access.ts';
import { folderWith } from '../../support/cli.ts';

function access(secret: string, env: NodeJS.ProcessEnv = {}, root = '/'): PostgresAccess {
  const found = postgresAccess({ env: 'SECRET' }, root, { SECRET: secret, ...env });
  if ('problem' in found) throw new Error(found.problem);
  return found;
}

function problem(secret: string, env: NodeJS.ProcessEnv = {}): string {
  const found = postgresAccess({ env: 'SECRET' }, '/', { SECRET: secret, ...env });
  return 'problem' in found ? found.problem : 'none';
}

describe('how a database is reached', () => {
  it('stands in a URI, whose words on TLS are read here', () => {
    const { config, ways, secrets } = access(
      'postgresql://me:a%2Fb@db:5433/x?sslmode=require&application_name=y',
    );
    expect(config).toEqual({ connectionString: 'postgresql://me:a%2Fb@db:5433/x?application_name=y' });
    expect(ways).toEqual([{ rejectUnauthorized: false }]);
    expect(secrets).toEqual(expect.arrayContaining(['a%2Fb', 'a/b']));
  });

  it('is told by the environment around a password', () => {
    expect(access('a b/c', { PGSSLMODE: 'disable' })).toEqual({
      config: { password: 'a b/c' },
      ways: [false],
      secrets: ['a b/c'],
    });
    expect(postgresAccess(undefined, '/', { PGPASSWORD: 'x' })).toMatchObject({ config: {}, secrets: ['x'] });
  });

  it('is by TLS if the server has it, unless more or less is asked for', () => {
    expect(access('x').ways).toEqual([{ rejectUnauthorized: false }, false]);
    const root = folderWith({ 'ca.pem': 'authority' });
    const uri = (mode: string): string => `postgresql://db/x?sslmode=${mode}&sslrootcert=ca.pem`;
    expect(access(uri('verify-full'), {}, root).ways).toEqual([{ ca: 'authority' }]);
    for (const mode of ['verify-ca', 'require']) {
      const [way, ...others] = access(uri(mode), {}, root).ways;
      expect([way, others]).toEqual([{ ca: 'authority', checkServerIdentity: expect.any(Function) }, []]);
    }
    expect(access('postgresql://db/x?sslmode=verify-full&sslrootcert=system').ways).toEqual([{}]);
  });

  it('is not told by what is no URI, and the value is not shown', () => {
    const texts = ['postgresql://me:s%ZZcret@db/x', 'postgres://[s%cret', ''].map((secret) =>
      problem(secret),
    );
    expect(texts).toEqual([
      expect.stringMatching(/^the variable SECRET holds no URI such as /),
      expect.stringMatching(/^the variable SECRET holds no URI such as /),
      'the variable SECRET is not set, or empty',
    ]);
    expect(texts.join()).not.toContain('cret@');
    expect(problem('postgresql://db/x?sslmode=verify-full&sslrootcert=/none.pem')).toBe(
      'the file /none.pem (sslrootcert) cannot be read: it does not exist (ENOENT)',
    );
  });
});
