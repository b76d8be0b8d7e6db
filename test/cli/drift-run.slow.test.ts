import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { zRunResult } from '../../src/drift/result.ts';
import { holdHistory } from '../../src/drift/world/history-lock.ts';
import { cli, cliPath, tempFolder } from '../support/cli.ts';
import { AT, outputsIn, useDriftCli } from '../support/drift-cli.ts';
import { driftPlan, jobColumn, jobPolicy, jobSource } from '../support/drift-data.ts';

const drift = useDriftCli();
const { bench } = drift;

/** Every byte below a folder, as text; and what Parquet files hold. */
async function contents(folder: string): Promise<string> {
  const texts: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    texts.push(file, readFileSync(file, 'latin1'));
    if (file.endsWith('.parquet'))
      texts.push(JSON.stringify(await bench.engine.rows(`SELECT r::VARCHAR FROM '${file}' r`)));
  }
  return texts.join('\n');
}

describe('modelwatch drift run', () => {
  it('writes every output, and tells by its exit code what it found', () => {
    const folder = tempFolder();
    const { files, args } = outputsIn(folder);
    expect(drift.run(drift.plans.simple, [...args, '--exit-code'])).toMatchObject({ code: 0 });
    expect(drift.run(drift.plans.drifted, args).code).toBe(0);
    expect(drift.run(drift.plans.drifted, [...args, '--exit-code']).code).toBe(3);
    for (const [name, file] of Object.entries(files)) expect(existsSync(file), name).toBe(true);
    const result = zRunResult.parse(JSON.parse(readFileSync(files.json, 'utf8')));
    expect(result.policies[0]).toMatchObject({ verdict: 'alert', completed: true });
    expect(readFileSync(files.textfile, 'utf8')).toContain('modelwatch_drift_verdict{');
  });

  it('leaves the series of a policy that it could not read as they were', () => {
    const folder = tempFolder();
    const { files, args } = outputsIn(folder);
    drift.run(drift.plans.simple, args);
    const before = readFileSync(files.textfile, 'utf8');
    const { code, stdout } = drift.run(drift.plans.broken, args);
    expect(code).toBe(1);
    expect(stdout).toContain('source/no-files');
    expect(readFileSync(files.textfile, 'utf8')).toBe(before);
    expect(readdirSync(path.join(files.history, 'drift'))).toHaveLength(1);
  });
});

