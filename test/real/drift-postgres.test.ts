import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { type Engine, StoppedError } from '../../src/drift/engine.ts';
import { declareRows, roughCondition } from '../../src/drift/postgres/statements.ts';
import { DriftProblem } from '../../src/drift/problem.ts';
import { openDuckDb } from '../../src/drift/world/duckdb.ts';
import { openRelation, type Relation } from '../../src/drift/world/relation.ts';
import type { JobSource } from '../../src/plan/drift-job.ts';
import { type CliRun, cli } from '../support/cli.ts';
import { PASSWORD, type Postgres, startPostgres } from '../support/postgres.ts';
import { freePort, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { until } from '../support/until.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-03-03T00:00:00Z');
const WINDOW = { from: NOW - DAY_MS, to: NOW };
const ROWS = 6000;

/** Rows of two days, the second one with other values, in the SQL of DuckDB. */
const EVENTS = `SELECT i::BIGINT AS id,
  TIMESTAMPTZ '2026-03-01 00:00:00+00' + INTERVAL 1 MILLISECOND * (i * ${(2 * DAY_MS) / ROWS}) AS at,
  CASE WHEN i % 50 = 0 THEN NULL WHEN i % 997 = 0 THEN 'NaN' WHEN i % 998 = 0 THEN 'Infinity'
    ELSE sin(i) * 100 + i // ${ROWS / 2} * 30 END::DOUBLE AS amount,
  (cos(i) * 10)::FLOAT AS ratio,
  (i * 7919 % 1000 / 100)::DECIMAL(10, 2) AS price,
  9007199254740000 + i % 7 AS account,
  ['DE', 'FR', 'O''Neil "x"', 'São Tomé', '', 'NULL'][1 + (i * i + i // ${ROWS / 2} * (i % 2)) % 6] AS country,
  i % 3 = 0 AS flagged,
  json_object('score', i % 11, 'kind', CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END)::JSON AS payload
FROM range(${ROWS}) t(i)`;
const TYPES = 'bigint, timestamptz, float8, real, numeric, bigint, text, boolean, json'.split(', ');

