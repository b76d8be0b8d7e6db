import type { FileMark } from '../../target.ts';
import type { Output, Parameter, Resource } from '../template.ts';
import type { Inventory, Item, OutputUses } from './inventory.ts';
import { type Reference, redirected } from './references.ts';

/** What one template holds, by name and in the order in which it is printed. */
export interface Content {
  readonly parameters: readonly (readonly [string, Parameter])[];
  readonly conditions: readonly (readonly [string, unknown])[];
  readonly resources: readonly (readonly [string, Resource])[];
  readonly outputs: readonly (readonly [string, Output])[];
  readonly marks: readonly FileMark[];
}

/** Resources and outputs with the parameters and conditions that they need, and references led where `target` says. */
export function contentOf(
  inventory: Inventory,
  ids: readonly string[],
  outputs: readonly OutputUses[],
  target: (reference: Reference) => Reference | undefined,
): Content {
  const items = ids.map((id) => inventory.items.get(id)).filter((item) => item !== undefined);
  const users = [...items, ...outputs];
  const parameters = new Set(users.flatMap((user) => user.parameters));
  const conditions = new Set(users.flatMap((user) => user.conditions));
  const here = new Set(ids);
  return {
    parameters: [...inventory.parameters].filter(([name]) => parameters.has(name)),
    conditions: [...inventory.conditions].filter(([name]) => conditions.has(name)),
    resources: items.map((item) => [item.id, resourceIn(here, item, target)] as const),
    outputs: outputs.map(({ name, output }) => {
      const { Value, ...rest } = output;
      return [name, { Value: redirected(Value, target), ...rest }] as const;
    }),
    marks: items.flatMap(({ id, origin }) => (origin === undefined ? [] : [resourceMark(id, origin)])),
  };
}

export function resourceMark(id: string, origin: FileMark['origin']): FileMark {
  return { pointer: ['Resources', id], origin };
}

/** `DependsOn` is left out where a reference says the same, which CloudFormation's linter complains about. */
function resourceIn(
  here: ReadonlySet<string>,
  { resource, references }: Item,
  target: (reference: Reference) => Reference | undefined,
): Resource {
  const { Type, DependsOn = [], Properties, Metadata, ...attributes } = resource;
  const implied = new Set(references.map(({ name }) => name));
  const needed = DependsOn.filter((id) => here.has(id) && !implied.has(id));
  return {
    Type,
    ...attributes,
    ...(needed.length === 0 ? {} : { DependsOn: needed }),
    Properties: Object.fromEntries(
      Object.entries(Properties).map(([name, value]) => [name, redirected(value, target)]),
    ),
    ...(Metadata === undefined ? {} : { Metadata }),
  };
}
