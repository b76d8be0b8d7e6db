import type { JobColumn } from '../../plan/drift-job.ts';
import type { BaselineColumn } from '../baseline.ts';
import { type ColumnCounts, finiteRows, type NumericCounts } from '../counting/counts.ts';
import { finite } from '../decide.ts';
import { figure } from '../figure.ts';

/** Interquartile ranges from the quartiles beyond which a value is far out (Tukey 1977, "Exploratory data analysis"). */
const FAR_OUT = 3;

/**
 * Tells that the least or largest value of the current data is far out, and further than any value of the baseline: one wrong unit
 * or sentinel among a million rows moves no distribution. Undefined where nothing is, and for columns that are no numbers.
 */
export function outliersOf(
  { column, pii }: JobColumn,
  { scheme, groups }: BaselineColumn,
  current: ColumnCounts | undefined,
): string | undefined {
  const before = groups.get('');
  if (scheme.kind !== 'numeric' || before?.kind !== 'numeric' || current?.kind !== 'numeric')
    return undefined;
  const [low, high] = [edgeAt(before, scheme.edges, 0.25), edgeAt(before, scheme.edges, 0.75)];
  if (low === undefined || high === undefined || low >= high) return undefined;
  const range = high - low;
  // A stored baseline does not know its ends: then its outermost edges stand for them.
  const [least, most] = [before.min ?? scheme.edges[0] ?? low, before.max ?? scheme.edges.at(-1) ?? high];
  const isBelow = current.min !== undefined && current.min < Math.min(low, least) - FAR_OUT * range;
  const isAbove = current.max !== undefined && current.max > Math.max(high, most) + FAR_OUT * range;
  if (!isBelow && !isAbove) return undefined;
  if (pii) return `${column} has values far from those of the baseline`;
  const ends = [
    ...(isBelow ? [String(finite(current.min))] : []),
    ...(isAbove ? [String(finite(current.max))] : []),
  ];
  return `${column} has values as far out as ${ends.join(' and ')}; half of the baseline is between ${figure(low)} and ${figure(high)}`;
}

/** The edge up to which the share of the values lies, or more. */
function edgeAt(counts: NumericCounts, edges: readonly number[], share: number): number | undefined {
  const wanted = share * finiteRows(counts);
  let sum = 0;
  for (const [index, edge] of edges.entries()) {
    sum += counts.bins[index] ?? 0;
    if (sum >= wanted) return edge;
  }
  return edges.at(-1);
}
