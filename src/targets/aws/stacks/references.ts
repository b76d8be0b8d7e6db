/** What a `Ref`, an `Fn::GetAtt` or a `${…}` of an `Fn::Sub` points at. */
export interface Reference {
  readonly name: string;
  readonly attribute?: string;
}

/** What a value of a template refers to; pseudo parameters such as `AWS::Region` are in every template and not listed. */
export interface Uses {
  readonly references: readonly Reference[];
  readonly conditions: readonly string[];
}

/** One text for each thing that can be referred to: `Topic`, `Topic.TopicArn`. */
export function referenceKey({ name, attribute }: Reference): string {
  return attribute === undefined ? name : `${name}.${attribute}`;
}

export function usesOf(value: unknown): Uses {
  const references = new Map<string, Reference>();
  const conditions = new Set<string>();
  walk(value, {
    target: (reference) => {
      references.set(referenceKey(reference), reference);
      return undefined;
    },
    condition: (name) => conditions.add(name),
  });
  return { references: [...references.values()], conditions: [...conditions] };
}

/** The value with each reference for which `target` names another thing pointing at that. */
export function redirected(value: unknown, target: (reference: Reference) => Reference | undefined): unknown {
  return walk(value, { target, condition: () => undefined });
}

/** `{ "Ref": "Topic" }` or `{ "Fn::GetAtt": ["Topic", "TopicArn"] }`. */
export function printReference({ name, attribute }: Reference): unknown {
  return attribute === undefined ? { Ref: name } : { 'Fn::GetAtt': [name, attribute] };
}

interface Visitor {
  readonly target: (reference: Reference) => Reference | undefined;
  readonly condition: (name: string) => void;
}

function walk(value: unknown, visitor: Visitor): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => walk(item, visitor));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first, ...others] = entries;
  if (first !== undefined && others.length === 0) {
    const called = calledFunction(first[0], first[1], visitor);
    if (called !== undefined) return called;
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, walk(item, visitor)]));
}

/** `{ <name>: argument }` where that is a function with references of its own; undefined for other objects. */
function calledFunction(name: string, argument: unknown, visitor: Visitor): unknown {
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? refer({ name: argument }, { Ref: argument }, visitor) : undefined;
    case 'Fn::GetAtt': {
      const reference = attributeReference(argument);
      return reference && refer(reference, { [name]: argument }, visitor);
    }
    case 'Fn::Sub':
      return substitution(argument, visitor);
    case 'Fn::If':
      if (Array.isArray(argument) && typeof argument[0] === 'string') visitor.condition(argument[0]);
      return undefined;
    case 'Condition':
      if (typeof argument === 'string') visitor.condition(argument);
      return undefined;
    default:
      return undefined;
  }
}

function refer(reference: Reference, otherwise: unknown, visitor: Visitor): unknown {
  const target = isPseudo(reference.name) ? undefined : visitor.target(reference);
  return target === undefined ? otherwise : printReference(target);
}

function attributeReference(argument: unknown): Reference | undefined {
  if (typeof argument === 'string') return dottedReference(argument);
  if (!Array.isArray(argument)) return undefined;
  const [name, attribute]: readonly unknown[] = argument;
  return typeof name === 'string' && typeof attribute === 'string' ? { name, attribute } : undefined;
}

function dottedReference(text: string): Reference {
  const dot = text.indexOf('.');
  return dot < 0 ? { name: text } : { name: text.slice(0, dot), attribute: text.slice(dot + 1) };
}

function substitution(argument: unknown, visitor: Visitor): unknown {
  const [text, variables]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return undefined;
  const own = new Set(typeof variables === 'object' && variables !== null ? Object.keys(variables) : []);
  // `${!name}` is CloudFormation's way to write the text `${name}`.
  const redirectedText = text.replace(/\$\{([^!}][^}]*)\}/g, (whole, inside: string) => {
    const name = inside.trim();
    if (own.has(name) || isPseudo(name)) return whole;
    const target = visitor.target(dottedReference(name));
    return target === undefined ? whole : `\${${referenceKey(target)}}`;
  });
  return { 'Fn::Sub': variables === undefined ? redirectedText : [redirectedText, walk(variables, visitor)] };
}

function isPseudo(name: string): boolean {
  return name.startsWith('AWS::');
}
