import type { Span } from '../diagnostics/span.ts';
import type { MapEntry, ScalarNode, SpecNode } from './node.ts';

/** Thrown by what meets something that the reader of clean files does not know. */
export const DECLINED = Symbol('left to the full parser');

/** The line that a value stands in; offsets are those of the file's text. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly lineStart: number;
  readonly end: number;
}

const DEEPEST = 30;

/** Whether a value in brackets begins here. */
export function isFlow(character: string | undefined): boolean {
  return character === '{' || character === '[';
}

/** Where a plain text that begins at `from` ends in a block: before a comment, without spaces. */
export function plainEnd(text: string, from: number, lineEnd: number): number {
  const comment = text.slice(from, lineEnd).search(/ +#/);
  let end = comment === -1 ? lineEnd : from + comment;
  while (end > from && text[end - 1] === ' ') end -= 1;
  return end;
}

/** What a plain text may begin with, so that it is nothing else; dashes only before digits. */
const PLAIN_START = /^(?:[\w./$(+~]|-\d|[^\0-\x7f])/;

/** What would make a key of a plain text, or of a part of it. */
const KEY_LIKE = /:(?: |$)/;

/** A plain text as the core schema of YAML 1.2 reads it. */
export function readPlain(text: string, from: number, to: number, place: LinePlace): ScalarNode {
  const source = text.slice(from, to);
  if (!PLAIN_START.test(source) || KEY_LIKE.test(source)) throw DECLINED;
  return { type: 'scalar', value: plainValue(source), span: spanIn(place, from, to) };
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

/** What the core schema takes for a number, and some more. */
const NUMBER = /^(?:[-+]?(?:\.\d+|\d+\.?\d*)(?:e[-+]?\d+)?|0o[0-7]+|0x[\da-f]+|[-+]?\.(?:inf|nan))$/i;
const COMMON_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/;

function plainValue(source: string): ScalarNode['value'] {
  const word = WORDS.get(source);
  if (word !== undefined) return word;
  if (!NUMBER.test(source)) return source;
  if (!COMMON_NUMBER.test(source)) throw DECLINED;
  return Number(source);
}

const SINGLE_QUOTED = /'((?:[^'\n]|'')*)'/y;
const DOUBLE_QUOTED = /"(?:[^"\\\n]|\\["\\/nt])*"/y;

/** A quoted text on one line. In double quotes only the escapes that JSON has, too. */
export function readQuoted(text: string, from: number, place: LinePlace): ScalarNode {
  const pattern = text[from] === "'" ? SINGLE_QUOTED : DOUBLE_QUOTED;
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (match === null) throw DECLINED;
  const value = match[1] === undefined ? String(JSON.parse(match[0])) : match[1].replaceAll("''", "'");
  return { type: 'scalar', value, span: spanIn(place, from, from + match[0].length) };
}

/** A map or list in brackets on one line. */
export function readFlow(text: string, from: number, place: LinePlace, depth: number): SpecNode {
  if (depth > DEEPEST) throw DECLINED;
  const isMap = text[from] === '{';
  const close = isMap ? '}' : ']';
  const entries = new Map<string, MapEntry>();
  const items: SpecNode[] = [];
  let at = skipSpaces(text, from + 1);
  while (text[at] !== close) {
    if (isMap) {
      const entry = readEntry(text, at, place, depth);
      if (entries.has(entry.key)) throw DECLINED;
      entries.set(entry.key, entry);
      at = entry.value.span.end.offset;
    } else {
      const item = readFlowValue(text, at, place, depth);
      items.push(item);
      at = item.span.end.offset;
    }
    at = skipSpaces(text, at);
    if (text[at] === close) break;
    if (text[at] !== ',') throw DECLINED;
    at = skipSpaces(text, at + 1);
    if (text[at] === close) throw DECLINED;
  }
  const span = spanIn(place, from, at + 1);
  return isMap ? { type: 'map', entries, span } : { type: 'seq', items, span };
}

const FLOW_KEY = /([A-Za-z_][\w./-]{0,100}): /y;

function readEntry(text: string, from: number, place: LinePlace, depth: number): MapEntry {
  FLOW_KEY.lastIndex = from;
  const key = FLOW_KEY.exec(text)?.[1];
  if (key === undefined || key === '__proto__') throw DECLINED;
  const end = from + key.length;
  const value = readFlowValue(text, skipSpaces(text, end + 1), place, depth);
  return { key, keySpan: spanIn(place, from, end), value };
}

/** Up to a comma, a bracket, or what would be a key or a comment. */
const FLOW_PLAIN = /(?:[^\s,[\]{}:#]|:(?![\s,[\]{}])|(?<=\S)#| )+/y;

function readFlowValue(text: string, from: number, place: LinePlace, depth: number): SpecNode {
  if (from >= place.end) throw DECLINED;
  const first = text[from];
  if (isFlow(first)) return readFlow(text, from, place, depth + 1);
  if (first === '"' || first === "'") return readQuoted(text, from, place);
  FLOW_PLAIN.lastIndex = from;
  const source = FLOW_PLAIN.exec(text)?.[0].trimEnd() ?? '';
  if (source === '') throw DECLINED;
  return readPlain(text, from, from + source.length, place);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}

function spanIn({ file, line, lineStart }: LinePlace, from: number, to: number): Span {
  return {
    file,
    start: { offset: from, line, column: from - lineStart + 1 },
    end: { offset: to, line, column: to - lineStart + 1 },
  };
}
