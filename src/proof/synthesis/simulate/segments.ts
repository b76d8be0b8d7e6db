import type { Condition, Measure } from '../../../plan/condition.ts';
import type { Selection } from '../../../plan/signal.ts';
import { instantAt } from './range.ts';
import { type Simulation, sampledOf, theSignal, type Use } from './simulation.ts';

/** The largest value of each value of the segment, in the plan's unit. */
function perValue(simulation: Simulation, of: Selection, at: number, use?: Use): ReadonlyMap<string, number> {
  const { facetLabels, scale } = theSignal(simulation.scope, of).prometheus;
  const values = new Map<string, number>();
  for (const { emitter, parts } of sampledOf(simulation, of, use)) {
    const value = instantAt(parts.get('value') ?? [], simulation.world.intervalSeconds, at);
    if (value === undefined) continue;
    const key = emitter.labels[facetLabels.value ?? ''] ?? '';
    values.set(key, Math.max(values.get(key) ?? Number.NEGATIVE_INFINITY, value * scale));
  }
  return values;
}

/** Largest over smallest value, of those with enough samples; undefined when the smallest is not above 0. */
export function spreadAt(
  simulation: Simulation,
  { of, samples, minSamples }: Extract<Measure, { node: 'segment-spread' }>,
  at: number,
): number | undefined {
  const enough = (use: Use): readonly number[] => {
    const counts = perValue(simulation, samples, at, use);
    return [...perValue(simulation, of, at, use)]
      .filter(([key]) => (counts.get(key) ?? Number.NEGATIVE_INFINITY) >= minSamples)
      .map(([, value]) => value);
  };
  const [largest, smallest] = [enough('largest'), enough('smallest')];
  const least = Math.min(...smallest);
  return largest.length > 0 && smallest.length > 0 && least > 0 ? Math.max(...largest) / least : undefined;
}

/** Whether some value with enough samples is beyond the threshold for its size. */
export function beyondAt(
  simulation: Simulation,
  {
    of,
    samples,
    overallSamples,
    op,
    typical,
    threshold,
    minSamples,
  }: Extract<Condition, { node: 'segment-beyond' }>,
  at: number,
): boolean {
  const all = sampledOf(simulation, overallSamples)
    .map(({ parts }) => instantAt(parts.get('value') ?? [], simulation.world.intervalSeconds, at))
    .filter((value) => value !== undefined);
  if (all.length === 0) return false;
  const total = all.reduce((sum, value) => sum + value, 0);
  const counts = perValue(simulation, samples, at);
  return [...perValue(simulation, of, at)].some(([key, value]) => {
    const own = counts.get(key);
    if (own === undefined || own < minSamples) return false;
    const bound = typical - (typical - threshold) * Math.sqrt(total / own);
    return op === '<' ? value < bound : value > bound;
  });
}
