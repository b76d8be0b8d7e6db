import { sum } from '../../support/sum.ts';
import { byFrequency } from '../baseline.ts';
import type { CategoryCounts } from '../counting/counts.ts';
import { unnamedBelow } from './unseen.ts';

/** Counts of the same categories on both sides; of the rare ones together. */
export interface Table {
  readonly baseline: readonly number[];
  readonly current: readonly number[];
  readonly rows: number;
  readonly baselineRows: number;
}

/** A category of which fewer are expected on the smaller side is counted with the other rare ones (Cochran 1954). */
const LEAST_EXPECTED = 5;

/**
 * Two category columns as a table in which the limits for many rows hold: categories of which the smaller side expects fewer
 * than five rows, and all that a stored baseline does not name, are one category.
 */
export function pooledTable(baseline: CategoryCounts, current: CategoryCounts): Table {
  const [m, n] = [total(baseline), total(current)];
  const [left, right]: [number[], number[]] = [[], []];
  let [otherLeft, otherRight] = [baseline.rest, current.rest];
  const least = leastRows(baseline, m, n);
  const union = new Map(baseline.values);
  for (const [value, count] of current.values) union.set(value, (union.get(value) ?? 0) + count);
  for (const [value, both] of byFrequency(union)) {
    const a = baseline.values.get(value) ?? 0;
    const b = current.values.get(value) ?? 0;
    if (both >= least) {
      left.push(a);
      right.push(b);
    } else {
      otherLeft += a;
      otherRight += b;
    }
  }
  if (otherLeft + otherRight > 0) {
    left.push(otherLeft);
    right.push(otherRight);
  }
  return { baseline: left, current: right, rows: n, baselineRows: m };
}

/**
 * Rows on both sides that a category of its own has. A stored baseline names no value with few rows: whatever may lack its name by chance is
 * pooled, too, so that what is pooled is not what had few rows in the baseline, but what has few on both sides.
 */
function leastRows(baseline: CategoryCounts, m: number, n: number): number {
  const least = (LEAST_EXPECTED * (m + n)) / Math.min(m, n);
  if (baseline.rest === 0) return least;
  const below = unnamedBelow(baseline);
  return Math.max(least, ((below + 3 * Math.sqrt(below)) * (m + n)) / m);
}

function total({ rows, nulls }: CategoryCounts): number {
  return rows - nulls;
}

/**
 * Fine bins put together to at most `most` of about equal size in both sides together, so that each expects five rows on the smaller
 * side. Bins that are large by themselves stay apart.
 */
export function coarseTable(baseline: readonly number[], current: readonly number[], most: number): Table {
  const [m, n] = [sum(baseline), sum(current)];
  const bins = Math.max(1, Math.min(most, Math.floor(Math.min(m, n) / LEAST_EXPECTED)));
  const [left, right]: [number[], number[]] = [[], []];
  let [a, b] = [0, 0];
  const flush = (): void => {
    left.push(a);
    right.push(b);
    [a, b] = [0, 0];
  };
  // By the baseline alone: bins must not follow the data that they judge.
  for (const [index, count] of baseline.entries()) {
    // What lies below the least value of the baseline stays apart where that value fills a bin itself.
    if ((a > 0 && a + count / 2 >= m / bins) || (b > 0 && count >= m / bins)) flush();
    a += count;
    b += current[index] ?? 0;
  }
  if (a + b > 0) flush();
  return { baseline: left, current: right, rows: n, baselineRows: m };
}
