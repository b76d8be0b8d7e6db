import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFiles } from '../spec/json-schema.ts';
import { kindRegistry } from '../spec/registry.ts';
import { targetOptions } from '../targets/registry.ts';

export interface SchemaOptions {
  /** Write all schemas into this folder. */
  readonly out?: string;
  /** Print the schema of one kind instead of the union. */
  readonly kind?: string;
  /** Compare with the folder instead of writing. */
  readonly check: boolean;
}

/** `modelwatch schema`: the JSON Schemas of the language, for editors. */
export function schema(options: SchemaOptions): number {
  const files = new Map(
    [...schemaFiles(kindRegistry(targetOptions()))].map(([name, data]) => [
      name,
      `${JSON.stringify(data, null, 2)}\n`,
    ]),
  );
  if (options.out === undefined) return printOne(files, options.kind);
  if (options.check) return compare(files, options.out);
  mkdirSync(options.out, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(options.out, name), text);
  process.stderr.write(`${options.out}: ${files.size} schemas written\n`);
  return 0;
}

function printOne(files: ReadonlyMap<string, string>, kind: string | undefined): number {
  const wanted = kind?.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase() ?? 'modelwatch';
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
      `${folder} is not current: ${stale.join(', ')}. Run \`modelwatch schema --out ${folder}\`.\n`,
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
