import { EVIDENTLY_TESTS, type EvidentlyTest, isFlagged } from './catalogue.ts';
import { countsScore } from './category.ts';
import { chooseTest, type EvidentlyType, FEW_VALUES, type TestedType } from './choose.ts';
import { distinctOf, type EvidentlySide, type NumericSide, pairedCounts, rowsOf } from './column.ts';
import { hellingerOfDensities, type Score, sampleScore, sharesScore } from './numeric.ts';
import { type Refusal, refusal } from './refusal.ts';

export interface EvidentlyOptions {
  /** The column's type: as declared, else by `columnType` of the current side. */
  readonly type: EvidentlyType;
  /** Evidently's own choice by default. */
  readonly test?: EvidentlyTest | undefined;
  /** The test's default by default. */
  readonly threshold?: number | undefined;
}

/** What Evidently says of a column. */
export interface EvidentlyOutcome {
  /** Null where there was nothing to choose a test by. */
  readonly test: EvidentlyTest | null;
  /** A distance, or a p-value; NaN where the test is not defined or was refused. */
  readonly score: number;
  readonly threshold: number;
  readonly drifted: boolean;
  /** Why there is no score. */
  readonly error?: Refusal;
}

/**
 * Compares two sides of a column as Evidently 0.7.23 does: its choice of test by size and distinct values, its statistic, threshold
 * and flag. What makes Evidently raise, which ends its report, is an `error` of this column alone.
 */
export function compareAsEvidently(
  reference: EvidentlySide,
  current: EvidentlySide,
  { type, test, threshold }: EvidentlyOptions,
): EvidentlyOutcome {
  if (!isTested(type)) return refused(test ?? null, threshold, 'evidently/untested-type');
  const referenceRows = rowsOf(reference);
  if (referenceRows === 0 || rowsOf(current) === 0)
    return refused(test ?? null, threshold, 'evidently/empty-column');
  const sides = [reference, current] as const;
  if (type === 'num' && !areNumeric(sides)) return refused(test ?? null, threshold, 'evidently/not-numeric');
  const types: readonly TestedType[] = test === undefined ? [type] : EVIDENTLY_TESTS[test].types;
  if (test !== undefined && !types.includes(type)) return refused(test, threshold, 'evidently/wrong-type');
  const chosen = test ?? chooseTest(type, referenceRows, distinctOf(sides, FEW_VALUES));
  const score = type === 'text' ? refusal('evidently/test-not-computed') : scoreOf(chosen, sides, type);
  if (typeof score !== 'number') return refused(chosen, threshold, score.code);
  const limit = threshold ?? EVIDENTLY_TESTS[chosen].threshold;
  return { test: chosen, score, threshold: limit, drifted: isFlagged(chosen, score, limit) };
}

function isTested(type: EvidentlyType): type is TestedType {
  return type === 'num' || type === 'cat' || type === 'text';
}

function refused(
  test: EvidentlyTest | null,
  threshold: number | undefined,
  code: Refusal['code'],
): EvidentlyOutcome {
  const limit = threshold ?? (test === null ? Number.NaN : EVIDENTLY_TESTS[test].threshold);
  return { test, score: Number.NaN, threshold: limit, drifted: false, error: refusal(code) };
}

type Sides = readonly [reference: EvidentlySide, current: EvidentlySide];

function scoreOf(test: EvidentlyTest, sides: Sides, type: 'num' | 'cat'): Score {
  switch (test) {
    case 'psi':
    case 'kl_div':
    case 'jensenshannon':
      return sharesScore(test, ...sides, type);
    case 'chisquare':
    case 'z':
    case 'g_test':
    case 'TVD':
      return countsScore(test, pairedCounts(...sides));
    case 'abs_text_content_drift':
    case 'perc_text_content_drift':
      return refusal('evidently/test-not-computed');
    case 'hellinger':
      return type === 'num' && areNumeric(sides)
        ? hellingerOfDensities(...sides)
        : countsScore(test, pairedCounts(...sides));
    case 'wasserstein':
    case 'ed':
    case 'ks':
    case 't_test':
    case 'mannw':
    case 'anderson':
    case 'cramer_von_mises':
      return areNumeric(sides) ? sampleScore(test, ...sides) : refusal('evidently/wrong-type');
  }
}

function areNumeric(sides: Sides): sides is readonly [NumericSide, NumericSide] {
  return sides.every(({ kind }) => kind === 'numeric');
}

export interface EvidentlyDataset {
  /** Columns with a score. */
  readonly columns: number;
  readonly drifted: number;
  /** 0 without columns. */
  readonly share: number;
  readonly drift: boolean;
}

/** From this share of drifted columns on Evidently calls the dataset drifted. */
export const DRIFT_SHARE = 0.5;

/** The dataset as Evidently judges it: columns count alike, nothing is corrected. Columns with an `error` don't count. */
export function datasetAsEvidently(
  outcomes: readonly EvidentlyOutcome[],
  driftShare: number = DRIFT_SHARE,
): EvidentlyDataset {
  const scored = outcomes.filter(({ error }) => error === undefined);
  const drifted = scored.filter((outcome) => outcome.drifted).length;
  const share = scored.length === 0 ? 0 : drifted / scored.length;
  return { columns: scored.length, drifted, share, drift: scored.length > 0 && share >= driftShare };
}
