import type { Report } from '../diagnostics/diagnostic.ts';
import { codePointName } from '../diagnostics/printable.ts';
import { type Locate, spanBetween } from './positions.ts';

/**
 * What YAML calls unprintable, plus three characters it lets through: NEL, LS and PS. Readers of YAML 1.1 (Go programs
 * among them) take those for line ends, so a text with one would change its meaning in a rendered file. A byte order mark
 * counts only inside the text.
 */
const REFUSED =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|(?<!^)\ufeff|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\r(?!\n)/g;

/** Offset of the first character that no spec may hold, or undefined. Applies to raw text and to decoded scalars. */
export function findRefusedCharacter(text: string): { at: number; name: string; count: number } | undefined {
  let first: { at: number; name: string } | undefined;
  let count = 0;
  for (const match of text.matchAll(REFUSED)) {
    first ??= { at: match.index, name: codePointName(match[0]) };
    count += 1;
  }
  return first === undefined ? undefined : { ...first, count };
}

/** Reports the first refused character of a file's text. Returns true when there is one. */
export function reportRefusedCharacter(file: string, text: string, locate: Locate, report: Report): boolean {
  const found = findRefusedCharacter(text);
  if (found === undefined) return false;
  report({
    code: 'yaml/control-character',
    severity: 'error',
    message: `the file holds the character ${found.name}, which no spec may hold${found.count > 1 ? ` (and ${found.count - 1} more of this sort)` : ''}`,
    span: spanBetween(file, locate, found.at, found.at + 1),
    hint: 'Delete it; it often comes with text pasted from elsewhere, or from a file that is not text.',
    data: { character: found.name, count: found.count },
  });
  return true;
}
