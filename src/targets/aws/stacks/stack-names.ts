import { allocate, NAME_RULES, type NameRule } from '../names.ts';
import type { Inventory } from './inventory.ts';
import { type Reference, referenceKey } from './references.ts';
import type { NestedStack } from './split.ts';

/** Names that only nested stacks need; none is that of something in the parts. */
export interface StackNames {
  /** The parameter of the main template that says where the others are. */
  readonly baseUrl: string;
  /** Logical id of a nested stack in the main template. */
  readonly stack: (stack: NestedStack) => string;
  readonly file: (stack: NestedStack) => string;
  /** The parameter of a nested template that holds what a reference out of it reads. */
  readonly parameter: (reference: Reference) => string;
  /** The output of a nested template that hands out what a reference into it reads. */
  readonly output: (reference: Reference) => string;
}

export const MAIN = 'main';

export function stackNames(inventory: Inventory, stacks: readonly NestedStack[]): StackNames {
  const references = [...inventory.items.values(), ...inventory.outputs].flatMap((uses) => uses.references);
  const ids = namesIn(NAME_RULES.logicalId, [
    ...inventory.items.keys(),
    ...inventory.parameters.keys(),
    ...references.map(spaced),
    ...stacks.map(asStack),
    BASE_URL,
  ]);
  const outputs = namesIn(NAME_RULES.logicalId, [
    ...inventory.outputs.map(({ name }) => name),
    ...references.map(asOutput),
  ]);
  const files = namesIn(NAME_RULES.topic, [MAIN, ...stacks.map(asFile)]);
  return {
    baseUrl: ids(BASE_URL),
    stack: (stack) => ids(asStack(stack)),
    file: (stack) => files(asFile(stack)),
    // A resource that is outside leaves its own name free inside.
    parameter: (reference) => (reference.attribute === undefined ? reference.name : ids(spaced(reference))),
    output: (reference) => outputs(asOutput(reference)),
  };
}

const BASE_URL = 'template base url';

function namesIn(rule: NameRule, wanted: readonly string[]): (wanted: string) => string {
  const names = allocate(wanted, rule);
  return (text) => names.get(text)?.text ?? text;
}

function spaced(reference: Reference): string {
  return referenceKey(reference).replaceAll('.', ' ');
}

function asOutput(reference: Reference): string {
  return `${spaced(reference)} value`;
}

function asStack({ name }: NestedStack): string {
  return `${name} stack`;
}

function asFile({ name }: NestedStack): string {
  return name === MAIN ? asStack({ name, subjects: [], ids: [] }) : name;
}
