import type { JobPolicy } from '../../plan/drift-job.ts';
import { confirmed, finite } from '../decide.ts';
import { DRIFT_SHARE } from '../evidently/compare.ts';
import { earlierLevels, type HistoryEntry, testKey } from '../history.ts';
import { rankOf, worst } from '../levels.ts';
import type { ColumnResult, Level, PolicyResult, TestResult } from '../result.ts';
import { isoMoment } from '../windows.ts';
import type { PolicyRun } from './policy.ts';

/** What is kept of a run of a policy. */
export interface Judgement {
  readonly policy: string;
  /** Unix milliseconds, both. */
  readonly windowEnd: number;
  readonly endedAt: number;
  readonly rows: number;
  readonly driftedShare: number | null;
  readonly verdict: Level;
  readonly tests: readonly TestResult[];
}

/** How much a feature weighs in the weighted share. */
const WEIGHTS: Readonly<Record<string, number>> = { high: 3, medium: 2, low: 1 };
const USUAL_WEIGHT = 2;

/**
 * The result of a policy: verdicts of all tests after confirmation by earlier runs (the newest first), of each column, and of the
 * data as a whole.
 */
export function concludePolicy(run: PolicyRun, earlier: readonly HistoryEntry[]): PolicyResult {
  const { policy } = run;
  const consecutive = runsToConfirm(policy);
  const tests = run.judged.map((test): TestResult => {
    const { levels, last } = earlierLevels(earlier, testKey(test));
    const verdict = confirmed(test.level, levels, last, consecutive);
    return { ...test, verdict, reason: reasonWith(test.reason, test.level, verdict, consecutive) };
  });
  const columns = run.columns.map((column): ColumnResult => {
    const own = tests.filter(
      (test) => test.part === column.part && test.feature === column.feature && test.segment === null,
    );
    return {
      ...column,
      verdict: worst(own.map(({ verdict }) => verdict)),
      level: worst(own.map(({ level }) => level)),
    };
  });
  const { share, weighted } = sharesOf(columns);
  const levels = shareLevelsOf(policy);
  const shareLevel = levelOfShare(levels, share);
  const overall = tests.filter(({ segment }) => segment === null).map(({ verdict }) => verdict);
  return {
    policy: policy.name,
    title: policy.title,
    model: policy.model,
    profile: policy.profile,
    ...run.result,
    minSamples: policy.minSamples,
    verdict: worst([...overall, ...(shareLevel === null ? [] : [shareLevel])]),
    driftedShare: share,
    weightedShare: weighted,
    shareLevels: levels === undefined ? null : { warn: levels.warn ?? null, alert: levels.alert },
    shareLevel,
    tests,
    columns,
    advice: {
      impact: policy.advice.impact ?? null,
      runbook: policy.advice.runbook ?? null,
      actions: policy.advice.actions,
    },
    previous: previousOf(earlier, tests),
  };
}

/** Runs in a row that must agree: Evidently judges each run by itself. */
function runsToConfirm({ profile, consecutive }: JobPolicy): number {
  return profile === 'evidently' ? 1 : consecutive;
}

/** Share of drifted features from which the data have drifted: as asked, or as Evidently has it. */
function shareLevelsOf({ profile, driftedShare }: JobPolicy): JobPolicy['driftedShare'] {
  return driftedShare ?? (profile === 'evidently' ? { alert: DRIFT_SHARE } : undefined);
}

function reasonWith(reason: string, level: Level, verdict: Level, consecutive: number): string {
  if (level === verdict) return reason;
  return rankOf(level) > rankOf(verdict)
    ? `${reason}; not confirmed yet: ${consecutive} runs in a row must agree`
    : `${reason}; the verdict of earlier runs stays until ${consecutive} runs in a row agree`;
}

function weightOf(columns: readonly ColumnResult[]): number {
  return columns.reduce((sum, { importance }) => sum + (WEIGHTS[importance ?? ''] ?? USUAL_WEIGHT), 0);
}

function sharesOf(columns: readonly ColumnResult[]): {
  readonly share: number | null;
  readonly weighted: number | null;
} {
  const features = columns.filter(({ part }) => part === 'features');
  if (features.length === 0) return { share: null, weighted: null };
  const drifted = features.filter(({ verdict }) => verdict === 'alert');
  return {
    share: finite(drifted.length / features.length),
    weighted: finite(weightOf(drifted) / weightOf(features)),
  };
}

function levelOfShare(levels: JobPolicy['driftedShare'], share: number | null): Level | null {
  if (levels === undefined || share === null) return null;
  if (share >= levels.alert) return 'alert';
  return levels.warn !== undefined && share >= levels.warn ? 'warn' : 'none';
}

function previousOf([last]: readonly HistoryEntry[], tests: readonly TestResult[]): PolicyResult['previous'] {
  if (last === undefined) return null;
  const before = new Map(last.tests.map(({ key, verdict }) => [key, verdict]));
  const changed = tests
    .filter((test) => test.segment === null && (before.get(testKey(test)) ?? 'none') !== test.verdict)
    .map(({ feature, part }) => feature ?? part);
  return {
    to: isoMoment(last.windowEnd),
    verdict: last.verdict,
    driftedShare: last.driftedShare,
    changed: [...new Set(changed)],
  };
}

/** What is kept of a result. */
export function judgementOf(run: PolicyRun, result: PolicyResult, endedAt: number): Judgement {
  return {
    policy: result.policy,
    windowEnd: run.windowEnd,
    endedAt,
    rows: result.window.rows,
    driftedShare: result.driftedShare,
    verdict: result.verdict,
    tests: result.tests,
  };
}
