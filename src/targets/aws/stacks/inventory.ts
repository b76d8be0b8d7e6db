import type { Origin } from '../../../plan/origin.ts';
import { LIMITS } from '../limits.ts';
import type { Output, Parameter, Resource, TemplatePart } from '../template.ts';
import { type Reference, referenceKey, usesOf } from './references.ts';

export interface Item {
  readonly id: string;
  readonly subject: string;
  readonly resource: Resource;
  readonly origin: Origin | undefined;
  /** To other resources. */
  readonly references: readonly Reference[];
  /** Parameters that the resource needs in its template, also by its conditions. */
  readonly parameters: readonly string[];
  readonly conditions: readonly string[];
  /** Logical ids that must exist first, by reference or `DependsOn`. */
  readonly needs: readonly string[];
  readonly bytes: number;
}

/** An output stands in the template that holds all that it reads, else in the main one. */
export interface OutputUses {
  readonly name: string;
  readonly output: Output;
  readonly references: readonly Reference[];
  readonly parameters: readonly string[];
  readonly conditions: readonly string[];
}

/** Everything of all parts, with what refers to what. */
export interface Inventory {
  readonly items: ReadonlyMap<string, Item>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly outputs: readonly OutputUses[];
  /** Logical ids of the items that refer to each resource, by reference key. */
  readonly readers: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

/**
 * Throws when two resources or parameters share a logical id, or when something refers to what no part declares: both are
 * mistakes of the caller, which CloudFormation would refuse as a whole.
 */
export function takeInventory(parts: readonly TemplatePart[]): Inventory {
  const parameters = new Map(parts.flatMap((part) => [...(part.parameters ?? [])]));
  const conditions = new Map(parts.flatMap((part) => [...(part.conditions ?? [])]));
  const resources = new Map<string, { readonly part: TemplatePart; readonly resource: Resource }>();
  for (const part of parts) {
    for (const [id, resource] of part.resources) {
      if (resources.has(id) || parameters.has(id))
        throw new Error(`two things of a template are called ${id}`);
      resources.set(id, { part, resource });
    }
  }
  const sorted = (what: string, value: unknown, condition: string | undefined) =>
    sortUses(what, value, condition, { parameters, conditions, resources });
  const items = new Map(
    [...resources].map(([id, { part, resource }]): [string, Item] => {
      const uses = sorted(id, resource.Properties, resource.Condition);
      const dependsOn = resource.DependsOn ?? [];
      for (const needed of dependsOn) if (!resources.has(needed)) throw unknownName(id, needed);
      const needs = [...new Set([...uses.references.map(({ name }) => name), ...dependsOn])];
      const { subject } = part;
      const bytes = Buffer.byteLength(JSON.stringify({ Resources: { [id]: resource } }, undefined, 2));
      return [id, { id, subject, resource, origin: part.origins.get(id), needs, bytes, ...uses }];
    }),
  );
  const outputs = parts.flatMap((part) =>
    [...(part.outputs ?? [])].map(([name, output]): OutputUses => {
      const uses = sorted(name, [output.Value, output.Export], output.Condition);
      return { name, output, ...uses };
    }),
  );
  return { items, parameters, conditions, outputs, readers: readersOf([...items.values()]) };
}

interface Declared {
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, unknown>;
}

function sortUses(
  what: string,
  value: unknown,
  condition: string | undefined,
  declared: Declared,
): Pick<Item, 'references' | 'parameters' | 'conditions'> {
  const { references, conditions: direct } = usesOf(value);
  const conditions = new Set(condition === undefined ? direct : [condition, ...direct]);
  const parameters = new Set<string>();
  const toResources = references.filter(({ name }) => {
    if (declared.resources.has(name)) return true;
    if (!declared.parameters.has(name)) throw unknownName(what, name);
    parameters.add(name);
    return false;
  });
  // A set hands out what is added while it is walked: conditions of conditions come too.
  for (const name of conditions) {
    if (!declared.conditions.has(name)) throw unknownName(what, name);
    const inner = usesOf(declared.conditions.get(name));
    for (const each of inner.conditions) conditions.add(each);
    for (const each of inner.references) {
      if (!declared.parameters.has(each.name)) throw unknownName(name, each.name);
      parameters.add(each.name);
    }
  }
  return { references: toResources, parameters: [...parameters], conditions: [...conditions] };
}

function unknownName(from: string, to: string): Error {
  return new Error(`${from} of a template refers to ${to}, which nothing declares`);
}

function readersOf(items: readonly Item[]): Inventory['readers'] {
  const readers = new Map<string, Map<string, Set<string>>>();
  for (const { id, references } of items) {
    for (const reference of references) {
      const ofResource = readers.get(reference.name) ?? new Map<string, Set<string>>();
      readers.set(reference.name, ofResource);
      const key = referenceKey(reference);
      ofResource.set(key, (ofResource.get(key) ?? new Set()).add(id));
    }
  }
  return readers;
}

/** Kept free for parameters, outputs and the head of a template, whose size depends on how the rest is split. */
const ROOM_FOR_HEAD = 200_000;

/** Whether resources can share a template, with what they then need from outside and hand out. */
export function fitsTemplate(inventory: Inventory, ids: ReadonlySet<string>): boolean {
  if (ids.size > LIMITS.templateResources.value) return false;
  const inward = new Set<string>();
  const outward = new Set<string>();
  let bytes = 0;
  for (const id of ids) {
    const item = inventory.items.get(id);
    if (item === undefined) continue;
    bytes += item.bytes;
    for (const name of item.parameters) inward.add(name);
    for (const each of item.references) if (!ids.has(each.name)) inward.add(referenceKey(each));
    for (const [key, readers] of inventory.readers.get(id) ?? []) {
      if ([...readers].some((reader) => !ids.has(reader))) outward.add(key);
    }
  }
  const own = ownOutputs(inventory, ids);
  for (const { parameters } of own) for (const name of parameters) inward.add(name);
  for (const output of inventory.outputs) {
    if (own.includes(output)) continue;
    for (const each of output.references) if (ids.has(each.name)) outward.add(referenceKey(each));
  }
  return (
    bytes <= LIMITS.templateBytes.value - ROOM_FOR_HEAD &&
    inward.size <= LIMITS.templateParameters.value &&
    outward.size + own.length <= LIMITS.templateOutputs.value
  );
}

/** The outputs that read resources of this template and of no other. */
export function ownOutputs({ outputs }: Inventory, ids: ReadonlySet<string>): OutputUses[] {
  return outputs.filter(
    ({ references }) => references.length > 0 && references.every(({ name }) => ids.has(name)),
  );
}
