/**
 * String literals of PromQL: `"…"` and `'…'` with the escapes of Go, `` `…` `` without any.
 */

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// U+FFFD is valid text, but Prometheus' lexer takes it for broken UTF-8 when it stands unescaped.
// Lone surrogates have no UTF-8 form; they become U+FFFD, as any writer of files would make them.
const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f\ufffd\ud800-\udfff]/gu;
const ORDINARY = /^[\w !#-[\]-~]*$/;

/** A double-quoted literal whose value is `text`. Non-ASCII letters stay as they are. */
export function quoteString(text: string): string {
  if (ORDINARY.test(text)) return `"${text}"`;
  return `"${text.replace(NEEDS_ESCAPE, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : '\\ufffd';
}

export interface StringProblem {
  /** Offsets inside the literal, quotes included. */
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export type Unquoted =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: StringProblem };

const ESCAPE =
  /\\(?:(?<short>[abfnrtv\\'"])|x(?<hex>[0-9a-fA-F]{2})|(?<octal>[0-7]{3})|u(?<u4>[0-9a-fA-F]{4})|U(?<u8>[0-9a-fA-F]{8}))/uy;

const SHORT_VALUES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The value of a literal as it stands in a query, quotes included; or what is wrong with it. */
export function unquoteString(literal: string): Unquoted {
  const quote = literal[0] ?? '';
  const end = literal.length - 1;
  if (end < 1 || literal[end] !== quote) {
    return failure(0, literal.length, 'the string is not closed');
  }
  if (quote === '`') return { ok: true, value: literal.slice(1, end) };
  let value = '';
  let at = 1;
  while (at < end) {
    const character = literal[at] ?? '';
    if (character === '\n') return failure(at, at + 1, 'a quoted string cannot span lines; use \\n or `…`');
    if (character !== '\\') {
      value += character;
      at += 1;
      continue;
    }
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(literal);
    const decoded = match === null ? undefined : decodeEscape(match.groups ?? {}, quote);
    if (match === null || decoded === undefined || at + match[0].length > end) {
      const shown = literal.slice(at, at + 2);
      return failure(at, at + 2, `\`${shown}\` is no escape of PromQL; a backslash is written \`\\\\\``);
    }
    value += decoded;
    at += match[0].length;
  }
  return { ok: true, value };
}

function decodeEscape(
  groups: Readonly<Record<string, string | undefined>>,
  quote: string,
): string | undefined {
  const { short, hex, octal } = groups;
  if (short !== undefined) {
    if (short === '\\') return short;
    if (short === '"' || short === "'") return short === quote ? short : undefined;
    return SHORT_VALUES[short];
  }
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (octal !== undefined) {
    const code = Number.parseInt(octal, 8);
    return code > 0xff ? undefined : String.fromCharCode(code);
  }
  const code = Number.parseInt(groups['u4'] ?? groups['u8'] ?? '', 16);
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return code > 0x10ffff || isSurrogate ? undefined : String.fromCodePoint(code);
}

function failure(from: number, to: number, message: string): Unquoted {
  return { ok: false, problem: { from, to, message } };
}
