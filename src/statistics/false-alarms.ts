import { type ConfirmationInput, confirmedFalseAlarm } from './confirmation.ts';

/** How p-values of one run are corrected for being many. */
export type Correction = 'none' | 'bonferroni' | 'benjamini-hochberg';

export interface FalseAlarmInput {
  /** Features that a run tests, each ≥ 0 flags. */
  readonly features: number;
  /** Level of a p-value test, or what `falseAlarmProbability` says of a threshold: 0 to 1. */
  readonly alpha: number;
  /** `none` by default; a correction is of p-values, so thresholds of distances have none. */
  readonly correction?: Correction | undefined;
  readonly runsPerWeek: number;
  /** Flags count only when so many runs in a row have them; what runs share is told by the rest. */
  readonly confirm?: Omit<ConfirmationInput, 'alpha'> | undefined;
}

export interface FalseAlarms {
  /** How probable a flag is for one feature in one run, after correction and confirmation. */
  readonly perFeature: number;
  /** Features flagged in a run, on average. */
  readonly perRun: number;
  readonly perWeek: number;
  /** The share of runs with a flag at all, were features independent; correlated ones flag together, and more rarely. */
  readonly runsWithAny: number;
}

/**
 * How many flags there are while nothing at all has drifted. Bonferroni tests each of F features at α/F; Benjamini and Hochberg
 * (1995) flag anything in a share α of such runs, and then 1/(1−α)² as many as once on average. With confirmation under a
 * correction, each run's flag has the corrected probability.
 */
export function expectedFalseAlarms(input: FalseAlarmInput): FalseAlarms {
  const { features, alpha, correction = 'none', runsPerWeek, confirm } = input;
  if (features <= 0) return { perFeature: 0, perRun: 0, perWeek: 0, runsWithAny: 0 };
  const single = correctedLevel(alpha, features, correction);
  const isConfirmed = confirm !== undefined && confirm.consecutive > 1;
  const perFeature = isConfirmed ? confirmedFalseAlarm({ ...confirm, alpha: single }) : single;
  const perRun = features * perFeature;
  const runsWithAny =
    correction === 'benjamini-hochberg' && !isConfirmed
      ? alpha
      : -Math.expm1(features * Math.log1p(-Math.min(perFeature, 1 - 1e-16)));
  return { perFeature, perRun, perWeek: perRun * runsPerWeek, runsWithAny };
}

/**
 * How probable a flag is for one of so many undrifted features after correction. For Benjamini-Hochberg: E[flags] / F, with
 * E[flags] = α Σ C(F−1, i) (i+1)! (α/F)ⁱ for independent uniform p-values (Finner and Roters 2002, "Multiple hypotheses testing
 * and expected number of type I errors").
 */
function correctedLevel(alpha: number, features: number, correction: Correction): number {
  if (correction === 'none') return alpha;
  if (correction === 'bonferroni') return alpha / features;
  let term = 1;
  let sum = 1;
  for (let i = 1; i < features && term > 1e-15; i += 1) {
    term *= ((features - i) * (i + 1) * alpha) / (i * features);
    sum += term;
  }
  return (alpha * sum) / features;
}
