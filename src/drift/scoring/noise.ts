import { normalQuantile } from '../../statistics/normal.ts';

/** What the absolute difference of two shares is without drift: normal, folded at 0. */
export function noiseOfShare(
  pooled: number,
  n: number,
  m: number,
): { readonly deviation: number; readonly floor: { readonly mean: number; readonly q99: number } } {
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return {
    deviation,
    floor: { mean: deviation * Math.sqrt(2 / Math.PI), q99: deviation * normalQuantile(0.995) },
  };
}
