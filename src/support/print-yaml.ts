import { Document, isMap, isSeq, type Node, stringify } from 'yaml';

/** How files are written that Go programs, which read YAML 1.1, and YAML 1.2 readers must understand alike. */
const OPTIONS = {
  lineWidth: 0,
  blockQuote: 'literal',
  aliasDuplicateObjects: false,
  compat: 'yaml-1.1',
  indentSeq: true,
} as const;

/** What is not like everything else. */
export interface YamlStyle {
  /** Text above a map, without its `#`. */
  readonly commentOf?: (map: object) => string | undefined;
  /** What stands on one line: the value of a key, or a map in a list (without key). */
  readonly isInline?: (value: object, key?: string) => boolean;
}

/**
 * Plain data as block YAML: long texts are literal blocks, lines are never folded, and what YAML 1.1 would take for a number
 * or a boolean is quoted. Byte for byte what `stringify` of the yaml package writes with the options above, which is asked
 * about every value that is not obviously plain; only the common shapes are written here, about ten times as fast.
 * `header` is put before it.
 */
export function printYaml(data: unknown, header = '', style: YamlStyle = {}): string {
  const text = isCollection(data) ? printed(data, header, style) : undefined;
  if (text !== undefined) return text;
  return header === '' ? asPackagePrints(data, style) : `${header}${asPackagePrints(data, style)}`;
}

/** Any data by the yaml package. */
function asPackagePrints(data: unknown, style: YamlStyle): string {
  if (style.commentOf === undefined && style.isInline === undefined) return stringify(data, OPTIONS);
  const document = new Document(data, OPTIONS);
  if (document.contents !== null) dress(document.contents, data, style, '');
  return document.toString({ ...OPTIONS, flowCollectionPadding: false });
}

function dress(node: Node, value: unknown, style: YamlStyle, key?: string): void {
  if (!isCollection(value)) return;
  if ((isMap(node) || isSeq(node)) && style.isInline?.(value, key) === true) node.flow = true;
  if (isSeq<Node>(node) && isList(value)) {
    for (const [index, item] of node.items.entries()) dress(item, value[index], style);
  } else if (isMap<Node, Node>(node) && !isList(value)) {
    const text = style.commentOf?.(value);
    if (text !== undefined) node.commentBefore = text.replace(/^/gm, ' ');
    for (const pair of node.items) {
      if (pair.value !== null) dress(pair.value, value[String(pair.key)], style, String(pair.key));
    }
  }
}

type Collection = readonly unknown[] | Readonly<Record<string, unknown>>;

function printed(data: Collection, header: string, style: YamlStyle): string | undefined {
  const out: Output = { pieces: [header], style, isOdd: false };
  printComment(data, '\n', out);
  // A value on the first line of an entry follows its `- ` or `key: ` at once; here it is the first line of all.
  printCollection(data, 0, out);
  out.pieces.push('\n');
  // Joined, it is one text; a sum of thousands of pieces would stay a tree of them, five times as large.
  return out.isOdd ? undefined : out.pieces.join('');
}

interface Output {
  readonly pieces: string[];
  readonly style: YamlStyle;
  /** Met something that only the yaml package shall write: the pieces are of no use. */
  isOdd: boolean;
}

/** The entries of a collection that stands `depth` steps to the right, the first without indentation. */
function printCollection(data: Collection, depth: number, out: Output): void {
  const before = `\n${indentation(depth)}`;
  let isFirst = true;
  if (isList(data)) {
    if (data.length === 0) out.pieces.push('[]');
    for (const item of data) {
      if (!isFirst) out.pieces.push(before);
      isFirst = false;
      printComment(item, before, out);
      out.pieces.push('- ');
      if (!isCollection(item)) out.pieces.push(printScalar(item, depth + 1, out));
      else if (out.style.isInline?.(item) === true) printOnOneLine(item, out);
      else printCollection(item, depth + 1, out);
    }
    return;
  }
  for (const key of Object.keys(data)) {
    const value = data[key];
    if (value === undefined) continue;
    if (!PLAIN_KEY.test(key) || RESERVED.test(key)) out.isOdd = true;
    out.pieces.push(isFirst ? `${key}:` : `${before}${key}:`);
    isFirst = false;
    if (!isCollection(value)) out.pieces.push(` ${printScalar(value, depth + 1, out)}`);
    else if (isEmpty(value)) {
      out.isOdd ||= out.style.commentOf?.(value) !== undefined;
      out.pieces.push(isList(value) ? ' []' : ' {}');
    } else if (out.style.isInline?.(value, key) === true) {
      out.pieces.push(' ');
      printOnOneLine(value, out);
    } else {
      const below = `\n${indentation(depth + 1)}`;
      out.pieces.push(below);
      printComment(value, below, out);
      printCollection(value, depth + 1, out);
    }
  }
  if (isFirst) out.pieces.push('{}');
}

