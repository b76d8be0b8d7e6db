import { cached } from '../../statistics/cached.ts';
import { incompleteGamma } from '../../statistics/gamma.ts';
import { LEAST_ROWS } from '../baseline.ts';
import { type CategoryCounts, valueRows } from '../counting/counts.ts';
import { beyondChance, type Score } from './score.ts';

/**
 * How many rows of the current data have values that the baseline does not know, beyond what rare values make expected: every
 * sample lacks some of them. Both sides must have rows with a value.
 */
export function scoreUnseen(baseline: CategoryCounts, current: CategoryCounts): Score {
  return baseline.rest === 0 ? againstAll(baseline, current) : againstNamed(baseline, current);
}

/**
 * Expected is the share of the baseline's rows whose value occurs once (Good 1953, "The population frequencies of species and the
 * estimation of population parameters", after Turing). That estimate has the variance (N₁ + 2 N₂) / m² by the values that occur
 * once and twice (Robbins 1968, "Estimating the total probability of the unobserved outcomes of an experiment").
 *
 * The p-value holds for any given totals: without drift a value with t rows on both sides together is in the current data
 * alone with the probability (n / (n + m))ᵗ, and then brings t rows. The sum of these is taken for a gamma variable of its mean and
 * variance: values come in clumps, which a binomial variable knows nothing of.
 */
function againstAll(baseline: CategoryCounts, current: CategoryCounts): Score {
  const [m, n] = [valueRows(baseline), valueRows(current)];
  let [unseen, once, twice] = [current.rest, 0, 0];
  let [mean, variance] = [0, 0];
  const add = (both: number): void => {
    const alone = (n / (n + m)) ** both;
    mean += both * alone;
    variance += both * both * alone * (1 - alone);
  };
  for (const [value, a] of baseline.values) {
    add(a + (current.values.get(value) ?? 0));
    if (a === 1) once += 1;
    if (a === 2) twice += 1;
  }
  for (const [value, b] of current.values) {
    if (baseline.values.has(value)) continue;
    add(b);
    unseen += b;
  }
  const expected = once / m;
  const pooled = (unseen + once) / (m + n);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m) + (2 * twice) / (m * m));
  return {
    score: unseen / n,
    effect: beyondChance(Math.max(0, unseen / n - expected), deviation, false),
    pValue: gammaTail(unseen, mean, variance),
    noise: { mean: expected, q99: expected + NORMAL_Q99 * deviation },
    rows: n,
    baselineRows: m,
  };
}

/** The normal quantile that 1 % are above. */
const NORMAL_Q99 = 2.3263478740408408;

/** P(X ≥ k) of a gamma variable; whole numbers begin half a step earlier. */
function gammaTail(k: number, mean: number, variance: number): number {
  if (k === 0) return 1;
  const rate = mean / variance;
  // What is less probable than a double can tell is as good as never.
  if (!(mean * rate > 0)) return 0;
  return incompleteGamma(mean * rate, (k - 0.5) * rate).upper;
}

/**
 * A stored baseline names no value with few rows, so that a value without a name is not new for that alone. It counts as unseen where
 * it has more rows now than any value can have by chance that had so few in the baseline.
 */
function againstNamed(baseline: CategoryCounts, current: CategoryCounts): Score {
  const [m, n] = [valueRows(baseline), valueRows(current)];
  const least = leastNewRows({ below: unnamedBelow(baseline), ratio: n / m });
  let unseen = 0;
  for (const [value, b] of current.values) if (!baseline.values.has(value) && b >= least) unseen += b;
  const deviation = Math.sqrt((unseen / (m + n)) * (1 / n + 1 / m));
  return {
    score: unseen / n,
    effect: beyondChance(unseen / n, deviation, false),
    // That all of them are of the current data.
    pValue: (n / (m + n)) ** unseen,
    noise: { mean: 0, q99: 0 },
    rows: n,
    baselineRows: m,
  };
}

/** Values that are stored by name at most; the most frequent ones. */
export const MOST_NAMED = 10_000;

/** Fewer rows than this have all values that a stored baseline does not name. */
export function unnamedBelow({ values }: CategoryCounts): number {
  if (values.size < MOST_NAMED) return LEAST_ROWS;
  let least = Number.POSITIVE_INFINITY;
  for (const count of values.values()) least = Math.min(least, count);
  return least + 1;
}

/** How probable it may be that a value is taken for new by chance. */
const CHANCE = 1e-5;
/** Points between a half and eight times of the rows in question where that probability is looked at. */
const POINTS = 24;

/** The least rows that a value, with fewer than `below` rows in the baseline, has by chance as good as never. `ratio`: rows now by then. */
const leastNewRows = cached(
  ({ below, ratio }: { readonly below: number; readonly ratio: number }): number => {
    const expected = Array.from(
      { length: POINTS },
      (_, index) => below * 2 ** (-1 + (4 * index) / (POINTS - 1)),
    );
    const chance = (rows: number): number =>
      Math.max(
        ...expected.map((x) => incompleteGamma(below, x).upper * incompleteGamma(rows, x * ratio).lower),
      );
    let [low, high] = [0, 1];
    while (chance(high) > CHANCE) [low, high] = [high, 2 * high];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (chance(middle) > CHANCE) low = middle;
      else high = middle;
    }
    return high;
  },
);
