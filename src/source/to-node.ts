import { isAlias, isMap, isScalar, isSeq, type ParsedNode, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Report } from '../diagnostics/diagnostic.ts';
import { quoted } from '../diagnostics/printable.ts';
import type { Span } from '../diagnostics/span.ts';
import { findRefusedCharacter } from './control-characters.ts';
import type { MapEntry, SpecNode } from './node.ts';
import { type Locate, spanBetween } from './positions.ts';

/** What the conversion of one document needs; `usable` is false once something was met that no later room should see. */
export interface Conversion {
  readonly file: string;
  readonly text: string;
  readonly locate: Locate;
  readonly report: Report;
  usable: boolean;
}

/**
 * Turns a composed YAML node into a spec node. `emptySpan` is the place to show for a value that was not written at all:
 * `key:` is shown at its key.
 */
export function toSpecNode(node: unknown, emptySpan: Span, to: Conversion): SpecNode {
  if (isMap(node)) return toMap(node as YAMLMap<ParsedNode, ParsedNode | null>, to);
  if (isSeq(node)) return toSeq(node as YAMLSeq<ParsedNode>, to);
  if (isScalar(node)) return toScalar(node, emptySpan, to);
  // Aliases were refused when the text was cut into tokens.
  if (isAlias(node)) to.usable = false;
  return { type: 'scalar', value: null, span: emptySpan };
}

function toScalar(node: Scalar, emptySpan: Span, to: Conversion): SpecNode {
  const span = writtenSpan(node.range, to) ?? emptySpan;
  const { value } = node;
  if (typeof value === 'string') checkDecoded(value, node, span, to);
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { type: 'scalar', value: known ? value : null, span };
}

/** Double-quoted text may spell characters by escapes that the text itself could not hold. */
function checkDecoded(value: string, node: Scalar, span: Span, to: Conversion): void {
  if (node.type !== Scalar.QUOTE_DOUBLE) return;
  const found = findRefusedCharacter(value.replaceAll('\r', ''));
  if (found === undefined) return;
  to.usable = false;
  to.report({
    code: 'yaml/control-character',
    severity: 'error',
    message: `this text spells the character ${found.name} by an escape, which no spec may hold`,
    span,
    hint: 'Delete the escape.',
    data: { character: found.name, count: found.count },
  });
}

function toSeq(node: YAMLSeq<ParsedNode>, to: Conversion): SpecNode {
  const items = node.items.map((item) => toSpecNode(item, dashSpan(item, to), to));
  return { type: 'seq', items, span: collectionSpan(node, items.at(-1)?.span, to) };
}

function toMap(node: YAMLMap<ParsedNode, ParsedNode | null>, to: Conversion): SpecNode {
  const entries = new Map<string, MapEntry>();
  let last: Span | undefined;
  for (const pair of node.items) {
    const keySpan = writtenSpan(pair.key.range, to) ?? pointSpan(pair.key.range, to);
    const value = toSpecNode(pair.value, keySpan, to);
    last = value.span.end.offset >= keySpan.end.offset ? value.span : keySpan;
    const key = keyText(pair.key, keySpan, to);
    if (key === undefined) continue;
    const first = entries.get(key);
    if (first === undefined) entries.set(key, { key, keySpan, value });
    else reportDuplicate(key, keySpan, first.keySpan, to.report);
  }
  return { type: 'map', entries, span: collectionSpan(node, last, to) };
}

/** The key's text, or undefined after reporting why it cannot be one. Plain `1:`, `true:`, `null:` are taken as written. */
function keyText(key: ParsedNode, span: Span, to: Conversion): string | undefined {
  if (isAlias(key)) return undefined;
  if (!isScalar(key) || (key.type === Scalar.PLAIN && (key.source ?? '') === '')) {
    to.report({
      code: 'yaml/key-not-a-string',
      severity: 'error',
      message: isScalar(key)
        ? 'there is no key before this colon'
        : 'a key must be a word, not a list or a map',
      span,
      ...(isMap(key) && { hint: 'A text that begins with { needs quotes.' }),
    });
    return undefined;
  }
  const text = key.type === Scalar.PLAIN ? (key.source ?? '') : String(key.value);
  if (key.type === Scalar.PLAIN && text === '<<') {
    to.usable = false;
    reportMergeKey(span, to.report);
    return undefined;
  }
  if (typeof key.value === 'string') checkDecoded(key.value, key, span, to);
  if (text === '__proto__') {
    to.report({
      code: 'yaml/forbidden-key',
      severity: 'error',
      message: `${quoted(text)} cannot be a key`,
      span,
      hint: 'Choose another name: programs in JavaScript give this one a meaning of its own.',
    });
    return undefined;
  }
  return text;
}

function reportMergeKey(span: Span, report: Report): void {
  report({
    code: 'yaml/alias-refused',
    severity: 'error',
    message: 'merge keys (`<<`) are not part of the spec language',
    span,
    hint: 'Put shared values into a Defaults object, or into an overlay of an Environment.',
  });
}

function reportDuplicate(key: string, span: Span, first: Span, report: Report): void {
  report({
    code: 'yaml/duplicate-key',
    severity: 'error',
    message: `the key ${quoted(key)} is written twice in this map`,
    span,
    hint: 'Keep one of the two.',
    related: [{ message: 'first written here', span: first }],
  });
}

type Range = readonly [number, number, number] | null | undefined;

/** The written text of a scalar or key without the line end behind it; undefined when nothing is written. */
function writtenSpan(range: Range, to: Conversion): Span | undefined {
  const [start, end] = trimmed(range ?? [0, 0, 0], to.text);
  return end > start ? spanBetween(to.file, to.locate, start, end) : undefined;
}

function pointSpan(range: Range, to: Conversion): Span {
  const at = range?.[0] ?? 0;
  return spanBetween(to.file, to.locate, at, at);
}

/** An empty list item is shown at its dash. */
function dashSpan(item: ParsedNode, to: Conversion): Span {
  const at = item.range[0];
  return spanBetween(to.file, to.locate, to.text[at - 1] === '-' ? at - 1 : at, at);
}

/** Flow collections end at their bracket; block ones at their last value: what follows are comments and blank lines. */
function collectionSpan(node: YAMLMap | YAMLSeq, last: Span | undefined, to: Conversion): Span {
  const [start, end] = trimmed(node.range ?? [0, 0, 0], to.text);
  return spanBetween(to.file, to.locate, start, node.flow === true ? end : (last?.end.offset ?? end));
}

function trimmed(range: readonly [number, number, number], text: string): [number, number] {
  let end = range[1];
  while (end > range[0] && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return [range[0], end];
}
