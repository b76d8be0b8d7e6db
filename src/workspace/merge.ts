import { isNull } from '../source/data.ts';
import type { Layer, MapEntry, MapNode, SeqNode, SpecNode } from '../source/node.ts';

/**
 * Lays `over` on `base`: maps merge deeply, lists of objects with a `name` merge by name, everything else is replaced, and
 * `null` deletes what is below it. The result keeps, for each value, its own place and (in `overrode`) what it replaced.
 */
export function mergeNodes(base: SpecNode | undefined, over: SpecNode): SpecNode {
  if (base === undefined) return withoutNulls(over);
  if (base.type === 'map' && over.type === 'map') return mergeMaps(base, over);
  if (base.type === 'seq' && over.type === 'seq' && isNamedList(base) && isNamedList(over))
    return mergeNamedLists(base, over);
  return { ...withoutNulls(over), overrode: base };
}

function mergeMaps(base: MapNode, over: MapNode): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    if (isNull(entry.value)) entries.delete(key);
    else entries.set(key, { ...entry, value: mergeNodes(entries.get(key)?.value, entry.value) });
  }
  return { ...over, entries };
}

function mergeNamedLists(base: SeqNode, over: SeqNode): SeqNode {
  const items = [...base.items];
  for (const item of over.items) {
    const index = items.findIndex((known) => nameOf(known) === nameOf(item));
    if (index < 0) items.push(withoutNulls(item));
    else items[index] = mergeNodes(items[index], item);
  }
  return { ...over, items };
}

/** A list of maps that each have a text `name`; an empty list is none, so that `[]` empties what was inherited. */
function isNamedList(node: SeqNode): boolean {
  return node.items.length > 0 && node.items.every((item) => nameOf(item) !== undefined);
}

function nameOf(node: SpecNode): string | undefined {
  const name = node.type === 'map' ? node.entries.get('name')?.value : undefined;
  return name?.type === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
}

/** `null` where nothing was inherited deletes nothing, and is no value either. */
function withoutNulls(node: SpecNode): SpecNode {
  if (node.type !== 'map' || ![...node.entries.values()].some((entry) => hasNull(entry.value))) return node;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) {
    if (!isNull(entry.value)) entries.set(key, { ...entry, value: withoutNulls(entry.value) });
  }
  return { ...node, entries };
}

function hasNull(node: SpecNode): boolean {
  return (
    isNull(node) || (node.type === 'map' && [...node.entries.values()].some((entry) => hasNull(entry.value)))
  );
}

/** The same tree, marked as written by `layer`. */
export function tagLayer(node: SpecNode, layer: Layer): SpecNode {
  if (node.type === 'scalar') return { ...node, layer };
  if (node.type === 'seq') return { ...node, layer, items: node.items.map((item) => tagLayer(item, layer)) };
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries)
    entries.set(key, { ...entry, value: tagLayer(entry.value, layer) });
  return { ...node, layer, entries };
}
