import { type Counts, countTable } from './counts.ts';
import { chiSquareHomogeneity } from './homogeneity.ts';

/**
 * Cramér's V of side × category, √(χ² / n) for two sides, without Yates' correction; 0 (same shares) to 1 (nothing in common)
 * (scipy.stats.contingency.association). 0 with one category, NaN when a side has no rows. Throws as `countTable`.
 */
export function cramersV(reference: Counts, current: Counts): number {
  const { statistic, size } = associationOf(reference, current);
  return Math.sqrt(statistic / size);
}

/**
 * Cramér's V less what small samples have of it by chance (Bergsma 2013, "A bias-correction for Cramér's V and Tschuprow's T"): φ²
 * loses its expectation (k − 1) / (n − 1) under independence, and the numbers of rows and columns theirs. 0 when nothing is left,
 * and with one category; NaN when a side has no rows.
 */
export function biasCorrectedCramersV(reference: Counts, current: Counts): number {
  const { statistic, size, categories } = associationOf(reference, current);
  const phi = Math.max(0, statistic / size - (categories - 1) / (size - 1));
  const columns = categories - (categories - 1) ** 2 / (size - 1);
  const rows = 2 - 1 / (size - 1);
  return phi === 0 ? 0 : Math.sqrt(phi / Math.min(columns - 1, rows - 1));
}

/** L∞: the largest difference of a category's shares; 0 to 1. NaN when a side has no rows. Throws as `countTable`. */
export function largestShareDifference(reference: Counts, current: Counts): number {
  const table = countTable(reference, current);
  let largest = 0;
  for (let i = 0; i < table.reference.length; i += 1) {
    const difference =
      (table.reference[i] ?? 0) / table.referenceSize - (table.current[i] ?? 0) / table.currentSize;
    largest = Math.max(largest, Math.abs(difference));
  }
  return table.referenceSize > 0 && table.currentSize > 0 ? largest : Number.NaN;
}

interface Association {
  /** χ² of homogeneity. */
  readonly statistic: number;
  readonly size: number;
  readonly categories: number;
}

function associationOf(reference: Counts, current: Counts): Association {
  const table = countTable(reference, current);
  const { statistic } = chiSquareHomogeneity(reference, current);
  return {
    statistic,
    size: table.referenceSize + table.currentSize,
    categories: table.reference.length,
  };
}
