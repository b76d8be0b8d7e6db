import type { DriftTestName } from '../../spec/kinds/drift/tests.ts';
import { BINNED_DISTANCES } from '../../statistics/binned-distances.ts';
import { noiseFloor } from '../../statistics/noise-floor.ts';
import { largestShareDifference } from '../../statistics/two-sample/association.ts';
import { chiSquareHomogeneity, gTest } from '../../statistics/two-sample/homogeneity.ts';
import { largestChange } from './largest-change.ts';
import type { Table } from './pooled.ts';
import { beyondChance, type Score } from './score.ts';
import { scoreDifference } from './shares.ts';

/** Tests that need nothing but counts by bin or category. */
export const TABLE_TESTS = [
  'psi',
  'kl',
  'jensen-shannon',
  'hellinger',
  'tvd',
  'l-infinity',
  'cramers-v',
  'chi-square',
  'g',
  'z',
] as const satisfies readonly DriftTestName[];
export type TableTest = (typeof TABLE_TESTS)[number];

export function isTableTest(test: DriftTestName): test is TableTest {
  return TABLE_TESTS.some((each) => each === test);
}

/**
 * The score of a table by a test. The p-value is that of the χ² test of homogeneity, which PSI, KL, Jensen-Shannon and Hellinger
 * come to for many rows, too; that of `g` is its own, and that of `chi-square` is joined by the category that changed the most. Effects
 * of tests of significance: `chi-square` and `g` Cramér's V, `z` the difference of the shares of the most frequent category.
 */
export function scoreTable(test: TableTest, table: Table): Score {
  const { rows: n, baselineRows: m } = table;
  const bins = table.baseline.length;
  const variance = 1 / n + 1 / m;
  const { pValue } = chiSquareHomogeneity(table.baseline, table.current);
  const common = { rows: n, baselineRows: m, pValue };
  switch (test) {
    case 'psi':
    case 'kl':
    case 'jensen-shannon':
    case 'hellinger':
    case 'tvd': {
      const score = BINNED_DISTANCES[test](table.baseline, table.current);
      const floor = noiseFloor({ test, n, m, bins });
      const chance =
        test === 'psi' || test === 'kl' ? floor.mean : rootOfMeanSquare(test, bins, variance, floor.mean);
      const effect = beyondChance(score, chance, test === 'psi' || test === 'kl');
      return { ...common, score, effect, noise: { mean: floor.mean, q99: floor.quantile(0.99) } };
    }
    case 'l-infinity': {
      const score = largestShareDifference(table.baseline, table.current);
      const deviation = Math.sqrt(largestVariance(table) * variance);
      return {
        ...common,
        score,
        effect: beyondChance(score, deviation, false),
        noise: {
          mean: deviation * Math.sqrt(2 / Math.PI),
          q99: deviation * Math.sqrt(2 * Math.log(100 * bins)),
        },
      };
    }
    case 'cramers-v':
      return { ...common, ...cramersV(table, variance) };
    case 'chi-square': {
      const { effect, pValue: p } = allOrOne(table, variance, pValue);
      return { ...common, pValue: p, score: p, effect };
    }
    case 'g': {
      const { pValue: p } = gTest(table.baseline, table.current);
      return { ...common, pValue: p, score: p, effect: cramersV(table, variance).effect };
    }
    case 'z': {
      const [a = 0, b = 0] = [table.baseline[0], table.current[0]];
      const shares = scoreDifference({ baseline: { hits: a, rows: m }, current: { hits: b, rows: n } });
      return { ...common, pValue: shares.pValue, score: shares.pValue, effect: shares.effect };
    }
  }
}

/** √E₀[d²] of a distance: JS² and Hellinger² are (1/n + 1/m) χ²(B−1) / 8 on average (B−1)/8 of that. */
function rootOfMeanSquare(
  test: 'jensen-shannon' | 'hellinger' | 'tvd',
  bins: number,
  variance: number,
  mean: number,
): number {
  return test === 'tvd' ? mean : Math.sqrt(((bins - 1) / 8) * variance);
}

/**
 * Cramér's V as if both sides had the same number of rows, so that it does not depend on how much larger the baseline is:
 * V² = ¼ Σ (p − q)² / ((p + q) / 2), less its mean without drift, (B − 1)(1/n + 1/m)/4 (after Bergsma 2013, "A bias-correction for
 * Cramér's V and Tschuprow's T").
 */
function cramersV({ baseline, current, rows: n, baselineRows: m }: Table, variance: number) {
  let square = 0;
  for (const [index, a] of baseline.entries()) {
    const [p, q] = [a / m, (current[index] ?? 0) / n];
    if (p + q > 0) square += (p - q) ** 2 / (p + q) / 2;
  }
  const bins = baseline.length;
  const chance = ((bins - 1) * variance) / 4;
  const score = Math.sqrt(square);
  const floor = noiseFloor({ test: 'hellinger', n, m, bins });
  // V² without drift is twice Hellinger's square.
  const noise = { mean: floor.mean * Math.SQRT2, q99: floor.quantile(0.99) * Math.SQRT2 };
  return { score, effect: Math.sqrt(Math.max(0, square - chance)), noise };
}

/**
 * Either all categories together by χ², or the one that changed the most: the smaller p-value, doubled since there are two, and the larger
 * effect. Of two categories each says as much as the other.
 */
function allOrOne(table: Table, variance: number, pValue: number) {
  const { effect } = cramersV(table, variance);
  if (table.baseline.length <= 2) return { effect, pValue };
  const one = largestChange(table);
  return {
    effect: Math.max(effect, Math.sqrt(Math.max(0, one.square - variance / 4))),
    pValue: Math.min(1, 2 * Math.min(pValue, one.pValue)),
  };
}

function largestVariance({ baseline, current, rows: n, baselineRows: m }: Table): number {
  return baseline.reduce((most, a, index) => {
    const pooled = (a + (current[index] ?? 0)) / (m + n);
    return Math.max(most, pooled * (1 - pooled));
  }, 0);
}
