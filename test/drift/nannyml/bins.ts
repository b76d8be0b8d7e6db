import { binCounts } from '../../../src/drift/evidently/binning.ts';

/** Counts as NannyML compares them: bins or categories of the reference alone, and what current data have beyond them last. */
export interface LeftoverCounts {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

export function binned(reference: Float64Array, current: Float64Array): LeftoverCounts {
  const edges = doaneEdges(reference);
  const [r, c] = [reference, current].map((values) => [...binCounts(values.toSorted(), edges)]);
  const inside = (c ?? []).reduce((sum, count) => sum + count, 0);
  return { reference: [...(r ?? []), 0], current: [...(c ?? []), current.length - inside] };
}

/**
 * Doane's bins ("Aesthetic frequency classifications", 1976) as numpy.histogram_bin_edges has them: 1 + log₂ n + log₂(1 + |g₁| / σ_g₁),
 * g₁ the skewness and σ_g₁ = √(6 (n − 2) / ((n + 1)(n + 3))).
 */
function doaneEdges(values: Float64Array): Float64Array {
  const n = values.length;
  const sorted = values.toSorted();
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (low === high) return Float64Array.of(low - 0.5, high + 0.5);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const skewness = values.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0) / n;
  const spread = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  const width = (high - low) / (1 + Math.log2(n) + Math.log2(1 + Math.abs(skewness) / spread));
  const bins = Math.ceil((high - low) / width);
  return Float64Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : i * ((high - low) / bins) + low,
  );
}
