import type { Condition } from '../../plan/condition.ts';

/** A condition and all conditions that it is made of. */
export function nodesOf(condition: Condition): readonly Condition[] {
  return [condition, ...partsOf(condition).flatMap(nodesOf)];
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.node === 'all' || condition.node === 'any') return condition.of;
  if (condition.node === 'unless') return [condition.of, condition.exception];
  return condition.node === 'latched' ? [condition.trigger, condition.release] : [];
}

/** By objective, the windows in seconds over which conditions want its bad events counted, ascending. */
export function badEventWindows(conditions: readonly Condition[]): ReadonlyMap<string, readonly number[]> {
  const windows = new Map<string, readonly number[]>();
  for (const node of conditions.flatMap(nodesOf)) {
    if (node.node !== 'burn-rate' || node.minBadEvents === 0) continue;
    const all = new Set([...(windows.get(node.objective) ?? []), node.longSeconds]);
    windows.set(
      node.objective,
      [...all].toSorted((a, b) => a - b),
    );
  }
  return windows;
}
