import type { JobTest } from '../../plan/drift-job.ts';
import { chiSquaredQuantile } from '../../statistics/chi-squared.ts';
import { kolmogorovMean } from '../../statistics/kolmogorov.ts';
import { noiseFloor } from '../../statistics/noise-floor.ts';
import { andersonDarling } from '../../statistics/two-sample/anderson-darling.ts';
import { cramerVonMises } from '../../statistics/two-sample/cramer-von-mises.ts';
import { energyDistance, wassersteinDistance } from '../../statistics/two-sample/distances.ts';
import { kolmogorovSmirnov } from '../../statistics/two-sample/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../statistics/two-sample/mann-whitney.ts';
import { moments } from '../../statistics/two-sample/moments.ts';
import { pooled } from '../../statistics/two-sample/pooled.ts';
import { numberOf, type SqlColumn } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import { beyondChance, type Score } from '../scoring/score.ts';

/** Tests that need every value, in order. */
const ALL_VALUES = ['energy', 'mann-whitney', 'anderson-darling', 'cramer-von-mises'] as const;
/** Tests that can have every value, when asked. */
const EITHER = ['ks', 'wasserstein'] as const;

/** Whether a test is calculated from values, not from counts. */
export function wantsValues({ test }: JobTest, exact: boolean): boolean {
  return ALL_VALUES.some((each) => each === test) || (exact && EITHER.some((each) => each === test));
}

/** All finite values of a column, sorted. */
export async function sortedValues(
  engine: Engine,
  relation: { readonly name: string },
  column: SqlColumn,
  group?: { readonly expression: string; readonly name: string },
): Promise<Float64Array> {
  const value = numberOf(column);
  const where =
    group === undefined ? '' : ` AND (${group.expression}) = '${group.name.replaceAll("'", "''")}'`;
  const [values = new Float64Array()] = await engine.numbers(
    `SELECT ${value} FROM ${relation.name} WHERE isfinite(${value})${where} ORDER BY 1`,
  );
  return values;
}

/**
 * The score of two sorted samples, each of at least one value. Effects of tests of significance: `ks`, `anderson-darling` and
 * `cramer-von-mises` the Kolmogorov-Smirnov distance, `mann-whitney` how much more often one side is the larger one (rank-biserial
 * correlation, 0 to 1). The energy distance grows with the root of the unit of the data, and is normalised by that of its deviation.
 */
export function scoreValues(
  { test, normalise }: JobTest,
  baseline: Float64Array,
  current: Float64Array,
): Score | undefined {
  const samples = pooled(baseline, current);
  const [n, m] = [current.length, baseline.length];
  const common = { rows: n, baselineRows: m };
  if (test === 'mann-whitney') {
    const { statistic, pValue } = mannWhitney(samples);
    const rank = Math.abs((2 * statistic) / (n * m) - 1);
    const chance = Math.sqrt((n + m + 1) / (3 * n * m));
    return { ...common, score: pValue, pValue, effect: beyondChance(rank, chance, false) };
  }
  const ks = kolmogorovSmirnov(samples);
  const effect = beyondChance(ks.statistic, kolmogorovMean(n, m), false);
  if (test === 'ks') return { ...common, score: ks.pValue, pValue: ks.pValue, effect };
  if (test === 'anderson-darling' || test === 'cramer-von-mises') {
    const { pValue } = test === 'anderson-darling' ? andersonDarling(samples) : cramerVonMises(samples);
    return { ...common, score: pValue, pValue, effect };
  }
  if (test !== 'wasserstein' && test !== 'energy') return undefined;
  const unit = unitOf(samples.values);
  const scaled = unit === 1 ? samples : { ...samples, values: samples.values.map((value) => value / unit) };
  const sorted = unit === 1 ? baseline : baseline.map((value) => value / unit);
  const { std0 } = moments(sorted);
  const isNormalised = normalise === 'baseline-std' && std0 > 0;
  const scale = isNormalised ? std0 : 1;
  const [distance, noise] =
    test === 'wasserstein'
      ? [wassersteinDistance(scaled) / scale, wassersteinNoise(n, m, std0 / scale)]
      : [energyDistance(scaled) / Math.sqrt(scale), energyNoise(sorted, 1 / n + 1 / m, scale)];
  const back = isNormalised ? 1 : test === 'wasserstein' ? unit : Math.sqrt(unit);
  return {
    ...common,
    score: distance * back,
    pValue: ks.pValue,
    effect: beyondChance(distance, noise.mean, false) * back,
    noise: { mean: noise.mean * back, q99: noise.q99 * back },
  };
}

/** Sums of larger values, and what lies between them, leave the range of a double. */
const LARGE = 1e200;

/** What values are divided by so that they can be added: a power of two, which rounds none of them that counts; 1 unless they are huge. */
function unitOf(sorted: Float64Array): number {
  const largest = Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0));
  return largest > LARGE ? 2 ** 900 : 1;
}

function wassersteinNoise(n: number, m: number, unit: number) {
  const floor = noiseFloor({ test: 'wasserstein', n, m });
  return { mean: floor.mean * unit, q99: floor.quantile(0.99) * unit };
}

/**
 * Without drift the mean of the squared energy distance is (1/n + 1/m) E|X − X′|; its 99 % quantile is at most what χ² with one
 * degree of freedom has (Székely and Rizzo 2013, "Energy statistics").
 */
function energyNoise(sorted: Float64Array, variance: number, scale: number) {
  let sum = 0;
  for (const [index, value] of sorted.entries()) sum += (2 * (index + 1) - sorted.length - 1) * value;
  const difference = (2 * sum) / (sorted.length * sorted.length);
  const mean = Math.sqrt((variance * difference) / scale);
  return { mean, q99: mean * Math.sqrt(chiSquaredQuantile(0.99, 1)) };
}
