import { describe, expect, it } from 'vitest';
import type { PolicyResult } from '../../../src/drift/result.ts';
import {
  codesOf,
  driftPlan,
  type JobColumnChanges,
  jobColumn,
  jobPolicy,
  jobSource,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();

/** Ten columns that are as they were, with different steps so that no two are alike. */
const GOOD = Array.from({ length: 10 }, (_, index) => `good${index}`);
const GOOD_SQL = GOOD.map((name, index) => `((i * ${7 + 2 * index}) % 1009) / 10.0 AS ${name}`);

interface Bad {
  readonly name: string;
  /** Expressions of `i`, 0 to 1999. */
  readonly baseline?: string;
  readonly current?: string;
  readonly column?: JobColumnChanges;
  /** Codes that name it. */
  readonly codes: readonly string[];
  /** Aspects that are at the level alert. */
  readonly alerts?: readonly string[];
}

const same = (sql: string) => ({ baseline: sql, current: sql });
const HUGE = 'CASE WHEN i % 2 = 0 THEN 1e308 ELSE -1e308 END * (1 - (i % 50) / 100.0)';
const NOT_FINITE =
  "CASE i % 4 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE ELSE i END";

const BAD: readonly Bad[] = [
  { name: 'all_null', ...same('NULL::DOUBLE'), codes: ['column/all-null', 'column/all-null'] },
  {
    name: 'null_now',
    baseline: 'i::DOUBLE',
    current: 'NULL::DOUBLE',
    codes: ['column/all-null'],
    alerts: ['nulls'],
  },
  { name: 'one_value', ...same('5'), codes: ['column/constant', 'column/constant'] },
  {
    name: 'other_value',
    baseline: '5.0::DOUBLE',
    current: '7.0::DOUBLE',
    codes: ['column/constant', 'column/constant'],
    alerts: ['values'],
  },
  { name: 'struct', ...same("{'a': i, 'b': 'x'}"), codes: ['column/unsupported-type'] },
  { name: 'list', ...same('[i, 1]'), codes: ['column/unsupported-type'] },
  { name: 'map', ...same("MAP {'a': i}"), codes: ['column/unsupported-type'] },
  { name: 'bytes', ...same("'a'::BLOB"), codes: ['column/unsupported-type'] },
  { name: 'day', ...same("DATE '2026-01-01' + (i % 100)::INT"), codes: ['column/unsupported-type'] },
  { name: 'huge', ...same(HUGE), codes: [] },
  {
    name: 'huge_shifted',
    baseline: HUGE,
    current: 'CASE WHEN i % 10 = 0 THEN -1e308 ELSE 1e308 END',
    codes: [],
    alerts: ['values'],
  },
  { name: 'not_finite', ...same(NOT_FINITE), codes: ['column/not-finite', 'column/not-finite'] },
  {
    name: 'not_finite_now',
    baseline: 'i::DOUBLE',
    current: NOT_FINITE,
    codes: ['column/not-finite'],
    alerts: ['nulls'],
  },
  { name: 'near_2_53', ...same('9007199254740992::BIGINT + i'), codes: [] },
  {
    name: 'hugeint',
    ...same('170141183460469231731687303715884105727::HUGEINT - i::HUGEINT * 10::HUGEINT ** 34'),
    codes: [],
  },
  { name: 'decimal', ...same('(i / 7)::DECIMAL(18,3)'), codes: [] },
  { name: 'flag', ...same('i % 2 = 0'), codes: [] },
  { name: 'flag_flipped', baseline: 'i % 10 = 0', current: 'i % 10 <> 0', codes: [], alerts: ['values'] },
  {
    name: 'flag_as_number',
    baseline: 'i % 2 = 0',
    current: '(i % 2)::INT',
    codes: ['column/type-changed'],
    alerts: ['type', 'unseen', 'values'],
  },
  {
    name: 'text_now',
    baseline: 'i::DOUBLE',
    current: "'x' || i",
    codes: ['column/not-finite', 'column/type-changed'],
    alerts: ['nulls', 'type'],
  },
  {
    name: 'some_texts_now',
    baseline: 'i::VARCHAR',
    current: "CASE WHEN i % 10 = 0 THEN 'n/a' ELSE i::VARCHAR END",
    column: { type: 'numeric' },
    codes: ['column/not-finite'],
    alerts: ['nulls'],
  },
  {
    name: 'struct_now',
    baseline: 'i::DOUBLE',
    current: "{'a': i}",
    codes: ['column/not-finite', 'column/type-changed'],
    alerts: ['nulls', 'type'],
  },
  {
    name: 'number_now',
    baseline: "'x' || (i % 5)",
    current: 'i % 5',
    codes: ['column/type-changed'],
    alerts: ['type', 'unseen', 'values'],
  },
  { name: 'gone', baseline: 'i', codes: ['column/gone'], alerts: ['type'] },
  { name: 'new', current: 'i', codes: ['column/new'], alerts: ['type'] },
  { name: 'nowhere', codes: ['column/missing'] },
  { name: 'ids', ...same("'c' || i"), codes: [] },
  { name: 'uuids', ...same('uuid()::VARCHAR'), codes: [] },
  {
    name: 'empty_for_null',
    baseline: 'CASE WHEN i % 4 = 0 THEN NULL ELSE (i % 3)::VARCHAR END',
    current: "CASE WHEN i % 4 = 0 THEN '' ELSE (i % 3)::VARCHAR END",
    column: { type: 'category' },
    codes: [],
    alerts: ['nulls', 'unseen', 'values'],
  },
  {
    name: 'decomposed_accents',
    baseline: "CASE WHEN i % 2 = 0 THEN 'caf\u00e9' ELSE 'bar' END",
    current: "CASE WHEN i % 2 = 0 THEN 'cafe\u0301' ELSE 'bar' END",
    codes: [],
    alerts: ['unseen', 'values'],
  },
];

describe('a run with ten good columns and many bad ones', () => {
  const columns = BAD.map(({ name, column }) => jobColumn(name, column));
  const select = (side: 'baseline' | 'current') =>
    BAD.flatMap(({ name, [side]: sql }) => (sql === undefined ? [] : [`${sql} AS ${name}`]));

  async function run(): Promise<PolicyResult> {
    for (const [file, side] of [
      ['training.parquet', 'baseline'],
      ['serving.parquet', 'current'],
    ] as const)
      await bench.write(file, `SELECT ${[...GOOD_SQL, ...select(side)].join(', ')} FROM range(2000) t(i)`);
    return bench.runPolicy(
      driftPlan(
        [jobSource('training', 'training.parquet'), jobSource('serving', 'serving.parquet')],
        [jobPolicy([...GOOD, ...columns])],
      ),
    );
  }

  it('scores every good one, and names every bad one', async () => {
    const result = await run();
    expect(result.completed).toBe(true);
    for (const name of GOOD)
      expect(testOf(result, name), name).toMatchObject({ score: 0, level: 'none', rows: 2000 });
    const told = Object.fromEntries(
      BAD.map(({ name }) => [
        name,
        {
          codes: result.findings
            .filter(({ column }) => column === name)
            .map(({ code }) => code)
            .toSorted(),
          alerts: result.tests
            .filter(({ feature, level }) => feature === name && level === 'alert')
            .map(({ aspect }) => aspect)
            .toSorted(),
        },
      ]),
    );
    expect(told).toEqual(
      Object.fromEntries(BAD.map(({ name, codes, alerts = [] }) => [name, { codes, alerts }])),
    );
  });

  it('tells of a name that is nearly right, and lists no others', async () => {
    const result = await bench.runPolicy(
      driftPlan(
        [jobSource('training', 'training.parquet'), jobSource('serving', 'serving.parquet')],
        [jobPolicy(['decimla', 'zzzzzz'])],
      ),
    );
    expect(result.findings.map(({ hint }) => hint).filter((hint) => hint !== null)).toEqual([
      'Did you mean "decimal"?',
      expect.stringMatching(/^There are \d+ columns, none of a name like that\.$/),
    ]);
  });
});

it('compares a column of 100 000 categories with all others', async () => {
  await bench.write('many.parquet', "SELECT i AS good, 'c' || i AS id, i % 7 AS few FROM range(100000) t(i)");
  const result = await bench.runPolicy(
    driftPlan(
      [jobSource('training', 'many.parquet'), jobSource('serving', 'many.parquet')],
      [jobPolicy(['good', 'id', jobColumn('few', { type: 'category' })])],
    ),
  );
  expect(['good', 'id', 'few'].map((name) => testOf(result, name)?.score)).toEqual([0, 0, 0]);
  // Every value of the baseline is there once: as many new ones are expected as there are.
  expect(testOf(result, 'id', 'unseen')).toMatchObject({ level: 'none' });
});

describe('values of mixed types in JSON', () => {
  it('are compared by what they are, and fields of what is nested by their names', async () => {
    const line = (i: number) => ({
      mixed: i % 10 === 0 ? 'n/a' : i % 10 === 1 ? { a: 1 } : i,
      nested: i % 5 === 0 ? null : { amount: i, 'with blank': `v${i % 3}`, deep: { flag: i % 2 === 0 } },
      shape: i % 2 === 0 ? { a: i } : [i],
    });
    bench.writeText(
      'mixed.jsonl',
      Array.from({ length: 1000 }, (_, i) => `${JSON.stringify(line(i))}\n`).join(''),
    );
    const result = await bench.runPolicy(
      driftPlan(
        [jobSource('training', 'mixed.jsonl'), jobSource('serving', 'mixed.jsonl')],
        [
          jobPolicy([
            jobColumn('mixed', { type: 'numeric' }),
            'nested.amount',
            'nested.with blank',
            'nested.deep.flag',
            jobColumn('shape.a', { type: 'numeric' }),
            'nested.absent',
          ]),
        ],
      ),
    );
    expect(codesOf(result)).toEqual([
      'column/missing nested.absent',
      'column/not-finite mixed',
      'column/not-finite mixed',
      'source/uncut',
    ]);
    expect(
      ['mixed', 'nested.amount', 'nested.with blank', 'nested.deep.flag', 'shape.a'].map((name) => {
        const { score, rows } = testOf(result, name) ?? {};
        return [name, score, rows];
      }),
    ).toEqual([
      ['mixed', 0, 800],
      ['nested.amount', 0, 800],
      ['nested.with blank', 0, 800],
      ['nested.deep.flag', 0, 800],
      ['shape.a', 0, 500],
    ]);
  });
});

describe('a damaged column in a Parquet file', () => {
  it.each([
    ['current data', 'training.ok.parquet', 'damaged.parquet'],
    ['baseline', 'damaged.parquet', 'training.ok.parquet'],
  ])('of the %s keeps no other from being compared', async (side, training, serving) => {
    await bench.write(
      'training.ok.parquet',
      "SELECT 'k' || (i * 7919) % 1000003 AS id, i AS good0, i % 5 AS good1 FROM range(20000) t(i)",
    );
    // The first column lies at the beginning of the file, behind four bytes of magic.
    bench.damage('training.ok.parquet', 'damaged.parquet', 60, 2000);
    const result = await bench.runPolicy(
      driftPlan(
        [jobSource('training', training), jobSource('serving', serving)],
        [jobPolicy(['id', 'good0', 'good1'])],
      ),
    );
    expect(codesOf(result)).toContain('column/failed id');
    expect(result.findings.find(({ code }) => code === 'column/failed')?.message).toContain(`in the ${side}`);
    expect(['good0', 'good1'].map((name) => testOf(result, name)?.score)).toEqual([0, 0]);
  });

  it('nor in the profile evidently', async () => {
    await bench.write(
      'training.ok.parquet',
      "SELECT (i * 7919) % 1000003 AS id, i AS good0, 'k' || i % 7 AS good1 FROM range(20000) t(i)",
    );
    bench.damage('training.ok.parquet', 'damaged.parquet', 60, 2000);
    const result = await bench.runPolicy(
      driftPlan(
        [jobSource('training', 'training.ok.parquet'), jobSource('serving', 'damaged.parquet')],
        [jobPolicy(['id', 'good0', 'good1'], { profile: 'evidently' })],
      ),
    );
    expect(codesOf(result)).toEqual(['column/failed id', 'source/uncut']);
    expect(result.tests.map(({ feature, score }) => [feature, score])).toEqual([
      ['good0', 0],
      ['good1', 0],
    ]);
  });
});
