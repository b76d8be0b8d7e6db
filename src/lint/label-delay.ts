import { normalBelow, normalQuantile } from '../statistics/normal.ts';

const POINTS = 100;

/**
 * The share of labels that have come when predictions are `age` seconds old, 0 to 1: delays are taken for lognormal, through
 * the two known quantiles. Undefined when these are no distribution (p50 not below p95).
 */
export function labelsArrived(age: number, p50: number, p95: number): number | undefined {
  if (!(p50 > 0 && p50 < p95)) return undefined;
  if (age <= 0) return 0;
  const deviation = Math.log(p95 / p50) / normalQuantile(0.95);
  return normalBelow(Math.log(age / p50) / deviation);
}

/** The same, on average over predictions whose ages lie evenly between two. */
export function meanLabelsArrived(
  ages: { readonly from: number; readonly to: number },
  p50: number,
  p95: number,
): number | undefined {
  let sum = 0;
  for (let index = 0; index < POINTS; index += 1) {
    const share = labelsArrived(ages.from + ((ages.to - ages.from) * (index + 0.5)) / POINTS, p50, p95);
    if (share === undefined) return undefined;
    sum += share;
  }
  return sum / POINTS;
}
