import type { Position, Span } from '../diagnostics/span.ts';
import { DECLINED, isFlow, plainEnd, readFlow, readPlain, readQuoted } from './clean-inline.ts';
import type { SpecDocument } from './document.ts';
import type { SourceFile } from './file.ts';
import type { MapEntry, MapNode, SeqNode, SpecNode } from './node.ts';

/** A line that says something: `from` is where what is left of it begins, `indent` the column of that, from 0. */
interface Line {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  from: number;
  indent: number;
}

/** What reading one document needs. `at` is the line that comes next. */
interface CleanReader {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly Line[];
  at: number;
}

/** Tabs, line ends of other systems, other white space, control characters, surrogates: for the full parser. */
const UNUSUAL =
  /[^\n -~\u00a1-\u167f\u1681-\u180d\u180f-\u1fff\u2010-\u2027\u2030-\u205e\u3001-\ud7ff\ue000-\ufefe\uff00-\uffef]/;

/** Keys as specs have them; longer or stranger ones are for the full parser. */
const KEY = /([A-Za-z_][\w./-]{0,100}):(?=[ \n]|$)/y;

/** Far below the limit that the full parser tells of. */
const DEEPEST = 30;

/**
 * Reads a spec file that is written in the plain subset of YAML that nearly all are: block maps and lists, values of one
 * line (plain, quoted, or in brackets), comments, documents parted by `---`. Ten times as fast as the full parser.
 *
 * Undefined when anything else is in it, right or wrong, so that nothing is ever reported from here. What it returns is,
 * node by node and place by place, what the full parser returns.
 */
export function readClean(file: SourceFile): SpecDocument[] | undefined {
  if (UNUSUAL.test(file.text)) return undefined;
  try {
    return documentLines(file.text).map((lines, index) => ({ file, index, root: readRoot(file, lines) }));
  } catch (error) {
    if (error === DECLINED) return undefined;
    throw error;
  }
}

/** The lines of each document that says anything. */
function documentLines(text: string): Line[][] {
  const documents: Line[][] = [];
  let lines: Line[] = [];
  let number = 0;
  for (let start = 0; start < text.length; ) {
    number += 1;
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    let from = start;
    while (text.charCodeAt(from) === SPACE) from += 1;
    if (from < end && text.charCodeAt(from) !== HASH) {
      if (from === start && /^(?:---|\.\.\.|%)/.test(text.slice(start, start + 3))) {
        if (!/^--- *$/.test(text.slice(start, end))) throw DECLINED;
        if (lines.length > 0) documents.push(lines);
        lines = [];
      } else lines.push({ number, start, end, from, indent: from - start });
    }
    start = end + 1;
  }
  if (lines.length > 0) documents.push(lines);
  return documents;
}

const SPACE = 0x20;
const HASH = 0x23;
const DASH = 0x2d;

function readRoot(file: SourceFile, lines: readonly Line[]): SpecNode {
  const reader: CleanReader = { file: file.path, text: file.text, lines, at: 0 };
  if (lines[0]?.indent !== 0) throw DECLINED;
  const root = readBlock(reader, 0, 0);
  if (reader.at < lines.length) throw DECLINED;
  return root;
}

/** The list or map whose first entry is what is left of the next line. */
function readBlock(reader: CleanReader, indent: number, depth: number): SpecNode {
  const line = reader.lines[reader.at];
  if (line === undefined || depth > DEEPEST) throw DECLINED;
  return isItem(reader, line) ? readList(reader, indent, depth) : readMap(reader, indent, depth);
}

function isItem({ text }: CleanReader, { from, end }: Line): boolean {
  return text.charCodeAt(from) === DASH && (from + 1 === end || text.charCodeAt(from + 1) === SPACE);
}

