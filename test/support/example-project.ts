import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProjectInput } from '../../src/compile.ts';
import { exampleFiles } from './example-documents.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');

/** An example as `compile` takes it. */
export function exampleProject(name: string): ProjectInput {
  return {
    specs: exampleFiles()
      .filter((file) => file.path.startsWith(`${name}/`))
      .map(({ path: file, text }) => ({ path: file.slice(name.length + 1), text })),
    readAuxiliary: (file) => {
      try {
        return readFileSync(path.join(EXAMPLES, name, file), 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}
