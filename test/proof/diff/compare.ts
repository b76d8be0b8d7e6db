import { type Compiled, compile } from '../../../src/compile.ts';
import { printPretty } from '../../../src/diagnostics/print/pretty.ts';
import type { Change } from '../../../src/proof/diff/change.ts';
import { type Diff, diffProjects } from '../../../src/proof/diff/diff.ts';
import {
  beforeAfter,
  effectWords,
  environmentWords,
  subjectWords,
} from '../../../src/proof/diff/print/tell.ts';
import { plainText } from '../../../src/proof/diff/words.ts';

/** Compiles specs of one file, or of several by path. Throws with the findings when there is an error. */
export function compiled(specs: string | Readonly<Record<string, string>>): Compiled {
  const files = typeof specs === 'string' ? { 'modelwatch.yaml': specs } : specs;
  const isSpec = (path: string) => path.endsWith('.yaml');
  const result = compile({
    specs: Object.entries(files)
      .filter(([path]) => isSpec(path))
      .map(([path, text]) => ({ path, text })),
    readAuxiliary: (path) => files[path],
  });
  if (result.diagnostics.some(({ severity }) => severity === 'error')) {
    throw new Error(printPretty(result.diagnostics, { texts: new Map(Object.entries(files)), color: false }));
  }
  return result;
}

type Specs = Parameters<typeof compiled>[0];

export function compared(base: Specs, head: Specs, only: readonly string[] = []): Diff {
  return diffProjects(compiled(base), compiled(head), only);
}

/** `class | what (where) | before → after | effect; effect` of each change, in order. */
export function told({ changes }: Pick<Diff, 'changes'>): string[] {
  return changes.map(line);
}

function line(change: Change): string {
  return [
    change.class,
    `${plainText(subjectWords(change))} ${plainText(environmentWords(change))}`.trim(),
    plainText(beforeAfter(change)),
    effectWords(change).map(plainText).join('; '),
  ].join(' | ');
}

/** The text with one part replaced; throws when it is not there, since such a test would prove nothing. */
export function edit(text: string, part: string, other: string): string {
  if (!text.includes(part)) throw new Error(`"${part}" is not in the text`);
  return text.replace(part, other);
}
