import type { Moments } from './moments.ts';
import { forEachDistinct, type Pooled } from './pooled.ts';

/** Below this a reference's standard deviation is no unit any more (Evidently's rule). */
const LEAST_DEVIATION = 0.001;

/**
 * W₁ = ∫ |F − G| dx, in units of the values (scipy.stats.wasserstein_distance). NaN when a side is empty, Infinity when values lie
 * further apart than a double can tell.
 */
export function wassersteinDistance(samples: Pooled): number {
  return cdfIntegral(samples, Math.abs);
}

/** `wassersteinDistance` of two sorted samples, without a table of them; throws a RangeError as `pooled` does. */
export function wassersteinOfSorted(reference: Float64Array, current: Float64Array): number {
  const integral = new CdfIntegral(reference.length, current.length, Math.abs);
  forEachDistinct(reference, current, (value, ofReference, ofCurrent) =>
    integral.next(value, ofReference, ofCurrent),
  );
  return integral.sum;
}

/**
 * A W₁ in standard deviations (ddof 0) of the reference, a deviation below 0.001 taken for 0.001: Evidently's "Wasserstein distance
 * (normed)".
 */
export function normedWassersteinDistance(distance: number, reference: Pick<Moments, 'std0'>): number {
  return distance / Math.max(reference.std0, LEAST_DEVIATION);
}

/** √(2 ∫ (F − G)² dx) (Székely; scipy.stats.energy_distance). NaN when a side is empty. */
export function energyDistance(samples: Pooled): number {
  return Math.SQRT2 * Math.sqrt(cdfIntegral(samples, (difference) => difference * difference));
}

function cdfIntegral(samples: Pooled, weight: (difference: number) => number): number {
  const { values, referenceAtMost, currentAtMost, referenceSize, currentSize } = samples;
  const integral = new CdfIntegral(referenceSize, currentSize, weight);
  for (let i = 0; i < values.length; i += 1)
    integral.next(values[i] ?? 0, referenceAtMost[i] ?? 0, currentAtMost[i] ?? 0);
  return integral.sum;
}

/** ∫ weight(F − G) dx, of the distinct values in ascending order. NaN when a side is empty. */
class CdfIntegral {
  sum: number;
  #before = 0;
  #difference = 0;
  readonly #referenceSize: number;
  readonly #currentSize: number;
  readonly #weight: (difference: number) => number;

  constructor(referenceSize: number, currentSize: number, weight: (difference: number) => number) {
    this.sum = referenceSize === 0 || currentSize === 0 ? Number.NaN : 0;
    this.#referenceSize = referenceSize;
    this.#currentSize = currentSize;
    this.#weight = weight;
  }

  next(value: number, referenceAtMost: number, currentAtMost: number): void {
    // Sides of very different sign and size: a width of Infinity must not meet a difference of 0.
    if (this.#difference !== 0) this.sum += this.#weight(this.#difference) * (value - this.#before);
    this.#difference = referenceAtMost / this.#referenceSize - currentAtMost / this.#currentSize;
    this.#before = value;
  }
}
