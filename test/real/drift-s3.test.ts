import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/drift/result.ts';
import type { JobPolicy, JobSource } from '../../src/plan/drift-job.ts';
import { type CliRun, cli } from '../support/cli.ts';
import { driftPlan, jobColumn, jobPolicy, jobSource, useDriftBench } from '../support/drift-data.ts';
import { type ObjectStore, startObjectStore } from '../support/object-store.ts';
import { freePort, useServices } from '../support/processes.ts';
import { describeWithPrograms, program } from '../support/programs.ts';

const EXTENSION = 'httpfs.duckdb_extension';
const DAYS = ['2026-11-27', '2026-11-28'];

describeWithPrograms(['moto_server', EXTENSION], 'files in a real S3', () => {
  const services = useServices();
  const bench = useDriftBench();
  let store: ObjectStore;
  let env: Readonly<Record<string, string | undefined>>;

  beforeAll(async () => {
    const objects: Record<string, Uint8Array> = {};
    for (const [index, day] of DAYS.entries()) {
      const rows = `SELECT (i % 97 + ${index * 40})::DOUBLE AS x, i % 5 AS y,
        TIMESTAMPTZ '${day} 00:00:00+00' + to_seconds(i * 40) AS event_time FROM range(2000) t(i)`;
      for (const end of ['parquet', 'csv', 'jsonl', 'arrow']) {
        const file = `date=${day}/part 0.${end}`;
        if (end === 'arrow') bench.writeText(file, await arrowOf(rows));
        else await bench.write(file, rows);
        objects[`bucket/${encodeURIComponent(`date=${day}`)}/part%200.${end}`] = readFileSync(
          path.join(bench.root, file),
        );
      }
    }
    store = await startObjectStore(services, objects);
    env = {
      AWS_ACCESS_KEY_ID: store.key,
      AWS_SECRET_ACCESS_KEY: store.secret,
      AWS_SESSION_TOKEN: undefined,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: store.url,
      AWS_ENDPOINT_URL_S3: undefined,
      HOME: bench.root,
      MODELWATCH_EXTENSION_FOLDER: path.dirname(program(EXTENSION)),
    };
  });

  async function arrowOf(sql: string): Promise<Uint8Array> {
    const rows = await bench.engine.rows(`SELECT x, y::INTEGER, epoch_ms(event_time) FROM (${sql})`);
    const [x, y, time] = [0, 1, 2].map((column) => rows.map((row) => Number(row[column])));
    return tableToIPC(
      tableFromArrays({ x: x ?? [], y: Int32Array.from(y ?? []), event_time: time ?? [] }),
      'file',
    );
  }

  /** Each source has a policy of its own, which compares a day with the one before. */
  function run(
    sources: readonly JobSource[],
    more: { env?: Readonly<Record<string, string | undefined>>; args?: readonly string[] } = {},
  ): CliRun & { readonly result: RunResult } {
    const policies = sources.map(({ name }): JobPolicy => {
      const columns = ['x', 'y'].map((column) => jobColumn(column, { source: name }));
      return jobPolicy(columns, { name, baseline: { kind: 'earlier', by: 'previous-window' } });
    });
    writeFileSync(path.join(bench.root, 'plan.json'), JSON.stringify(driftPlan(sources, policies)));
    const args = '--plan plan.json --at 2026-11-29T00:00Z --json result.json --threads 1'.split(' ');
    const ended = cli(['drift', 'run', ...args, ...(more.args ?? [])], {
      cwd: bench.root,
      env: { ...env, ...more.env },
    });
    const text = readFileSync(path.join(bench.root, 'result.json'), 'utf8');
    expect(`${ended.stdout}${ended.stderr}${text}`).not.toContain(store.secret);
    return { ...ended, result: JSON.parse(text) };
  }

  const serving = (place: string, changes: Partial<JobSource> = {}): JobSource =>
    jobSource('serving', place, { timestamp: 'event_time', ...changes });

  it.each(['parquet', 'csv', 'jsonl', 'arrow'])(
    'of %s give the result that the same local files give',
    (end) => {
      const type = end === 'arrow' ? ({ type: 'arrow' } as const) : {};
      const local = run([serving(`date={date}/*.${end}`, type)]);
      const remote = run([serving(`s3://bucket/date={date}/*.${end}`, type)]);
      expect([local.code, remote.code]).toEqual([0, 0]);
      expect({ ...remote.result, endedAt: '' }).toEqual({ ...local.result, endedAt: '' });
      expect(remote.result.policies).toMatchObject([
        { completed: true, verdict: 'alert', findings: [], window: { rows: 2000 }, baseline: { rows: 2000 } },
      ]);
    },
  );

  it('are told when they are not there, or not for us, while other policies go on', () => {
    const { code, result, stdout } = run(
      [
        jobSource('good', 's3://bucket/date={date}/*.parquet'),
        jobSource('no-bucket', 's3://other/date={date}/*.parquet'),
        jobSource('no-files', 's3://bucket/day={date}/*.parquet'),
        jobSource('single', 's3://bucket/day={date}/part.parquet'),
        jobSource('stranger', 's3://bucket/date={date}/*.parquet', { auth: { env: 'STRANGER' } }),
        jobSource('again', 's3://bucket/date={date}/*.parquet'),
      ],
      { env: { STRANGER: 'AKIASTRANGER:secret-of-a-stranger' } },
    );
    expect(code).toBe(5);
    expect(
      result.policies.map(({ policy, verdict, findings }) => [policy, verdict, findings[0]?.code]),
    ).toEqual([
      ['good', 'alert', undefined],
      ['no-bucket', 'none', 'source/no-bucket'],
      ['no-files', 'none', 'source/no-files'],
      ['single', 'none', 'source/no-files'],
      ['stranger', 'none', 'source/remote-login'],
      ['again', 'alert', undefined],
    ]);
    expect(stdout).not.toContain('secret-of-a-stranger');
    expect(result.policies[4]?.findings).toMatchObject([
      {
        message: expect.stringMatching(
          /^source stranger: s3:\/\/bucket\/date=\{date\}\/\*\.parquet may not be read: HTTP Error: .*\(HTTP 403 Forbidden\); InvalidAccessKeyId$/,
        ),
        hint: expect.stringContaining('KEY_ID:SECRET'),
      },
    ]);
  });

  it.each([
    ['s3://bucket/date={date}/*.parquet', ['source/missing-days']],
    ['s3://bucket/date={date}/part 0.parquet', ['source/missing-days']],
  ])('of a day that %s does not have are missing', (place, codes) => {
    const { result } = run([serving(place)], { args: ['--at', '2026-11-28T00:00Z'] });
    expect(result.policies[0]).toMatchObject({
      window: { rows: 2000 },
      baseline: { rows: 0 },
      verdict: 'none',
    });
    expect(result.policies[0]?.findings.map((finding) => finding.code)).toEqual(
      expect.arrayContaining(codes),
    );
  });

  it('are read with the secret that the plan names by its place', () => {
    writeFileSync(path.join(bench.root, 'secret'), `${store.key}:${store.secret}\n`);
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const source = serving('s3://bucket/date={date}/*.parquet');
    expect(run([{ ...source, auth: { file: 'secret' } }], { env: none }).result.policies).toMatchObject([
      { verdict: 'alert' },
    ]);
    for (const [value, message] of [
      [undefined, 'the variable SECRET is not set, or empty'],
      ['only-a-password', 'auth holds no KEY_ID:SECRET, and no KEY_ID:SECRET:SESSION_TOKEN'],
    ]) {
      const { code, stdout, result } = run([{ ...source, auth: { env: 'SECRET' } }], {
        env: { SECRET: value },
      });
      expect([code, result.policies[0]?.findings]).toMatchObject([
        2,
        [
          {
            code: 'source/remote-credentials',
            message: `source serving has no credentials: ${message}`,
          },
        ],
      ]);
      expect(stdout).not.toContain('only-a-password');
    }
  });

  it('of a store that does not answer leave the policy undecided', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, stdout } = run([serving('s3://bucket/date={date}/*.parquet')], {
      env: { AWS_ENDPOINT_URL_S3: url },
    });
    expect([code, stdout]).toEqual([5, expect.stringContaining('source/remote-connect')]);
    const { stdout: wrong } = run([serving('s3://bucket/x.parquet')], { env: { AWS_ENDPOINT_URL: 'minio' } });
    expect(wrong).toContain('AWS_ENDPOINT_URL is no address');
  });

  describe('and the extension that reads them', () => {
    const install = (...args: string[]): CliRun =>
      cli(['drift', 'install', ...args], { cwd: bench.root, env });
    const remote = serving('s3://bucket/date={date}/*.parquet');

    it('is installed from a file, and found where it was installed', () => {
      const folder = { MODELWATCH_EXTENSION_FOLDER: path.join(bench.root, 'extensions') };
      const before = run([remote], { env: folder });
      expect(before.code).toBe(4);
      expect(before.stdout).toMatch(
        /source serving needs DuckDB's extension httpfs, which is not installed[\s\S]*modelwatch drift install httpfs\. Without network: bring httpfs\.duckdb_extension for DuckDB v1\.\d+\.\d+ on /,
      );
      const to = ['--extension-folder', 'extensions'];
      const { code, stdout } = install('httpfs', '--from', program(EXTENSION), ...to);
      expect(stdout).toMatch(/^httpfs for DuckDB v\S+ on \S+: .*extensions\/v.*httpfs\.duckdb_extension\n$/);
      expect(code).toBe(0);
      expect(run([remote], { env: folder }).result.policies).toMatchObject([{ verdict: 'alert' }]);
      // A folder that is laid out as the servers are.
      expect(install('httpfs', '--from', 'extensions', '--extension-folder', 'copies').code).toBe(0);
      expect(readdirSync(path.join(bench.root, 'copies'))).toEqual(
        readdirSync(path.join(bench.root, 'extensions')),
      );
    });

    it('is not loaded, nor installed, when it is not as it was signed', () => {
      const bytes = readFileSync(program(EXTENSION));
      bytes.fill(0, 5000, 5100);
      mkdirSync(path.join(bench.root, 'changed'));
      const changed = path.join(bench.root, 'changed', EXTENSION);
      writeFileSync(changed, bytes);
      const { stdout } = run([remote], { env: { MODELWATCH_EXTENSION_FOLDER: path.dirname(changed) } });
      expect(stdout).toMatch(/needs DuckDB's extension httpfs, which does not load: .*signature/);
      const { code, stdout: told } = install('httpfs', '--from', changed, '--extension-folder', 'none');
      expect([code, told]).toEqual([4, expect.stringMatching(/job\/extension[\s\S]*signature/)]);
      expect(readdirSync(bench.root)).not.toContain('none');
    });

    it('is not installed under the name of another, nor from where there is none', () => {
      const other = path.join(bench.root, 'azure.duckdb_extension');
      copyFileSync(program(EXTENSION), other);
      for (const from of [other, path.join(bench.root, 'nowhere'), 'absent.duckdb_extension'])
        expect(install('azure', '--from', from, '--extension-folder', 'none')).toMatchObject({
          code: 4,
          stdout: expect.stringContaining('the extension azure was not installed: '),
        });
    });
  });
});
