import { describe, expect, it } from 'vitest';
import type { QualityMetricResult, QualityResult } from '../../../src/drift/result.ts';
import type { JobSource } from '../../../src/plan/drift-job.ts';
import type { JobQuality, JobQualityMetric } from '../../../src/plan/drift-job-quality.ts';
import { driftPlan, jobSource, useDriftBench } from '../../support/drift-data.ts';

const bench = useDriftBench();
const DAY = 86_400;

/** A day of predictions that ends with the run, at the end of 2026-11-28. */
function metric(key: string, changes: Partial<JobQualityMetric> = {}): JobQualityMetric {
  const [name = '', cut] = key.split('@');
  return {
    key,
    metric: name,
    ...(cut !== undefined && { cut: Number(cut) }),
    by: 'event-time',
    everySeconds: DAY,
    windowSeconds: DAY,
    offsetSeconds: 0,
    minSamples: 10,
    minMatured: 0.9,
    ...changes,
  };
}

function quality(metrics: readonly JobQualityMetric[], changes: Partial<JobQuality> = {}): JobQuality {
  return {
    model: 'scorer',
    schedule: { everySeconds: DAY, timezone: 'UTC' },
    predictions: { source: 'serving', column: 'class', score: 'score' },
    labels: { source: 'truth', column: 'label', key: ['id'], arrivedAt: 'came' },
    classes: { positive: ['bad', 'true', '1'], negative: ['good', 'false', '0'] },
    segments: [],
    metrics: [...metrics],
    ...changes,
  };
}

const SOURCES: readonly JobSource[] = [
  jobSource('serving', 'serving.parquet', { timestamp: 'made_at' }),
  jobSource('truth', 'truth.parquet', { timestamp: 'came' }),
];

async function measured(
  plan: JobQuality,
  sources: readonly JobSource[] = SOURCES,
  now?: number,
): Promise<QualityResult> {
  const [result] = (await bench.run(driftPlan(sources, [], [], [plan]), now === undefined ? {} : { now }))
    .qualities;
  if (result === undefined) throw new Error('no result');
  return result;
}

function overall({ values }: Pick<QualityMetricResult, 'values'>) {
  const [first] = values;
  if (first === undefined) throw new Error('no value');
  return first;
}

/** Predictions of a day: ids, a score, and the class by 0.5. */
function predictions(
  rows: readonly (readonly [id: string, at: string, score: number | null, region?: string])[],
) {
  const values = rows.map(
    ([id, at, score, region]) =>
      `('${id}', TIMESTAMP '${at}', ${score ?? 'NULL'}::DOUBLE, '${score !== null && score >= 0.5 ? 'bad' : 'good'}', '${region ?? 'eu'}')`,
  );
  return bench.write(
    'serving.parquet',
    `SELECT * FROM (VALUES ${values.join(', ')}) t(id, made_at, score, class, region)`,
  );
}

function labels(
  rows: readonly (readonly [id: string, came: string, label: string])[],
  file = 'truth.parquet',
) {
  const values = rows.map(([id, came, label]) => `('${id}', TIMESTAMP '${came}', ${label})`);
  return bench.write(file, `SELECT * FROM (VALUES ${values.join(', ')}) t(id, came, label)`);
}

const NOON = '2026-11-28 12:00';

