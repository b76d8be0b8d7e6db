import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');

/** Where files of other programs stand, that call this one. */
const OF_OTHERS = 'ci';

/** Every spec file of the examples: path below examples/, and text. */
export function exampleFiles(): { readonly path: string; readonly text: string }[] {
  return readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && name.split(path.sep)[0] !== OF_OTHERS)
    .toSorted()
    .map((name) => ({
      path: name.split(path.sep).join('/'),
      text: readFileSync(path.join(EXAMPLES, name), 'utf8'),
    }));
}

/** The documents of a text as plain data. */
export function documentsOf(text: string): unknown[] {
  return parseAllDocuments(text, { schema: 'core', uniqueKeys: false }).map((document): unknown =>
    document.toJS(),
  );
}
