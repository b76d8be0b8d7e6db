import { Composer, CST, type Document, Lexer, Parser, type YAMLParseError } from 'yaml';

/** Collections inside collections that a spec may have. Real specs need about ten. */
export const MAX_DEPTH = 64;

/** A piece of YAML syntax that specs may not use, with its place in the text. */
export interface RefusedToken {
  readonly kind: 'anchor' | 'alias' | 'tag' | 'directive';
  readonly start: number;
  readonly source: string;
}

/** What the YAML library made of a text, before any of our own rules but the limit on depth. */
export interface Composed {
  readonly documents: readonly Document.Parsed[];
  readonly refused: readonly RefusedToken[];
  /** Offset of the collection that goes below `MAX_DEPTH`; what follows it was not read. */
  readonly tooDeepAt?: number;
  /** Syntax errors of a text in which no document was found. */
  readonly strayErrors: readonly YAMLParseError[];
}

/**
 * Splits a text into YAML documents by the 1.2 core schema.
 *
 * The depth is watched while the text is cut into tokens: the library composes nodes recursively, and a stack that
 * overflows inside a regular expression ends the whole process instead of throwing.
 *
 * Anchors, aliases, tags and directives are collected here because the composed nodes no longer know where they stood.
 */
export function compose(text: string): Composed {
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
  const documents: Document.Parsed[] = [];
  const refused: RefusedToken[] = [];
  const feed = (tokens: Iterable<CST.Token>): void => {
    for (const token of tokens) {
      // Left out of what is composed: `%YAML 1.1` would bring back its yes/no booleans and merge keys.
      if (token.type === 'directive') {
        if (!/^%YAML\s+1\.2\s*$/.test(token.source)) {
          refused.push({ kind: 'directive', start: token.offset, source: token.source });
        }
      } else {
        documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
      }
    }
  };

  let offset = 0;
  let scalarNext = false;
  for (const lexeme of lexer.lex(text)) {
    const type: string | null = scalarNext ? 'scalar-text' : CST.tokenType(lexeme);
    scalarNext = type === 'scalar';
    if (type === 'anchor' || type === 'alias' || (type === 'tag' && !isCoreTag(lexeme))) {
      refused.push({ kind: type, start: offset, source: lexeme });
    }
    feed(parser.next(lexeme));
    if (depthOf(parser.stack) > MAX_DEPTH) {
      return { documents, refused, tooDeepAt: offset, strayErrors: [] };
    }
    if (type !== 'scalar' && type !== 'doc-mode' && type !== 'flow-error-end') offset += lexeme.length;
  }
  feed(parser.end());
  documents.push(...(composer.end() as Iterable<Document.Parsed>));
  return { documents, refused, strayErrors: documents.length === 0 ? composer.streamInfo().errors : [] };
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
