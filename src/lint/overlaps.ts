import type { LabelSet, Signal } from '../plan/signal.ts';
import { groupBy } from '../support/group-by.ts';
import { stableJson } from '../support/stable-json.ts';

/** Signals with more labels are compared with those of equal labels only: subsets double with each label. */
const MOST_LABELS = 8;

/** The models whose events another one counts, and in which metrics. */
export interface Overlap {
  readonly models: Set<string>;
  readonly metrics: Set<string>;
}

/**
 * By model: whose series its signals choose as well, as far as the labels in the specs tell: same metric, and labels that are
 * a part of the other's. Of models that choose the very same series the first is told with each of the others.
 */
export function findOverlaps(signals: readonly Signal[]): ReadonlyMap<string, Overlap> {
  const overlaps = new Map<string, Overlap>();
  const add = (ours: Signal | undefined, theirs: Signal | undefined): void => {
    if (ours === undefined || theirs === undefined || owner(ours) === owner(theirs)) return;
    const overlap = overlaps.get(owner(ours)) ?? { models: new Set(), metrics: new Set() };
    overlaps.set(owner(ours), overlap);
    overlap.models.add(owner(theirs));
    overlap.metrics.add(ours.metric);
  };
  const groups = groupBy(signals, ({ metric, prometheus }) => keyOf(metric, prometheus.labels));
  for (const members of groups.values()) {
    const [first] = members;
    for (const signal of members) add(signal, first);
    for (const labels of properSubsets(first?.prometheus.labels ?? {})) {
      for (const wider of groups.get(keyOf(first?.metric ?? '', labels)) ?? []) {
        for (const signal of members) add(wider, signal);
      }
    }
  }
  return overlaps;
}

function owner(signal: Signal): string {
  return signal.origin.object.name;
}

function keyOf(metric: string, labels: LabelSet): string {
  return `${metric} ${stableJson(labels, 0)}`;
}

function properSubsets(labels: LabelSet): LabelSet[] {
  const entries = Object.entries(labels);
  if (entries.length > MOST_LABELS) return [];
  return Array.from({ length: 2 ** entries.length - 1 }, (_, mask) =>
    Object.fromEntries(entries.filter((__, bit) => (mask >> bit) % 2 === 1)),
  );
}