describe('labels of a source of their own', () => {
  it('are joined by key; those that came after the run are not known yet', async () => {
    await predictions([
      ['a', NOON, 0.9],
      ['b', NOON, 0.8],
      ['c', NOON, 0.1],
      ['d', NOON, 0.95],
      ['before', '2026-11-27 23:59', 0.9],
    ]);
    await labels([
      ['a', '2026-11-28 13:00', 'true'],
      ['b', '2026-11-28 14:00', 'false'],
      ['c', '2026-11-28 23:59', 'true'],
      ['d', '2026-11-29 00:00', 'true'],
      ['before', '2026-11-28 01:00', 'true'],
    ]);
    const result = await measured(
      quality([metric('precision@0.5'), metric('recall@0.5'), metric('accuracy')]),
    );
    expect(result).toMatchObject({ model: 'scorer', completed: true, findings: [] });
    const [accuracy, precision, recall] = result.metrics;
    expect(accuracy).toMatchObject({
      metric: 'accuracy',
      matured: 0.75,
      window: { from: '2026-11-28T00:00:00Z', to: '2026-11-29T00:00:00Z', rows: 3 },
    });
    expect([accuracy, precision, recall].map((each) => each && overall(each))).toMatchObject([
      { value: expect.closeTo(1 / 3, 10), samples: 3 },
      { value: 0.5, samples: 2 },
      { value: 0.5, samples: 2 },
    ]);
  });

  it('that are given twice count as the last one says, and that is told', async () => {
    await predictions([['a', NOON, 0.9]]);
    await labels([
      ['a', '2026-11-28 13:00', 'true'],
      ['a', '2026-11-28 15:00', 'false'],
      ['a', '2026-11-28 14:00', 'true'],
    ]);
    const { metrics, findings } = await measured(quality([metric('precision@0.5')]));
    expect(metrics.map(overall)).toMatchObject([{ value: 0, samples: 1 }]);
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['quality/duplicate-labels', 'warning'],
    ]);
  });

  it('that are of no prediction at all are told', async () => {
    await predictions([['a', NOON, 0.9]]);
    await labels([['A', '2026-11-28 13:00', 'true']]);
    const { metrics, findings } = await measured(quality([metric('precision@0.5')]));
    expect(metrics).toMatchObject([{ matured: 0, values: [{ value: null, samples: 0 }] }]);
    expect(findings).toMatchObject([{ code: 'quality/nothing-joined', severity: 'error' }]);
  });

  it('are joined by numbers to texts, and by days to moments', async () => {
    await bench.write(
      'serving.parquet',
      "SELECT 7 AS shop, DATE '2026-11-28' AS day, 10.0 AS class, 1.0 AS score, TIMESTAMP '2026-11-28 03:00' AS made_at",
    );
    await bench.write(
      'truth.parquet',
      "SELECT '7' AS shop, TIMESTAMP '2026-11-28 00:00' AS day, 12 AS label, TIMESTAMP '2026-11-28 20:00' AS came",
    );
    const plan = quality([metric('mae')]);
    const { metrics } = await measured({ ...plan, labels: { ...plan.labels, key: ['shop', 'day'] } });
    expect(metrics.map(overall)).toMatchObject([{ value: 2, samples: 1 }]);
  });
});

describe('classes', () => {
  it.each([
    ['true', ['true'], ['false']],
    ['1', ['1'], ['0']],
    ['1.0::DOUBLE', ['1'], ['0']],
    ["'BAD'", ['bad'], undefined],
    ["'1.00'", ['1'], undefined],
  ])('are told by what a label says: %s', async (label, positive, negative) => {
    await predictions([['a', NOON, 0.9]]);
    await bench.write('truth.parquet', `SELECT 'a' AS id, ${label} AS label, TIMESTAMP '${NOON}' AS came`);
    const classes = { positive, ...(negative && { negative }) };
    const { metrics, findings } = await measured(quality([metric('recall@0.5')], { classes }));
    expect(findings).toEqual([]);
    expect(metrics.map(overall)).toMatchObject([{ value: 1, samples: 1 }]);
  });
});

