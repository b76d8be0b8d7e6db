import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../../../src/drift/engine.ts';
import type { PolicyResult, TestResult } from '../../../src/drift/result.ts';
import { captureAll } from '../../../src/drift/world/capture.ts';
import { runJob } from '../../../src/drift/world/run-job.ts';
import type { DriftPlan, JobColumn } from '../../../src/plan/drift-job.ts';
import { DRIFT_DEFAULTS } from '../../../src/spec/kinds/drift/defaults.ts';
import { zShareLevels } from '../../../src/spec/kinds/drift/test-fields.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { COLUMNS, type DrawnColumn, type PowerCase } from './columns.ts';

/** What is drawn for one run. The same seed, folder and engine of one thread draw the same data. */
export interface Sides {
  readonly columns: readonly (DrawnColumn & { readonly after?: string })[];
  readonly baselineRows: number;
  readonly rows: number;
  readonly seed: number;
}

export interface CampaignRun {
  readonly baselineRows: number;
  readonly rows: number;
  readonly policy: PolicyResult;
}

export const LEAST_ROWS = 1000;
export const MOST_ROWS = 50_000;

/** Both sides of forty columns from the same distributions, of 1,000 to 50,000 rows each unless told. */
export function withoutDrift(seed: number, rows?: number): Sides {
  const random = createRandom(seed);
  const drawn = (): number => LEAST_ROWS + Math.floor(random.uniform() * (MOST_ROWS - LEAST_ROWS + 1));
  return { columns: COLUMNS, baselineRows: rows ?? drawn(), rows: rows ?? drawn(), seed };
}

export const POWER_ROWS = 5000;
/** The column that is changed. */
export const CHANGED = 'changed';

/** Forty columns, one of which is changed. */
export function withChange({ type, before, after }: PowerCase, seed: number): Sides {
  const at = COLUMNS.findIndex((column) => column.type === type);
  const columns = COLUMNS.map((column, index) =>
    index === at ? { ...column, name: CHANGED, draw: before, after } : column,
  );
  return { columns, baselineRows: POWER_ROWS, rows: POWER_ROWS, seed };
}

const MOST_SEED = 2 ** 31;

/** Writes both sides as Parquet and runs the job on them, with a stored baseline if asked. The engine has one thread, so that what is drawn is always the same. */
export async function runSides(
  engine: Engine,
  folder: string,
  sides: Sides,
  isStored = false,
): Promise<CampaignRun> {
  await writeSides(engine, folder, sides);
  const plan = planOf(folder, sides.columns, isStored ? STORED : undefined);
  if (isStored) await store(engine, folder, plan);
  const { policies } = await runJob(engine, plan, {
    root: folder,
    now: 0,
    endedAt: () => 0,
    policies: [],
    history: undefined,
    exact: false,
    version: 'campaign',
    progress: () => undefined,
  });
  const [policy] = policies;
  if (policy === undefined || !policy.completed)
    throw new Error(`the run did not complete: ${JSON.stringify(policy?.findings)}`);
  return { baselineRows: sides.baselineRows, rows: sides.rows, policy };
}

const STORED = 'stored.json';

async function store(engine: Engine, folder: string, plan: DriftPlan): Promise<void> {
  const [captured] = await captureAll(engine, plan, {
    root: folder,
    now: 0,
    policies: [],
    progress: () => undefined,
  });
  if (captured?.snapshot === undefined) throw new Error(JSON.stringify(captured?.findings));
  writeFileSync(path.join(folder, STORED), JSON.stringify(captured.snapshot));
}

/** Writes `baseline.parquet` and `current.parquet`. */
export async function writeSides(
  engine: Engine,
  folder: string,
  { columns, baselineRows, rows, seed }: Sides,
): Promise<void> {
  await engine.rows(`SELECT setseed(${(seed % MOST_SEED) / MOST_SEED})`);
  for (const [file, count] of [
    ['baseline', baselineRows],
    ['current', rows],
  ] as const) {
    const values = columns.map(
      ({ name, draw, after }) => `${file === 'current' && after !== undefined ? after : draw} AS ${name}`,
    );
    await engine.run(
      `COPY (SELECT ${values.join(', ')} FROM range(${count})) TO '${path.join(folder, file)}.parquet' (FORMAT parquet, COMPRESSION uncompressed)`,
    );
  }
}

const { nulls, unseen } = DRIFT_DEFAULTS;
const shares = (levels: typeof nulls | typeof unseen): JobColumn['nulls'] => {
  const read = zShareLevels.parse(levels);
  if (read === 'none') return {};
  return { ...(read.warn && { warn: read.warn.ratio }), ...(read.alert && { alert: read.alert.ratio }) };
};

/** A plan with the levels that policies have by default, decided without confirmation. */
export function planOf(folder: string, columns: readonly DrawnColumn[], snapshot?: string): DriftPlan {
  const source = (name: string) =>
    ({ name, type: 'parquet', path: path.join(folder, `${name}.parquet`) }) as const;
  return {
    version: 1,
    project: 'campaign',
    environment: 'test',
    sources: [source('baseline'), source('current')],
    policies: [
      {
        name: 'campaign',
        title: 'Campaign',
        model: 'campaign',
        profile: 'modelwatch',
        schedule: { everySeconds: 86_400, timezone: 'UTC' },
        windowSeconds: 86_400,
        lagSeconds: 0,
        baseline: { kind: 'dataset', source: 'baseline', ...(snapshot !== undefined && { snapshot }) },
        minSamples: 30,
        correction: 'benjamini-hochberg',
        consecutive: 1,
        segments: [],
        columns: columns.map((column) => columnOf(column)),
        advice: { actions: [] },
      },
    ],
    qualities: [],
    datasets: [],
  };
}

function columnOf({ name, type }: DrawnColumn): JobColumn {
  const { test, pValue, minEffect } = DRIFT_DEFAULTS[type];
  return {
    part: 'features',
    feature: name,
    source: 'current',
    column: name,
    type,
    pii: false,
    delaySeconds: 0,
    test: { test, levels: minEffect, alpha: pValue },
    nulls: shares(nulls),
    unseen: type === 'category' ? shares(unseen) : {},
  };
}

/** The tests that warned or alerted. */
export function flagged({ policy }: CampaignRun): TestResult[] {
  return policy.tests.filter(({ level }) => level !== 'none');
}
