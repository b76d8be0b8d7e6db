import type { Random } from '../../statistics/random.ts';
import { sum } from '../../support/sum.ts';
import type { CategoryCounts, ColumnCounts, NumericCounts } from '../counting/counts.ts';
import { finiteRows } from '../counting/counts.ts';

/** Draws so many rows (whole, ≥ 0) from what was counted: with replacement, so that nothing has drifted. */
export type Drawer = (random: Random, rows: number) => ColumnCounts;

/**
 * The bootstrap of a column by its counts: rows are drawn among missing values, bins and categories by their shares. What the sums of
 * a numeric column come to is drawn from their limit for many rows, with the mean and deviation of what was counted.
 */
export function drawerOf(counts: ColumnCounts): Drawer {
  return counts.kind === 'numeric' ? numericDrawer(counts) : categoryDrawer(counts);
}

/** Cells that have rows: one without any would only take what rounding leaves over. */
function cellsOf(counts: readonly number[]): { readonly indices: number[]; readonly shares: number[] } {
  const total = sum(counts);
  const indices = counts.flatMap((count, index) => (count > 0 ? [index] : []));
  return { indices, shares: indices.map((index) => (counts[index] ?? 0) / total) };
}

function drawInto(
  random: Random,
  rows: number,
  { indices, shares }: ReturnType<typeof cellsOf>,
  length: number,
): number[] {
  const drawn = Array.from({ length }, () => 0);
  for (const [at, count] of random.multinomial(rows, shares).entries()) drawn[indices[at] ?? 0] = count;
  return drawn;
}

function numericDrawer(counts: NumericCounts): Drawer {
  const cells = cellsOf([counts.nulls, counts.nonFinite, ...counts.bins]);
  const finite = finiteRows(counts);
  const mean = finite > 0 ? counts.sum / finite : 0;
  const variance = finite > 0 ? Math.max(0, counts.sumOfSquares / finite - mean * mean) : 0;
  return (random, rows) => {
    const [nulls = 0, nonFinite = 0, ...bins] = drawInto(random, rows, cells, counts.bins.length + 2);
    const left = rows - nulls - nonFinite;
    const drawnMean = left > 0 ? mean + Math.sqrt(variance / left) * random.normal() : 0;
    return {
      kind: 'numeric',
      rows,
      nulls,
      nonFinite,
      bins,
      sum: left * drawnMean,
      sumOfSquares: left * (variance + drawnMean * drawnMean),
      min: undefined,
      max: undefined,
    };
  };
}

function categoryDrawer(counts: CategoryCounts): Drawer {
  const names = [...counts.values.keys()];
  const cells = cellsOf([counts.nulls, counts.rest, ...counts.values.values()]);
  return (random, rows) => {
    const [nulls = 0, rest = 0, ...values] = drawInto(random, rows, cells, names.length + 2);
    const drawn = new Map<string, number>();
    for (const [index, count] of values.entries()) if (count > 0) drawn.set(names[index] ?? '', count);
    return { kind: 'category', rows, nulls, rest, values: drawn };
  };
}
