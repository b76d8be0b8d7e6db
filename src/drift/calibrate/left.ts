import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import { candidatesOf } from '../run/candidates.ts';
import type { Findings } from '../run/context.ts';
import { wantsValues } from '../run/exact.ts';
import { isSampled } from '../run/sampled.ts';
import type { Places } from './place.ts';
import type { BootstrapColumn } from './resample.ts';

/** A column whose test keeps its thresholds, and why. */
export interface LeftColumn {
  /** As people know it: a feature, or a part of the model. */
  readonly name: string;
  readonly column: string;
  readonly test: string;
  readonly reason: string;
}

function leftBecause({ part, feature, column, test }: JobColumn, reason: string): LeftColumn {
  return { name: feature ?? (part === 'features' ? column : part), column, test: test.test, reason };
}

/** One, when a column has no counts at all, by which rows could be drawn. */
export function leftUncounted(column: JobColumn): LeftColumn[] {
  if (!isSampled(column)) return [];
  return [leftBecause(column, column.part === 'embeddings' ? 'it compares vectors' : 'it compares texts')];
}

export function leftToEvidently(column: JobColumn): LeftColumn {
  return leftBecause(column, 'Evidently judges it by rules of its own');
}

/** One, when the test of a column has no thresholds of its own, or can't decide even of the baseline. */
export function leftUndecided(
  { column, baseline }: BootstrapColumn,
  policy: Pick<JobPolicy, 'minSamples'>,
  places: Places,
): LeftColumn[] {
  const { part, feature = null } = column;
  if (wantsValues(column.test, false)) return [leftBecause(column, 'it compares every value')];
  if (places.of({ part, feature, aspect: 'values' }) === undefined)
    return [leftBecause(column, 'it has no declared type, by which the policy has thresholds')];
  const tests = candidatesOf({ column, baseline, current: baseline.groups, exact: new Map() }, policy);
  const { unknown } = tests.find(({ aspect, segment }) => aspect === 'values' && segment === null) ?? {};
  return unknown === undefined ? [] : [leftBecause(column, unknown.replace(/^not decided: /, ''))];
}

/** Tells each of them: thresholds that nobody has measured should not pass for right ones. */
export function tellLeft(findings: Findings, left: readonly LeftColumn[]): void {
  for (const { name, column, test, reason } of left)
    findings.add(
      'warning',
      'calibrate/not-counted',
      `${test} of ${name} is not calibrated, and keeps its thresholds: ${reason}`,
      { column },
    );
}
