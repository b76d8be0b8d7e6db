import { describe, expect, it } from 'vitest';
import { renderHtmlReport } from '../../../src/drift/report/html/page.ts';
import { captureAll } from '../../../src/drift/world/capture.ts';
import { openDuckDb } from '../../../src/drift/world/duckdb.ts';
import { runJob } from '../../../src/drift/world/run-job.ts';
import type { DriftPlan } from '../../../src/plan/drift-job.ts';
import { stableJson } from '../../../src/support/stable-json.ts';
import { driftPlan, jobColumn, jobPolicy, jobSource, NOW, useDriftBench } from '../../support/drift-data.ts';

const bench = useDriftBench();

/** Sums of these cancel, and are never the same twice when threads add them in another order. */
const SQL = `SELECT sin(i) * 1e6 AS wave, (i * 7919 % 100003) / 7 AS spread, 'k' || (i * i % 31) AS kind, i % 3 AS place FROM range(`;

function planOf(training: string, serving: string): DriftPlan {
  return driftPlan(
    [jobSource('training', training), jobSource('serving', serving)],
    [
      jobPolicy(
        [
          jobColumn('wave', { test: { test: 't', levels: { alert: 0.1 }, alpha: 0.01 } }),
          jobColumn('spread', {
            test: { test: 'wasserstein', levels: { alert: 0.1 }, alpha: 0.01, normalise: 'baseline-std' },
          }),
          jobColumn('kind', { test: { test: 'jensen-shannon', levels: { alert: 0.1 }, alpha: 0.01 } }),
        ],
        {
          baseline: { kind: 'dataset', source: 'training', snapshot: 'stored.json' },
          segments: [{ name: 'place', column: 'place', top: 3 }],
        },
      ),
    ],
  );
}

/** All that a run and a capture say, with an engine of its own. */
async function outputs(
  plan: DriftPlan,
  threads: number,
): Promise<{ readonly stored: string; readonly result: string; readonly html: string }> {
  const engine = await openDuckDb({ memoryLimit: '512MB', threads });
  try {
    const common = { root: bench.root, now: NOW, policies: [], progress: () => undefined };
    const captured = await captureAll(engine, plan, common);
    const result = await runJob(engine, plan, {
      ...common,
      endedAt: () => NOW,
      history: undefined,
      exact: false,
      version: '0',
    });
    return {
      stored: stableJson(captured.map(({ snapshot }) => snapshot)),
      result: stableJson(result),
      html: renderHtmlReport(result),
    };
  } finally {
    engine.close();
  }
}

describe('the same data give the same bytes', () => {
  it('whatever the number of threads', async () => {
    await bench.write('training.parquet', `${SQL}300000) t(i)`, ', ROW_GROUP_SIZE 20000');
    await bench.write('serving.parquet', `${SQL}200000) t(i)`, ', ROW_GROUP_SIZE 20000');
    const plan = planOf('training.parquet', 'serving.parquet');
    const one = await outputs(plan, 1);
    for (const threads of [2, 4, 4]) expect(await outputs(plan, threads)).toEqual(one);
  });

  it('in whatever order the files come', async () => {
    for (const [name, order] of [
      ['up', [0, 1, 2]],
      ['down', [2, 1, 0]],
    ] as const)
      for (const [index, part] of order.entries())
        await bench.write(`${name}/${index}.parquet`, `${SQL}${part * 4000}, ${part * 4000 + 4000}) t(i)`);
    await bench.write('serving.parquet', `${SQL}9000) t(i)`);
    const [up, down] = [
      await outputs(planOf('up/*.parquet', 'serving.parquet'), 2),
      await outputs(planOf('down/*.parquet', 'serving.parquet'), 2),
    ];
    expect(down).toEqual(up);
  });

  it('as Parquet, and of the same values as texts in CSV', async () => {
    await bench.write('one.parquet', `${SQL}5000) t(i)`);
    await bench.write('one.csv', `${SQL}5000) t(i)`);
    const [parquet, csv] = [
      await outputs(planOf('one.parquet', 'one.parquet'), 2),
      await outputs(planOf('one.csv', 'one.csv'), 2),
    ];
    expect(csv.result).toBe(parquet.result);
  });
});
