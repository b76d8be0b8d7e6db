import type { Values } from '../world.ts';

/** How long Prometheus takes a sample for the current one. */
export const LOOKBACK_SECONDS = 300;

/** Numbers that come from decimal steps: what lies between is rounding. */
const EPSILON = 1e-9;

/**
 * What a counter grew by in a window, as Prometheus' `increase` extrapolates it: to the edges of the window where samples are near
 * them, else by half an interval, and never to before the counter was 0. Undefined with less than two samples. Counters here never
 * fall.
 */
export function increaseAt(
  values: Values,
  interval: number,
  at: number,
  seconds: number,
): number | undefined {
  const from = Math.max(0, Math.floor((at - seconds) / interval + EPSILON) + 1);
  const to = Math.min(values.length - 1, Math.floor(at / interval + EPSILON));
  let [firstIndex, lastIndex, count] = [-1, -1, 0];
  for (let index = from; index <= to; index += 1) {
    if (values[index] === undefined) continue;
    if (count === 0) firstIndex = index;
    lastIndex = index;
    count += 1;
  }
  if (count < 2) return undefined;
  const first = values[firstIndex] ?? 0;
  const grown = (values[lastIndex] ?? 0) - first;
  const sampled = (lastIndex - firstIndex) * interval;
  const average = sampled / (count - 1);
  const reach = (gap: number): number => (gap >= average * 1.1 ? average / 2 : gap);
  let before = reach(firstIndex * interval - (at - seconds));
  if (grown > 0 && first >= 0) before = Math.min(before, (sampled * first) / grown);
  const after = reach(at - lastIndex * interval);
  return (grown * (sampled + before + after)) / sampled;
}

/** The current value of a series: its newest sample, unless it is too old or the series has ended. */
export function instantAt(values: Values, interval: number, at: number): number | undefined {
  const index = Math.min(values.length - 1, Math.floor(at / interval + EPSILON));
  if (index < 0 || at - index * interval >= LOOKBACK_SECONDS) return undefined;
  return values[index];
}
