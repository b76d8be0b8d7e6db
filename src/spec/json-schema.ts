import { z } from 'zod';
import { kebabCase } from '../support/kebab-case.ts';
import { envelope } from './envelope.ts';
import { KINDS, type KindName } from './names.ts';
import type { KindRegistry } from './registry.ts';

type JsonSchema = Record<string, unknown>;

/** JSON Schema (draft 2020-12) of the documents of a kind. */
export function kindSchema(kinds: KindRegistry, kind: KindName): JsonSchema {
  const definition = kinds[kind];
  const schema = z.toJSONSchema(envelope(kind, definition.spec), { io: 'input' }) as JsonSchema;
  const { $schema, ...rest } = schema;
  const properties = rest['properties'] as Record<string, JsonSchema>;
  properties['spec'] = { description: definition.description, ...properties['spec'] };
  return {
    $schema,
    title: kind,
    description: definition.description,
    ...rest,
  };
}

/** One schema for any document: what editors use for files that hold several kinds. */
export function unionSchema(kinds: KindRegistry): JsonSchema {
  const definitions = Object.fromEntries(
    KINDS.map((kind) => {
      const { $schema: _draft, ...schema } = kindSchema(kinds, kind);
      return [kind, schema];
    }),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Modelwatch object',
    description: 'Any object of a Modelwatch project.',
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: [...KINDS] } },
    // One branch per kind, so that an editor tells the faults of that kind and no others.
    allOf: KINDS.map((kind) => ({
      if: { required: ['kind'], properties: { kind: { const: kind } } },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: { $ref: `#/$defs/${kind}` },
    })),
    $defs: definitions,
  };
}

/** All schema files by name. */
export function schemaFiles(kinds: KindRegistry): ReadonlyMap<string, JsonSchema> {
  const files = new Map<string, JsonSchema>(KINDS.map((kind) => [fileName(kind), kindSchema(kinds, kind)]));
  return files.set('modelwatch.schema.json', unionSchema(kinds));
}

/** `FeatureSet` → `feature-set.schema.json`. */
function fileName(kind: KindName): string {
  return `${kebabCase(kind)}.schema.json`;
}
