import { anchoredPattern } from './re2.ts';

/** Alertmanager's matchers: their two syntaxes, and whom they match. */

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  /** For the operators `=~` and `!~`: anchored on both ends. */
  readonly pattern?: RegExp;
}

export type LabelSet = Readonly<Record<string, string>>;

export type MatchersResult = { readonly matchers: readonly Matcher[] } | { readonly problem: string };

/** Whether all hold. A label that is not there has the value "". */
export function matchesAll(matchers: readonly Matcher[], labels: LabelSet): boolean {
  return matchers.every((matcher) => matches(matcher, labels));
}

function matches({ name, operator, value, pattern }: Matcher, labels: LabelSet): boolean {
  const actual = Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
  const holds = pattern === undefined ? actual === value : pattern.test(actual);
  return operator === '=' || operator === '=~' ? holds : !holds;
}

/** As one would write it. */
export function printMatcher({ name, operator, value }: Matcher): string {
  const label = /[\s{}!=~,\\"'`]/u.test(name) ? JSON.stringify(name) : name;
  return `${label}${operator}${JSON.stringify(value)}`;
}

/** One matcher of given parts, or why Alertmanager refuses it. */
export function matcherOf(name: string, operator: MatchOperator, value: string): MatchersResult {
  if (operator === '=' || operator === '!=') return { matchers: [{ name, operator, value }] };
  const compiled = anchoredPattern(value);
  return 'problem' in compiled
    ? { problem: `the pattern ${JSON.stringify(value)}: ${compiled.problem}` }
    : { matchers: [{ name, operator, value, pattern: compiled.pattern }] };
}

/**
 * One line under `matchers:`, which may hold several. As Alertmanager does by default, the syntax of UTF-8 names is tried
 * together with the older one, which wins where both read the line and differ, or where only it does.
 */
export function parseMatchers(line: string): MatchersResult {
  const modern = parseModern(line);
  const classic = parseClassic(line);
  if ('problem' in modern) return classic;
  if ('problem' in classic) return modern;
  return classic;
}

function collected(parts: readonly (readonly [string, MatchOperator, string])[]): MatchersResult {
  const matchers: Matcher[] = [];
  for (const [name, operator, value] of parts) {
    const one = matcherOf(name, operator, value);
    if ('problem' in one) return one;
    matchers.push(...one.matchers);
  }
  return { matchers };
}

const MODERN_TOKEN =
  /(?<space>[\t-\r \u{85}\u{a0}\p{Z}]+)|(?<brace>[{}])|(?<comma>,)|(?<operator>=~|=|!=|!~)|(?<quoted>"(?:[^"\\]|\\[^])*")|(?<word>[^{}!=~,\\"'`\s\u{85}]+)/uy;

interface Token {
  readonly type: 'brace' | 'comma' | 'operator' | 'text';
  readonly text: string;
}

/** The syntax with names of any characters: `{"label.name"="value"}`. */
function parseModern(line: string): MatchersResult {
  const tokens = modernTokens(line);
  if (typeof tokens === 'string') return { problem: tokens };
  const isBraced = tokens[0]?.text === '{' && tokens[0].type === 'brace';
  const isClosed = tokens.at(-1)?.text === '}' && tokens.at(-1)?.type === 'brace';
  if (isBraced !== isClosed) return { problem: 'braces that do not pair' };
  const inside = isBraced ? tokens.slice(1, -1) : tokens;
  const parts: [string, MatchOperator, string][] = [];
  for (let at = 0; at < inside.length; at += 4) {
    const [name, operator, value, comma] = inside.slice(at, at + 4);
    if (name?.type !== 'text') return { problem: 'a label is expected' };
    if (operator?.type !== 'operator') return { problem: 'one of =, !=, =~ and !~ is expected' };
    if (value?.type !== 'text') return { problem: 'a value is expected' };
    if (comma !== undefined && comma.type !== 'comma') return { problem: 'a comma is expected' };
    parts.push([name.text, operator.text as MatchOperator, value.text]);
  }
  return collected(parts);
}

