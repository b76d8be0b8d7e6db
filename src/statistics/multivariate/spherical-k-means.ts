import type { Random } from '../random.ts';
import type { LinearRows } from './linear-rows.ts';

export interface Clusters {
  /** Of length 1; the cluster with most rows first. */
  readonly centres: readonly Float64Array[];
  /** Σ of the rows' products with their centres: the larger, the tighter. */
  readonly tightness: number;
}

const MOST_ROUNDS = 50;
const RESTARTS = 4;

/**
 * Spherical k-means (Dhillon and Modha 2001, "Concept decompositions for large sparse text data"): rows of length 1 are put to
 * the centre with the largest product, centres are the directions of their rows' sums. Begins at rows that are drawn far from
 * each other (Arthur and Vassilvitskii 2007, "k-means++"), four times; the tightest result is kept. At most `count` clusters:
 * fewer when there are not so many different rows.
 */
export function sphericalKMeans(features: LinearRows, count: number, random: Random): Clusters {
  let best: Clusters = { centres: [], tightness: Number.NEGATIVE_INFINITY };
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    const result = settled(features, firstCentres(features, count, random));
    if (result.tightness > best.tightness) best = result;
  }
  return best;
}

/** The centre with the largest product, and the product; the first of equal ones. */
export function nearestCentre(
  features: LinearRows,
  row: number,
  centres: readonly Float64Array[],
): { readonly centre: number; readonly similarity: number } {
  let [centre, similarity] = [-1, Number.NEGATIVE_INFINITY];
  centres.forEach((each, index) => {
    const product = features.dot(row, each);
    if (product > similarity) [centre, similarity] = [index, product];
  });
  return { centre, similarity };
}

function firstCentres(features: LinearRows, count: number, random: Random): Float64Array[] {
  const centres: Float64Array[] = [];
  // Half the squared distance to the nearest centre, 1 − product; all alike at the beginning.
  const distances = new Float64Array(features.rows).fill(1);
  while (centres.length < count) {
    const total = distances.reduce((sum, each) => sum + each, 0);
    // What rounding leaves between equal rows is no distance.
    if (!(total > 1e-9 * features.rows)) break;
    const centre = new Float64Array(features.dims);
    features.addTo(centre, drawn(distances, total * random.uniform()), 1);
    centres.push(centre);
    for (let row = 0; row < features.rows; row += 1)
      distances[row] = Math.max(0, Math.min(distances[row] ?? 0, 1 - features.dot(row, centre)));
  }
  return centres;
}

/** The place at which the sum of what is before passes `wanted`. */
function drawn(weights: Float64Array, wanted: number): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at += 1) {
    sum += weights[at] ?? 0;
    if (sum > wanted) return at;
  }
  return weights.findLastIndex((weight) => weight > 0);
}

function settled(features: LinearRows, beginning: readonly Float64Array[]): Clusters {
  let centres = beginning;
  let tightness = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const sums = centres.map(() => new Float64Array(features.dims));
    const sizes = centres.map(() => 0);
    let now = 0;
    for (let row = 0; row < features.rows; row += 1) {
      const { centre, similarity } = nearestCentre(features, row, centres);
      const sum = sums[centre];
      if (sum === undefined) continue;
      features.addTo(sum, row, 1);
      sizes[centre] = (sizes[centre] ?? 0) + 1;
      now += similarity;
    }
    centres = sums
      .map((sum, index) => ({ sum, size: sizes[index] ?? 0, index }))
      .filter(({ size }) => size > 0)
      .toSorted((a, b) => b.size - a.size || a.index - b.index)
      .map(({ sum }) => ofLengthOne(sum));
    if (now <= tightness * (1 + 1e-9)) break;
    tightness = now;
  }
  return { centres, tightness };
}

/** The vector itself, changed in place. */
function ofLengthOne(vector: Float64Array): Float64Array {
  let square = 0;
  for (const value of vector) square += value * value;
  const length = Math.sqrt(square);
  if (length > 0) for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) / length;
  return vector;
}
