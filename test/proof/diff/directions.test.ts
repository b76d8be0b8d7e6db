import { describe, expect, it } from 'vitest';
import { directionRule, patternSteps, suggestedRule } from '../../../src/proof/diff/direction-of.ts';
import { DIRECTIONS } from '../../../src/proof/diff/directions.ts';
import { KIND_ROLES } from '../../../src/proof/diff/kind-roles.ts';
import { kindSchema } from '../../../src/spec/json-schema.ts';
import { KINDS } from '../../../src/spec/names.ts';
import { kindRegistry } from '../../../src/spec/registry.ts';
import { targetOptions } from '../../../src/targets/registry.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Paths of all fields of a schema that hold a value, entries of lists as `[]`, keys of the user's as `*`. */
function leavesOf(
  schema: Schema,
  steps: readonly string[],
  root: Schema,
  seen: readonly Schema[],
): string[][] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const target = reference === '#' ? root : resolved(root, reference);
    return seen.includes(target) ? [] : leavesOf(target, steps, root, [...seen, target]);
  }
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (schema[key] as Schema[] | undefined) ?? []);
  const properties = Object.entries((schema['properties'] as Record<string, Schema> | undefined) ?? {});
  const { additionalProperties: others, items } = schema as Record<string, Schema | undefined>;
  const below = [
    ...branches.flatMap((branch) => leavesOf(branch, steps, root, seen)),
    ...properties.flatMap(([key, each]) => leavesOf(each, [...steps, key], root, seen)),
    ...(typeof others === 'object' ? leavesOf(others, [...steps, '*'], root, seen) : []),
    ...(typeof items === 'object' ? leavesOf(items, [...steps, '[]'], root, seen) : []),
  ];
  const isContainer = schema['type'] === 'object' || schema['type'] === 'array';
  const isValue = branches.length === 0 && (!isContainer || below.length === 0);
  return isValue && properties.length === 0 && typeof items !== 'object' ? [[...steps], ...below] : below;
}

function resolved(root: Schema, reference: string): Schema {
  return reference
    .slice(2)
    .split('/')
    .reduce<Schema>((schema, key) => (schema[key] ?? {}) as Schema, root);
}

const kinds = kindRegistry(targetOptions());
const fields = KINDS.flatMap((kind) => {
  const root = kindSchema(kinds, kind) as Schema;
  const spec = (root['properties'] as Record<string, Schema>)['spec'] ?? {};
  const paths = new Map(leavesOf(spec, [], root, []).map((steps) => [steps.join('\u0000'), steps]));
  return [...paths.values()].map((steps) => ({ kind, steps }));
});

function shown(steps: readonly string[]): string {
  return steps.join('.').replaceAll('.[]', '[]');
}

describe('the table of directions', () => {
  it('has every field of every kind', () => {
    expect(fields.length).toBeGreaterThan(250);
    const missing = fields
      .filter(({ kind, steps }) => directionRule(kind, steps) === undefined)
      .map(({ kind, steps }) => {
        const suggested = suggestedRule(steps)?.direction ?? "'neutral', or what it is";
        return `${kind}: ['${shown(steps)}', ${JSON.stringify(suggested)}],`;
      });
    expect(missing, 'add them to src/proof/diff/directions.ts').toEqual([]);
  });

  it('has no rule for a field that does not exist, or that another rule hides', () => {
    const idle = DIRECTIONS.filter(
      (rule) => !fields.some(({ kind, steps }) => kind === rule.kind && directionRule(kind, steps) === rule),
    ).map(({ kind, path }) => `${kind} ${path}`);
    expect(idle).toEqual([]);
  });

  it('knows the direction of more than 40 fields', () => {
    const directed = DIRECTIONS.filter(
      ({ direction }) =>
        typeof direction !== 'string' || /^(?:higher|more|presence|severity)/.test(direction),
    );
    expect(directed.length).toBeGreaterThan(40);
  });

  it('puts ** only at the end', () => {
    for (const { path } of DIRECTIONS) expect(patternSteps(path).slice(0, -1)).not.toContain('**');
  });

  it('knows of every kind what it means that an object comes or goes', () => {
    const missing = KINDS.filter((kind) => KIND_ROLES[kind] === undefined);
    expect(missing, 'add them to src/proof/diff/kind-roles.ts').toEqual([]);
  });
});

describe('a field without a rule', () => {
  it.each([
    [['checks', '[]', 'for'], 'higher-is-looser'],
    [['quality', 'minSamples'], 'higher-is-looser'],
    [['coverage', 'min'], 'higher-is-tighter'],
    [['cost', 'max'], 'higher-is-looser'],
    [['new', 'severity'], 'severity'],
  ])('%j is taken by its name for %s', (steps, direction) => {
    expect(suggestedRule(steps)?.direction).toBe(direction);
  });

  it('has none where its name says nothing', () => {
    expect(suggestedRule(['colour'])).toBeUndefined();
  });
});