describeWithPrograms(['postgres'], 'tables of a real PostgreSQL', () => {
  const services = useServices();
  let server: Postgres;
  let engine: Engine;
  let folder: string;
  let secret: string;

  beforeAll(async () => {
    folder = services.folder();
    server = await startPostgres(services);
    secret = path.join(folder, 'uri');
    writeFileSync(secret, `${server.uri()}\n`);
    engine = await openDuckDb({ memoryLimit: '200MB', threads: 1 });
    services.atEnd(() => engine.close());
    await engine.run(`CREATE TABLE events AS ${EVENTS}`);
    await engine.run(`COPY events TO '${path.join(folder, 'events.parquet')}' (FORMAT parquet)`);
    const names = (await engine.columns('events')).map(({ name }) => name);
    const lists = await engine.rows(
      `SELECT to_json([${names.map((name) => `list("${name}"::VARCHAR ORDER BY id)`).join(', ')}])::VARCHAR FROM events`,
    );
    await server.run('CREATE SCHEMA analytics');
    await server.run(
      `CREATE TABLE analytics.events (${names.map((name, index) => `${name} ${TYPES[index]}`).join(', ')}, note bytea)`,
    );
    await server.run(
      `INSERT INTO analytics.events SELECT ${names.map((_, index) => `c${index}::${TYPES[index]}`).join(', ')}
       FROM unnest(${names.map((_, index) => `$${index + 1}::text[]`).join(', ')})
       AS t(${names.map((_, index) => `c${index}`).join(', ')})`,
      JSON.parse(String(lists[0]?.[0])),
    );
  });

  function open(
    source: Partial<JobSource>,
    more: { window?: object; wanted?: string[] } = {},
  ): Promise<Relation> {
    return openRelation(engine, {
      source: { name: 'events', type: 'postgres', auth: { file: secret }, ...source },
      window: more.window ?? {},
      timezone: 'UTC',
      root: folder,
      name: 'opened',
      ...(more.wanted && { wanted: more.wanted }),
    });
  }

  function run(
    source: Partial<JobSource>,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): CliRun {
    writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(planOf({ timestamp: 'at', ...source })));
    return cli(
      [
        'drift',
        'run',
        '--plan',
        'plan.json',
        '--at',
        '2026-03-03T00:00Z',
        '--json',
        'result.json',
        '--threads',
        '1',
        '--quiet',
        ...args,
      ],
      { cwd: folder, env },
    );
  }

  const table = { type: 'postgres', table: 'analytics.events' } as const;

  it('give the result that the same rows in Parquet give', () => {
    const result = (): object => ({
      ...JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')),
      endedAt: '',
    });
    expect(run({ type: 'parquet', path: 'events.parquet' }).code).toBe(0);
    const fromFile = JSON.stringify(result());
    expect(run({ ...table, auth: { file: 'uri' } }).code).toBe(0);
    // A column that the file does not have is told, and not read.
    const extra = 'ratio, price, account, country, payload';
    expect(fromFile).toContain(`${extra}"`);
    expect(result()).toEqual(JSON.parse(fromFile.replace(`${extra}"`, `${extra}, note"`)));
    expect(result()).toMatchObject({
      policies: [
        { completed: true, verdict: 'alert', window: { rows: ROWS / 2 }, baseline: { rows: ROWS / 2 } },
      ],
    });
  });

  it('are read by the variables of libpq where the plan names no secret, or the password alone', async () => {
    vi.stubEnv('PGHOST', '127.0.0.1');
    vi.stubEnv('PGPORT', String(server.port));
    vi.stubEnv('PGUSER', 'boss');
    vi.stubEnv('PGDATABASE', 'postgres');
    vi.stubEnv('SECRET', PASSWORD);
    try {
      const { table: name } = table;
      expect((await open({ table: name, auth: { env: 'SECRET' } })).rows).toBe(ROWS);
      vi.stubEnv('PGPASSWORD', PASSWORD);
      expect((await open({ table: name, auth: undefined })).rows).toBe(ROWS);
      vi.stubEnv('PGPASSWORD', undefined);
      vi.stubEnv('PGPASSFILE', path.join(folder, 'pgpass'));
      await expect(open({ table: name, auth: undefined })).rejects.toMatchObject({
        code: 'source/postgres-login',
        message: expect.stringMatching(/ does not let boss in: it asks for a password$/),
      });
      const line = `127.0.0.1:*:*:boss:${PASSWORD.replace(':', '\\:')}\n`;
      writeFileSync(path.join(folder, 'pgpass'), line, { mode: 0o600 });
      expect((await open({ table: name, auth: undefined })).rows).toBe(ROWS);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('end a run with 5 and without a word of the password when it is wrong, or nobody listens', async () => {
    const secretUri = `postgresql://boss:h%2Fidden@127.0.0.1:${server.port}/postgres`;
    const wrong = run({ ...table, auth: { env: 'SECRET' } }, [], { SECRET: secretUri });
    expect([wrong.code, wrong.stdout.replaceAll(String(server.port), 'PORT')]).toMatchInlineSnapshot(`
      [
        5,
        "error  source/postgres-login
         source events: PostgreSQL at 127.0.0.1:PORT does not let boss in: password authentication failed for user "boss"
         User, password and database are in the URI of auth.secretRef, or in PGUSER, PGPASSWORD and PGDATABASE.
      error  source/postgres-login
         source events: PostgreSQL at 127.0.0.1:PORT does not let boss in: password authentication failed for user "boss"
         User, password and database are in the URI of auth.secretRef, or in PGUSER, PGPASSWORD and PGDATABASE.
      2 errors, 0 warnings
      ",
      ]
    `);
    const port = await freePort();
    const down = run({ ...table, auth: { env: 'SECRET' } }, ['--policy', 'daily'], {
      SECRET: secretUri.replace(String(server.port), String(port)),
    });
    expect([down.code, down.stdout.replaceAll(String(port), 'PORT')]).toMatchInlineSnapshot(`
      [
        5,
        "error  source/postgres-connect
         source events: no connection to PostgreSQL at 127.0.0.1:PORT: connect ECONNREFUSED 127.0.0.1:PORT
         A URI in auth.secretRef, or PGHOST and PGPORT, say where it is.
      1 error, 0 warnings
      ",
      ]
    `);
    const told = [wrong, down].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(told + readFileSync(path.join(folder, 'result.json'), 'utf8')).not.toMatch(/h(?:%2F|\/)idden/);
  });

  it('are read over TLS where the server has it, and only from a server that is trusted where that is asked', async () => {
    await server.run('CREATE VIEW encrypted AS SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    const encrypted = async (parameters: string): Promise<unknown> => {
      writeFileSync(path.join(folder, 'tls'), server.uri(parameters));
      await open({ table: 'encrypted', auth: { file: 'tls' } });
      return (await engine.rows('FROM opened'))[0]?.[0];
    };
    expect(await encrypted('')).toBe(true);
    expect(await encrypted('?sslmode=disable')).toBe(false);
    expect(await encrypted('?sslmode=require')).toBe(true);
    expect(await encrypted(`?sslmode=verify-full&sslrootcert=${server.authority}`)).toBe(true);
    await expect(encrypted('?sslmode=verify-full')).rejects.toMatchObject({
      code: 'source/postgres-connect',
      hint: expect.stringContaining('sslrootcert'),
    });
    await expect(encrypted('?sslmode=maybe')).rejects.toMatchObject({
      code: 'source/postgres-credentials',
      message:
        'source events has no credentials: sslmode is maybe, and not disable, allow, prefer, require, verify-ca or verify-full',
    });
  });

  it('are missing, forbidden or broken by name', async () => {
    await server.run(`CREATE TABLE "No-Rights" (x int)`);
    await server.run(`CREATE USER reader PASSWORD 'reader'`);
    await server.run('CREATE SEQUENCE counter');
    await server.run(`CREATE VIEW counting AS SELECT nextval('counter')`);
    writeFileSync(
      path.join(folder, 'reader'),
      `postgresql://reader:reader@127.0.0.1:${server.port}/postgres`,
    );
    const problem = async (source: Partial<JobSource>): Promise<string> => {
      const error: unknown = await open(source).catch((reason: unknown) => reason);
      if (!(error instanceof DriftProblem)) throw error;
      const text = `${error.code}: ${error.message}`;
      return text.replaceAll(String(server.port), 'PORT').replaceAll(folder, 'FOLDER');
    };
    expect([
      await problem({ table: 'analytics.event' }),
      await problem({ table: 'Analytics.events' }),
      await problem({ table: `events"; DROP TABLE analytics.events; --` }),
      await problem({ table: 'No-Rights', auth: { file: 'reader' } }),
      await problem({ table: 'counting' }),
      await problem({ table: 'analytics.events', timestamp: 'time' }),
      await problem({ table: 'analytics.events', auth: { file: 'nothing' } }),
    ]).toMatchInlineSnapshot(`
      [
        "source/no-table: source events: PostgreSQL at 127.0.0.1:PORT has no table analytics.event that boss can see: relation "analytics.event" does not exist",
        "source/no-table: source events: PostgreSQL at 127.0.0.1:PORT has no table Analytics.events that boss can see: relation "Analytics.events" does not exist",
        "source/no-table: source events: PostgreSQL at 127.0.0.1:PORT has no table events"; DROP TABLE analytics.events; -- that boss can see: relation "events"; DROP TABLE analytics.events; --" does not exist",
        "source/postgres-query: source events: PostgreSQL at 127.0.0.1:PORT did not read No-Rights (42501): permission denied for table No-Rights",
        "source/postgres-query: source events: PostgreSQL at 127.0.0.1:PORT did not read counting (25006): cannot execute nextval() in a read-only transaction",
        "source/no-timestamp: source events has no column time, by which its windows are cut",
        "source/postgres-credentials: source events has no credentials: the file FOLDER/nothing cannot be read: it does not exist (ENOENT)",
      ]
    `);
  });

  it('are read as of one moment, however they grow meanwhile', async () => {
    await server.run('CREATE TABLE growing AS SELECT i FROM generate_series(1, 2000) i');
    let batches = 0;
    const writing: Engine = {
      ...engine,
      append: async (...given) => {
        batches += 1;
        await server.run('INSERT INTO growing SELECT i FROM generate_series(1, 500) i');
        await server.run('DELETE FROM growing WHERE i = 2000');
        return engine.append(...given);
      },
    };
    const source: JobSource = { name: 'growing', type: 'postgres', table: 'growing', auth: { file: secret } };
    const relation = await openRelation(writing, {
      source,
      window: {},
      timezone: 'UTC',
      root: folder,
      name: 'opened',
    });
    expect(batches).toBeGreaterThan(1);
    expect(await engine.rows('SELECT count(*), max(i) FROM opened')).toEqual([[2000n, 2000]]);
    expect([relation.rows, relation.hasChanged()]).toEqual([2000, false]);
    expect(await server.run('SELECT count(*), max(i) FROM growing')).toEqual([
      [String(2000 + 500 * batches - 1), 1999],
    ]);
  });

  it('are cut into windows by times of every type, as files are', async () => {
    await server.run(`CREATE TABLE times AS SELECT at AS zoned, at AT TIME ZONE 'UTC' AS plain, at::date AS day,
      extract(epoch FROM at)::numeric AS seconds, (extract(epoch FROM at) * 1000)::float8 AS milliseconds,
      (extract(epoch FROM at) * 1000000)::int8 AS microseconds, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS written,
      json_build_object('at', at) AS nested
      FROM analytics.events`);
    await server.run(
      `INSERT INTO times (zoned, written) VALUES ('infinity', 'yesterday'), ('-infinity', '')`,
    );
    const read = async (timestamp: string): Promise<unknown[]> => {
      const { rows, newest, isUncut } = await open(
        { table: 'times', timestamp },
        { window: WINDOW, wanted: [] },
      );
      return [rows, newest, isUncut];
    };
    const all = [ROWS / 2, NOW - (2 * DAY_MS) / ROWS, false];
    for (const name of ['zoned', 'PLAIN', 'seconds', 'milliseconds', 'microseconds', 'written', 'nested.at'])
      expect([name, ...(await read(name))]).toEqual([name, ...all]);
    expect(await read('day')).toEqual([ROWS / 2, NOW - DAY_MS, false]);
  });

  it('are found by an index on the time', async () => {
    await server.run(
      'CREATE TABLE indexed (at timestamptz, day date, unix bigint, seconds integer, exact numeric)',
    );
    for (const [name, type] of [
      ['at', 'timestamptz'],
      ['day', 'date'],
      ['unix', 'int8'],
      ['seconds', 'int4'],
      ['exact', 'numeric'],
    ] as const) {
      await server.run(`CREATE INDEX by_${name} ON indexed (${name})`);
      const column = { name, type: { name: type, class: 'b' } };
      const { text, values } = declareRows('indexed', [column], roughCondition(column, WINDOW));
      const plan = await server.run(text.replace(/^DECLARE .* CURSOR FOR/, 'EXPLAIN'), values);
      expect(plan.flat().join('\n')).toMatch(new RegExp(`Index (?:Only )?Scan.* by_${name}\\b`));
    }
  });

  it('have columns of many types, of which the wanted ones are read', async () => {
    // Settings that change how values are written do not matter.
    for (const setting of [
      `TimeZone TO 'Asia/Tokyo'`,
      `DateStyle TO 'German'`,
      `IntervalStyle TO 'iso_8601'`,
      `bytea_output TO 'escape'`,
      'extra_float_digits TO -5',
    ])
      await server.run(`ALTER ROLE boss SET ${setting}`);
    await server.run(`CREATE TYPE mood AS ENUM ('sad', 'glad')`);
    await server.run(`CREATE DOMAIN amount AS numeric CHECK (VALUE > 0)`);
    await server.run(`CREATE TABLE types (small int2, large int8, number numeric, single real, double float8, truth bool,
      words text, code char(4), id uuid, feeling mood, positive amount, price money, plain timestamp, zoned timestamptz, day date,
      clock time, span interval, document jsonb, bytes bytea, vector float8[], matrix int4[], list text[], address inet, "O""dd Näme" text)`);
    await server.run(`INSERT INTO types VALUES (1, 9007199254740993, 0.1, 0.1, 1e-320, true, 'x ''y"', 'ab',
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'glad', 1.5, '1234.5', '2026-03-01 00:00:00.5', '2026-03-01 00:00:00+05', '2026-03-01',
      '12:34:56.789', '1 day 2 hours', '{"a": {"b": 1}}', '\\xdead00', '{1.5,NaN,NULL,-Infinity}', '[0:1][0:1]={{1,2},{3,4}}', '{"a,b",NULL}',
      '10.0.0.0/8', 'odd')`);
    await server.run(`INSERT INTO types (number, double, single, zoned, plain, day, vector) VALUES
      ('NaN', 'Infinity', '-Infinity', 'infinity', '-infinity', '0044-03-15 BC', '{}')`);
    const relation = await open({ table: 'types' });
    const rows = await engine.rows('FROM opened');
    expect(
      relation.columns.map(({ name, type }, index) =>
        [name, type, ...rows.map((row) => String(row[index]))].join(' | '),
      ),
    ).toMatchInlineSnapshot(`
      [
        "small | SMALLINT | 1 | null",
        "large | BIGINT | 9007199254740993 | null",
        "number | DOUBLE | 0.1 | NaN",
        "single | FLOAT | 0.10000000149011612 | -Infinity",
        "double | DOUBLE | 1e-320 | Infinity",
        "truth | BOOLEAN | true | null",
        "words | VARCHAR | x 'y" | null",
        "code | VARCHAR | ab | null",
        "id | VARCHAR | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | null",
        "feeling | VARCHAR | glad | null",
        "positive | DOUBLE | 1.5 | null",
        "price | DOUBLE | 1234.5 | null",
        "plain | TIMESTAMP | 2026-03-01 00:00:00.5 | -infinity",
        "zoned | TIMESTAMP WITH TIME ZONE | 2026-02-28 19:00:00+00 | infinity",
        "day | DATE | 2026-03-01 | 0044-03-15 (BC)",
        "clock | TIME | 12:34:56.789 | null",
        "span | INTERVAL | 1 day 02:00:00 | null",
        "document | JSON | {"a": {"b": 1}} | null",
        "bytes | BLOB | \\xDE\\xAD\\x00 | null",
        "vector | DOUBLE[] | [1.5, NaN, NULL, -Infinity] | []",
        "matrix | INTEGER[] | [1, 2, 3, 4] | null",
        "list | VARCHAR[] | ['a,b', NULL] | null",
        "address | VARCHAR | 10.0.0.0/8 | null",
        "O"dd Näme | VARCHAR | odd | null",
      ]
    `);
    expect(relation.asText).toEqual(['address (inet)']);
    const some = await open(
      { table: 'types' },
      { wanted: ['WORDS', 'document.a.b', 'o"dd näme', 'nothing'] },
    );
    expect(some.columns.map(({ name }) => name)).toEqual(['words', 'document', 'O"dd Näme']);
    expect(some.names).toHaveLength(24);
  });

  it('are no longer waited for when the run is stopped', async () => {
    await server.run('CREATE VIEW slow AS SELECT pg_sleep(60)::text AS slept');
    const other = await openDuckDb({ memoryLimit: '100MB', threads: 1 });
    try {
      const source: JobSource = { name: 'slow', type: 'postgres', table: 'slow', auth: { file: secret } };
      const opened = openRelation(other, { source, window: {}, timezone: 'UTC', root: folder, name: 'slow' });
      const stopped = expect(opened).rejects.toThrow(StoppedError);
      await until(
        async () => (await server.run(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'FETCH%'`)).length > 0,
        { what: 'the statement' },
      );
      other.interrupt();
      await stopped;
      // The server is still at it.
      expect(await server.run(`SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'FETCH%'`)).toEqual([
        ['1'],
      ]);
    } finally {
      other.close();
    }
  });
});

function planOf(source: Partial<JobSource>): object {
  const schedule = { everySeconds: 86_400, timezone: 'UTC' };
  const levels = { warn: 0.05, alert: 0.1 };
  const column = (name: string, type: string, test: string): object => ({
    part: 'features',
    feature: name,
    source: 'events',
    column: name,
    type,
    pii: false,
    delaySeconds: 0,
    test: { test, levels, alpha: 0.01 },
    nulls: levels,
    unseen: levels,
  });
  return {
    version: 1,
    project: 'fraud',
    environment: 'prod',
    sources: [{ name: 'events', ...source }],
    policies: [
      {
        name: 'daily',
        title: 'Daily',
        model: 'fraud',
        profile: 'modelwatch',
        schedule,
        windowSeconds: 86_400,
        lagSeconds: 0,
        baseline: { kind: 'earlier', by: 'previous-window' },
        minSamples: 1000,
        correction: 'benjamini-hochberg',
        consecutive: 1,
        segments: [{ name: 'country', column: 'country', top: 3 }],
        columns: [
          column('amount', 'numeric', 'ks'),
          column('ratio', 'numeric', 'psi'),
          column('price', 'numeric', 'wasserstein'),
          column('account', 'auto', 'chi-square'),
          column('country', 'category', 'chi-square'),
          column('flagged', 'auto', 'jensen-shannon'),
          column('payload.score', 'auto', 'psi'),
          column('payload.kind', 'category', 'psi'),
        ],
        advice: { actions: [] },
      },
    ],
    datasets: [
      {
        name: 'served',
        source: 'events',
        features: [
          { name: 'amount', type: 'float', range: [-100, 120], pii: false },
          { name: 'flagged', type: 'bool', maxNulls: 0, pii: false },
        ],
        key: ['id'],
        maxAgeSeconds: 3600,
        schedule,
        windowSeconds: 86_400,
        lagSeconds: 0,
      },
    ],
  };
}
