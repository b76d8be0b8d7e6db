import type { Condition } from '../../plan/condition.ts';
import { nodesOfCondition } from '../../plan/walk.ts';

/** A question of burn-rate alerts: both windows at once, with so many bad events in the longer one. */
export type Burn = Pick<
  Extract<Condition, { node: 'burn-rate' }>,
  'shortSeconds' | 'longSeconds' | 'minBadEvents'
>;

/** By objective, what conditions ask of the rate at which its budget burns; each once, in the order of the conditions. */
export function burnsOf(conditions: readonly Condition[]): ReadonlyMap<string, readonly Burn[]> {
  const burns = new Map<string, Burn[]>();
  for (const node of conditions.flatMap(nodesOfCondition)) {
    if (node.node !== 'burn-rate') continue;
    const known = burns.get(node.objective) ?? [];
    burns.set(node.objective, known);
    if (!known.some((burn) => isSame(burn, node))) known.push(node);
  }
  return burns;
}

function isSame(a: Burn, b: Burn): boolean {
  return (
    a.shortSeconds === b.shortSeconds && a.longSeconds === b.longSeconds && a.minBadEvents === b.minBadEvents
  );
}
