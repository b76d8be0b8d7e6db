import { KINDS, type KindName } from '../../spec/names.ts';
import type { KindRegistry } from '../../spec/registry.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';
import { meaningOf } from './values.ts';

/** The objects of one environment on both sides. */
export interface MatchedObjects {
  /** In both; `base` and `head` differ in name when it was renamed. */
  readonly pairs: readonly { readonly base: Entity; readonly head: Entity }[];
  readonly removed: readonly Entity[];
  readonly added: readonly Entity[];
  /** The name that an object of the base has in the head. */
  readonly nameInHead: (kind: string, name: string) => string;
}

/**
 * Matches objects by kind and name; of the others, those of a kind whose specs say the same are the same object with another
 * name. References count by what they refer to, so that an SLO of a renamed model is found again under its own new name.
 */
export function matchObjects(kinds: KindRegistry, base: Workspace, head: Workspace): MatchedObjects {
  const [before, after] = [entitiesOf(base), entitiesOf(head)];
  const known = new Map(after.map((entity) => [keyOf(entity.kind, entity.name), entity]));
  const pairs: { base: Entity; head: Entity }[] = [];
  let removed: Entity[] = [];
  for (const entity of before) {
    const same = known.get(keyOf(entity.kind, entity.name));
    if (same) pairs.push({ base: entity, head: same });
    else removed.push(entity);
  }
  const kept = new Set(before.map((entity) => keyOf(entity.kind, entity.name)));
  let added = after.filter((entity) => !kept.has(keyOf(entity.kind, entity.name)));
  const renamed = new Map<string, string>();
  // One renamed object may be what makes another recognisable.
  for (let isNew = true; isNew && removed.length > 0 && added.length > 0; ) {
    const found = renamedPairs(kinds, removed, added, renamed);
    isNew = found.length > 0;
    for (const pair of found) renamed.set(keyOf(pair.base.kind, pair.base.name), pair.head.name);
    pairs.push(...found);
    removed = removed.filter((entity) => !found.some((pair) => pair.base === entity));
    added = added.filter((entity) => !found.some((pair) => pair.head === entity));
  }
  // What stands inside a renamed model has its name from it, whatever else changes.
  for (const base of removed) {
    const name = nameWithin(base, renamed);
    const head = added.find((entity) => entity.kind === base.kind && entity.name === name);
    if (head === undefined) continue;
    pairs.push({ base, head });
    renamed.set(keyOf(base.kind, base.name), head.name);
    removed = removed.filter((entity) => entity !== base);
    added = added.filter((entity) => entity !== head);
  }
  return {
    pairs: sortedBy(pairs, ({ head: { kind, name } }) => keyOf(kind, name)),
    removed,
    added,
    nameInHead: (kind, name) => renamed.get(keyOf(kind, name)) ?? name,
  };
}

/** `fraud-latency` of the model `fraud` that is now `risk`: `risk-latency`. */
function nameWithin({ spec, name }: Entity, renamed: ReadonlyMap<string, string>): string | undefined {
  const { model } = spec as Readonly<Record<string, unknown>>;
  if (typeof model !== 'string' || !name.startsWith(`${model}-`)) return undefined;
  const now = renamed.get(keyOf('Model', model));
  return now === undefined ? undefined : now + name.slice(model.length);
}

export function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}

function renamedPairs(
  kinds: KindRegistry,
  removed: readonly Entity[],
  added: readonly Entity[],
  renamed: ReadonlyMap<string, string>,
): { base: Entity; head: Entity }[] {
  const candidates = groupBy(added, (entity) => identityOf(kinds, entity, new Map()));
  const taken = new Set<Entity>();
  return removed.flatMap((base) => {
    const head = candidates.get(identityOf(kinds, base, renamed))?.find((entity) => !taken.has(entity));
    if (head === undefined) return [];
    taken.add(head);
    return [{ base, head }];
  });
}

/** What an object says, with the names that its references have in the head. */
function identityOf(kinds: KindRegistry, entity: Entity, renamed: ReadonlyMap<string, string>): string {
  const definition = kinds[entity.kind] as { references(spec: unknown): ReturnType<ReferencesOf> };
  let meaning = meaningOf(entity.spec, entity.node);
  if (renamed.size > 0) {
    let spec: unknown = entity.spec;
    for (const { kind, name, path } of definition.references(entity.spec)) {
      const now = renamed.get(keyOf(kind, name));
      if (now !== undefined) spec = withValue(spec, path, now);
    }
    meaning = meaningOf(spec, entity.node);
  }
  return `${entity.kind} ${meaning}`;
}

type ReferencesOf = KindRegistry[KindName]['references'];

/** A copy of plain data with another text at a path; a path that is not there changes nothing. */
function withValue(data: unknown, path: readonly (string | number)[], value: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof data === 'string' ? value : data;
  if (Array.isArray(data))
    return data.map((each: unknown, index) => (index === step ? withValue(each, rest, value) : each));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, each]) => [key, key === step ? withValue(each, rest, value) : each]),
  );
}

/** All objects that somebody wrote; what is built in is the same on both sides. */
function entitiesOf(workspace: Workspace): Entity[] {
  const all = KINDS.flatMap((kind): readonly Entity[] => {
    if (kind === 'Project') return [workspace.project];
    if (kind === 'Environment') return workspace.environmentObject ? [workspace.environmentObject] : [];
    return workspace.list(kind);
  });
  return all.filter((entity) => entity.node.layer?.kind !== 'builtin');
}

/** The spec of the base with the names that its references have in the head: a renamed team is no other owner. */
export function specInHead(
  kinds: KindRegistry,
  entity: Entity,
  nameInHead: MatchedObjects['nameInHead'],
): unknown {
  const definition = kinds[entity.kind] as { references(spec: unknown): ReturnType<ReferencesOf> };
  let spec: unknown = entity.spec;
  for (const { kind, name, path } of definition.references(entity.spec)) {
    const now = nameInHead(kind, name);
    if (now !== name) spec = withValue(spec, path, now);
  }
  return spec;
}
