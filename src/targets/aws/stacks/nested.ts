import type { Parameter, Resource } from '../template.ts';
import { type Content, contentOf, resourceMark } from './content.ts';
import { type Inventory, ownOutputs } from './inventory.ts';
import { printReference, type Reference, referenceKey, usesOf } from './references.ts';
import type { NestedStack, Split } from './split.ts';
import type { StackNames } from './stack-names.ts';

/** A nested stack: the content of its template, and itself as a resource of the main template. */
export interface RenderedStack {
  readonly stack: NestedStack;
  readonly content: Content;
  readonly resource: Resource;
}

/** The main template: what is shared, and the nested stacks after it. */
export function mainContent(
  inventory: Inventory,
  split: Split,
  stacks: readonly RenderedStack[],
  names: StackNames,
): Content {
  const nested = new Set(split.nested.flatMap(({ ids }) => ownOutputs(inventory, new Set(ids))));
  const outputs = inventory.outputs.filter((output) => !nested.has(output));
  const own = contentOf(inventory, split.main, outputs, fromMain(split, names));
  const used = new Set(
    [own, ...stacks.map(({ content }) => content)].flatMap(({ parameters }) =>
      parameters.map(([name]) => name),
    ),
  );
  return {
    ...own,
    parameters: [
      [names.baseUrl, TEMPLATE_BASE_URL],
      ...[...inventory.parameters].filter(([name]) => used.has(name)),
    ],
    resources: [
      ...own.resources,
      ...stacks.map(({ stack, resource }) => [names.stack(stack), resource] as const),
    ],
    marks: [
      ...own.marks,
      ...stacks.flatMap(({ stack, content }) =>
        content.marks.slice(0, 1).map(({ origin }) => resourceMark(names.stack(stack), origin)),
      ),
    ],
  };
}

export function renderedStack(
  inventory: Inventory,
  split: Split,
  stack: NestedStack,
  names: StackNames,
  earlier: ReadonlySet<string>,
): RenderedStack {
  const here = new Set(stack.ids);
  const read = references(inventory, stack.ids).filter(({ name }) => !here.has(name));
  const own = contentOf(inventory, stack.ids, ownOutputs(inventory, here), (reference) =>
    here.has(reference.name)
      ? reference
      : isResource(inventory, reference)
        ? { name: names.parameter(reference) }
        : undefined,
  );
  return {
    stack,
    content: {
      ...own,
      parameters: [
        ...read.map((reference) => [names.parameter(reference), parameterFor(reference)] as const),
        ...own.parameters.map(([name, parameter]) => [name, withoutDefault(parameter)] as const),
      ],
      outputs: [
        ...own.outputs,
        ...handedOut(inventory, here).map(
          (reference) => [names.output(reference), { Value: printReference(reference) }] as const,
        ),
      ],
    },
    resource: stackResource(inventory, split, stack, names, earlier, read, own.parameters),
  };
}

const TEMPLATE_BASE_URL: Parameter = {
  Type: 'String',
  Description:
    'URL of the folder in S3 to which the nested templates were uploaded, without a slash at the end',
  AllowedPattern: '^https://.*[^/]$',
};

function stackResource(
  inventory: Inventory,
  split: Split,
  stack: NestedStack,
  names: StackNames,
  earlier: ReadonlySet<string>,
  read: readonly Reference[],
  declared: Content['parameters'],
): Resource {
  const fromOutside = fromMain(split, names);
  const passed = [
    ...read.map((reference) => [names.parameter(reference), printReference(fromOutside(reference))] as const),
    ...declared.map(([name, { Type }]) => [name, passedOn(name, Type)] as const),
  ];
  const implied = new Set(usesOf(Object.fromEntries(passed)).references.map(({ name }) => name));
  const shared = new Set(split.main);
  const needed = stack.ids
    .flatMap((id) => inventory.items.get(id)?.needs ?? [])
    .filter((id) => shared.has(id));
  const stacks = split.nested.filter(({ name }) => earlier.has(name)).map((other) => names.stack(other));
  const dependsOn = [...new Set([...needed, ...stacks])].filter((id) => !implied.has(id));
  return {
    Type: 'AWS::CloudFormation::Stack',
    ...(dependsOn.length === 0 ? {} : { DependsOn: dependsOn }),
    Properties: {
      TemplateURL: { 'Fn::Sub': `\${${names.baseUrl}}/${names.file(stack)}.template.json` },
      ...(passed.length === 0 ? {} : { Parameters: Object.fromEntries(passed) }),
    },
  };
}

/** Where the main template finds what a reference points at. */
function fromMain({ nested }: Split, names: StackNames): (reference: Reference) => Reference {
  const stackOf = new Map(nested.flatMap((stack) => stack.ids.map((id) => [id, stack] as const)));
  return (reference) => {
    const stack = stackOf.get(reference.name);
    if (stack === undefined) return reference;
    return { name: names.stack(stack), attribute: `Outputs.${names.output(reference)}` };
  };
}

/** A nested stack takes texts only, so that lists are joined. */
function passedOn(name: string, type: string): unknown {
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList ? { 'Fn::Join': [',', { Ref: name }] } : { Ref: name };
}

function parameterFor(reference: Reference): Parameter {
  return { Type: 'String', Description: `${referenceKey(reference)}, which another template creates` };
}

/** Always passed down: the default of the main template is the only one. */
function withoutDefault(parameter: Parameter): Parameter {
  const { Default: ofMainTemplate, ...rest } = parameter;
  return ofMainTemplate === undefined ? parameter : rest;
}

function isResource(inventory: Inventory, { name }: Reference): boolean {
  return inventory.items.has(name);
}

/** Each distinct thing that resources read of resources. */
function references(inventory: Inventory, ids: readonly string[]): Reference[] {
  const all = ids.flatMap((id) => inventory.items.get(id)?.references ?? []);
  return [...new Map(all.map((reference) => [referenceKey(reference), reference])).values()];
}

/** What is read of a template's resources from outside of it. */
function handedOut(inventory: Inventory, here: ReadonlySet<string>): Reference[] {
  const own = new Set(ownOutputs(inventory, here));
  const others = [...inventory.items.keys()].filter((id) => !here.has(id));
  const byOutputs = inventory.outputs
    .filter((output) => !own.has(output))
    .flatMap((output) => output.references);
  const all = [...references(inventory, others), ...byOutputs].filter(({ name }) => here.has(name));
  return [...new Map(all.map((reference) => [referenceKey(reference), reference])).values()];
}
