import { describe, expect, it } from 'vitest';
import { denseRows } from '../../../src/statistics/multivariate/linear-rows.ts';
import { nearestCentre, sphericalKMeans } from '../../../src/statistics/multivariate/spherical-k-means.ts';
import { createRandom } from '../../../src/statistics/random.ts';

/** Directions around so many axes, more of the first than of the second and so on. */
function directions(axes: number): { values: Float64Array; truth: number[] } {
  const random = createRandom(8);
  const truth = Array.from({ length: axes }, (_, axis) => Array<number>(40 - 8 * axis).fill(axis)).flat();
  const rows = truth.map((axis) => {
    const row = Array.from(
      { length: axes },
      (_, column) => (column === axis ? 1 : 0) + 0.15 * random.normal(),
    );
    return row.map((value) => value / Math.hypot(...row));
  });
  return { values: Float64Array.from(rows.flat()), truth };
}

describe('spherical k-means', () => {
  it('finds the directions, the most frequent first', () => {
    const { values, truth } = directions(4);
    const features = denseRows({ values, rows: truth.length, dims: 4 });
    const { centres } = sphericalKMeans(features, 4, createRandom(1));
    expect(truth.map((_, row) => nearestCentre(features, row, centres).centre)).toEqual(truth);
    for (const centre of centres) expect(Math.hypot(...centre)).toBeCloseTo(1, 12);
  });

  it('makes no more clusters than there are different rows', () => {
    const features = denseRows({ values: Float64Array.of(1, 0, 0, 1, 1, 0, 1, 0), rows: 4, dims: 2 });
    const { centres } = sphericalKMeans(features, 3, createRandom(1));
    expect(centres.map((centre) => [...centre])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('has nothing to do without rows', () => {
    const features = denseRows({ values: new Float64Array(0), rows: 0, dims: 2 });
    expect(sphericalKMeans(features, 3, createRandom(1)).centres).toEqual([]);
  });
});
