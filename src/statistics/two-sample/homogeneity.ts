import { chiSquaredTail } from '../chi-squared.ts';
import { type TwoProportionTest, twoProportionTest } from '../proportions.ts';
import { type Counts, type CountTable, countTable, withoutRareCategories } from './counts.ts';
import { type TestResult, UNDEFINED_RESULT } from './result.ts';

export interface ChiSquareResult extends TestResult {
  /** Degrees of freedom; categories less one. 0 when there is nothing to compare. */
  readonly degrees: number;
  /** How many categories the test put together as "other". */
  readonly pooled: number;
}

export interface HomogeneityOptions {
  /** Yates' correction (1934) where there are two categories, as scipy.stats.chi2_contingency has it on unless told. Off by default. */
  readonly yates?: boolean;
  /** Puts categories that are expected less than 5 times together; see `withoutRareCategories`. Off by default. */
  readonly poolRare?: boolean;
}

const UNDEFINED: ChiSquareResult = { ...UNDEFINED_RESULT, degrees: Number.NaN, pooled: 0 };

/** What a cell adds to the statistic. `expected` > 0. */
type Term = (observed: number, expected: number) => number;

const PEARSON: Term = (observed, expected) => (observed - expected) ** 2 / expected;
const LIKELIHOOD: Term = (observed, expected) =>
  observed === 0 ? 0 : 2 * observed * Math.log(observed / expected);

/**
 * Pearson's χ² of homogeneity of two lists of counts: both are samples (scipy.stats.chi2_contingency). Categories without a count
 * on either side don't count. One category: 0 with p = 1. NaN when a side has no rows. Throws as `countTable`.
 */
export function chiSquareHomogeneity(
  reference: Counts,
  current: Counts,
  options: HomogeneityOptions = {},
): ChiSquareResult {
  return homogeneity(countTable(reference, current), PEARSON, options);
}

/**
 * The G test, that is the likelihood ratio, of homogeneity (scipy.stats.chi2_contingency, lambda_="log-likelihood"). As
 * `chiSquareHomogeneity` otherwise.
 */
export function gTest(reference: Counts, current: Counts, options: HomogeneityOptions = {}): ChiSquareResult {
  return homogeneity(countTable(reference, current), LIKELIHOOD, options);
}

/**
 * Pearson's χ² of goodness of fit as Evidently computes it: the reference's shares are taken for exactly known, so that without
 * any drift it sees drift far too often (34 % instead of 5 % at 5 categories and 500 rows); for comparison only. A category that
 * only current data have: Infinity with p = 0. One category: 0 with p NaN; a side without rows: both NaN. Throws as `countTable`.
 */
export function chiSquareGoodnessOfFit(reference: Counts, current: Counts): ChiSquareResult {
  const table = countTable(reference, current);
  const degrees = table.reference.length - 1;
  if (!(table.referenceSize > 0 && table.currentSize > 0)) return UNDEFINED;
  if (degrees === 0) return { statistic: 0, pValue: Number.NaN, degrees, pooled: 0 };
  const scale = table.currentSize / table.referenceSize;
  let statistic = 0;
  for (let i = 0; i <= degrees; i += 1) {
    const expected = (table.reference[i] ?? 0) * scale;
    statistic += expected === 0 ? Number.POSITIVE_INFINITY : PEARSON(table.current[i] ?? 0, expected);
  }
  return { statistic, pValue: chiSquaredTail(statistic, degrees), degrees, pooled: 0 };
}

/**
 * The pooled z-test of the share of the first category against the rest, as Evidently does it for features of two categories; z > 0
 * when current data have less of the first. Both constant and equal: 0 with p = 1. NaN when a side has no rows.
 */
export function firstShareTest(reference: Counts, current: Counts): TestResult {
  const { referenceSize, currentSize } = countTable(reference, current);
  if (!(referenceSize > 0 && currentSize > 0)) return UNDEFINED_RESULT;
  const test: TwoProportionTest = twoProportionTest({
    successes1: referenceSize - (reference[0] ?? 0),
    trials1: referenceSize,
    successes2: currentSize - (current[0] ?? 0),
    trials2: currentSize,
  });
  return { statistic: test.z, pValue: test.p };
}

function homogeneity(table: CountTable, term: Term, options: HomogeneityOptions): ChiSquareResult {
  if (!(table.referenceSize > 0 && table.currentSize > 0)) return UNDEFINED;
  const used = options.poolRare === true ? withoutRareCategories(table) : { ...table, pooled: 0 };
  const degrees = used.reference.length - 1;
  if (degrees === 0) return { statistic: 0, pValue: 1, degrees, pooled: used.pooled };
  const statistic = statisticOf(used, term, options.yates === true && degrees === 1);
  return { statistic, pValue: chiSquaredTail(statistic, degrees), degrees, pooled: used.pooled };
}

function statisticOf(table: CountTable, term: Term, isCorrected: boolean): number {
  const { reference, current, referenceSize, currentSize } = table;
  const size = referenceSize + currentSize;
  const cell = (observed: number, expected: number): number => {
    const off = expected - observed;
    const correction = isCorrected ? Math.min(0.5, Math.abs(off)) * Math.sign(off) : 0;
    return term(observed + correction, expected);
  };
  let sum = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const [r, c] = [reference[i] ?? 0, current[i] ?? 0];
    sum += cell(r, ((r + c) * referenceSize) / size) + cell(c, ((r + c) * currentSize) / size);
  }
  return sum;
}
