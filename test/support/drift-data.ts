import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Engine } from '../../src/drift/engine.ts';
import type { PolicyResult, RunResult, TestResult } from '../../src/drift/result.ts';
import { openDuckDb } from '../../src/drift/world/duckdb.ts';
import { type JobOptions, runJob } from '../../src/drift/world/run-job.ts';
import type {
  DriftPlan,
  JobColumn,
  JobDataset,
  JobPolicy,
  JobSource,
  JobTest,
} from '../../src/plan/drift-job.ts';
import type { JobQuality } from '../../src/plan/drift-job-quality.ts';
import { tempFolder } from './cli.ts';

/** The end of the window of a run without a time of its own: a day ends. */
export const NOW = Date.parse('2026-11-29T00:00Z');

const PSI: JobTest = { test: 'psi', levels: { warn: 0.1, alert: 0.2 }, alpha: 0.01 };

export type JobColumnChanges = Partial<JobColumn>;

/** A feature of a policy: numbers by PSI, unless it says otherwise. */
export function jobColumn(column: string, changes: JobColumnChanges = {}): JobColumn {
  return {
    part: 'features',
    feature: column,
    source: 'serving',
    column,
    type: 'auto',
    pii: false,
    delaySeconds: 0,
    test: PSI,
    nulls: { warn: 0.02, alert: 0.05 },
    unseen: { warn: 0.02, alert: 0.05 },
    ...changes,
  };
}

/** A policy that compares a day of `serving` with all of `training`. */
export function jobPolicy(
  columns: readonly (string | JobColumn)[],
  changes: Partial<JobPolicy> = {},
): JobPolicy {
  return {
    name: 'drift',
    title: 'Drift',
    model: 'scorer',
    profile: 'modelwatch',
    schedule: { everySeconds: 86_400, timezone: 'UTC' },
    windowSeconds: 86_400,
    lagSeconds: 0,
    baseline: { kind: 'dataset', source: 'training' },
    minSamples: 100,
    correction: 'benjamini-hochberg',
    consecutive: 1,
    segments: [],
    columns: columns.map((column) => (typeof column === 'string' ? jobColumn(column) : column)),
    advice: { actions: [] },
    ...changes,
  };
}

export function jobSource(name: string, file: string, changes: Partial<JobSource> = {}): JobSource {
  const type = file.endsWith('.csv') ? 'csv' : file.endsWith('.jsonl') ? 'jsonl' : 'parquet';
  return { name, type, path: file, ...changes };
}

export function driftPlan(
  sources: readonly JobSource[],
  policies: readonly JobPolicy[],
  datasets: readonly JobDataset[] = [],
  qualities: readonly JobQuality[] = [],
): DriftPlan {
  return {
    version: 1,
    project: 'acme',
    environment: 'prod',
    sources: [...sources],
    policies: [...policies],
    datasets: [...datasets],
    qualities: [...qualities],
  };
}

/** Where a test file makes data and runs jobs on them. */
export interface DriftBench {
  readonly engine: Engine;
  /** The folder that relative paths begin at. */
  readonly root: string;
  /** Writes the rows of a query to a file below the root: Parquet, CSV or lines of JSON, by its name. */
  write(file: string, sql: string, options?: string): Promise<void>;
  writeText(file: string, text: string | Uint8Array): void;
  /** Copies a file with some bytes of it overwritten. */
  damage(from: string, to: string, start: number, end: number): void;
  /** Copies the first part of a file: 0.5 is half of it. */
  cut(from: string, to: string, share: number): void;
  run(plan: DriftPlan, changes?: Partial<JobOptions>): Promise<RunResult>;
  /** The result of the only policy of a plan. */
  runPolicy(plan: DriftPlan, changes?: Partial<JobOptions>): Promise<PolicyResult>;
}

/** A bench for the tests of a file (or of a `describe`). */
export function useDriftBench(): DriftBench {
  let engine: Engine | undefined;
  const root = tempFolder();
  const opened = (): Engine => {
    if (engine === undefined) throw new Error('the bench is open while tests run');
    return engine;
  };
  beforeAll(async () => {
    // Whatever a developer has installed, no extension is there.
    engine = await openDuckDb({ memoryLimit: '512MB', threads: 2, extensionFolder: root });
  });
  afterAll(() => engine?.close());
  const run: DriftBench['run'] = (plan, changes = {}) =>
    runJob(opened(), plan, {
      root,
      now: NOW,
      endedAt: () => NOW,
      policies: [],
      history: undefined,
      exact: false,
      version: '0',
      progress: () => undefined,
      ...changes,
    });
  const writeText: DriftBench['writeText'] = (file, text) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  return {
    get engine() {
      return opened();
    },
    root,
    write: (file, sql, options) => writeRows(opened(), path.join(root, file), sql, options),
    writeText,
    damage: (from, to, start, end) => {
      const bytes = readFileSync(path.join(root, from));
      bytes.fill(0x5a, start, end);
      writeText(to, bytes);
    },
    cut: (from, to, share) => {
      const bytes = readFileSync(path.join(root, from));
      writeText(to, bytes.subarray(0, Math.floor(bytes.length * share)));
    },
    run,
    runPolicy: async (plan, changes) => only((await run(plan, changes)).policies),
  };
}

/** Writes the rows of a query, by the ending of the file. */
export async function writeRows(engine: Engine, file: string, sql: string, options = ''): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  const format = file.endsWith('.csv') ? 'csv, HEADER' : file.endsWith('.jsonl') ? 'json' : 'parquet';
  await engine.run(`COPY (${sql}) TO '${file.replaceAll("'", "''")}' (FORMAT ${format}${options})`);
}

/** What there is one of. */
export function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (list.length !== 1 || first === undefined) throw new Error(`one was expected, not ${list.length}`);
  return first;
}

/** A test of a feature by its name. */
export function testOf({ tests }: PolicyResult, feature: string, aspect: TestResult['aspect'] = 'values') {
  return tests.find((test) => test.feature === feature && test.aspect === aspect && test.segment === null);
}

/** The codes of findings, each with its column where it has one: `column/gone amount`. */
export function codesOf({ findings }: Pick<PolicyResult, 'findings'>): string[] {
  return findings.map(({ code, column }) => (column === null ? code : `${code} ${column}`)).toSorted();
}
