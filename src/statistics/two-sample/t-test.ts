import { studentTwoSided } from '../beta.ts';
import type { Moments } from './moments.ts';
import { type TestResult, UNDEFINED_RESULT } from './result.ts';

export interface TTestResult extends TestResult {
  /** Whole for Student's test, mostly not for Welch's. */
  readonly degrees: number;
}

const UNDEFINED: TTestResult = { ...UNDEFINED_RESULT, degrees: Number.NaN };

/**
 * Student's t-test of equal means for equal variances, two-sided (scipy.stats.ttest_ind, equal_var=True); t > 0 when the reference
 * has the larger mean. Both sides constant: NaN when equal, else t = ±Infinity and p = 0. NaN when a side is empty and with one
 * value on both.
 */
export function studentTest(reference: Moments, current: Moments): TTestResult {
  const [n, m] = [reference.count, current.count];
  const degrees = n + m - 2;
  if (n === 0 || m === 0 || degrees === 0) return UNDEFINED;
  const unit = unitOf(reference, current);
  const pooled = (n * squared(reference.std0 / unit) + m * squared(current.std0 / unit)) / degrees;
  return resultOf(reference, current, unit, pooled * (1 / n + 1 / m), degrees);
}

/**
 * Welch's t-test of equal means (1947), which does without equal variances (scipy.stats.ttest_ind, equal_var=False). Degenerate
 * input as for `studentTest`, and NaN when any side has fewer than two values.
 */
export function welchTest(reference: Moments, current: Moments): TTestResult {
  const [n, m] = [reference.count, current.count];
  if (n < 2 || m < 2) return UNDEFINED;
  const unit = unitOf(reference, current);
  const [one, other] = [squared(reference.std1 / unit) / n, squared(current.std1 / unit) / m];
  const variance = one + other;
  const degrees = squared(variance) / (squared(one) / (n - 1) + squared(other) / (m - 1));
  // Of two constants no one knows the degrees, and it does not matter.
  return resultOf(reference, current, unit, variance, variance > 0 ? degrees : 1);
}

/** `variance` of the difference of means, in squares of `unit`. */
function resultOf(
  reference: Moments,
  current: Moments,
  unit: number,
  variance: number,
  degrees: number,
): TTestResult {
  const difference = reference.mean - current.mean + (reference.meanRest - current.meanRest);
  const statistic = difference / unit / Math.sqrt(variance);
  return { statistic, pValue: studentTwoSided(statistic, degrees), degrees };
}

/** The test doesn't depend on the unit of values; in this one no square leaves the range of a double. */
function unitOf(reference: Moments, current: Moments): number {
  const largest = Math.max(reference.std0, current.std0);
  return largest > 0 ? largest : 1;
}

function squared(value: number): number {
  return value * value;
}