function readMap(reader: CleanReader, indent: number, depth: number): MapNode {
  const entries = new Map<string, MapEntry>();
  let start: Position | undefined;
  let last: Position | undefined;
  for (let line = ownLine(reader, indent); line !== undefined; line = ownLine(reader, indent)) {
    KEY.lastIndex = line.from;
    const key = KEY.exec(reader.text)?.[1];
    if (key === undefined || key === '__proto__' || entries.has(key)) throw DECLINED;
    const keySpan = inlineSpan(reader, line, line.from, line.from + key.length);
    const value = readValue(reader, line, keySpan, indent, depth);
    entries.set(key, { key, keySpan, value });
    start ??= keySpan.start;
    last = value.span.end;
  }
  if (start === undefined || last === undefined) throw DECLINED;
  return { type: 'map', entries, span: { file: reader.file, start, end: last } };
}

/** The value behind a key's colon, or on the lines below; the place of one that is not written is its key's. */
function readValue(reader: CleanReader, line: Line, keySpan: Span, indent: number, depth: number): SpecNode {
  const from = skipSpaces(reader.text, keySpan.end.offset + 1);
  if (from < line.end && reader.text.charCodeAt(from) !== HASH)
    return readInline(reader, line, from, indent, depth);
  reader.at += 1;
  const next = reader.lines[reader.at];
  if (next !== undefined && next.indent > indent) return readBlock(reader, next.indent, depth + 1);
  // A list below a key may stand in the key's own column.
  if (next?.indent === indent && isItem(reader, next)) return readList(reader, indent, depth + 1);
  return { type: 'scalar', value: null, span: keySpan };
}

function readList(reader: CleanReader, indent: number, depth: number): SeqNode {
  const items: SpecNode[] = [];
  let start: Position | undefined;
  for (
    let line = reader.lines[reader.at];
    line?.indent === indent && isItem(reader, line);
    line = reader.lines[reader.at]
  ) {
    start ??= positionIn(line, line.from);
    const from = skipSpaces(reader.text, line.from + 1);
    if (from >= line.end || reader.text.charCodeAt(from) === HASH) throw DECLINED;
    items.push(readItem(reader, line, from, indent, depth));
  }
  const next = reader.lines[reader.at];
  const end = items.at(-1)?.span.end;
  if (start === undefined || end === undefined || (next !== undefined && next.indent > indent))
    throw DECLINED;
  return { type: 'seq', items, span: { file: reader.file, start, end } };
}

function readItem(reader: CleanReader, line: Line, from: number, indent: number, depth: number): SpecNode {
  const inner = { ...line, from, indent: from - line.start };
  KEY.lastIndex = from;
  if (!isItem(reader, inner) && !KEY.test(reader.text)) return readInline(reader, line, from, indent, depth);
  // What follows the dash is the first line of a map or list of its own, in its own column.
  line.from = inner.from;
  line.indent = inner.indent;
  return readBlock(reader, inner.indent, depth + 1);
}

/** The next line if it belongs to the map in this column; undefined behind the map's end. */
function ownLine(reader: CleanReader, indent: number): Line | undefined {
  const line = reader.lines[reader.at];
  if (line === undefined || line.indent < indent) return undefined;
  if (line.indent > indent || isItem(reader, line)) throw DECLINED;
  return line;
}

/** A value that ends on its line: whatever stands deeper below would go on with it. */
function readInline(reader: CleanReader, line: Line, from: number, indent: number, depth: number): SpecNode {
  const { text } = reader;
  const place = { file: reader.file, line: line.number, lineStart: line.start, end: line.end };
  const quote = text[from];
  const node = isFlow(quote)
    ? readFlow(text, from, place, depth + 1)
    : quote === '"' || quote === "'"
      ? readQuoted(text, from, place)
      : readPlain(text, from, plainEnd(text, from, line.end), place);
  const rest = skipSpaces(text, node.span.end.offset);
  const isCommented = rest > node.span.end.offset && text.charCodeAt(rest) === HASH;
  if (rest < line.end && !isCommented) throw DECLINED;
  reader.at += 1;
  const next = reader.lines[reader.at];
  if (next !== undefined && next.indent > indent) throw DECLINED;
  return node;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}

function positionIn(line: Line, offset: number): Position {
  return { offset, line: line.number, column: offset - line.start + 1 };
}

function inlineSpan({ file }: CleanReader, line: Line, from: number, to: number): Span {
  return { file, start: positionIn(line, from), end: positionIn(line, to) };
}
