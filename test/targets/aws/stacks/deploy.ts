import type { RenderedFile } from '../../../../src/targets/target.ts';

type Json = Readonly<Record<string, unknown>>;

interface Parsed {
  readonly Parameters?: Readonly<Record<string, Json>>;
  readonly Conditions?: Json;
  readonly Resources: Readonly<Record<string, Json & { readonly Condition?: string }>>;
  readonly Outputs?: Readonly<Record<string, Json>>;
}

export interface Deployed {
  readonly file: string;
  readonly type: unknown;
  readonly condition: unknown;
  /** With every reference in words: `<Ref Topic>`, `<Topic.TopicArn>`, `<parameter Endpoint>`. */
  readonly properties: unknown;
  /** When it is created: later than what it needs. */
  readonly turn: number;
}

export interface Deployment {
  readonly resources: ReadonlyMap<string, Deployed>;
  readonly outputs: ReadonlyMap<string, unknown>;
}

type Scope = (name: string, attribute: string | undefined) => unknown;

/**
 * Carries out templates as CloudFormation would, nested stacks included. Throws where it would refuse: a name that nothing in
 * the template bears, a cycle, a parameter that is missing or that the nested template does not know, a resource created twice.
 */
export function deploy(files: readonly RenderedFile[], mainFile: string): Deployment {
  const templates = new Map(files.map(({ path, text }) => [path, JSON.parse(text) as Parsed]));
  const resources = new Map<string, Deployed>();
  const outputs = new Map<string, unknown>();
  const used = new Set<string>();

  const create = (file: string, given: Json): ReadonlyMap<string, unknown> => {
    const template = templates.get(file);
    if (template === undefined || used.has(file)) throw new Error(`${file} is absent or used twice`);
    used.add(file);
    const asked = new Set<string>();
    const declared = Object.keys(template.Parameters ?? {});
    if (Object.keys(given).toSorted().join() !== declared.toSorted().join()) {
      throw new Error(`${file} takes ${declared.join()} and is given ${Object.keys(given).join()}`);
    }
    const made = new Map<string, ReadonlyMap<string, unknown> | undefined>();
    const making = new Set<string>();
    const scope: Scope = (name, attribute) => {
      if (Object.hasOwn(given, name) && attribute === undefined) {
        asked.add(name);
        return given[name];
      }
      make(name);
      const nested = made.get(name);
      if (nested !== undefined) {
        const output = attribute?.replace('Outputs.', '') ?? '';
        if (!nested.has(output)) throw new Error(`${file}: ${name} has no output ${output}`);
        return nested.get(output);
      }
      return attribute === undefined ? `<Ref ${name}>` : `<${name}.${attribute}>`;
    };
    const make = (id: string): void => {
      if (made.has(id)) return;
      const resource = template.Resources[id];
      if (resource === undefined) throw new Error(`${file}: nothing is called ${id}`);
      if (making.has(id)) throw new Error(`${file}: ${id} needs itself`);
      making.add(id);
      const { Type, Condition, DependsOn = [], Properties = {} } = resource;
      const properties = resolve(Properties, scope) as Json;
      const referred = referredIn(Properties);
      for (const needed of DependsOn as readonly string[]) {
        if (referred.has(needed)) throw new Error(`${file}: DependsOn of ${id} repeats ${needed}`);
        make(needed);
      }
      if (Condition !== undefined) useCondition(template, file, Condition, scope);
      if (Type === 'AWS::CloudFormation::Stack') {
        const url = String(properties['TemplateURL']);
        made.set(
          id,
          create(url.replace('<parameter TemplateBaseUrl>/', ''), (properties['Parameters'] ?? {}) as Json),
        );
        return;
      }
      if (resources.has(id)) throw new Error(`${id} is created twice`);
      resources.set(id, { file, type: Type, condition: Condition, properties, turn: resources.size });
      made.set(id, undefined);
    };
    for (const id of Object.keys(template.Resources)) make(id);
    const own = new Map(
      Object.entries(template.Outputs ?? {}).map(
        ([name, { Value }]) => [name, resolve(Value, scope)] as const,
      ),
    );
    for (const [name, value] of own) outputs.set(name, value);
    const unused = declared.filter((name) => !asked.has(name));
    if (unused.length > 0) throw new Error(`${file}: nothing uses ${unused.join()}`);
    return own;
  };

  const parameters = Object.keys(templates.get(mainFile)?.Parameters ?? {});
  create(mainFile, Object.fromEntries(parameters.map((name) => [name, `<parameter ${name}>`])));
  if (used.size !== files.length) throw new Error('some templates are deployed by nothing');
  return { resources, outputs };
}

function useCondition(template: Parsed, file: string, name: string, scope: Scope): void {
  const condition = template.Conditions?.[name];
  if (condition === undefined) throw new Error(`${file}: no condition is called ${name}`);
  resolve(condition, (each, attribute) =>
    each.startsWith('condition ')
      ? useCondition(template, file, each.slice(10), scope)
      : scope(each, attribute),
  );
}

function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => resolve(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Json;
  const [key = ''] = Object.keys(object);
  const argument = object[key];
  if (key === 'Ref') return scope(String(argument), undefined);
  if (key === 'Condition') return scope(`condition ${String(argument)}`, undefined);
  if (key === 'Fn::GetAtt') {
    const [name = '', ...attribute] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split('.');
    return scope(name, attribute.join('.'));
  }
  if (key === 'Fn::Sub') {
    return String(argument).replaceAll(
      /\$\{([A-Za-z0-9]+)(?:\.([A-Za-z0-9.]+))?\}/g,
      (_, name: string, attribute) => String(scope(name, attribute as string | undefined)),
    );
  }
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, resolve(item, scope)]));
}

function referredIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  resolve(value, (name) => {
    names.add(name);
    return '';
  });
  return names;
}
