import type { LinearRows } from './linear-rows.ts';

export interface LogisticInput {
  readonly features: LinearRows;
  /** 1 for current, 0 for reference, by row. */
  readonly labels: Uint8Array;
  /** Rows to learn from. */
  readonly rows: Uint32Array;
  /** λ > 0 of ½ λ |weights|², which is added to the sum of the losses; the intercept is free of it. */
  readonly ridge: number;
}

/** The weights of the columns, and last the intercept. */
export type LogisticWeights = Float64Array;

const MOST_STEPS = 50;
const MOST_INNER_STEPS = 200;
/** Of the gradient's length at the beginning. */
const TOLERANCE = 1e-6;

/**
 * Logistic regression with a ridge: the minimum of Σ log(1 + e^(−y·m)) + ½ λ |w|², m = x·w + b, y = ±1. Newton's steps, each
 * solved by conjugate gradients, so that no matrix of columns × columns is needed (Lin, Weng and Keerthi 2008, "Trust region
 * Newton method for large-scale logistic regression"; here with halved steps in place of the region). Always the same result:
 * it begins at 0, and the minimum is the only one.
 */
export function fitLogistic(input: LogisticInput): LogisticWeights {
  const { features } = input;
  const weights = new Float64Array(features.dims + 1);
  let here = lossAt(input, weights);
  const beginning = length(here.gradient);
  for (let step = 0; step < MOST_STEPS && length(here.gradient) > TOLERANCE * beginning; step += 1) {
    const direction = newtonDirection(input, here, beginning);
    const slope = product(direction, here.gradient);
    let scale = 1;
    let next = lossAt(input, moved(weights, direction, scale));
    while (next.loss > here.loss + 1e-4 * scale * slope && scale > 1e-6) {
      scale /= 2;
      next = lossAt(input, moved(weights, direction, scale));
    }
    // No step leads further down: rounding is all that is left.
    if (!(next.loss < here.loss)) break;
    weights.set(moved(weights, direction, scale));
    here = next;
  }
  return weights;
}

/** x·w + b: above 0 where the row looks like the current data. */
export function marginOf(features: LinearRows, row: number, weights: LogisticWeights): number {
  return features.dot(row, weights) + (weights[features.dims] ?? 0);
}

interface Loss {
  readonly loss: number;
  readonly gradient: Float64Array;
  /** p(1 − p) by place in `rows`. */
  readonly curvatures: Float64Array;
}

function lossAt({ features, labels, rows, ridge }: LogisticInput, weights: LogisticWeights): Loss {
  const { dims } = features;
  const gradient = ridged(weights, ridge);
  const curvatures = new Float64Array(rows.length);
  let loss = (ridge / 2) * squareWithout(weights, dims);
  rows.forEach((row, at) => {
    const margin = marginOf(features, row, weights);
    const label = labels[row] ?? 0;
    // ln(1 + e^−|m|) never overflows.
    const rest = Math.exp(-Math.abs(margin));
    const probability = margin >= 0 ? 1 / (1 + rest) : rest / (1 + rest);
    loss += Math.log1p(rest) + Math.max(0, label === 1 ? -margin : margin);
    curvatures[at] = rest / (1 + rest) ** 2;
    features.addTo(gradient, row, probability - label);
    gradient[dims] = (gradient[dims] ?? 0) + probability - label;
  });
  return { loss, gradient, curvatures };
}

/** About −H⁻¹ · gradient: the nearer to the minimum, the better solved. */
function newtonDirection(
  input: LogisticInput,
  { gradient, curvatures }: Loss,
  beginning: number,
): Float64Array {
  const residual = gradient.map((value) => -value);
  const direction = new Float64Array(gradient.length);
  const search = Float64Array.from(residual);
  let square = product(residual, residual);
  const start = Math.sqrt(square);
  const goal = start * Math.min(0.1, Math.sqrt(start / beginning));
  for (let step = 0; step < MOST_INNER_STEPS && Math.sqrt(square) > goal; step += 1) {
    const image = curved(input, curvatures, search);
    const scale = square / product(search, image);
    addScaled(direction, search, scale);
    addScaled(residual, image, -scale);
    const next = product(residual, residual);
    for (let at = 0; at < search.length; at += 1)
      search[at] = (residual[at] ?? 0) + (next / square) * (search[at] ?? 0);
    square = next;
  }
  return direction;
}

/** H · vector, where H = Xᵀ diag(p(1 − p)) X + λ. */
function curved(
  { features, rows, ridge }: LogisticInput,
  curvatures: Float64Array,
  vector: Float64Array,
): Float64Array {
  const { dims } = features;
  const image = ridged(vector, ridge);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    const factor = (curvatures[at] ?? 0) * marginOf(features, row, vector);
    features.addTo(image, row, factor);
    image[dims] = (image[dims] ?? 0) + factor;
  }
  return image;
}

/** The ridge times a vector, whose last value, the intercept's, is free of it. */
function ridged(vector: Float64Array, ridge: number): Float64Array {
  const result = new Float64Array(vector.length);
  for (let at = 0; at < vector.length - 1; at += 1) result[at] = ridge * (vector[at] ?? 0);
  return result;
}

function moved(weights: Float64Array, direction: Float64Array, scale: number): Float64Array {
  const result = weights.slice();
  addScaled(result, direction, scale);
  return result;
}

function addScaled(sums: Float64Array, vector: Float64Array, scale: number): void {
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + scale * (vector[at] ?? 0);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function squareWithout(weights: Float64Array, last: number): number {
  const columns = weights.subarray(0, last);
  return product(columns, columns);
}

function length(vector: Float64Array): number {
  return Math.sqrt(product(vector, vector));
}
