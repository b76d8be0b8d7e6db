import path from 'node:path';
import { beforeAll } from 'vitest';
import type { DriftPlan } from '../../src/plan/drift-job.ts';
import { type CliOptions, type CliRun, cli, REPOSITORY } from './cli.ts';
import { type DriftBench, driftPlan, jobPolicy, jobSource, useDriftBench } from './drift-data.ts';

/** The moment for which runs are. */
export const AT = '2026-11-29T00:00Z';

/** Where the program runs plans. */
export interface DriftCli {
  readonly bench: DriftBench;
  /** Plans in the root: data that are as they were, data that have moved, and data that are not there. */
  readonly plans: Readonly<Record<'simple' | 'drifted' | 'broken', string>>;
  /** Writes a plan beside its data, and gives its path. */
  writePlan(name: string, plan: DriftPlan): string;
  /** The arguments of a run of a plan. */
  runArgs(plan: string, args: readonly string[]): string[];
  run(plan: string, args: readonly string[], options?: Partial<CliOptions>): CliRun;
}

export function useDriftCli(): DriftCli {
  const bench = useDriftBench();
  const writePlan: DriftCli['writePlan'] = (name, plan) => {
    bench.writeText(name, JSON.stringify(plan));
    return path.join(bench.root, name);
  };
  const planOf = (serving: string): DriftPlan =>
    driftPlan(
      [jobSource('training', 'training.parquet'), jobSource('serving', serving)],
      [jobPolicy(['amount', 'kind'])],
    );
  const runArgs: DriftCli['runArgs'] = (plan, args) => [
    'drift',
    'run',
    '--plan',
    plan,
    '--root',
    bench.root,
    '--at',
    AT,
    ...args,
  ];
  beforeAll(async () => {
    const select = (amount: string, rows: number) =>
      `SELECT ${amount} AS amount, i % 5 AS kind FROM range(${rows}) t(i)`;
    await bench.write('training.parquet', select('i % 97', 4000));
    await bench.write('same.parquet', select('i % 97', 2000));
    await bench.write('moved.parquet', select('i % 97 + 60', 2000));
  });
  return {
    bench,
    plans: {
      simple: writePlan('simple.json', planOf('same.parquet')),
      drifted: writePlan('drifted.json', planOf('moved.parquet')),
      broken: writePlan('broken.json', planOf('absent.parquet')),
    },
    writePlan,
    runArgs,
    run: (plan, args, options = {}) =>
      cli(runArgs(plan, args), {
        cwd: REPOSITORY,
        ...options,
      }),
  };
}

/** All outputs of a run in a folder, and the options that say so. */
export function outputsIn(folder: string) {
  const files = {
    textfile: path.join(folder, 'drift.prom'),
    json: path.join(folder, 'result.json'),
    report: path.join(folder, 'report.html'),
    markdown: path.join(folder, 'report.md'),
    history: path.join(folder, 'history'),
  };
  return { files, args: Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]) };
}
