import type { Objective } from './objective.ts';
import { rawValue, type Signal } from './signal.ts';

/** Thresholds of latency objectives on a signal, in the unit of its samples, ascending. */
export function thresholdsOn(signal: Signal, objectives: readonly Objective[]): readonly number[] {
  const thresholds = objectives.flatMap(({ indicator }) =>
    indicator.type === 'histogram-threshold' && indicator.of.signal === signal.id
      ? [rawValue(signal.prometheus, indicator.thresholdSeconds)]
      : [],
  );
  return ascending(thresholds);
}

/** The bounds that the specs give a histogram and those that its objectives need; undefined when there are none. */
export function boundsOf(signal: Signal, objectives: readonly Objective[]): readonly number[] | undefined {
  const declared = signal.prometheus.histogram?.buckets ?? [];
  const bounds = ascending([...declared, ...thresholdsOn(signal, objectives)]);
  return bounds.length === 0 ? undefined : bounds;
}

export function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}
