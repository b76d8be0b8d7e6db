import { BINNED_DISTANCES } from '../../statistics/binned-distances.ts';
import { chiSquaredTail } from '../../statistics/chi-squared.ts';
import { createRandom } from '../../statistics/random.ts';
import { chiSquareGoodnessOfFit, firstShareTest } from '../../statistics/two-sample/homogeneity.ts';
import type { PairedCounts } from './column.ts';
import type { Score } from './numeric.ts';
import { refusal } from './refusal.ts';

/** Tests of counts. */
export type CountsTest = 'chisquare' | 'z' | 'g_test' | 'TVD' | 'hellinger';

const PERMUTATIONS = 1000;
const SEED = 0;

/** From this relative difference of sums on, scipy's tests of frequencies raise. */
const SUM_TOLERANCE = 1e-8;

/** The score of a test of counts; both sides have rows. */
export function countsScore(test: CountsTest, counts: PairedCounts): Score {
  switch (test) {
    case 'chisquare':
      return chiSquareGoodnessOfFit(counts.reference, counts.current).pValue;
    case 'z':
      return firstAgainstRest(counts);
    case 'g_test':
      return likelihoodRatio(counts);
    case 'TVD':
      return permutationTest(counts);
    case 'hellinger':
      return BINNED_DISTANCES.hellinger(counts.reference, counts.current);
  }
}

/** The share of the smallest value against all others, also where there are more than two. */
function firstAgainstRest(counts: PairedCounts): Score {
  const kinds = new Set(counts.keys.map((key) => typeof key === 'string'));
  if (kinds.size > 1) return refusal('evidently/unordered-categories');
  return firstShareTest(counts.reference, counts.current).pValue;
}

/** G of goodness of fit: the reference's counts themselves are what is expected. */
function likelihoodRatio({ reference, current }: PairedCounts): Score {
  const [expected, observed] = [total(reference), total(current)];
  if (Math.abs(expected - observed) > SUM_TOLERANCE * Math.min(expected, observed))
    return refusal('evidently/unequal-rows');
  if (reference.length < 2) return Number.NaN;
  let g = 0;
  for (const [i, count] of current.entries())
    g += count === 0 ? 0 : 2 * count * Math.log(count / (reference[i] ?? 0));
  return chiSquaredTail(g, reference.length - 1);
}

/**
 * The share of 1000 permutations of all rows whose total variation distance is at least the observed one: 0 is possible. Evidently's own
 * permutations (NumPy's, seed 0) depend on the order of rows; these don't, so both are two draws of one p-value. Takes 1000 times
 * the rows of the smaller side.
 */
function permutationTest(counts: PairedCounts): number {
  const rows = counts.keys.map((_, i) => (counts.reference[i] ?? 0) + (counts.current[i] ?? 0));
  const [n, m] = [total(counts.reference), total(counts.current)];
  const drawn = Math.min(n, m);
  const observed = variation(n <= m ? counts.reference : counts.current, rows, drawn);
  const random = createRandom(SEED);
  const codes = new Uint32Array(n + m);
  let end = 0;
  for (const [code, count] of rows.entries()) codes.fill(code, end, (end += count));
  let atLeast = 0;
  for (let permutation = 0; permutation < PERMUTATIONS; permutation += 1) {
    const sample = new Float64Array(rows.length);
    // The first steps of Fisher and Yates' shuffle: that many rows without replacement.
    for (let i = 0; i < drawn; i += 1) {
      const other = i + Math.floor(random.uniform() * (codes.length - i));
      const code = codes[other] ?? 0;
      codes[other] = codes[i] ?? 0;
      codes[i] = code;
      sample[code] = (sample[code] ?? 0) + 1;
    }
    if (variation(sample, rows, drawn) >= observed) atLeast += 1;
  }
  return atLeast / PERMUTATIONS;
}

/** ½ Σ |a/n − b/m| of a sample and of the rest of all rows; times n m, so that in whole numbers ties are ties. */
function variation(sample: ArrayLike<number>, rows: readonly number[], size: number): number {
  const rest = total(rows) - size;
  let sum = 0;
  for (const [i, row] of rows.entries()) {
    const count = sample[i] ?? 0;
    sum += Math.abs(count * rest - (row - count) * size);
  }
  return sum;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
