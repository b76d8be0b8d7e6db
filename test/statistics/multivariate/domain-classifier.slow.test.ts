import { describe, expect, it } from 'vitest';
import { rocAuc } from '../../../src/statistics/multivariate/auc.ts';
import { domainClassifier } from '../../../src/statistics/multivariate/domain-classifier.ts';
import { denseRows, sparseRows, standardized } from '../../../src/statistics/multivariate/linear-rows.ts';
import { fitLogistic } from '../../../src/statistics/multivariate/logistic.ts';
import { type RowMatrix, stacked } from '../../../src/statistics/multivariate/matrix.ts';
import { binomialBounds, matrixOf, normalRows, REFERENCE } from './reference.ts';

describe('the area under the ROC curve', () => {
  it.each(REFERENCE.auc)('is that of scikit-learn: $name', ({ scores, labels, auc, nullVariance }) => {
    const result = rocAuc(Float64Array.from(scores), Uint8Array.from(labels));
    expect(result.auc).toBeCloseTo(auc, 12);
    // Over all ways to give the labels out.
    if (nullVariance !== undefined) expect(result.nullVariance).toBeCloseTo(nullVariance, 12);
  });

  it('does not exist without rows of both labels', () => {
    expect(rocAuc(Float64Array.of(1, 2), Uint8Array.of(1, 1))).toEqual({
      auc: Number.NaN,
      nullVariance: 0,
      pairs: 0,
    });
  });
});

describe('logistic regression', () => {
  it.each(REFERENCE.logistic)('has the weights of scikit-learn: $name', (reference) => {
    const matrix = matrixOf(reference.values, reference.dims);
    const rows = Uint32Array.from({ length: matrix.rows }, (_, row) => row);
    const labels = Uint8Array.from(reference.labels);
    const { ridge } = reference;
    const dense = fitLogistic({ features: denseRows(matrix), labels, rows, ridge });
    const sparse = fitLogistic({ features: sparseRows(asSparse(matrix)), labels, rows, ridge });
    reference.weights.forEach((weight, column) => {
      expect(Math.abs((dense[column] ?? 0) - weight)).toBeLessThan(1e-5);
      expect(Math.abs((sparse[column] ?? 0) - weight)).toBeLessThan(1e-5);
    });
  });

  it('stays finite where a line separates the rows', () => {
    const matrix = matrixOf([-1e3, -1, 1, 1e3], 1);
    const weights = fitLogistic({
      features: denseRows(matrix),
      labels: Uint8Array.of(0, 0, 1, 1),
      rows: Uint32Array.of(0, 1, 2, 3),
      ridge: 1e-6,
    });
    expect([...weights].every((weight) => Number.isFinite(weight))).toBe(true);
    expect(weights[0]).toBeGreaterThan(0);
  });
});

describe('standardized columns', () => {
  it('have mean 0 and deviation 1, and are 0 where they were constant', () => {
    const { values } = standardized(matrixOf([1, 0.1, 3, 0.1, 5, 0.1], 2));
    expect([...values].map((value) => value.toFixed(4))).toEqual([
      '-1.2247',
      '0.0000',
      '0.0000',
      '0.0000',
      '1.2247',
      '0.0000',
    ]);
  });
});

function classify(reference: RowMatrix, current: RowMatrix, seed: number) {
  const both = stacked(reference, current);
  return domainClassifier({
    features: denseRows(standardized(both)),
    labels: Uint8Array.from({ length: both.rows }, (_, row) => (row < reference.rows ? 0 : 1)),
    seed,
  });
}

describe('the domain classifier', () => {
  it.each([
    [60, 60, 1],
    [60, 40, 8],
    [50, 50, 20],
  ])('alarms without drift no more often than it says: %i and %i rows of %i columns', (m, n, dims) => {
    const runs = 300;
    const results = Array.from({ length: runs }, (_, run) =>
      classify(normalRows(2 * run, m, dims), normalRows(2 * run + 1, n, dims), run),
    );
    for (const level of [0.01, 0.1]) {
      const alarms = results.filter(({ pValue }) => pValue <= level).length;
      expect(alarms, `p ≤ ${level}`).toBeLessThanOrEqual(binomialBounds(runs, level)[1]);
    }
    const scores = results.map(({ auc, deviation }) => (auc - 0.5) / deviation);
    const mean = scores.reduce((sum, score) => sum + score, 0) / runs;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / runs;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(runs));
    // The variance is neither forgotten nor made far too large: folds that were taken as independent would give 2.
    expect(variance).toBeGreaterThan(0.6);
    expect(variance).toBeLessThan(1.3);
  });

  it('sees a shift of 0.3 standard deviations in 16 columns', () => {
    const runs = 20;
    const results = Array.from({ length: runs }, (_, run) =>
      classify(normalRows(2 * run, 500, 16), normalRows(2 * run + 1, 500, 16, 0.3), run),
    );
    expect(results.filter(({ pValue }) => pValue <= 0.01).length).toBeGreaterThanOrEqual(0.95 * runs);
    // A shift of 0.3 in 16 columns is one of 1.2 along a line: the area is Φ(1.2/√2) at best.
    const mean = results.reduce((sum, { auc }) => sum + auc, 0) / runs;
    expect(mean).toBeGreaterThan(0.76);
    expect(mean).toBeLessThan(0.81);
  });

  it('takes 0.55 from 200 rows for noise, and from 20,000 for drift', () => {
    const few = classify(normalRows(1, 200, 1), normalRows(2, 200, 1), 1);
    const many = classify(normalRows(1, 20_000, 1), normalRows(2, 20_000, 1), 1);
    expect(few.q99).toBeGreaterThan(0.55);
    expect(many.q99).toBeLessThan(0.52);
  });

  it('says ½ where no column differs, and refuses folds of one row', () => {
    const constant: RowMatrix = { values: new Float64Array(60).fill(2), rows: 30, dims: 2 };
    expect(classify(constant, constant, 1)).toEqual({ auc: 0.5, deviation: 0, pValue: 1, q99: 0.5 });
    expect(() => classify(normalRows(1, 19, 2), normalRows(2, 30, 2), 1)).toThrow(
      'the domain classifier needs 20 rows on each side, not 19',
    );
  });
});

function asSparse({ values, rows, dims }: RowMatrix) {
  return {
    starts: Uint32Array.from({ length: rows + 1 }, (_, row) => row * dims),
    columns: Uint32Array.from({ length: rows * dims }, (_, at) => at % dims),
    values,
    rows,
    dims,
  };
}
