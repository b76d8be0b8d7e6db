import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { envelope } from '../../src/spec/envelope.ts';
import { schemaFiles } from '../../src/spec/json-schema.ts';
import { KINDS, type KindName } from '../../src/spec/names.ts';
import { kindRegistry } from '../../src/spec/registry.ts';
import { targetOptions } from '../../src/targets/registry.ts';

const kinds = kindRegistry(targetOptions());

/** `FeatureSet` → `feature-set.schema.json`. */
function schemaFile(kind: KindName): string {
  return `${kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}.schema.json`;
}

/** The JSON Schemas as ajv understands them in strict mode, by file name. Throws on what that mode refuses. */
export function compileSchemas(): ReadonlyMap<string, ValidateFunction> {
  return new Map(
    [...schemaFiles(kinds)].map(([name, schema]) => [
      name,
      new Ajv2020({ strict: true, allErrors: true }).compile(schema),
    ]),
  );
}

/** What the three readers of the language say of a document: our own, an editor by the kind's schema, and by the union. */
export interface Verdicts {
  readonly ours: boolean;
  readonly kindSchema: boolean;
  readonly unionSchema: boolean;
}

/** A judge of documents of known kinds. */
export function judge(): (kind: KindName, document: unknown) => Verdicts {
  const schemas = compileSchemas();
  const union = schemas.get('modelwatch.schema.json');
  const byKind = new Map(
    KINDS.map((kind) => [
      kind,
      { own: envelope(kind, kinds[kind].spec), schema: schemas.get(schemaFile(kind)) },
    ]),
  );
  return (kind, document) => {
    const readers = byKind.get(kind);
    if (readers?.schema === undefined || union === undefined) throw new Error(`no schema of ${kind}`);
    return {
      ours: readers.own.safeParse(document).success,
      kindSchema: readers.schema(document),
      unionSchema: union(document),
    };
  };
}

/** The kind of a document, if it is one of ours. */
export function kindOf(document: unknown): KindName | undefined {
  const kind: unknown =
    typeof document === 'object' && document !== null && 'kind' in document ? document.kind : undefined;
  return KINDS.find((known) => known === kind);
}
