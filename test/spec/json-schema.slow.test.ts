import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftSchemaFiles } from '../../src/drift/schemas.ts';
import { schemaFiles } from '../../src/spec/json-schema.ts';
import { KINDS, type KindName } from '../../src/spec/names.ts';
import { kindRegistry } from '../../src/spec/registry.ts';
import { targetOptions } from '../../src/targets/registry.ts';
import { BAD_OBJECTS } from '../fixtures/bad/objects.ts';
import { BAD_VALUES } from '../fixtures/bad/values.ts';
import { marked } from '../support/bad-input.ts';
import { documentsOf, exampleFiles } from '../support/example-documents.ts';
import { compileSchemas, judge, kindOf } from '../support/schema-twins.ts';
import { type Data, mutants, mutate } from './mutants.ts';

const schemas = schemaFiles(kindRegistry(targetOptions()));
const examples = exampleFiles().flatMap(({ path: file, text }) =>
  documentsOf(text).map((document) => ({ file, document, kind: kindOf(document) })),
);
const verdict = judge();

describe('the JSON Schemas', () => {
  it('are accepted by ajv in strict mode: one for each kind, and one for all', () => {
    expect(compileSchemas().size).toBe(KINDS.length + 1);
  });

  it('are committed as they are', () => {
    const folder = path.resolve(import.meta.dirname, '../../schemas');
    const all = new Map([...schemas, ...driftSchemaFiles()]);
    expect(readdirSync(folder).toSorted()).toEqual([...all.keys()].toSorted());
    for (const [name, schema] of all) {
      expect(JSON.parse(readFileSync(path.join(folder, name), 'utf8')), name).toEqual(schema);
    }
  });

  it('describe every field, for those who point at it in an editor', () => {
    const silent: string[] = [];
    const look = (schema: Node, where: string): void => {
      for (const [key, child] of Object.entries(schema.properties ?? {})) {
        if (child.description === undefined) silent.push(`${where}.${key}`);
        look(child, `${where}.${key}`);
      }
      for (const child of [schema.items, schema.additionalProperties])
        if (typeof child === 'object') look(child, `${where}[]`);
      for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) look(branch, where);
    };
    for (const [name, schema] of schemas) if (name !== 'modelwatch.schema.json') look(schema, name);
    expect(silent.filter((field) => !/\.(?:kind|apiVersion)$/.test(field))).toEqual([]);
  });

  it('refuse a document without a kind, or of another', () => {
    const union = compileSchemas().get('modelwatch.schema.json');
    expect(union?.({ apiVersion: 'modelwatch/v1alpha1', metadata: { name: 'x' }, spec: {} })).toBe(false);
    expect(
      union?.({ apiVersion: 'modelwatch/v1alpha1', kind: 'DriftPolicy', metadata: { name: 'x' }, spec: {} }),
    ).toBe(false);
  });

  it('know each kind that the union knows', () => {
    const { properties } = schemas.get('modelwatch.schema.json') as {
      properties: { kind: { enum: string[] } };
    };
    expect(properties.kind.enum).toEqual([...KINDS]);
  });
});

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

describe('the schemas and our own check say the same', () => {
  it('of every document of the examples: right', () => {
    expect(examples.length).toBeGreaterThan(15);
    for (const { file, document, kind } of examples) {
      expect(kind && verdict(kind, document), file).toEqual({
        ours: true,
        kindSchema: true,
        unionSchema: true,
      });
    }
  });

  it('of the modelines: each example names the schema of its kind, and that exists', () => {
    for (const { path: file, text } of exampleFiles()) {
      const modeline = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? '';
      expect(
        existsSync(path.resolve(import.meta.dirname, '../../examples', path.dirname(file), modeline)),
        file,
      ).toBe(true);
    }
  });

  /** Codes of what only a look at other objects, or at the arithmetic, can tell. */
  const beyondSchemas =
    /^(?:metrics|datasource|slo|target|routing|reference|promql|env|monitor|project|yaml|file)\/|^unit\/threshold$|^calendar\/(?!cron)|^schema\/(?:one-subject|name-too-long)$/;

  // A key that JavaScript itself would swallow is refused while YAML is read.
  const seeded = [...BAD_VALUES, ...BAD_OBJECTS].filter(([, , code]) => code !== 'yaml/forbidden-key');

  it.each(seeded.map(([name, files, code]) => [name, code, files] as const))(
    'of a bad spec: %s (%s)',
    (name, code, withMark) => {
      const verdicts = Object.values(marked(withMark).files)
        .flatMap(documentsOf)
        .flatMap((document) => {
          const kind = kindOf(document);
          return kind === undefined ? [] : [verdict(kind, document)];
        });
      for (const { ours, kindSchema, unionSchema } of verdicts)
        expect([kindSchema, unionSchema]).toEqual([ours, ours]);
      const isRefused = verdicts.some(({ ours }) => !ours);
      const isForSchemas =
        !beyondSchemas.test(code) && !ONLY_RESOLVED.has(name) && code !== 'schema/unknown-kind';
      expect(isRefused).toBe(isForSchemas);
    },
  );

  it('of 2,500 documents made from the examples by random changes', () => {
    const documents = examples.map(({ document }) => document as Data);
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(mutants(documents.length), ({ document, mutations }) => {
        const mutant = mutate(documents[document] ?? null, mutations, documents);
        const kind: KindName | undefined = kindOf(mutant);
        if (kind === undefined) return;
        const { ours, kindSchema, unionSchema } = verdict(kind, mutant);
        seen[ours ? 'accepted' : 'refused'] += 1;
        if (kindSchema !== ours || unionSchema !== ours)
          throw new Error(
            `ours ${ours}, kind ${kindSchema}, union ${unionSchema}: ${JSON.stringify(mutant)}`,
          );
      }),
      { seed: 1, numRuns: 2500 },
    );
    // Both verdicts are reached, so that agreement says something.
    expect(seen.accepted).toBeGreaterThan(200);
    expect(seen.refused).toBeGreaterThan(200);
  }, 60_000);
});

/** Cases with a code of the schema that the planner or the resolver gives. */
const ONLY_RESOLVED = new Set([
  'a field that another makes necessary',
  'a missing kind',
  'an unknown zone',
  'a wrong value of Defaults',
  'a wrong value of an overlay',
  'an unknown key of an overlay',
]);
