import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/drift/engine.ts';
import { openDuckDb } from '../../src/drift/world/duckdb.ts';
import { runJob } from '../../src/drift/world/run-job.ts';
import { type DriftPlan, type JobPolicy, zDriftPlan } from '../../src/plan/drift-job.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const GENERATE = path.join(REPOSITORY, 'examples/fraud-detector/data/generate.mjs');
const PLAN = path.join(REPOSITORY, 'generated/acme-ml/prod/driftJob/plan.json');
const ROWS = 6000;
const FIRST_DAY = '2026-10-01';
const DRIFTS_FROM = '2026-10-07';

let folder: string;
let engine: Engine;
let plan: DriftPlan;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-fraud-data-'));
  generate('--from', FIRST_DAY, '--days', '8', '--plan', PLAN);
  plan = inMiniature(zDriftPlan.parse(JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8'))));
  engine = await openDuckDb({ memoryLimit: '500MB' });
});

afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

function generate(...options: string[]): void {
  execFileSync(process.execPath, [GENERATE, folder, '--rows-per-day', String(ROWS), ...options], {
    stdio: 'pipe',
  });
}

/** The example's plan on days of 6,000 rows: a baseline of four days, labels at once, no confirmation. */
function inMiniature(full: DriftPlan): DriftPlan {
  const policies = full.policies.map(
    (policy): JobPolicy => ({
      ...policy,
      baseline: { kind: 'dataset', source: 'prediction-history', from: FIRST_DAY, to: '2026-10-04' },
      minSamples: ROWS / 2,
      consecutive: 1,
      columns: policy.columns.map((column) => ({ ...column, delaySeconds: 0 })),
    }),
  );
  return { ...full, policies };
}

const OPTIONS = {
  policies: [],
  history: undefined,
  exact: false,
  version: 'test',
  progress: () => undefined,
};

async function runAt(time: string) {
  const { policies, datasets } = await runJob(engine, plan, {
    ...OPTIONS,
    root: folder,
    now: Date.parse(time),
    endedAt: () => Date.parse(time),
  });
  const [policy] = policies;
  if (!policy?.completed) throw new Error(JSON.stringify(policy?.findings));
  return { policy, datasets };
}

/** What has drifted: the columns with an aspect of them, over all rows. */
async function driftedAt(time: string): Promise<string[]> {
  const { policy } = await runAt(time);
  return policy.tests
    .filter(({ level }) => level !== 'none')
    .map(({ feature, part, aspect, level }) => `${feature ?? part} ${aspect} ${level}`);
}

describe('the made-up payments of the fraud example', () => {
  it.each(['2026-10-06T06:00Z', '2026-10-07T06:00Z', '2026-10-08T06:00Z'])(
    'do not drift unless asked: %s',
    async (time) => {
      const { policy, datasets } = await runAt(time);

      expect(policy.findings).toEqual([]);
      expect(policy.tests.filter(({ level }) => level !== 'none')).toEqual([]);
      expect(
        policy.tests.filter(({ aspect, segment }) => aspect === 'values' && segment === null),
      ).toHaveLength(6);
      expect(policy.verdict).toBe('none');
      expect(datasets.flatMap(({ checks }) => checks.filter(({ failed }) => failed))).toEqual([]);
    },
  );

  it('are labelled late, and the model is as good as its example says', async () => {
    const asked = plan.qualities.map((quality) => ({
      ...quality,
      metrics: quality.metrics.map((metric) => ({
        ...metric,
        by: 'event-time' as const,
        windowSeconds: 7 * 86_400,
        offsetSeconds: 7 * 86_400,
      })),
    }));
    // A week after the last of seven days: between half of the labels and three quarters.
    const { qualities } = await runJob(
      engine,
      { ...plan, policies: [], datasets: [], qualities: asked },
      {
        ...OPTIONS,
        root: folder,
        now: Date.parse('2026-10-15T06:00Z'),
        endedAt: () => 0,
      },
    );
    const [quality] = qualities;
    expect(quality).toMatchObject({ model: 'fraud-detector', completed: true, findings: [] });
    const precision = quality?.metrics.find(({ metric }) => metric === 'precision@0.8');
    expect(precision?.matured).toBeGreaterThan(0.5);
    expect(precision?.matured).toBeLessThan(0.75);
    const [overall] = precision?.values ?? [];
    // Of 6,000 payments a day 12 are flagged, and nine of ten of these are fraud.
    expect(overall?.samples).toBeGreaterThan(30);
    expect(overall?.samples).toBeLessThan(90);
    expect(overall?.value).toBeGreaterThan(0.8);
    expect(
      precision?.values.map(({ segment, segmentValue }) => `${segment ?? ''}=${segmentValue ?? ''}`),
    ).toEqual([
      '=',
      ...['18-25', '26-40', '41-65', '65+'].map((band) => `age-band=${band}`),
      ...['eu', 'uk', 'us'].map((region) => `region=${region}`),
    ]);
  });

  it.each([
    ['amount:+0.5sd', 'amount values alert'],
    ['country:FR=35%', 'country values alert'],
    ['txn_count_1h:nulls=30%', 'txn_count_1h nulls alert'],
    ['merchant_mcc:new=4%', 'merchant_mcc unseen alert'],
    ['fraud_score:+0.5sd', 'predictions values alert'],
    ['is_fraud:true=3%', 'labels values alert'],
  ])('drift as declared, and nothing else does: %s', async (drift, found) => {
    generate('--from', DRIFTS_FROM, '--days', '2', '--drift', `${drift}@${DRIFTS_FROM}`);

    const drifted = await driftedAt('2026-10-08T06:00Z');

    expect(drifted).toContain(found);
    const [name = ''] = found.split(' ');
    expect(drifted.filter((each) => !each.startsWith(`${name} `))).toEqual([]);
  });

  it('are the same rows with the same options', async () => {
    const rows = (): Promise<unknown[][]> =>
      engine.rows(
        `SELECT md5(string_agg(t::VARCHAR, '')) FROM read_parquet('${folder}/prediction-log/fraud/dt=2026-10-02/*.parquet') t`,
      );
    const before = await rows();
    generate('--from', '2026-10-02', '--days', '1');

    expect(await rows()).toEqual(before);
  });

  it.each([
    ['amount:FR=3%@2026-10-07', 'amount has no categories'],
    ['country:+1sd@2026-10-07', 'country has no standard deviation'],
    ['amont:+1sd@2026-10-07', 'expected COLUMN:CHANGE@DAY'],
    ['amount:+1@2026-10-07', 'expected a change such as'],
  ])('refuse what they can not be: %s', (drift, message) => {
    expect(() => generate('--days', '1', '--drift', drift)).toThrow(message);
  });
});
