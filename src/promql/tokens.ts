import { quoteString, unquoteString } from './strings.ts';

/**
 * The words of a query, read without its grammar: for messages about text that does not parse, and for layout.
 */
export type TokenKind = 'name' | 'number' | 'string' | 'operator' | 'open' | 'close' | 'separator' | 'stray';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** The innermost bracket around the token, `(`, `[` or `{`; a bracket itself counts as outside. */
  readonly inside: string | undefined;
}

const GAP = /(?:[ \t\r\n]+|#[^\r\n]*)+/uy;
/** Between a bracket and the first number in it Prometheus knows no comments. */
const GAP_IN_BRACKETS = /[ \t\r\n]+/uy;
const STRING = /"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|`[^`]*`?/uy;
const NUMBER = /(?:0[xX][0-9a-fA-F_]+|\.?[0-9](?:[0-9_.]|[eE][+-]?(?=[0-9])|[a-zA-Z])*)/uy;
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/uy;
const OPERATOR = /==|!=|=~|!~|<=|>=|<\/|>\/|&&|\|\||<>|[-+*/%^=<>@!&|]/uy;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Which bracket closes this one. */
export function closingOf(open: string): string | undefined {
  return CLOSING[open];
}

/** All tokens in order; whitespace and comments are the gaps between them. Never fails: what fits nothing is `stray`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  let at = 0;
  let isBeforeDuration = false;
  for (;;) {
    const inside = open.at(-1);
    at += matchAt(isBeforeDuration ? GAP_IN_BRACKETS : GAP, text, at).length;
    if (at >= text.length) return tokens;
    const [kind, word] = wordAt(text, at, inside);
    if (kind === 'close') open.pop();
    tokens.push({
      kind,
      text: word,
      from: at,
      to: at + word.length,
      inside: kind === 'close' ? open.at(-1) : inside,
    });
    if (kind === 'open') open.push(word);
    if (word === '[') isBeforeDuration = true;
    else if (kind === 'number' || kind === 'close') isBeforeDuration = false;
    at += word.length;
  }
}

function wordAt(text: string, at: number, inside: string | undefined): readonly [TokenKind, string] {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (CLOSING[character] !== undefined) return ['open', character];
  if (character === ')' || character === ']' || character === '}') return ['close', character];
  // In brackets the colon parts range and step; elsewhere it belongs to a name.
  if (character === ',' || (character === ':' && inside === '[')) return ['separator', character];
  for (const [kind, pattern] of [
    ['string', STRING],
    ['number', NUMBER],
    ['name', NAME],
    ['operator', OPERATOR],
  ] as const) {
    const word = matchAt(pattern, text, at);
    if (word !== '') return [kind, word];
  }
  return ['stray', character];
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** A query without comments and line breaks, otherwise as its author wrote it. */
export function onOneLine(text: string): string {
  let line = '';
  let end = 0;
  for (const token of tokenize(text)) {
    if (line !== '' && token.from > end) line += ' ';
    line += token.kind === 'string' ? stringOnOneLine(token.text) : token.text;
    end = token.to;
  }
  return line;
}

function stringOnOneLine(literal: string): string {
  if (!/[\r\n]/u.test(literal)) return literal;
  const unquoted = unquoteString(literal);
  return unquoted.ok ? quoteString(unquoted.value) : literal;
}
