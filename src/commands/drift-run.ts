import { resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderConsole } from '../drift/report/console.ts';
import type { RunResult } from '../drift/result.ts';
import { holdHistory } from '../drift/world/history-lock.ts';
import { runJob } from '../drift/world/run-job.ts';
import { type Outputs, writeOutputs } from '../drift/world/write-outputs.ts';
import type { DriftPlan } from '../plan/drift-job.ts';
import { diagnosticOf, withEngine } from './drift-engine.ts';
import type { DriftOptions } from './drift-options.ts';
import { overwrittenFiles } from './drift-overwritten.ts';
import { openPlan } from './drift-plan.ts';
import { progressOn } from './drift-progress.ts';
import { VERSION } from './version.ts';

export interface DriftRunOptions extends DriftOptions, Outputs {
  /** Feature sets that are checked, beside the policies; see `policies`. */
  readonly datasets: readonly string[];
  /** Models whose quality is measured, beside the policies; see `policies`. */
  readonly qualities: readonly string[];
  readonly history?: string;
  readonly exact: boolean;
  readonly exitCode: boolean;
}

const DRIFTED = 3;

const OVERTAKEN: Diagnostic = {
  code: 'history/overtaken',
  severity: 'error',
  message: 'another run took the history over while this one stood still',
  hint: 'Which of the two confirmed the other is not known. Schedules should not overlap; machines should not be suspended in a run.',
};

/** `modelwatch drift run`: a run of a plan. 3 with `--exit-code` when something has drifted; 130 when it was stopped. */
export async function driftRun(options: DriftRunOptions): Promise<number> {
  const opened = openPlan(options, options);
  if (typeof opened === 'number') return opened;
  const overwritten = overwrittenFiles(options, opened.plan);
  if (overwritten.length > 0) return opened.report(overwritten);
  const held = options.history === undefined ? undefined : holdHistory(resolve(options.history));
  if (held !== undefined && 'problem' in held) return opened.report([held.problem]);
  try {
    return await runHeld(opened.plan, options, opened.report, () => (held?.isLost() ? [OVERTAKEN] : []));
  } finally {
    held?.release();
  }
}

async function runHeld(
  plan: DriftPlan,
  options: DriftRunOptions,
  report: (diagnostics: readonly Diagnostic[]) => number,
  lateFindings: () => readonly Diagnostic[],
): Promise<number> {
  return withEngine(options, report, async (engine) => {
    const bar = progressOn(process.stderr, options.quiet);
    const result = await runJob(engine, plan, {
      root: resolve(options.root),
      now: options.at,
      endedAt: () => Date.now(),
      policies: options.policies,
      datasets: options.datasets,
      qualities: options.qualities,
      history: options.history === undefined ? undefined : resolve(options.history),
      exact: options.exact,
      version: VERSION,
      progress: (done, total, step) => bar.at(done, total, step),
    });
    bar.end();
    const problems = await writeOutputs(result, options);
    return conclude(result, [...problems, ...lateFindings()], options, report);
  });
}

function conclude(
  result: RunResult,
  problems: readonly Diagnostic[],
  options: DriftRunOptions,
  report: (diagnostics: readonly Diagnostic[]) => number,
): number {
  const isPretty = options.format === 'pretty';
  if (isPretty && !options.quiet)
    process.stdout.write(
      renderConsole(result, { color: options.color, width: process.stdout.columns ?? 100 }),
    );
  const found = [...findingsOf(result), ...problems];
  // The table for people tells findings of data itself; what is wrong with outputs it does not know.
  const code = report(isPretty ? found.filter(({ severity }) => severity === 'error') : found);
  const hasDrifted = result.policies.some(({ verdict }) => verdict === 'alert');
  return code === 0 && options.exitCode && hasDrifted ? DRIFTED : code;
}

function findingsOf(result: RunResult): Diagnostic[] {
  return [
    ...result.policies.flatMap(({ policy, findings }) =>
      findings.map((finding) => diagnosticOf(finding, { policy })),
    ),
    ...result.datasets.flatMap(({ dataset, findings }) =>
      findings.map((finding) => diagnosticOf(finding, { dataset })),
    ),
    ...result.qualities.flatMap(({ model, findings }) =>
      findings.map((finding) => diagnosticOf(finding, { model })),
    ),
  ];
}
