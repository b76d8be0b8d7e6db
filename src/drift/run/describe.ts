import type { JobColumn } from '../../plan/drift-job.ts';
import { sum } from '../../support/sum.ts';
import type { BaselineColumn } from '../baseline.ts';
import { byFrequency } from '../baseline.ts';
import {
  type ColumnCounts,
  type CountingScheme,
  finiteRows,
  moments,
  type NumericCounts,
  type NumericScheme,
} from '../counting/counts.ts';
import { finite } from '../decide.ts';
import type { ColumnResult, Distribution, SideStatistics } from '../result.ts';
import { OTHER } from './segments.ts';

/** Bars of a picture. */
const BARS = 24;
/** Categories that are named in a picture. */
const NAMED = 12;

/** A column before it is judged. */
export type ColumnDescription = Omit<ColumnResult, 'verdict' | 'level'>;

/** What people see of a column: both sides' numbers and distributions. No value of personal data is among them. */
export function describeColumn(
  column: JobColumn,
  baseline: BaselineColumn | undefined,
  current: ReadonlyMap<string, ColumnCounts> | undefined,
): ColumnDescription {
  const [before, after] = [baseline?.groups.get(''), current?.get('')];
  const scheme = baseline?.scheme;
  const side = (counts: ColumnCounts | undefined): SideStatistics | null =>
    counts && scheme ? statisticsOf(counts, scheme, column.pii) : null;
  return {
    part: column.part,
    feature: column.feature ?? null,
    column: column.column,
    type: baseline?.as ?? 'unknown',
    importance: column.importance ?? null,
    baseline: side(before),
    current: side(after),
    distribution: before && after && scheme ? distributionOf(before, after, scheme, column.pii) : null,
  };
}

function statisticsOf(counts: ColumnCounts, scheme: CountingScheme, pii: boolean): SideStatistics {
  const { rows, nulls } = counts;
  if (counts.kind === 'category' || scheme.kind === 'category')
    return {
      rows,
      nulls,
      distinct: counts.kind === 'category' ? counts.values.size : null,
      mean: null,
      std: null,
      min: null,
      max: null,
    };
  const { mean, std } = moments(counts, scheme);
  return {
    rows,
    nulls,
    distinct: null,
    mean: pii ? null : finite(mean),
    std: pii ? null : finite(std),
    min: pii ? null : finite(counts.min),
    max: pii ? null : finite(counts.max),
  };
}

function distributionOf(
  before: ColumnCounts,
  after: ColumnCounts,
  scheme: CountingScheme,
  pii: boolean,
): Distribution | null {
  if (before.kind === 'numeric' && after.kind === 'numeric' && scheme.kind === 'numeric')
    return pii ? null : numericDistribution(before, after, scheme);
  if (before.kind === 'category' && after.kind === 'category')
    return categoryDistribution(before, after, pii);
  return null;
}

/** Bars of equal width over the fine bins, which share out evenly between their edges. */
function numericDistribution(
  before: NumericCounts,
  after: NumericCounts,
  { edges }: NumericScheme,
): Distribution | null {
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const width = (last - first) / BARS;
  const bars = Array.from({ length: BARS + 1 }, (_, index) => Number((first + index * width).toPrecision(6)));
  if (new Set(bars).size < bars.length || !Number.isFinite(width)) return null;
  return {
    kind: 'numeric',
    edges: bars,
    baseline: bySteps(before, edges, bars),
    current: bySteps(after, edges, bars),
  };
}

function bySteps(counts: NumericCounts, edges: readonly number[], bars: readonly number[]): number[] {
  const total = Math.max(1, finiteRows(counts));
  const cumulated: number[] = [];
  let sum = 0;
  for (const count of counts.bins) cumulated.push((sum += count));
  let at = 0;
  const below = (value: number): number => {
    while (at < edges.length - 1 && (edges[at + 1] ?? 0) <= value) at += 1;
    const [left = 0, right = left] = [edges[at], edges[at + 1]];
    const [a = 0, b = a] = [cumulated[at], cumulated[at + 1]];
    return right > left ? a + (b - a) * Math.min(1, Math.max(0, (value - left) / (right - left))) : a;
  };
  let previous = 0;
  return bars.slice(1).map((bar, index) => {
    const upTo = index === bars.length - 2 ? total : below(bar);
    const share = (upTo - previous) / total;
    previous = upTo;
    return Number(Math.max(0, share).toPrecision(4));
  });
}

function categoryDistribution(
  before: Extract<ColumnCounts, { kind: 'category' }>,
  after: Extract<ColumnCounts, { kind: 'category' }>,
  pii: boolean,
): Distribution {
  const union = new Map(before.values);
  for (const [value, count] of after.values) union.set(value, (union.get(value) ?? 0) + count);
  const named = byFrequency(union)
    .slice(0, NAMED)
    .map(([value]) => value);
  const shares = (counts: typeof before): number[] => {
    const total = Math.max(1, counts.rows - counts.nulls);
    const of = named.map((value) => (counts.values.get(value) ?? 0) / total);
    const rest = 1 - sum(of);
    const all = union.size > NAMED || before.rest + after.rest > 0 ? [...of, Math.max(0, rest)] : of;
    return all.map((share) => Number(share.toPrecision(4)));
  };
  const labels = union.size > NAMED || before.rest + after.rest > 0 ? [...named, OTHER] : named;
  return {
    kind: 'category',
    labels: pii ? labels.map(() => null) : labels,
    baseline: shares(before),
    current: shares(after),
  };
}
