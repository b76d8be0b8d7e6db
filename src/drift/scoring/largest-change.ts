import { hypergeometricTwoSided } from '../../statistics/hypergeometric.ts';
import type { Table } from './pooled.ts';

/** The category of a table that changed the most against all others together. */
export interface LargestChange {
  /** Corrected for how many categories there are. */
  readonly pValue: number;
  /** The square of Cramér's V of that category against the rest. */
  readonly square: number;
}

/** A category with a smaller z² is not looked at closely: with any correction its p-value is nothing. */
const LEAST_Z2 = 3;

/**
 * χ² over hundreds of categories hardly sees that one of them changed: what chance adds to the others hides it. So each
 * category is compared with the rest by itself, exactly, and the smallest p-value is corrected by Bonferroni with weights: each
 * category has the part of α that is its share of both sides' rows, so that a frequent one is hardly corrected at all, and a rare one,
 * whose change matters little, is (Genovese, Roeder and Wasserman 2006, "False discovery control with p-value weighting"). The weights
 * say nothing of the p-values: those hold for any given totals.
 */
export function largestChange({ baseline, current, rows: n, baselineRows: m }: Table): LargestChange {
  let [pValue, square] = [1, 0];
  for (const [index, a] of baseline.entries()) {
    const b = current[index] ?? 0;
    const [p, q] = [a / m, b / n];
    const [pooled, middle] = [(a + b) / (m + n), (p + q) / 2];
    if (pooled === 0 || pooled === 1) continue;
    square = Math.max(square, (p - q) ** 2 / (4 * middle * (1 - middle)));
    const z2 = (p - q) ** 2 / (pooled * (1 - pooled) * (1 / m + 1 / n));
    if (z2 < LEAST_Z2) continue;
    const exact = hypergeometricTwoSided({ hits: b, bothHits: a + b, rows: n, otherRows: m });
    pValue = Math.min(pValue, exact / pooled);
  }
  return { pValue, square };
}
