import type { Moments } from './moments.ts';
import type { Pooled } from './pooled.ts';

/** Below this a reference's standard deviation is no unit any more (Evidently's rule). */
const LEAST_DEVIATION = 0.001;

/**
 * W₁ = ∫ |F − G| dx, in units of the values (scipy.stats.wasserstein_distance). NaN when a side is empty, Infinity when values lie
 * further apart than a double can tell.
 */
export function wassersteinDistance(samples: Pooled): number {
  return cdfIntegral(samples, Math.abs);
}

/**
 * W₁ in standard deviations (ddof 0) of the reference, a deviation below 0.001 taken for 0.001: Evidently's "Wasserstein distance
 * (normed)".
 */
export function normedWassersteinDistance(samples: Pooled, reference: Pick<Moments, 'std0'>): number {
  return wassersteinDistance(samples) / Math.max(reference.std0, LEAST_DEVIATION);
}

/** √(2 ∫ (F − G)² dx) (Székely; scipy.stats.energy_distance). NaN when a side is empty. */
export function energyDistance(samples: Pooled): number {
  return Math.SQRT2 * Math.sqrt(cdfIntegral(samples, (difference) => difference * difference));
}

function cdfIntegral(samples: Pooled, weight: (difference: number) => number): number {
  const { values, referenceAtMost, currentAtMost, referenceSize, currentSize } = samples;
  if (referenceSize === 0 || currentSize === 0) return Number.NaN;
  let sum = 0;
  for (let i = 0; i + 1 < values.length; i += 1) {
    const difference = (referenceAtMost[i] ?? 0) / referenceSize - (currentAtMost[i] ?? 0) / currentSize;
    // Sides of very different sign and size: a width of Infinity must not meet a difference of 0.
    if (difference !== 0) sum += weight(difference) * ((values[i + 1] ?? 0) - (values[i] ?? 0));
  }
  return sum;
}
