import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RowMatrix } from '../../../src/statistics/multivariate/matrix.ts';
import { createRandom } from '../../../src/statistics/random.ts';

/** What test/fixtures/multivariate/reference.py wrote. */
export interface Reference {
  readonly mmd: readonly {
    readonly name: string;
    readonly dims: number;
    readonly reference: readonly number[];
    readonly current: readonly number[];
    readonly gamma: number;
    readonly statistic: number;
    readonly permutations?: number;
    readonly pValue?: number;
  }[];
  readonly auc: readonly {
    readonly name: string;
    readonly scores: readonly number[];
    readonly labels: readonly number[];
    readonly auc: number;
    readonly nullVariance?: number;
  }[];
  readonly logistic: readonly {
    readonly name: string;
    readonly dims: number;
    readonly values: readonly number[];
    readonly labels: readonly number[];
    readonly ridge: number;
    readonly weights: readonly number[];
  }[];
}

const FILE = path.resolve(import.meta.dirname, '../../fixtures/multivariate/reference.json');

export const REFERENCE = JSON.parse(readFileSync(FILE, 'utf8')) as Reference;

export function matrixOf(values: readonly number[], dims: number): RowMatrix {
  return { values: Float64Array.from(values), rows: values.length / dims, dims };
}

/** Normal values with standard deviation 1 around `mean`. */
export function normalRows(seed: number, rows: number, dims: number, mean = 0): RowMatrix {
  const random = createRandom(seed);
  return { values: Float64Array.from({ length: rows * dims }, () => mean + random.normal()), rows, dims };
}

/** The counts that a binomial of `trials` and `share` leaves in fewer than about 1 of 1,000 cases, normal limit. */
export function binomialBounds(trials: number, share: number): readonly [number, number] {
  const half = 3.3 * Math.sqrt(trials * share * (1 - share)) + 0.5;
  return [Math.max(0, trials * share - half), trials * share + half];
}
