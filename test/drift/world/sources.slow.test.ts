import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobSource } from '../../../src/plan/drift-job.ts';
import {
  codesOf,
  driftPlan,
  jobColumn,
  jobPolicy,
  jobSource,
  NOW,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();
const HOUR = 3_600_000;

/** `rows` rows of a day, spread evenly over it, with the event time as SQL makes it of `t`, a TIMESTAMPTZ. */
function dayOf(day: string, rows: number, time = 't', value = 'i % 97'): string {
  return `SELECT ${value} AS x, i % 5 AS y, ${time} AS event_time FROM (SELECT i, TIMESTAMPTZ '${day} 00:00:00+00' + to_microseconds((i * 86400000000 // ${rows})::BIGINT) AS t FROM range(${rows}) r(i))`;
}

async function withTraining(): Promise<JobSource> {
  await bench.write('training.parquet', dayOf('2026-10-01', 2000));
  return jobSource('training', 'training.parquet');
}

async function read(serving: JobSource, changes: Parameters<typeof jobPolicy>[1] = {}, now = NOW) {
  const columns = [jobColumn('x', { type: 'numeric' }), jobColumn('y', { type: 'category' })];
  return bench.runPolicy(driftPlan([await withTraining(), serving], [jobPolicy(columns, changes)]), { now });
}

describe('a path with {date}', () => {
  const serving = jobSource('serving', 'days/day={date}/*.parquet', { timestamp: 'event_time' });

  it('reads the days of the window, and tells of those without a file', async () => {
    for (const day of ['2026-11-24', '2026-11-26', '2026-11-28', '2026-11-29'])
      await bench.write(`days/day=${day}/part-0.parquet`, dayOf(day, 400));
    const week = await read(serving, { windowSeconds: 7 * 86_400 });
    expect(week.window).toEqual({ from: '2026-11-22T00:00:00Z', to: '2026-11-29T00:00:00Z', rows: 1200 });
    expect(week.findings).toEqual([
      expect.objectContaining({
        code: 'source/missing-days',
        message:
          'source serving has no file of 4 days (2026-11-22, 2026-11-23, 2026-11-25 …) of the current window',
      }),
    ]);
    expect(testOf(week, 'x')).toMatchObject({ rows: 1200, level: 'none' });
  });

  it('reads rows of a day of the zone from files by days of UTC, where rows have times', async () => {
    for (const day of ['2026-11-26', '2026-11-27', '2026-11-28'])
      await bench.write(`utc/${day}.parquet`, dayOf(day, 480));
    const berlin = { schedule: { everySeconds: 86_400, timezone: 'Europe/Berlin' } };
    const result = await read(
      jobSource('serving', 'utc/{date}.parquet', { timestamp: 'event_time' }),
      berlin,
    );
    expect(result.window).toEqual({ from: '2026-11-27T23:00:00Z', to: '2026-11-28T23:00:00Z', rows: 480 });
    expect(codesOf(result)).toEqual([]);
  });

  it('decides nothing of a day without files, nor of one with an empty file', async () => {
    const missing = await read(serving, {}, NOW - 24 * HOUR);
    expect(codesOf(missing)).toEqual(['source/empty-window', 'source/missing-days']);
    expect(missing).toMatchObject({ completed: true, enough: false, verdict: 'none', window: { rows: 0 } });
    await bench.write('lines/2026-11-27.jsonl', dayOf('2026-11-27', 400));
    bench.writeText('lines/2026-11-28.jsonl', '');
    const empty = await read(jobSource('serving', 'lines/{date}.jsonl', { timestamp: 'event_time' }));
    expect(codesOf(empty)).toEqual(['source/empty-window']);
    expect(empty.tests.every(({ level }) => level === 'none')).toBe(true);
  });
});

describe('files that do not fit together', () => {
  it('are joined by the names of their columns: one that is added later is missing before', async () => {
    await bench.write('joined/a.parquet', 'SELECT i % 97 AS x FROM range(1000) t(i)');
    await bench.write('joined/b.parquet', 'SELECT i % 5 AS y, i % 97 AS x FROM range(1000) t(i)');
    const result = await read(jobSource('serving', 'joined/*.parquet'));
    expect(testOf(result, 'x')).toMatchObject({ rows: 2000 });
    expect(testOf(result, 'y', 'nulls')).toMatchObject({ score: 0.5, level: 'alert' });
  });

  it('are read as the wider of two types', async () => {
    await bench.write('wider/a.parquet', 'SELECT i % 97 AS x, i % 5 AS y FROM range(1000) t(i)');
    await bench.write(
      'wider/b.parquet',
      'SELECT (i % 97)::DOUBLE AS x, (i % 5)::VARCHAR AS y FROM range(1000) t(i)',
    );
    const result = await read(jobSource('serving', 'wider/*.parquet'));
    expect(codesOf(result)).toEqual(['source/uncut']);
    expect([testOf(result, 'x'), testOf(result, 'y')]).toMatchObject([
      { rows: 2000 },
      { rows: 2000, score: 0 },
    ]);
  });

  it('are read by the header of each, also with delimiters of their own', async () => {
    bench.writeText('each/a.csv', `x,y\n${lines((i) => `${i % 97},${i % 5}`)}`);
    bench.writeText('each/b.csv', `\u{feff}"y";"x"\r\n${lines((i) => `"${i % 5}";${i % 97}`, '\r\n')}`);
    bench.writeText('each/c.csv', '');
    const result = await read(jobSource('serving', 'each/*.csv'));
    expect(codesOf(result)).toEqual(['source/uncut']);
    expect([testOf(result, 'x'), testOf(result, 'y')]).toMatchObject([
      { rows: 400, level: 'none' },
      { rows: 400, score: 0, level: 'none' },
    ]);
  });
});

function lines(lineOf: (index: number) => string, end = '\n', count = 200): string {
  return Array.from({ length: count }, (_, index) => `${lineOf(index)}${end}`).join('');
}

const SECRET = 'alice@example.com';

describe('files that are broken', () => {
  it.each([
    ['half.parquet', 'source/unreadable', /No magic bytes/],
    ['empty.parquet', 'source/unreadable', /too small to be a Parquet file/],
    ['long-line.csv', 'source/unreadable', /CSV Error on Line: 102; Expected Number of Columns: 2 Found: 3/],
    ['short-line.csv', 'source/unreadable', /CSV Error on Line: 102; Expected Number of Columns: 2 Found: 1/],
    ['open-quote.csv', 'source/unreadable', /CSV Error on Line: 102; Value with unterminated quote found/],
    ['open-header.csv', 'source/unreadable', /is no header: a quote is not closed in it/],
    ['latin1.csv', 'source/unreadable', /not utf-8 encoded/],
    ['cut.jsonl', 'source/unreadable', /Malformed JSON in file .* in line 201: unexpected end of data/],
    ['empty.csv', 'source/empty-files', /no file named empty.csv has anything in it/],
    ['empty.jsonl', 'source/empty-files', /no file named empty.jsonl has anything in it/],
    ['absent/*.parquet', 'source/no-files', /no file is named absent\/\*\.parquet/],
    ['s3://bucket/x.parquet', 'source/no-extension', /needs DuckDB's extension httpfs/],
    ['az://container/x.parquet', 'source/no-extension', /needs DuckDB's extension azure/],
    ['ftp://host/x.parquet', 'source/unknown-scheme', /nothing here reads ftp:\/\//],
  ])('%s: %s, with a hint and without any of its values', async (file, code, message) => {
    const pairs = (bad: string) => lines((i) => (i === 100 ? bad : `${i % 97},${i % 5}`));
    await bench.write('whole.parquet', `SELECT i % 97 AS x, '${SECRET}' AS y FROM range(20000) t(i)`);
    bench.cut('whole.parquet', 'half.parquet', 0.5);
    bench.writeText('empty.parquet', '');
    bench.writeText('long-line.csv', `x,y\n${pairs(`${SECRET},2,3`)}`);
    bench.writeText('short-line.csv', `x,y\n${pairs(SECRET)}`);
    bench.writeText('open-quote.csv', `x,y\n${pairs(`"${SECRET},3`)}`);
    bench.writeText('open-header.csv', `x,"y\n${pairs('1,2')}`);
    bench.writeText('latin1.csv', Buffer.from(`x,y\n${pairs(`${SECRET}\u00e9,3`)}`, 'latin1'));
    bench.writeText('cut.jsonl', lines((i) => JSON.stringify({ x: i % 97, y: SECRET })).slice(0, -8));
    bench.writeText('empty.csv', '');
    bench.writeText('empty.jsonl', '');
    const result = await read(jobSource('serving', file));
    expect(result).toMatchObject({ completed: false, enough: false, verdict: 'none', tests: [] });
    expect(result.findings).toEqual([
      expect.objectContaining({
        code,
        severity: 'error',
        message: expect.stringMatching(message),
        hint: expect.any(String),
      }),
    ]);
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('a CSV file without a header has other columns, whose names are not told', async () => {
    bench.writeText(
      'headless.csv',
      lines((i) => (i === 0 ? `${SECRET},1` : `${i % 97},${i % 5}`)),
    );
    const result = await read(jobSource('serving', 'headless.csv'));
    expect(codesOf(result)).toEqual(['column/gone x', 'column/gone y', 'source/uncut']);
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('keep no other policy from being decided', async () => {
    bench.writeText('empty.parquet', '');
    const sources = [
      await withTraining(),
      jobSource('serving', 'training.parquet'),
      jobSource('broken', 'empty.parquet'),
    ];
    const { policies } = await bench.run(
      driftPlan(sources, [
        jobPolicy([jobColumn('x', { source: 'broken' })], { name: 'first' }),
        jobPolicy(['x'], { name: 'second' }),
      ]),
    );
    expect(policies.map(({ policy, completed }) => [policy, completed])).toEqual([
      ['first', false],
      ['second', true],
    ]);
  });
});

it('tells of files that were written while they were read', async () => {
  bench.writeText('growing.csv', `x,y\n${lines((i) => `${i % 97},${i % 5}`)}`);
  const result = await bench.runPolicy(
    driftPlan([await withTraining(), jobSource('serving', 'growing.csv')], [jobPolicy(['x'])]),
    {
      progress: (_done, _total, step) => {
        if (step.includes('counting the current data'))
          appendFileSync(path.join(bench.root, 'growing.csv'), '1,2\n');
      },
    },
  );
  expect(codesOf(result)).toContain('source/changed-while-read');
  expect(testOf(result, 'x')?.rows).toBe(200);
});

describe('times of events', () => {
  const EPOCH = 'epoch_us(t)';
  it.each([
    ['TIMESTAMPTZ', 'parquet', 't'],
    ['TIMESTAMP, which is UTC', 'parquet', "t AT TIME ZONE 'UTC'"],
    ['TIMESTAMP_NS', 'parquet', "(t AT TIME ZONE 'UTC')::TIMESTAMP_NS"],
    ['DATE', 'parquet', "(t AT TIME ZONE 'UTC')::DATE"],
    ['text with a zone', 'parquet', "strftime(t AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')"],
    ['text with an offset', 'parquet', "strftime(t AT TIME ZONE 'Europe/Berlin', '%Y-%m-%dT%H:%M:%S+01:00')"],
    ['text without a zone', 'csv', "strftime(t AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S')"],
    ['seconds', 'parquet', `${EPOCH} // 1000000`],
    ['seconds with fractions', 'parquet', `${EPOCH} / 1e6`],
    ['milliseconds', 'parquet', `${EPOCH} // 1000`],
    ['microseconds', 'parquet', EPOCH],
    ['nanoseconds', 'parquet', `${EPOCH} * 1000`],
    ['seconds in text', 'csv', `${EPOCH} // 1000000`],
    ['milliseconds in text', 'jsonl', `(${EPOCH} // 1000)::VARCHAR`],
    ['seconds in JSON', 'jsonl', `${EPOCH} // 1000000`],
  ])('as %s (%s)', async (_name, end, time) => {
    const three = ['2026-11-27', '2026-11-28', '2026-11-29'].map((day) => `(${dayOf(day, 480, time)})`);
    await bench.write(`times.${end}`, three.join(' UNION ALL '));
    const result = await read(jobSource('serving', `times.${end}`, { timestamp: 'event_time' }));
    expect(codesOf(result)).toEqual([]);
    expect(result.window).toEqual({ from: '2026-11-28T00:00:00Z', to: '2026-11-29T00:00:00Z', rows: 480 });
  });

  it.each([
    ['none, in a column of times', 'parquet', 'NULL', 't'],
    ['none, in a column of Unix time', 'parquet', 'NULL', 'epoch_ms(t)'],
    ['texts that are no time', 'parquet', "'soon'", 't::VARCHAR'],
    ['none, in texts', 'csv', 'NULL', 't'],
    ['texts that are no time', 'csv', "'soon'", 't::VARCHAR'],
    ['texts that are no time', 'jsonl', "'soon'", 't::VARCHAR'],
    ['none at all', 'jsonl', 'NULL', 't'],
  ])(
    'rows without one are in no window, and are told with how many they are: %s (%s)',
    async (_name, end, none, time) => {
      const some = dayOf('2026-11-28', 480, `CASE WHEN i % 4 = 0 THEN ${none} ELSE ${time} END`);
      await bench.write(`some.${end}`, `${some} UNION ALL ${dayOf('2026-11-27', 100, time)}`);
      const result = await read(jobSource('serving', `some.${end}`, { timestamp: 'event_time' }));
      expect(result.window.rows).toBe(360);
      expect(testOf(result, 'x')?.rows).toBe(360);
      expect(result.findings).toEqual([
        expect.objectContaining({
          code: 'source/unreadable-times',
          severity: 'warning',
          message:
            'source serving: 120 rows without a time that can be read in event_time are left out: at most 25 % of the current window',
        }),
      ]);
    },
  );

  it('a file without the column has no time in any row', async () => {
    await bench.write('mixed/a.parquet', dayOf('2026-11-28', 480));
    await bench.write('mixed/b.parquet', 'SELECT 1 AS x, 1 AS y FROM range(20)');
    const result = await read(jobSource('serving', 'mixed/*.parquet', { timestamp: 'Event_Time' }));
    expect(result.window.rows).toBe(480);
    expect(result.findings.map(({ message }) => message)).toEqual([
      'source serving: 20 rows without a time that can be read in Event_Time are left out: at most 4 % of the current window',
    ]);
  });

  it('rows without one are told for each side by its own source', async () => {
    await bench.write('now.parquet', dayOf('2026-11-28', 480));
    const kept = `${dayOf('2026-10-01', 2000)} UNION ALL SELECT 1, 1, NULL`;
    await bench.write('past.parquet', kept);
    const sources = [
      jobSource('past', 'past.parquet', { timestamp: 'event_time' }),
      jobSource('serving', 'now.parquet', { timestamp: 'event_time' }),
    ];
    const fixed = { kind: 'dataset', source: 'past', from: '2026-10-01', to: '2026-10-02' } as const;
    const plan = driftPlan(sources, [jobPolicy([jobColumn('x', { type: 'numeric' })], { baseline: fixed })]);
    const result = await bench.runPolicy(plan, { now: NOW });
    expect(result.baseline.rows).toBe(2000);
    expect(result.findings.map(({ message }) => message)).toEqual([
      'source past: 1 row without a time that can be read in event_time is left out: at most 0.05 % of the baseline window',
    ]);
    // Where all rows are the baseline, none is left out.
    const whole = { kind: 'dataset', source: 'past' } as const;
    const all = await bench.runPolicy(
      driftPlan(sources, [jobPolicy([jobColumn('x', { type: 'numeric' })], { baseline: whole })]),
    );
    expect([all.baseline.rows, codesOf(all)]).toEqual([2001, []]);
  });

  it.each([
    ['text that is no time', "'29th of November'"],
    ['numbers that are no time', "'nan'::DOUBLE"],
    ['nothing', 'NULL::TIMESTAMP'],
  ])('%s: that is told, and not taken for an empty window', async (_name, time) => {
    await bench.write('odd.parquet', dayOf('2026-11-28', 480, time));
    const result = await read(jobSource('serving', 'odd.parquet', { timestamp: 'event_time' }));
    expect(codesOf(result)).toEqual(['source/unreadable-times']);
    expect(result.completed).toBe(false);
  });

  it('a column that is not there is told with one like it', async () => {
    await bench.write('stamped.parquet', dayOf('2026-11-28', 480));
    const { findings } = await read(jobSource('serving', 'stamped.parquet', { timestamp: 'event_tmie' }));
    expect(findings).toMatchObject([{ code: 'source/no-timestamp', hint: 'Did you mean "event_time"?' }]);
  });
});

it('columns of one name in a header are told, and the first is read', async () => {
  bench.writeText('twice.csv', `x,y,x\n${'3,1,900\n'.repeat(200)}`);
  const result = await read(jobSource('serving', 'twice.csv'));
  expect(result.findings).toContainEqual(
    expect.objectContaining({
      code: 'source/repeated-names',
      severity: 'warning',
      message: 'source serving has more than one column of the name x: the first is read',
    }),
  );
  expect(result.columns.find(({ feature }) => feature === 'x')?.current?.max).toBe(3);
});

describe('windows of rows', () => {
  const serving = jobSource('serving', 'berlin.parquet', { timestamp: 'event_time' });
  const berlin = { schedule: { everySeconds: 86_400, at: '00:00', timezone: 'Europe/Berlin' } };

  it.each([
    // An hour of Berlin's days is 20 rows here.
    ['2026-03-29, of 23 hours', '2026-03-30T06:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 460],
    ['2026-03-30, of 24 hours', '2026-03-31T06:00Z', '2026-03-29T22:00:00Z', '2026-03-30T22:00:00Z', 480],
    ['2026-10-25, of 25 hours', '2026-10-26T06:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 500],
  ])('1d is one day of the zone: %s', async (_name, now, from, to, rows) => {
    const sql = (begin: string) =>
      `SELECT i % 97 AS x, i % 5 AS y, TIMESTAMPTZ '${begin}' + INTERVAL 3 MINUTE * i AS event_time FROM range(1920) t(i)`;
    await bench.write(
      'berlin.parquet',
      `${sql('2026-03-28 00:00:00+00')} UNION ALL ${sql('2026-10-24 00:00:00+00')}`,
    );
    const result = await read(serving, berlin, Date.parse(now));
    expect(result.window).toEqual({ from, to, rows });
  });

  it('end earlier by what rows may come late, and for labels by their delay', async () => {
    await bench.write(
      'late.parquet',
      ['2026-11-26', '2026-11-27', '2026-11-28'].map((day) => `(${dayOf(day, 480)})`).join(' UNION ALL '),
    );
    const late = jobSource('serving', 'late.parquet', { timestamp: 'event_time' });
    const label = jobColumn('y', {
      part: 'labels',
      feature: undefined,
      type: 'category',
      delaySeconds: 86_400,
    });
    const result = await bench.runPolicy(
      driftPlan([await withTraining(), late], [jobPolicy(['x', label], { lagSeconds: 7200 })]),
    );
    expect(result.window).toMatchObject({
      from: '2026-11-27T22:00:00Z',
      to: '2026-11-28T22:00:00Z',
      rows: 480,
    });
    expect(
      result.tests.filter(({ aspect }) => aspect === 'values').map(({ part, rows }) => [part, rows]),
    ).toEqual([
      ['features', 480],
      // From 26th 22:00 to 27th 22:00.
      ['labels', 480],
    ]);
  });
});

describe('places of files', () => {
  it('begin at the root, or are absolute; brackets in names are no patterns', async () => {
    await bench.write('odd [1]/part [2].parquet', dayOf('2026-11-28', 480));
    for (const file of ['odd [1]/part [2].parquet', path.join(bench.root, 'odd [1]/part [2].parquet')])
      expect((await read(jobSource('serving', file))).window.rows).toBe(480);
  });

  it("may have the root's own brackets and quotes", async () => {
    await bench.write("it's [here]/data/a.parquet", dayOf('2026-11-28', 480));
    await bench.write("it's [here]/training.parquet", dayOf('2026-10-01', 2000));
    const result = await bench.runPolicy(
      driftPlan(
        [jobSource('training', 'training.parquet'), jobSource('serving', 'data/*.parquet')],
        [jobPolicy(['x'])],
      ),
      { root: path.join(bench.root, "it's [here]") },
    );
    expect(codesOf(result)).toEqual(['source/uncut']);
    expect(result.window.rows).toBe(480);
  });
});