describe('modelwatch drift run --quality', () => {
  const metric = {
    key: 'accuracy',
    metric: 'accuracy',
    by: 'event-time' as const,
    everySeconds: 86_400,
    windowSeconds: 86_400,
    offsetSeconds: 0,
    minSamples: 10,
    minMatured: 0.9,
  };
  const planOf = (file: string) =>
    driftPlan(
      [
        jobSource('training', 'training.parquet'),
        jobSource('serving', 'same.parquet'),
        jobSource('labelled', file, { timestamp: 'made_at' }),
      ],
      [jobPolicy(['amount'])],
      [],
      [
        {
          model: 'scorer',
          schedule: { everySeconds: 86_400, timezone: 'UTC' },
          predictions: { source: 'labelled', column: 'predicted' },
          labels: { column: 'label', key: [] },
          classes: { positive: ['1'], negative: ['0'] },
          segments: [],
          metrics: [metric],
        },
      ],
    );

  it('measures the model that is named, and nothing else; without it, all', async () => {
    await bench.write(
      'labelled.parquet',
      "SELECT TIMESTAMP '2026-11-28 12:00' AS made_at, i % 2 AS predicted, i % 4 % 2 AS label FROM range(100) t(i)",
    );
    const plan = drift.writePlan('quality.json', planOf('labelled.parquet'));
    const folder = tempFolder();
    const { files, args } = outputsIn(folder);
    expect(drift.run(plan, [...args, '--quality', 'scorer'])).toMatchObject({
      code: 0,
      stderr: expect.any(String),
    });
    const named = zRunResult.parse(JSON.parse(readFileSync(files.json, 'utf8')));
    expect([named.policies.length, named.qualities.length]).toEqual([0, 1]);
    const written = readFileSync(files.textfile, 'utf8');
    expect(written).toContain('modelwatch_quality{model="scorer",metric="accuracy"} 1\n');
    expect(written).not.toContain('modelwatch_drift');
    expect(readFileSync(files.markdown, 'utf8')).toContain('## Quality of `scorer`');

    expect(drift.run(plan, args).code).toBe(0);
    const all = zRunResult.parse(JSON.parse(readFileSync(files.json, 'utf8')));
    expect([all.policies.length, all.qualities.length]).toEqual([1, 1]);

    const { code, stdout } = drift.run(plan, ['--quality', 'scorers']);
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/the plan has no quality of a model scorers(.|\n)*Did you mean "scorer"/),
    ]);
  });

  it('leaves the series of a model that it could not read as they were', async () => {
    await bench.write(
      'one.parquet',
      "SELECT TIMESTAMP '2026-11-28 12:00' AS made_at, 1 AS predicted, 1 AS label FROM range(20)",
    );
    const folder = tempFolder();
    const { files, args } = outputsIn(folder);
    const run = (file: string) =>
      drift.run(drift.writePlan(`${file}.json`, planOf(file)), [...args, '--quality', 'scorer']);
    expect(run('one.parquet').code).toBe(0);
    const before = readFileSync(files.textfile, 'utf8');
    const { code, stdout } = run('nowhere.parquet');
    expect([code, stdout]).toEqual([1, expect.stringContaining('source/no-files')]);
    expect(readFileSync(files.textfile, 'utf8')).toBe(before);
  });
});

describe('personal data', () => {
  const TEXTS = ['canary-alice@example.com', 'canary-bob@example.com'];
  /** Nobody else has these numbers. */
  const NUMBERS = ['4929123412341', '4929567856789'];

  it('are in no output: no value of a column that is marked, whatever goes wrong with it', async () => {
    const [alice, bob] = TEXTS;
    const [one, two] = NUMBERS;
    const rows = (text: string, number: string, from: string) =>
      `SELECT i % 97 AS amount, CASE WHEN i % 3 = 0 THEN '${text}' ELSE 'canary-' || i END AS email, CASE WHEN i % 50 = 0 THEN ${number} ELSE 4929000000000 + i * 7919 END AS card, ${number} AS constant_card, ${from} AS mixed, {'email': '${text}'} AS nested FROM range(2000) t(i)`;
    await bench.write('pii-before.parquet', rows(alice ?? '', one ?? '', `i`));
    await bench.write('pii-after.parquet', rows(bob ?? '', two ?? '', `'${bob}'`));
    const pii = (name: string, type: 'auto' | 'numeric' | 'category' = 'auto') =>
      jobColumn(name, { pii: true, type, feature: name.replace('.', '_') });
    const plan = driftPlan(
      [jobSource('training', 'pii-before.parquet'), jobSource('serving', 'pii-after.parquet')],
      [
        jobPolicy(
          [
            'amount',
            pii('email'),
            pii('card', 'numeric'),
            pii('constant_card', 'numeric'),
            pii('mixed', 'numeric'),
            pii('nested.email'),
            pii('nested'),
          ],
          { baseline: { kind: 'dataset', source: 'training', snapshot: 'out/stored.json' } },
        ),
      ],
      [
        {
          name: 'payments',
          source: 'serving',
          features: [
            { name: 'email', type: 'string', pii: true, values: ['x'], maxCardinality: 1, maxNulls: 0 },
            { name: 'card', type: 'int', pii: true, range: [0, 1], maxNulls: 0 },
            { name: 'mixed', type: 'float', pii: true },
          ],
          key: ['email'],
          schedule: { everySeconds: 86_400, timezone: 'UTC' },
          windowSeconds: 86_400,
          lagSeconds: 0,
        },
      ],
    );
    const file = drift.writePlan('pii.json', plan);
    const folder = path.join(bench.root, 'out');
    mkdirSync(folder);
    const told: string[] = [];
    const add = ({ code, stdout, stderr }: ReturnType<typeof cli>): number | null => {
      told.push(stdout, stderr);
      return code;
    };
    const { args } = outputsIn(folder);
    // First from rows, then from the stored baseline.
    expect(add(drift.run(file, args))).toBe(1);
    add(
      cli(['drift', 'baseline', 'capture', '--plan', file, '--root', bench.root, '--at', AT], {
        cwd: bench.root,
      }),
    );
    expect(existsSync(path.join(folder, 'stored.json'))).toBe(true);
    expect(add(drift.run(file, [...args, '--format', 'json']))).toBe(1);
    add(drift.run(file, [...args, '--exact']));
    const all = `${told.join('\n')}\n${await contents(folder)}`;
    expect(all).toContain('email');
    for (const value of [...TEXTS, ...NUMBERS, 'canary-'])
      expect(
        all.slice(Math.max(0, all.indexOf(value) - 80)).slice(0, all.includes(value) ? 160 : 0),
        value,
      ).toBe('');
    // Nor the number as a report would round it.
    for (const number of NUMBERS)
      expect(all.includes(String(Number(Number(number).toPrecision(10))))).toBe(false);
  });
});

