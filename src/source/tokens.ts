import { Composer, CST, type Document, Lexer, Parser, type YAMLParseError } from 'yaml';

/** Collections inside collections that a spec may have. Real specs need about ten. */
export const MAX_DEPTH = 64;

/** A piece of YAML syntax that specs may not use, with its place in the text. */
export interface RefusedToken {
  readonly kind: 'anchor' | 'alias' | 'tag' | 'directive';
  readonly start: number;
  readonly source: string;
}

/** Takes what the YAML library made of a text, before any of our own rules but the limit on depth. */
export interface Composed {
  readonly document: (document: Document.Parsed) => void;
  readonly refused: (token: RefusedToken) => void;
  /** Offset of the collection that goes below `MAX_DEPTH`; what follows it is not read. */
  readonly tooDeep: (at: number) => void;
  /** The first syntax error of a text in which no document was found. */
  readonly strayError: (error: YAMLParseError) => void;
}

/**
 * Splits a text into YAML documents by the 1.2 core schema and hands them over one by one, each after the refused tokens in
 * it, so that a long file is never held as a whole tree.
 *
 * The depth is watched while the text is cut into tokens: the library composes nodes recursively, and a stack that
 * overflows inside a regular expression ends the whole process instead of throwing.
 *
 * Anchors, aliases, tags and directives are found here because the composed nodes no longer know where they stood.
 */
export function compose(text: string, to: Composed): void {
  // Thousands of syntax errors in one file would each record a call stack, which takes gigabytes and helps nobody.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    composeTokens(text, to);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function composeTokens(text: string, to: Composed): void {
  const lexer = new Lexer();
  const parser = new Parser();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  let found = false;
  const hand = (documents: Iterable<unknown>): void => {
    for (const document of documents) {
      found = true;
      to.document(document as Document.Parsed);
    }
  };
  let errorToken = false;
  const feed = (tokens: Iterable<CST.Token>): void => {
    for (const token of tokens) {
      if (token.type === 'document') errorToken = false;
      // Left out of what is composed: `%YAML 1.1` would bring back its yes/no booleans and merge keys.
      if (token.type === 'directive') {
        if (!/^%YAML\s+1\.2\s*$/.test(token.source)) {
          to.refused({ kind: 'directive', start: token.offset, source: token.source });
        }
      } else if (token.type !== 'error' || !errorToken) {
        hand(composer.next(token));
      }
      if (token.type === 'error') errorToken = true;
    }
  };

  let offset = 0;
  let scalarNext = false;
  for (const lexeme of lexer.lex(text)) {
    const type: string | null = scalarNext ? 'scalar-text' : CST.tokenType(lexeme);
    scalarNext = type === 'scalar';
    if (type === 'anchor' || type === 'alias' || (type === 'tag' && !isCoreTag(lexeme))) {
      to.refused({ kind: type, start: offset, source: lexeme });
    }
    feed(parser.next(lexeme));
    if (depthOf(parser.stack) > MAX_DEPTH) {
      hand(composer.end());
      to.tooDeep(offset);
      return;
    }
    if (type !== 'scalar' && type !== 'doc-mode' && type !== 'flow-error-end') offset += lexeme.length;
  }
  feed(parser.end());
  hand(composer.end());
  const stray = composer.streamInfo().errors[0];
  if (!found && stray !== undefined) to.strayError(stray);
}

const CORE_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'];

function isCoreTag(source: string): boolean {
  return CORE_TAGS.some((tag) => source === `!!${tag}` || source === `!<tag:yaml.org,2002:${tag}>`);
}

function depthOf(stack: readonly CST.Token[]): number {
  const top = stack.at(-1);
  const leaf = top !== undefined && /scalar|alias/.test(top.type) ? 1 : 0;
  return stack.length - 1 - leaf;
}
