import type { Condition } from '../../plan/condition.ts';

/** A condition and all conditions that it is made of. */
export function nodesOf(condition: Condition): readonly Condition[] {
  switch (condition.node) {
    case 'all':
    case 'any':
      return [condition, ...condition.of.flatMap(nodesOf)];
    case 'unless':
      return [condition, ...nodesOf(condition.of), ...nodesOf(condition.exception)];
    case 'latched':
      return [condition, ...nodesOf(condition.trigger), ...nodesOf(condition.release)];
    default:
      return [condition];
  }
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