function modernTokens(line: string): Token[] | string {
  const tokens: Token[] = [];
  MODERN_TOKEN.lastIndex = 0;
  while (MODERN_TOKEN.lastIndex < line.length) {
    const groups = MODERN_TOKEN.exec(line)?.groups;
    if (groups === undefined) return 'it cannot be read';
    const { brace, comma, operator, quoted, word } = groups;
    if (brace !== undefined) tokens.push({ type: 'brace', text: brace });
    else if (comma !== undefined) tokens.push({ type: 'comma', text: comma });
    else if (operator !== undefined) tokens.push({ type: 'operator', text: operator });
    else if (word !== undefined) tokens.push({ type: 'text', text: word });
    else if (quoted !== undefined) {
      const text = goUnquote(quoted);
      if (text === undefined) return `a quoted text that cannot be read: ${quoted}`;
      tokens.push({ type: 'text', text });
    }
  }
  return tokens;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\u{7}',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** A Go string literal in double quotes; undefined where Go would refuse it. Escaped bytes above 127 are refused. */
function goUnquote(quoted: string): string | undefined {
  const inside = quoted.slice(1, -1);
  if (inside.includes('\n')) return undefined;
  let isBad = false;
  const text = inside.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([^]))/gu,
    (_, byte: string | undefined, short, long, octal: string | undefined, simple: string | undefined) => {
      const known = simple === undefined ? undefined : SIMPLE_ESCAPES[simple];
      if (known !== undefined) return known;
      const digits = byte ?? (short as string | undefined) ?? (long as string | undefined);
      const code = Number.parseInt(octal ?? digits ?? '', octal === undefined ? 16 : 8);
      const isByte = byte !== undefined || octal !== undefined;
      const isSurrogate = code >= 0xd8_00 && code <= 0xdf_ff;
      if (!(code <= (isByte ? 0x7f : 0x10_ff_ff)) || isSurrogate) {
        isBad = true;
        return '';
      }
      return String.fromCodePoint(code);
    },
  );
  return isBad ? undefined : text;
}

const CLASSIC =
  /^[\t\n\f\r ]*([a-zA-Z_:][a-zA-Z0-9_:]*)[\t\n\f\r ]*(=~|=|!=|!~)[\t\n\f\r ]*([^]*?)[\t\n\f\r ]*$/u;

/** The older syntax: plain names, values with or without quotes. */
function parseClassic(line: string): MatchersResult {
  const parts: [string, MatchOperator, string][] = [];
  for (const piece of classicPieces(line.replace(/^\{/, '').replace(/\}$/, ''))) {
    const [, name = '', operator = '', raw = ''] = CLASSIC.exec(piece) ?? [];
    if (name === '') return { problem: `${JSON.stringify(piece)} is no matcher` };
    const value = classicValue(raw);
    if (value === undefined) return { problem: `a quote in the middle of ${JSON.stringify(raw)}` };
    parts.push([name, operator as MatchOperator, value]);
  }
  return collected(parts);
}

/** Parted at commas outside of quotes; nothing after the last comma is no piece. */
function classicPieces(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let isQuoted = false;
  let isEscaped = false;
  for (const character of text) {
    if (character === ',' && !isQuoted) {
      pieces.push(piece);
      piece = '';
      continue;
    }
    if (character === '"' && !isEscaped) isQuoted = !isQuoted;
    if (character === '\\') isEscaped = !isEscaped;
    // A comma within quotes leaves the escape as it is.
    else if (character !== ',') isEscaped = false;
    piece += character;
  }
  return piece.trim() === '' ? pieces : [...pieces, piece.trim()];
}

function classicValue(raw: string): string | undefined {
  const isQuoted = raw.startsWith('"');
  const inside = isQuoted ? raw.slice(1) : raw;
  let value = '';
  let at = 0;
  while (at < inside.length) {
    const character = inside.charAt(at);
    const next = inside.charAt(at + 1);
    if (character === '"') return isQuoted && at === inside.length - 1 ? value : undefined;
    if (character === '\\' && next !== '') {
      value += next === 'n' ? '\n' : next === '"' || next === '\\' ? next : `\\${next}`;
      at += 2;
    } else {
      value += character;
      at += 1;
    }
  }
  return isQuoted ? undefined : value;
}