describe('windows by label arrival', () => {
  const plan = quality([metric('precision@0.5', { by: 'label-arrival', offsetSeconds: DAY })], {
    delaySeconds: 5 * DAY,
  });

  it('hold what was labelled in them, whenever it was predicted', async () => {
    await predictions([
      ['late', '2026-11-20 12:00', 0.9],
      ['soon', '2026-11-27 10:00', 0.9],
      ['after', '2026-11-27 11:00', 0.9],
      ['due', '2026-11-23 12:00', 0.9],
      ['due, never labelled', '2026-11-23 13:00', 0.9],
      // Before twice the delay.
      ['too late', '2026-11-16 23:00', 0.9],
    ]);
    await labels([
      ['late', '2026-11-27 12:00', 'true'],
      ['soon', '2026-11-27 12:00', 'false'],
      ['after', '2026-11-28 01:00', 'false'],
      ['due', '2026-11-24 12:00', 'false'],
      ['too late', '2026-11-27 12:00', 'false'],
    ]);
    const { metrics, findings } = await measured(plan);
    expect(findings).toEqual([]);
    expect(metrics).toMatchObject([
      {
        window: { from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z', rows: 2 },
        matured: 0.5,
        values: [{ value: 0.5, samples: 2 }],
      },
    ]);
  });

  it('without labels in them are not without any', async () => {
    await predictions([
      ['due', '2026-11-23 12:00', 0.9],
      ['early', '2026-11-20 12:00', 0.9],
    ]);
    await labels([['early', '2026-11-21 12:00', 'true']]);
    expect(await measured(plan)).toMatchObject({
      findings: [],
      metrics: [{ matured: 0, window: { rows: 0 }, values: [{ value: null, samples: 0 }] }],
    });
  });

  it('without labels have none: the value is absent, and the matured share says why', async () => {
    await predictions([['due', '2026-11-23 12:00', 0.9]]);
    await labels([['due', '2026-11-30 12:00', 'true']]);
    expect(await measured(plan)).toMatchObject({
      completed: true,
      metrics: [{ matured: 0, window: { rows: 0 }, values: [{ value: null, samples: 0 }] }],
    });
  });
});

describe('labels in the rows of the predictions', () => {
  const rows = (sql: string) => bench.write('serving.parquet', sql);
  const own = (changes: Partial<JobQuality['labels']> = {}) => ({
    labels: { column: 'label', key: [], ...changes },
  });

  it('are there when they are not null', async () => {
    await rows(
      "SELECT i, TIMESTAMP '2026-11-28 12:00' AS made_at, 0.9 AS score, 'bad' AS class, CASE WHEN i < 6 THEN i % 2 END AS label FROM range(8) t(i)",
    );
    expect(await measured(quality([metric('precision@0.5')], own()))).toMatchObject({
      findings: [],
      metrics: [{ matured: 0.75, values: [{ value: 0.5, samples: 6 }] }],
    });
  });

  it('are there from the time on at which they came', async () => {
    await rows(
      "SELECT TIMESTAMP '2026-11-28 12:00' AS made_at, 0.9 AS score, 'bad' AS class, true AS label, TIMESTAMP '2026-11-28 12:00' + to_hours(i) AS came FROM range(24) t(i)",
    );
    expect(await measured(quality([metric('precision@0.5')], own({ arrivedAt: 'came' })))).toMatchObject({
      metrics: [{ matured: 0.5, values: [{ value: 1, samples: 12 }] }],
    });
  });

  it('of which only a sample is wanted have matured when the sample has', async () => {
    await rows(
      "SELECT TIMESTAMP '2026-11-28 12:00' AS made_at, 0.9 AS score, 'x' AS class, CASE WHEN i % 50 = 0 THEN i / 100.0 END AS groundedness FROM range(200) t(i)",
    );
    const plan = quality([metric('groundedness', { judged: 'groundedness' })], {
      labels: { key: [] },
      labelledShare: 0.02,
    });
    expect(await measured(plan)).toMatchObject({
      findings: [],
      metrics: [{ matured: 1, values: [{ value: expect.closeTo(0.75, 10), samples: 4 }] }],
    });
  });
});

describe('segments', () => {
  it('have a value each; what is not listed is other', async () => {
    await predictions([
      ['a', NOON, 0.9, 'uk'],
      ['b', NOON, 0.9, 'uk'],
      ['c', NOON, 0.9, 'us'],
      ['d', NOON, 0.9, 'mars'],
    ]);
    await labels([
      ['a', NOON, 'true'],
      ['b', NOON, 'false'],
      ['c', NOON, 'true'],
      ['d', NOON, 'false'],
    ]);
    const { metrics } = await measured(
      quality([metric('precision@0.5')], {
        segments: [{ name: 'region', column: 'region', values: ['uk', 'us'] }],
      }),
    );
    expect(
      metrics.flatMap(({ values }) =>
        values.map(({ segment, segmentValue, value, samples }) => [segment, segmentValue, value, samples]),
      ),
    ).toEqual([
      [null, null, 0.5, 4],
      ['region', 'other', 0, 1],
      ['region', 'uk', 0.5, 2],
      ['region', 'us', 1, 1],
    ]);
  });
});

describe('naive forecasts', () => {
  const plan = (naive: string): JobQuality =>
    quality([metric('mae', { naive })], {
      predictions: { source: 'serving', column: 'forecast' },
      labels: { source: 'truth', column: 'sold', key: ['item', 'day'], series: ['item'] },
    });
  const sources = [
    jobSource('serving', 'serving.parquet', { timestamp: 'day' }),
    jobSource('truth', 'truth.parquet', { timestamp: 'day' }),
  ];
  const data = async () => {
    await bench.write(
      'serving.parquet',
      "SELECT item, TIMESTAMP '2026-11-28 00:00' AS day, 100.0 + item AS forecast FROM range(3) t(item)",
    );
    // Item 2 was not sold a week before.
    await bench.write(
      'truth.parquet',
      "SELECT item, TIMESTAMP '2026-11-28 00:00' - to_days(ago::INTEGER) AS day, 100 + item - ago AS sold FROM range(3) t(item), range(10) s(ago) WHERE item < 2 OR ago < 3",
    );
  };

  it.each([
    ['seasonal-7d', 7],
    ['last-value', 1],
  ])('are measured on the labels of the same series: %s', async (naive, error) => {
    await data();
    const { metrics, findings } = await measured(plan(naive), sources);
    expect(findings).toEqual([]);
    expect(metrics[0]?.values).toEqual([
      { segment: null, segmentValue: null, reference: null, value: 0, samples: 3 },
      {
        segment: null,
        segmentValue: null,
        reference: naive,
        value: error,
        samples: naive === 'last-value' ? 3 : 2,
      },
    ]);
  });
});

describe('rankings', () => {
  it('count once one of their items is labelled; items without a label are not relevant', async () => {
    await bench.write(
      'serving.parquet',
      `SELECT * FROM (VALUES ('r1', 'a', 0.9), ('r1', 'b', 0.8), ('r2', 'c', 0.9), ('r2', 'd', 0.1)) t(request, id, score), (SELECT TIMESTAMP '${NOON}' AS made_at)`,
    );
    await labels([['b', NOON, 'true']]);
    const { metrics } = await measured(
      quality([metric('mrr@10'), metric('hit-rate@1')], {
        predictions: { source: 'serving', column: 'id', score: 'score', group: 'request' },
      }),
    );
    expect(metrics.map(overall)).toMatchObject([
      { value: 0, samples: 1 },
      { value: 0.5, samples: 1 },
    ]);
  });
});

describe('bad data', () => {
  it('leave out what cannot be counted, and say so', async () => {
    await predictions([
      ['a', NOON, 0.9],
      ['b', NOON, null],
      ['c', NOON, 7],
    ]);
    await bench.write(
      'truth.parquet',
      `SELECT * FROM (VALUES ('a', 'bad'), ('b', 'good'), ('c', 'perhaps')) t(id, label), (SELECT TIMESTAMP '${NOON}' AS came)`,
    );
    const { metrics, findings } = await measured(quality([metric('brier')]));
    expect(metrics.map(overall)).toMatchObject([{ value: expect.closeTo(0.01, 10), samples: 1 }]);
    expect(findings).toMatchObject([
      {
        code: 'quality/unusable-rows',
        severity: 'warning',
        message:
          'brier: 2 of 3 labelled predictions are not counted: 1 with a label that is neither positive nor negative, 2 with a score that is no probability',
      },
    ]);
  });

  it('without one column stop the metrics that need it, and no others', async () => {
    await bench.write('serving.parquet', `SELECT 'a' AS id, 'bad' AS class, TIMESTAMP '${NOON}' AS made_at`);
    await labels([['a', NOON, 'true']]);
    const { metrics, findings, completed } = await measured(
      quality([metric('precision@0.5'), metric('accuracy')], {
        segments: [{ name: 'region', column: 'region', top: 3 }],
      }),
    );
    expect(completed).toBe(true);
    expect(metrics.map(overall)).toMatchObject([
      { value: 1, samples: 1 },
      { value: null, samples: 0 },
    ]);
    expect(findings.map(({ code, column }) => [code, column])).toEqual([
      ['column/missing', 'score'],
      ['column/missing', 'region'],
      ['quality/unusable-rows', null],
    ]);
  });

  it('that can not be read leave the quality undecided', async () => {
    expect(
      await measured(quality([metric('accuracy')]), [
        jobSource('serving', 'nowhere.parquet', { timestamp: 'made_at' }),
        jobSource('truth', 'truth.parquet', { timestamp: 'came' }),
      ]),
    ).toMatchObject({ completed: false, metrics: [], findings: [{ code: 'source/no-files' }] });
  });

  it('of an empty window have no value and no matured share', async () => {
    await predictions([['a', '2026-11-01 12:00', 0.9]]);
    await labels([['a', '2026-11-02 12:00', 'true']]);
    expect(await measured(quality([metric('auc')]))).toMatchObject({
      completed: true,
      metrics: [{ matured: null, values: [{ value: null, samples: 0 }] }],
    });
  });

  it('of text files are read by what their values look like', async () => {
    bench.writeText(
      'serving.csv',
      'id,made_at,score,class\n1,2026-11-28T12:00:00Z,0.9,bad\n2,2026-11-28T12:00:00Z,0.2,good\n',
    );
    bench.writeText('truth.csv', 'id,came,label\n1,2026-11-28T13:00:00Z,True\n2,2026-11-28T13:00:00Z,1.0\n');
    const { metrics, findings } = await measured(quality([metric('recall@0.5'), metric('accuracy')]), [
      jobSource('serving', 'serving.csv', { timestamp: 'made_at' }),
      jobSource('truth', 'truth.csv', { timestamp: 'came' }),
    ]);
    expect(findings).toEqual([]);
    expect(metrics.map(overall)).toMatchObject([
      { value: 0.5, samples: 2 },
      { value: 0.5, samples: 2 },
    ]);
  });
});
