import type { ObjectRef } from '../../diagnostics/diagnostic.ts';
import { countedInGroups } from '../../support/counted.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { type AlertMoves, type Change, type Effect, type EnvironmentChange, gravest } from './change.ts';
import { sortedSet } from './context.ts';
import { listNames, own, type Words, words } from './words.ts';

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

/** So many objects with the same change are told as one. */
const SEVERAL = 3;

/** The changes with those together that are the same field of many objects of a kind, from and to the same. */
export function gathered(changes: readonly Change[]): Change[] {
  const groups = groupBy(changes, (change) => {
    const { class: of, action, objects, field, before, after, environments } = change;
    const kind = objects.length === 1 ? objects[0]?.kind : undefined;
    const isAlone = action !== 'field' || kind === undefined;
    return JSON.stringify(
      isAlone
        ? [objects, action, field, before, after, environments]
        : [of, kind, field, before, after, environments],
    );
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined || group.length < SEVERAL ? group : [gatheredChange(first, group)];
  });
}

function gatheredChange(first: Change, group: readonly Change[]): Change {
  const objects = unionOf(group.flatMap((change) => change.objects));
  const moves = mergedMoves(group.map((change) => change.moves));
  const common = first.effects.filter((effect) =>
    group.every(({ effects }) => effects.some((each) => JSON.stringify(each) === JSON.stringify(effect))),
  );
  return {
    ...first,
    objects,
    effects: [
      { environments: [], words: listNames(objects.map(({ name }) => name)) },
      ...common.map(({ environments, words: said }) => ({ environments, words: words`each: ${said}` })),
      ...moveWords(moves).map((said) => ({ environments: [], words: said })),
    ],
    moves,
    alerts: sortedSet(group.flatMap((change) => change.alerts)),
    tiers: sortedSet(group.flatMap((change) => change.tiers)),
  };
}

function moveWords({ gone, come, severity }: AlertMoves): Words[] {
  return [
    ...(gone.length > 0 ? [own(`${countedInGroups(gone.length, 'alert')} vanish in all`)] : []),
    ...(come.length > 0 ? [own(`${countedInGroups(come.length, 'alert')} appear in all`)] : []),
    ...(severity.length > 0
      ? [own(`${countedInGroups(severity.length, 'alert')} change severity in all`)]
      : []),
  ];
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
