import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../diagnostics/catalogue.ts';
import { renderCatalogue } from '../diagnostics/render-catalogue.ts';
import { driftSchemaFiles } from '../drift/schemas.ts';
import { LINT_RULES } from '../lint/registry.ts';
import { renderLintDocs } from '../lint/render-docs.ts';
import { reasonOf } from '../output/disk.ts';
import { renderDriftContract } from '../plan/print-drift-contract.ts';
import { schemaFiles } from '../spec/json-schema.ts';
import { renderReference } from '../spec/reference.ts';
import { kindRegistry } from '../spec/registry.ts';
import { kebabCase } from '../support/kebab-case.ts';
import { renderTargets } from '../targets/print-matrix.ts';
import { targetOptions, targets } from '../targets/registry.ts';

export interface SchemaOptions {
  /** Write all schemas into this folder. */
  readonly out?: string;
  /** Write the references made from them, as Markdown, into this folder. */
  readonly docs?: string;
  /** Print the schema of one kind instead of the union. */
  readonly kind?: string;
  /** Compare with the folder instead of writing. */
  readonly check: boolean;
}

/** `modelwatch schema`: the JSON Schemas of the language and of the drift job's files, and the references for people. */
export function schema(options: SchemaOptions): number {
  const kinds = kindRegistry(targetOptions());
  const schemas = new Map(
    [...schemaFiles(kinds), ...driftSchemaFiles()].map(([name, data]) => [
      name,
      `${JSON.stringify(data, null, 2)}\n`,
    ]),
  );
  if (options.out === undefined && options.docs === undefined) return printOne(schemas, options.kind);
  const references = new Map([
    ['spec-reference.md', renderReference(kinds)],
    ['diagnostics.md', renderCatalogue(CATALOGUE, LINT_RULES)],
    ['lint.md', renderLintDocs(LINT_RULES)],
    ['targets.md', renderTargets(targets)],
    ['drift-contract.md', renderDriftContract()],
  ]);
  const codes = [
    ...(options.out === undefined ? [] : [writeOrCompare(schemas, options.out, options.check)]),
    ...(options.docs === undefined ? [] : [writeOrCompare(references, options.docs, options.check)]),
  ];
  return Math.max(...codes);
}

function writeOrCompare(files: ReadonlyMap<string, string>, folder: string, isCheck: boolean): number {
  if (isCheck) return compare(files, folder);
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
  } catch (error) {
    process.stderr.write(`${folder} can't be written: ${reasonOf(error)}\n`);
    return 2;
  }
  process.stderr.write(`${folder}: ${files.size} files written\n`);
  return 0;
}

function printOne(files: ReadonlyMap<string, string>, kind: string | undefined): number {
  const wanted = kind === undefined ? 'modelwatch' : kebabCase(kind);
  const text = files.get(`${wanted}.schema.json`);
  if (text === undefined) {
    process.stderr.write(
      `there is no kind "${kind}"; known: ${[...files.keys()].map((name) => name.replace('.schema.json', '')).join(', ')}\n`,
    );
    return 2;
  }
  process.stdout.write(text);
  return 0;
}

function compare(files: ReadonlyMap<string, string>, folder: string): number {
  const stale = [...files]
    .filter(([name, text]) => readOrEmpty(join(folder, name)) !== text)
    .map(([name]) => name);
  if (stale.length > 0)
    process.stderr.write(
      `${folder} is not current: ${stale.join(', ')}. Write them again with \`modelwatch schema\`.\n`,
    );
  return stale.length > 0 ? 1 : 0;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
