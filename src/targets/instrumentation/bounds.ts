import type { ServiceMetric } from '../../plan/instrumentation.ts';
import { rawValue, type Unit } from '../../plan/signal.ts';

/** Bounds in the plan's units for histograms of which the specs say none: those of Prometheus' clients for times. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const BYTES = [1024, 16_384, 262_144, 4_194_304, 67_108_864, 1_073_741_824];
const DECADES = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/**
 * Upper bounds of a histogram, in the unit of its samples: those of the specs and their objectives; for times and shares without
 * bounds of their own the usual ones, and any that an objective needs.
 */
export function boundsFor({ bounds = [], declaresBounds, unit, scale }: ServiceMetric): readonly number[] {
  if (declaresBounds) return bounds;
  const usual = usualBounds(unit).map((bound) => rawValue({ scale }, bound));
  return [...new Set([...usual, ...bounds])].toSorted((a, b) => a - b);
}

function usualBounds(unit: Unit): readonly number[] {
  switch (unit) {
    case 'seconds':
      return SECONDS;
    case 'ratio':
      return SHARES;
    case 'bytes':
      return BYTES;
    case 'events':
    case 'events-per-second':
    case 'unix-seconds':
    case 'money':
    case 'none':
      return DECADES;
  }
}
