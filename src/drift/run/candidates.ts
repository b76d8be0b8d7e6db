import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import type { BaselineColumn } from '../baseline.ts';
import type { CategoryCounts, ColumnCounts } from '../counting/counts.ts';
import { valueRows } from '../counting/counts.ts';
import type { Candidate } from '../decide.ts';
import { needing } from '../figure.ts';
import { scoreNumericCounts } from '../scoring/numeric.ts';
import { pooledTable } from '../scoring/pooled.ts';
import type { Score } from '../scoring/score.ts';
import { scoreDifference } from '../scoring/shares.ts';
import { isTableTest, scoreTable } from '../scoring/table.ts';
import { scoreUnseen } from '../scoring/unseen.ts';
import type { Findings } from './context.ts';
import { wantsValues } from './exact.ts';
import { splitGroup } from './segments.ts';

/** A column that both sides have, counted alike; scores that need all values are found elsewhere. */
export interface ComparedColumn {
  readonly column: JobColumn;
  readonly baseline: BaselineColumn;
  readonly current: ReadonlyMap<string, ColumnCounts>;
  /** By group: the score from all values, where the test wants them. */
  readonly exact: ReadonlyMap<string, Score>;
}

/** What is judged of a column: its test, missing values, and of categories values that the baseline does not know. */
export function candidatesOf(compared: ComparedColumn, policy: Pick<JobPolicy, 'minSamples'>): Candidate[] {
  const { baseline, current } = compared;
  return [...baseline.groups].flatMap(([group, before]) => {
    const after = current.get(group) ?? emptyLike(before);
    const values = valuesCandidate(compared, group, before, after);
    // Missing and unknown values are looked at over all rows only.
    if (group !== '') return [values];
    return [
      values,
      nullsCandidate(compared, group, before, after, policy),
      ...unseenCandidate(compared, group, before, after),
    ];
  });
}

function common({ column }: ComparedColumn, group: string) {
  return {
    part: column.part,
    feature: column.feature ?? null,
    segment: splitGroup(group),
    alpha: column.test.alpha,
  };
}

function valuesCandidate(
  compared: ComparedColumn,
  group: string,
  before: ColumnCounts,
  after: ColumnCounts,
): Candidate {
  const { test } = compared.column;
  const candidate = {
    ...common(compared, group),
    aspect: 'values',
    test: test.test,
    levels: test.levels,
  } as const;
  if (valueRows(before) === 0 || valueRows(after) === 0) {
    const side = valueRows(before) === 0 ? 'the baseline' : 'the current data';
    return { ...candidate, unknown: `not decided: ${side} has no values` };
  }
  const score = compared.exact.get(group) ?? countedScore(compared, before, after);
  // Those scores are found elsewhere, and what they lack is told there.
  if (score === undefined && before.kind === 'numeric' && wantsValues(test, false))
    return { ...candidate, unknown: `not decided: ${test.test} needs every value` };
  if (score === undefined) return { ...candidate, unknown: `not decided: ${doesNotFit(compared)}` };
  return Number.isNaN(score.effect)
    ? { ...candidate, unknown: `not decided: ${outOfRange(compared)}` }
    : { ...candidate, score };
}

type Tested = Pick<ComparedColumn, 'column' | 'baseline'>;

function doesNotFit({ column, baseline }: Tested): string {
  return `${column.test.test} does not compare ${baseline.scheme.kind === 'numeric' ? 'numbers' : 'categories'}`;
}

function outOfRange({ column }: Tested): string {
  return `values are too large or too small for ${column.test.test}: their squares are no numbers any more`;
}

/** Tells of a column whose values its test can't compare at all. */
export function tellUndecided(findings: Findings, compared: Tested, candidates: readonly Candidate[]): void {
  const { column } = compared.column;
  const [misfit, range] = [doesNotFit(compared), outOfRange(compared)];
  const isUnknown = (why: string): boolean =>
    candidates.some(({ unknown, segment }) => segment === null && unknown === `not decided: ${why}`);
  if (isUnknown(misfit))
    findings.add('warning', 'column/wrong-test', `${column}: ${misfit}, which is what it holds`, {
      column,
      hint: 'Declare the type of the feature, or give it a test for such values.',
    });
  if (isUnknown(range))
    findings.add('warning', 'column/out-of-range', `${column}: ${range}`, {
      column,
      hint: 'Tests of bins or ranks (psi, ks, mann-whitney) compare them; or another unit does.',
    });
}

function countedScore(
  { column, baseline }: ComparedColumn,
  before: ColumnCounts,
  after: ColumnCounts,
): Score | undefined {
  const { test } = column;
  if (before.kind === 'numeric' && after.kind === 'numeric' && baseline.scheme.kind === 'numeric')
    return scoreNumericCounts(test, { scheme: baseline.scheme, baseline: before, current: after });
  if (before.kind === 'category' && after.kind === 'category')
    return isTableTest(test.test)
      ? scoreTable(test.test, pooledTable(before, comparable(after, before)))
      : undefined;
  return undefined;
}

/** Values that a stored baseline does not name are among its rest, which is one category. */
function comparable(after: CategoryCounts, before: CategoryCounts): CategoryCounts {
  if (before.rest === 0) return after;
  let rest = after.rest;
  const values = new Map<string, number>();
  for (const [value, count] of after.values) {
    if (before.values.has(value)) values.set(value, count);
    else rest += count;
  }
  return { ...after, values, rest };
}

function nullsCandidate(
  compared: ComparedColumn,
  group: string,
  before: ColumnCounts,
  after: ColumnCounts,
  { minSamples }: Pick<JobPolicy, 'minSamples'>,
): Candidate {
  const candidate = {
    ...common(compared, group),
    aspect: 'nulls',
    test: 'nulls',
    levels: compared.column.nulls,
  } as const;
  if (Math.min(before.rows, after.rows) === 0)
    return { ...candidate, unknown: `not decided: ${needing(0, minSamples)}` };
  return { ...candidate, score: scoreDifference({ baseline: missing(before), current: missing(after) }) };
}

/** Rows without a value that can be counted. */
function missing(counts: ColumnCounts) {
  return { hits: counts.nulls + (counts.kind === 'numeric' ? counts.nonFinite : 0), rows: counts.rows };
}

function unseenCandidate(
  compared: ComparedColumn,
  group: string,
  before: ColumnCounts,
  after: ColumnCounts,
): Candidate[] {
  const { baseline, column } = compared;
  if (before.kind !== 'category' || after.kind !== 'category') return [];
  if (baseline.scheme.kind === 'category' && baseline.scheme.buckets !== undefined) return [];
  const candidate = {
    ...common(compared, group),
    aspect: 'unseen',
    test: 'unseen',
    levels: column.unseen,
  } as const;
  if (valueRows(before) === 0 || valueRows(after) === 0) return [];
  return [{ ...candidate, score: scoreUnseen(before, after) }];
}

function emptyLike(counts: ColumnCounts): ColumnCounts {
  return counts.kind === 'numeric'
    ? {
        kind: 'numeric',
        rows: 0,
        nulls: 0,
        nonFinite: 0,
        bins: counts.bins.map(() => 0),
        sum: 0,
        sumOfSquares: 0,
        min: undefined,
        max: undefined,
      }
    : { kind: 'category', rows: 0, nulls: 0, values: new Map(), rest: 0 };
}
