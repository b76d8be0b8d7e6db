import { logGamma } from './gamma.ts';

/** Two samples of which some rows are of a kind. Whole numbers. */
export interface HypergeometricInput {
  /** Rows of the kind in the first sample, and in both. */
  readonly hits: number;
  readonly bothHits: number;
  /** Rows of the first sample, and of the second. */
  readonly rows: number;
  readonly otherRows: number;
}

/** A term below this part of the sum can't change it. */
const NEGLIGIBLE = 1e-17;

/**
 * How probable it is that the rows of a kind are spread over two samples as unequally as they are, when each row is as likely of that
 * kind in both: the smaller tail of the hypergeometric distribution, doubled (Fisher's exact test, two-sided by doubling). Never
 * less than it should be, however few rows there are; it takes about as many steps as the tail is wide. 1 without rows of the kind.
 */
export function hypergeometricTwoSided({ hits, bothHits, rows, otherRows }: HypergeometricInput): number {
  const isMany = hits * (rows + otherRows) >= bothHits * rows;
  let term = Math.exp(
    logChoose(rows, hits) + logChoose(otherRows, bothHits - hits) - logChoose(rows + otherRows, bothHits),
  );
  let tail = term;
  // Away from the mean every term is smaller than the one before.
  if (isMany) {
    const most = Math.min(bothHits, rows);
    for (let x = hits; x < most && term > tail * NEGLIGIBLE; x += 1) {
      term *= ((bothHits - x) * (rows - x)) / ((x + 1) * (otherRows - bothHits + x + 1));
      tail += term;
    }
  } else {
    const least = Math.max(0, bothHits - otherRows);
    for (let x = hits; x > least && term > tail * NEGLIGIBLE; x -= 1) {
      term *= (x * (otherRows - bothHits + x)) / ((bothHits - x + 1) * (rows - x + 1));
      tail += term;
    }
  }
  return Math.min(1, 2 * tail);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
