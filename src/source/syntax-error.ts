import { type Document, Scalar, visit, type YAMLParseError } from 'yaml';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Locate, spanBetween } from './positions.ts';
import { type Place, wordingOf } from './syntax-wording.ts';

/**
 * A syntax error of the YAML library as a finding. A tab in indentation has its own code; every other is `yaml/syntax`, told
 * without YAML's own jargon and shown where the mistake is: at a bracket or quote that is not closed rather than at the line
 * where that came out. `document` is what was made of the text around it, if anything.
 */
export function syntaxDiagnostic(
  error: YAMLParseError,
  file: { readonly path: string; readonly text: string },
  locate: Locate,
  document?: Document.Parsed,
): Diagnostic {
  const { text, path } = file;
  const place = placeOf(error, text);
  if (error.code === 'TAB_AS_INDENT' || (error.code === 'BAD_INDENT' && place.indentation.includes('\t'))) {
    const tab = place.lineStart + Math.max(place.indentation.indexOf('\t'), 0);
    return {
      code: 'yaml/tab',
      severity: 'error',
      message: 'this line is indented with a tab, which YAML does not allow',
      span: spanBetween(path, locate, tab, tab + 1),
      hint: 'Indent with spaces: two for each level.',
    };
  }
  const opener = document === undefined ? undefined : openerBefore(document, error.pos[0]);
  const { message, hint, at = place.start } = wordingOf(error, place);
  const start = opener ?? at;
  const end = opener === undefined ? Math.max(at, Math.min(error.pos[1], endOfLine(text, at))) : start + 1;
  return {
    code: 'yaml/syntax',
    severity: 'error',
    message,
    span: spanBetween(path, locate, start, end),
    ...(hint !== undefined && { hint }),
  };
}

function placeOf(error: YAMLParseError, text: string): Place {
  const start = error.pos[0];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(lineStart, Math.min(endOfLine(text, start), lineStart + 2000));
  return { text, start, lineStart, line, indentation: /^[ \t]*/.exec(line)?.[0] ?? '' };
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  const end = newline === -1 ? text.length : newline;
  return text[end - 1] === '\r' && end > from ? end - 1 : end;
}

/** Where the bracket or quote stands that should have been closed at this offset. */
function openerBefore(document: Document.Parsed, offset: number): number | undefined {
  const open = document.errors.some(
    ({ pos, message }) => pos[0] === offset && /closing|end with a/.test(message),
  );
  let found: number | undefined;
  if (!open) return undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      const quoted = type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE;
      if (quoted && range?.[1] === offset) found = range[0];
    },
    Collection(_, { flow, range }) {
      if (flow === true && range?.[1] === offset) found = range[0];
    },
  });
  return found;
}
