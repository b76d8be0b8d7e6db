import type { Condition } from '../../plan/condition.ts';
import { nodesOfCondition } from '../../plan/walk.ts';

/** By objective, the windows in seconds over which conditions want its bad events counted, ascending. */
export function badEventWindows(conditions: readonly Condition[]): ReadonlyMap<string, readonly number[]> {
  const windows = new Map<string, readonly number[]>();
  for (const node of conditions.flatMap(nodesOfCondition)) {
    if (node.node !== 'burn-rate' || node.minBadEvents === 0) continue;
    const all = new Set([...(windows.get(node.objective) ?? []), node.longSeconds]);
    windows.set(
      node.objective,
      [...all].toSorted((a, b) => a - b),
    );
  }
  return windows;
}