describe('a run that is stopped', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s ends with 130 and has written nothing', async (signal) => {
    // Enough to count for some seconds, by one thread.
    await bench.write(
      'large.parquet',
      "SELECT 'k' || (i * 7919 % 1999993) AS id, sin(i) AS x FROM range(2000000) t(i)",
    );
    const plan = drift.writePlan(
      'large.json',
      driftPlan(
        [jobSource('training', 'large.parquet'), jobSource('serving', 'large.parquet')],
        ['first', 'second', 'third'].map((name) => jobPolicy(['id', 'x'], { name })),
      ),
    );
    const [folder, temporary] = [tempFolder(), tempFolder()];
    const { args } = outputsIn(folder);
    const child = spawn(process.execPath, [cliPath(), ...drift.runArgs(plan, ['--threads', '1', ...args])], {
      cwd: bench.root,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => {
      stderr += String(chunk);
      if (!child.killed && stderr.includes('first: counting the current data')) child.kill(signal);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/stopped: no output was written\n$/);
    expect(readdirSync(folder).filter((name) => name !== 'history')).toEqual([]);
    expect(existsSync(path.join(folder, 'history')) ? readdirSync(path.join(folder, 'history')) : []).toEqual(
      [],
    );
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('two runs of one history', () => {
  it('follow each other', async () => {
    const folder = tempFolder();
    const history = ['--quiet', '--history', path.join(folder, 'history')];
    const runs = ['a', 'b', 'c'].map(async (name) => {
      const child = spawn(
        process.execPath,
        [
          cliPath(),
          ...drift.runArgs(drift.plans.drifted, [...history, '--json', path.join(folder, `${name}.json`)]),
        ],
        { stdio: 'ignore' },
      );
      const [code] = (await once(child, 'close')) as [number | null];
      return code;
    });
    expect(await Promise.all(runs)).toEqual([0, 0, 0]);
    expect(readdirSync(path.join(folder, 'history', 'drift'))).toHaveLength(3);
    expect(readdirSync(path.join(folder, 'history'))).toEqual(['drift']);
  });

  it('the second gives up after some seconds, and says who holds it', () => {
    const folder = tempFolder();
    const held = holdHistory(path.join(folder, 'history'));
    if ('problem' in held) throw new Error(held.problem.message);
    try {
      const { args, files } = outputsIn(folder);
      const { code, stdout } = drift.run(drift.plans.simple, args);
      expect(code).toBe(1);
      expect(stdout).toContain('history/busy');
      expect(stdout).toContain(`process ${process.pid}`);
      expect(existsSync(files.json)).toBe(false);
    } finally {
      held.release();
    }
  });
});
