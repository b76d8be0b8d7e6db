import type { JobPolicy, Levels } from '../plan/drift-job.ts';
import { type DriftTestName, driftTest } from '../spec/kinds/drift/tests.ts';
import { adjustPValues } from '../statistics/multiple-testing.ts';
import { groupBy } from '../support/group-by.ts';
import { figure, needing } from './figure.ts';
import { rankOf } from './levels.ts';
import { LEVELS, type Level, type TestResult } from './result.ts';
import type { Score } from './scoring/score.ts';

/** What is judged: a test of a column, of missing values or of unknown ones, over all rows or in a segment. */
export interface Candidate {
  readonly part: TestResult['part'];
  readonly feature: string | null;
  readonly aspect: TestResult['aspect'];
  readonly test: string;
  readonly segment: { readonly name: string; readonly value: string } | null;
  readonly levels: Levels;
  readonly alpha: number;
  /** Absent: it could not be calculated, and `unknown` says why. */
  readonly score?: Score;
  readonly unknown?: string;
}

/** A candidate with what this run says of it; the verdict comes from earlier runs as well. */
export type Judged = Omit<TestResult, 'verdict'>;

/** What a policy says about deciding. */
export type Rules = Pick<JobPolicy, 'minSamples' | 'correction'>;

/**
 * Judges all candidates of a policy together: a difference counts when its effect reaches a level, its p-value is small after
 * correction for all tests of the same aspect, and both sides have enough rows. Each aspect (values, missing values, unknown
 * values) is a family of its own, so that no drift at all is flagged in about α of the runs by each.
 */
export function judge(candidates: readonly Candidate[], rules: Rules): Judged[] {
  const adjusted = new Map<Candidate, number>();
  const isTested = ({ score }: Candidate): boolean => isEnough(score, rules) && !Number.isNaN(score?.pValue);
  for (const family of groupBy(candidates.filter(isTested), ({ aspect }) => aspect).values()) {
    const corrected = adjustPValues(
      family.map(({ score }) => score?.pValue ?? 1),
      rules.correction,
    );
    for (const [index, candidate] of family.entries()) adjusted.set(candidate, corrected[index] ?? 1);
  }
  return candidates.map((candidate) => judged(candidate, rules, adjusted.get(candidate)));
}

function isEnough(score: Score | undefined, { minSamples }: Rules): boolean {
  return score !== undefined && Math.min(score.rows, score.baselineRows) >= minSamples;
}

function judged(candidate: Candidate, rules: Rules, adjustedPValue: number | undefined): Judged {
  const { part, feature, aspect, test, segment, score, alpha } = candidate;
  const levels = effectiveLevels(candidate);
  const level = levelOf(candidate, levels, rules, adjustedPValue);
  return {
    part,
    feature,
    aspect,
    test,
    segment: segment?.name ?? null,
    segmentValue: segment?.value ?? null,
    rows: score?.rows ?? 0,
    baselineRows: score?.baselineRows ?? 0,
    score: finite(score?.score),
    effect: finite(score?.effect),
    levels: { warn: levels.warn ?? null, alert: levels.alert ?? null },
    noise: score?.noise && Number.isFinite(score.noise.mean) ? rounded(score.noise) : null,
    pValue: finite(score?.pValue),
    adjustedPValue: finite(adjustedPValue),
    alpha,
    level,
    reason: reasonOf(candidate, levels, level, rules, adjustedPValue),
  };
}

/** A test of significance without a least effect alerts by its p-value alone. */
function effectiveLevels({ aspect, test, levels }: Candidate): Levels {
  const isBare = levels.warn === undefined && levels.alert === undefined;
  const isSignificance = aspect === 'values' && driftTest(test as DriftTestName).judgedBy === 'p-value';
  return isBare && isSignificance ? { alert: 0 } : levels;
}

function levelOf(
  { aspect, score, alpha }: Candidate,
  levels: Levels,
  rules: Rules,
  adjustedPValue: number | undefined,
): Level {
  if (score === undefined) return 'none';
  if (
    aspect !== 'type' &&
    (!isEnough(score, rules) || adjustedPValue === undefined || adjustedPValue > alpha)
  )
    return 'none';
  if (levels.alert !== undefined && score.effect >= levels.alert) return 'alert';
  return levels.warn !== undefined && score.effect >= levels.warn ? 'warn' : 'none';
}

function reasonOf(
  { score, unknown, alpha, aspect }: Candidate,
  levels: Levels,
  level: Level,
  rules: Rules,
  adjustedPValue: number | undefined,
): string {
  if (score === undefined) return unknown ?? 'not calculated';
  if (aspect === 'type') return unknown ?? (level === 'none' ? 'of the same type' : 'of another type');
  if (!isEnough(score, rules))
    return `not decided: ${needing(Math.min(score.rows, score.baselineRows), rules.minSamples)}`;
  if (adjustedPValue === undefined) return 'not decided: no p-value';
  const size = `${figure(score.effect)} beyond chance`;
  if (level !== 'none')
    return `${size}, at least ${figure(levels[level] ?? 0)}; adjusted p ${figure(adjustedPValue)} ≤ ${figure(alpha)}`;
  const least = levels.warn ?? levels.alert;
  if (least !== undefined && score.effect >= least)
    return `${size}, but it may be chance: adjusted p ${figure(adjustedPValue)} > ${figure(alpha)}`;
  return least === undefined ? size : `${size}, below ${figure(least)}`;
}

/** Ten digits: what sums of floating-point numbers agree on, in whatever order threads add them. */
const DIGITS = 10;

/** A number as results hold it; null unless finite. */
export function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(DIGITS));
}

function rounded({ mean, q99 }: { readonly mean: number; readonly q99: number }) {
  return { mean: finite(mean) ?? 0, q99: finite(q99) ?? 0 };
}

/**
 * The verdict after so many runs in a row: it rises to what all of them reach and falls to what none of them exceeds; else it
 * stays. `earlier` are the levels of the runs before, the last one first; `last` the verdict of the run before. With fewer runs than
 * are asked, nothing is confirmed yet.
 */
export function confirmed(level: Level, earlier: readonly Level[], last: Level, consecutive: number): Level {
  const runs = [level, ...earlier].slice(0, consecutive);
  if (runs.length < consecutive) return last;
  const ranks = runs.map(rankOf);
  const [least, most] = [Math.min(...ranks), Math.max(...ranks)];
  if (least > rankOf(last)) return LEVELS[least] ?? last;
  return most < rankOf(last) ? (LEVELS[most] ?? last) : last;
}
