import { describe, expect, it } from 'vitest';
import {
  codesOf,
  driftPlan,
  jobColumn,
  jobPolicy,
  jobSource,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();

/** Names that SQL, JSON paths and metric labels could stumble over. */
const NAMES = [
  'a"b',
  'a.b',
  'a b',
  '\u{1f600}',
  "x'; DROP TABLE y; --",
  'SELECT',
  'a\nb',
  '1',
  'g',
  'v0',
  'f0',
  'rowid',
  'filename',
  'file_row_number',
  '__proto__',
];

describe.each(['parquet', 'csv', 'jsonl'])('names of columns in %s', (end) => {
  it('may be anything', async () => {
    // A header is one line.
    const names = NAMES.filter((name) => end !== 'csv' || !name.includes('\n'));
    const sql = names.map(
      (name, index) => `((i * ${7 + 2 * index}) % 1009) / 10.0 AS "${name.replaceAll('"', '""')}"`,
    );
    await bench.write(`names.${end}`, `SELECT ${sql.join(', ')} FROM range(1000) t(i)`);
    const result = await bench.runPolicy(
      driftPlan(
        [jobSource('training', `names.${end}`), jobSource('serving', `names.${end}`)],
        [jobPolicy(names.map((name) => jobColumn(name, { type: 'numeric' })))],
      ),
    );
    expect(codesOf(result)).toEqual(['source/uncut']);
    expect(
      result.tests
        .filter(({ aspect, score }) => aspect === 'values' && score === 0)
        .map(({ feature }) => feature),
    ).toEqual(names);
  });
});

it('finds a column whatever its case and however its accents are written', async () => {
  await bench.write('accents.parquet', 'SELECT i AS "Cafe\u0301" FROM range(500) t(i)');
  const result = await bench.runPolicy(
    driftPlan(
      [jobSource('training', 'accents.parquet'), jobSource('serving', 'accents.parquet')],
      [jobPolicy(['caf\u00e9'])],
    ),
  );
  expect(testOf(result, 'caf\u00e9')).toMatchObject({ score: 0, rows: 500 });
});

describe('columns with the names of aliases and of numbers of rows', () => {
  it('are counted by segments and buckets as all others are', async () => {
    const sql = `SELECT 'p' || (i % 4) AS g, 'k' || (i % 7) AS v, i % 11 AS c, 'r' || i AS rowid, i % 13 AS x FROM range(40000) t(i)`;
    await bench.write('aliases.csv', sql);
    const result = await bench.runPolicy(
      driftPlan(
        [jobSource('training', 'aliases.csv'), jobSource('serving', 'aliases.csv')],
        [
          jobPolicy(['g', jobColumn('v', { pii: true }), 'c', 'x'], {
            segments: [{ name: 'place', column: 'g', top: 3 }],
          }),
        ],
      ),
    );
    expect(codesOf(result)).toEqual(['source/uncut']);
    const rows = result.tests
      .filter(({ feature, aspect }) => feature === 'v' && aspect === 'values')
      .map(({ segmentValue, rows: count, score }) => [segmentValue, count, score]);
    expect(rows).toEqual([
      [null, 40_000, 0],
      ['other', 10_000, 0],
      ['p0', 10_000, 0],
      ['p1', 10_000, 0],
      ['p2', 10_000, 0],
    ]);
  });
});
