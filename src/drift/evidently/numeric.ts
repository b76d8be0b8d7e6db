import { BINNED_DISTANCES, withoutZeros } from '../../statistics/binned-distances.ts';
import { andersonDarling } from '../../statistics/two-sample/anderson-darling.ts';
import { cramerVonMises } from '../../statistics/two-sample/cramer-von-mises.ts';
import {
  energyDistance,
  normedWassersteinDistance,
  wassersteinOfSorted,
} from '../../statistics/two-sample/distances.ts';
import { kolmogorovSmirnov } from '../../statistics/two-sample/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../statistics/two-sample/mann-whitney.ts';
import { moments } from '../../statistics/two-sample/moments.ts';
import { type Pooled, pooled } from '../../statistics/two-sample/pooled.ts';
import { studentTest } from '../../statistics/two-sample/t-test.ts';
import { ascending } from '../../support/ascending.ts';
import { binCounts, binnedShares, rangeOf, sturgesEdges } from './binning.ts';
import type { EvidentlySide, NumericSide } from './column.ts';
import { type Refusal, refusal } from './refusal.ts';

/** The score of a test, or why there is none. */
export type Score = number | Refusal;

/** Tests of samples, which only numbers have. */
export type SampleTest = 'wasserstein' | 'ed' | 'ks' | 't_test' | 'mannw' | 'anderson' | 'cramer_von_mises';

/** Distances between shares of bins or of values. */
export type SharesTest = 'psi' | 'kl_div' | 'jensenshannon';

/** The score of a test of two samples; both sides have values. */
export function sampleScore(test: SampleTest, reference: NumericSide, current: NumericSide): Score {
  const sides = [ascending(reference.values), ascending(current.values)] as const;
  if (test === 'wasserstein')
    return normedWassersteinDistance(wassersteinOfSorted(...sides), { std0: deviation(reference) });
  const samples = pooled(...sides);
  switch (test) {
    case 'ed':
      return energyDistance(samples);
    case 'ks':
      return kolmogorovSmirnov(samples).pValue;
    case 't_test':
      return student(reference, current);
    case 'mannw':
      // One-sided: only a shift upwards counts.
      return mannWhitney(samples, 'less').pValue;
    case 'anderson':
      return anderson(samples);
    case 'cramer_von_mises':
      return Math.min(samples.referenceSize, samples.currentSize) < 2
        ? refusal('evidently/too-few-rows')
        : cramerVonMises(samples).pValue;
  }
}

function anderson(samples: Pooled): Score {
  if (samples.values.length < 2) return refusal('evidently/one-distinct-value');
  if (samples.referenceSize + samples.currentSize < 4) return refusal('evidently/too-few-rows');
  return andersonDarling(samples).pValue;
}

/**
 * Student's test on plain squares of doubles, as numpy has them: of deviations below 1e-162 nothing is left, so that any difference
 * counts; of those beyond 1e154 there is infinitely much, so that none does.
 */
function student(reference: NumericSide, current: NumericSide): number {
  const [r, c] = [reference, current].map(({ values }) => {
    const sample = moments(values);
    return { ...sample, std0: viaSquare(sample.std0), std1: viaSquare(sample.std1) };
  });
  if (r === undefined || c === undefined) return Number.NaN;
  if (r.std0 === Number.POSITIVE_INFINITY || c.std0 === Number.POSITIVE_INFINITY) return 1;
  return studentTest(r, c).pValue;
}

/** The deviation with divisor n, by way of its square as pandas computes it, which rounds both to float32 for float32 values. */
function deviation({ values, number }: NumericSide): number {
  const { std0 } = moments(values);
  return number === 'float32' ? Math.fround(Math.sqrt(Math.fround(std0 * std0))) : viaSquare(std0);
}

/** The deviation where its square is a double, 0 where that is too small and Infinity where it is too large. */
function viaSquare(deviation: number): number {
  const square = deviation * deviation;
  return square === 0 || square === Number.POSITIVE_INFINITY ? square : deviation;
}

/** The score of a distance between shares; both sides have values. */
export function sharesScore(
  test: SharesTest,
  reference: EvidentlySide,
  current: EvidentlySide,
  type: 'num' | 'cat',
): Score {
  const shares = binnedShares(reference, current, type);
  if (shares === undefined) return refusal('evidently/no-bins');
  if (test === 'jensenshannon') return BINNED_DISTANCES['jensen-shannon'](shares.reference, shares.current);
  // A bin that neither side has is filled too, where the modelwatch profile leaves it out.
  const [r, c] = [withoutZeros(shares.reference), withoutZeros(shares.current)];
  return test === 'kl_div' ? BINNED_DISTANCES.kl(r, c) : stabilityIndex(r, c);
}

/** Σ (r − c) ln(r/c), without renormalization of filled shares. */
function stabilityIndex(reference: readonly number[], current: readonly number[]): number {
  return reference.reduce((sum, r, i) => {
    const c = current[i] ?? 0;
    return sum + (r - c) * Math.log(r / c);
  }, 0);
}

/**
 * Evidently's Hellinger distance of numbers: Sturges' bins over the distinct values, and densities. Of float32 values it is added up
 * in float32, as numpy does there. Both sides have values.
 */
export function hellingerOfDensities(reference: NumericSide, current: NumericSide): Score {
  const distinct = pooled(ascending(reference.values), ascending(current.values)).values.length;
  const range = rangeOf(reference, current);
  const edges = sturgesEdges({ ...range, count: distinct });
  if (edges === undefined) return refusal('evidently/no-bins');
  const rounded = range.number === 'float32' ? Math.fround : (value: number): number => value;
  const [r, c] = [reference, current].map(({ values }) => densities(values, edges, rounded));
  const bins = edges.length - 1;
  const width = rounded(rounded((edges[bins] ?? 0) - (edges[0] ?? 0)) / bins);
  let overlap = 0;
  for (let i = 0; i < bins; i += 1) {
    const root = Math.sqrt((r?.[i] ?? 0) * (c?.[i] ?? 0));
    overlap = rounded(overlap + rounded(root * width));
  }
  return Math.sqrt(rounded(1 - Math.min(1, overlap)));
}

function densities(
  values: Float64Array,
  edges: Float64Array,
  rounded: (value: number) => number,
): Float64Array {
  return binCounts(ascending(values), edges).map(
    (count, i) => count / rounded((edges[i + 1] ?? 0) - (edges[i] ?? 0)) / values.length,
  );
}
