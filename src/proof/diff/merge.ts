import type { ObjectRef } from '../../diagnostics/diagnostic.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { type AlertMoves, type Change, type Effect, type EnvironmentChange, gravest } from './change.ts';
import { sortedSet } from './context.ts';

/** A change as one environment has it. */
export interface InEnvironment {
  readonly environment: string;
  readonly change: EnvironmentChange;
}

/** The same change of several environments as one. What it does may differ: then each effect names its environments. */
export function mergedChange(group: readonly InEnvironment[], common: readonly string[]): Change {
  const [first] = group;
  if (first === undefined) throw new Error('a change of no environment');
  const environments = sortedSet(group.map(({ environment }) => environment));
  const changes = group.map(({ change }) => change);
  const { action, field, before, after } = first.change;
  const place = changes.find((change) => change.place)?.place;
  return {
    class: gravest(changes.map((change) => change.class)),
    action,
    objects: unionOf(changes.flatMap((change) => change.objects)),
    ...(field !== undefined && { field }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    effects: mergedEffects(group, environments),
    moves: mergedMoves(changes.map((change) => change.moves)),
    alerts: sortedSet(changes.flatMap((change) => change.alerts)),
    tiers: sortedSet(changes.flatMap((change) => change.tiers)),
    ...(place && { place }),
    environments,
    isEverywhere: common.length > 0 && common.every((name) => environments.includes(name)),
  };
}

function mergedEffects(group: readonly InEnvironment[], environments: readonly string[]): Effect[] {
  const all = group.flatMap(({ environment, change }) =>
    change.effects.map((words, index) => ({ environment, words, index })),
  );
  const same = groupBy(all, ({ words }) => JSON.stringify(words));
  return [...same.values()].flatMap((effects) => {
    const [one] = effects;
    if (one === undefined) return [];
    const where = sortedSet(effects.map(({ environment }) => environment));
    return [{ environments: where.length === environments.length ? [] : where, words: one.words }];
  });
}

function mergedMoves(moves: readonly AlertMoves[]): AlertMoves {
  return {
    gone: sortedSet(moves.flatMap(({ gone }) => gone)),
    come: sortedSet(moves.flatMap(({ come }) => come)),
    severity: unionOf(moves.flatMap(({ severity }) => severity)),
  };
}

function unionOf<Item extends ObjectRef | AlertMoves['severity'][number]>(items: readonly Item[]): Item[] {
  const known = new Map(items.map((item) => [JSON.stringify(Object.values(item)), item]));
  return sortedBy(known, ([key]) => key).map(([, item]) => item);
}