/** The lines above a map, each followed by the break and the indentation of what comes next. */
function printComment(value: unknown, after: string, { pieces, style }: Output): void {
  if (style.commentOf === undefined || !isCollection(value) || isList(value)) return;
  const text = style.commentOf(value);
  if (text === undefined) return;
  for (const line of commentLines(text).split('\n')) pieces.push(line, after);
}

/** The lines of the text as comments. */
export function commentLines(text: string): string {
  return text.replace(/^/gm, '#').replace(/^#(?=.)/gm, '# ');
}

/** Few lists are many times in a file: what they are grouped by, hours. */
function printOnOneLine(value: Collection, out: Output): void {
  const key = JSON.stringify(value);
  let text = knownLists.get(key);
  if (text === undefined) {
    text = stringify(value, { ...OPTIONS, collectionStyle: 'flow', flowCollectionPadding: false }).slice(
      0,
      -1,
    );
    remember(knownLists, key, text);
  }
  // Texts of several lines are indented by where they stand.
  if (text.includes('\n')) out.isOdd = true;
  out.pieces.push(text);
}

const knownLists = new Map<string, string>();

const PLAIN_KEY = /^[A-Za-z_][\w-]{0,200}$/;

/** Words, and numbers without digits before the exponent, that some reader may take for something else than text. */
const RESERVED = /^(?:y|n|yes|no|true|false|on|off|null|e[-+]?\d+)$/i;

/** Starts like a word or with a digit, so that it is no marker. */
const PLAIN_START = /^[\w(/]/;

/** What every number and date of YAML 1.1 and 1.2 that starts with a digit is made of. */
const NUMBER_LIKE = /^\d[-+.\d:_a-fA-FxXoOtTzZ ]*$/;

/** Characters that no unquoted text starts with. */
const QUOTED_START = /^[,[\]{}#&*!|>'"%@`]/;

/** What makes a key, a comment or the end of the value out of the middle of a text. */
const NEEDS_QUOTES = /:[ \t]|[ \t]#|[ \t:]$/;

/** Control characters, and halves of surrogate pairs. */
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\p{Surrogate}/u;

function printScalar(value: unknown, depth: number, out: Output): string {
  if (typeof value === 'string') {
    if (value.length > LONGEST_KNOWN) return printText(value, depth);
    const known = knownTexts.get(value);
    if (known !== undefined) return known;
    const text = printText(value, depth);
    if (!text.includes('\n')) remember(knownTexts, value, text);
    return text;
  }
  if (typeof value === 'number' && Number.isFinite(value)) return asPackageWrites(value, depth);
  if (typeof value === 'boolean') return String(value);
  out.isOdd = true;
  return '';
}

function printText(value: string, depth: number): string {
  if (UNPRINTABLE.test(value)) return asPackageWrites(value, depth);
  if (value.includes('\n')) {
    if (/^\s|\s$/.test(value)) return asPackageWrites(value, depth);
    const indent = indentation(depth);
    return `|-\n${indent}${value.replaceAll(/\n+/g, (breaks) => `${breaks}${indent}`)}`;
  }
  if (!QUOTED_START.test(value)) {
    if (!PLAIN_START.test(value) || NUMBER_LIKE.test(value) || RESERVED.test(value))
      return asPackageWrites(value, depth);
    if (!NEEDS_QUOTES.test(value)) return value;
  }
  return value.includes('"') && !value.includes("'") ? `'${value}'` : JSON.stringify(value);
}

/** How the package writes a value that stands `depth` steps to the right: below as many maps. */
function asPackageWrites(value: string | number, depth: number): string {
  let data: unknown = value;
  let before = 0;
  for (let level = 0; level < depth; level += 1) {
    data = { k: data };
    before += indentation(level).length + 'k:\n'.length;
  }
  return stringify(data, OPTIONS).slice(before, -1);
}

/** Short texts that were written before: names, durations and severities come again and again. */
const knownTexts = new Map<string, string>();
const LONGEST_KNOWN = 40;
const MOST_KNOWN = 2_000;

function remember(known: Map<string, string>, key: string, text: string): void {
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, text);
}

const indentations: string[] = [''];

function indentation(depth: number): string {
  let indent = indentations[depth];
  if (indent === undefined) {
    indent = '  '.repeat(depth);
    indentations[depth] = indent;
  }
  return indent;
}

function isCollection(value: unknown): value is Collection {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype && !('toJSON' in value);
}

function isList(value: Collection): value is readonly unknown[] {
  return Array.isArray(value);
}

function isEmpty(value: Collection): boolean {
  if (isList(value)) return value.length === 0;
  for (const key of Object.keys(value)) if (value[key] !== undefined) return false;
  return true;
}
