import { isDeepStrictEqual } from 'node:util';
import { toData } from './data.ts';
import type { SourceFile } from './file.ts';
import type { MapNode, SeqNode, SpecNode } from './node.ts';
import { parseSpecFile } from './parse.ts';

// Changes of spec files that leave every other byte as it is: comments, layout, quotes and line ends.

/** A step to a value: a key, an index, or the item of a list that has this `name`. */
export type EditStep = string | number | { readonly named: string };
export type EditPath = readonly EditStep[];

/** What can be written: a number or text, or maps and lists of them, which become one line in braces. */
export type NewValue = number | string | readonly NewValue[] | { readonly [key: string]: NewValue };

/** A document of a file, by its position among those that have content. */
export interface EditTarget {
  readonly file: SourceFile;
  readonly document: number;
}

/**
 * The text of the file with another value at a path. A scalar that is there is replaced, in its quotes; what is missing is added to
 * the nearest map or list on the way: behind its key `test`, else behind its last entry, in its own style. Undefined when that is
 * not possible without touching anything else: something on the way is a scalar, or the result would not read as wanted.
 */
export function withValue(
  { file, document }: EditTarget,
  path: EditPath,
  value: NewValue,
): string | undefined {
  const root = rootOf(file, document);
  if (root === undefined) return undefined;
  const text = splice(file.text, root, path, value);
  const after = text === undefined ? undefined : rootOf({ path: file.path, text }, document);
  if (text === undefined || after === undefined) return undefined;
  const wanted = setIn(toData(root), path, value);
  return isDeepStrictEqual(toData(after), wanted) ? text : undefined;
}

/** The text by which the scalar at a path is written; undefined when there is none. */
export function writtenAt({ file, document }: EditTarget, path: EditPath): string | undefined {
  const root = rootOf(file, document);
  const { node, rest } = root === undefined ? { node: undefined, rest: path } : descend(root, path);
  if (node?.type !== 'scalar' || rest.length > 0) return undefined;
  return file.text.slice(node.span.start.offset, node.span.end.offset);
}

function rootOf(file: SourceFile, document: number): SpecNode | undefined {
  let isBroken = false;
  const documents = parseSpecFile(file, ({ severity }) => {
    if (severity === 'error') isBroken = true;
  });
  return isBroken ? undefined : documents[document]?.root;
}

/** Goes down as far as there is something; `rest` are the steps that are missing. */
function descend(root: SpecNode, path: EditPath): { readonly node: SpecNode; readonly rest: EditPath } {
  let node = root;
  for (const [index, step] of path.entries()) {
    const child = childAt(node, step);
    if (child === undefined) return { node, rest: path.slice(index) };
    node = child;
  }
  return { node, rest: [] };
}

function childAt(node: SpecNode, step: EditStep): SpecNode | undefined {
  if (node.type === 'map') return typeof step === 'string' ? node.entries.get(step)?.value : undefined;
  if (node.type === 'scalar') return undefined;
  if (typeof step === 'number') return node.items[step];
  return typeof step === 'object' ? node.items.find((item) => isNamed(item, step.named)) : undefined;
}

function isNamed(item: SpecNode, name: string): boolean {
  const known = item.type === 'map' ? item.entries.get('name')?.value : undefined;
  return known?.type === 'scalar' && known.value === name;
}

function splice(text: string, root: SpecNode, path: EditPath, value: NewValue): string | undefined {
  const { node, rest } = descend(root, path);
  const { start, end } = node.span;
  const [step, ...below] = rest;
  if (step === undefined)
    return node.type === 'scalar' && end.offset > start.offset
      ? replaced(text, start.offset, end.offset, inQuotes(text[start.offset], value))
      : undefined;
  if (node.type === 'map' && typeof step === 'string')
    return addToMap(text, node, step, listed(below, nested(below, value)));
  if (node.type === 'seq' && typeof step === 'object') return addToList(text, node, nested(rest, value));
  return undefined;
}

function replaced(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

function inQuotes(first: string | undefined, value: NewValue): string {
  const isQuoted = typeof value === 'string' && (first === '"' || first === "'");
  return isQuoted ? `${first}${value}${first}` : flowText(value);
}

/** What has to be written below a place so that the value stands at the end of the steps; an item of a list is that item. */
function nested(steps: EditPath, value: NewValue): NewValue {
  const [step, ...below] = steps;
  if (step === undefined) return value;
  const inner = nested(below, value);
  if (typeof step === 'string') return { [step]: listed(below, inner) };
  if (typeof step === 'number' || typeof inner !== 'object' || isList(inner)) return [inner];
  return { name: step.named, ...inner };
}

function isList(value: NewValue): value is readonly NewValue[] {
  return Array.isArray(value);
}

/** An item that is found by its name is in a list. */
function listed([next]: EditPath, value: NewValue): NewValue {
  return typeof next === 'object' ? [value] : value;
}

function addToMap(text: string, map: MapNode, key: string, value: NewValue): string {
  const entry = `${flowText(key)}: ${flowText(value)}`;
  const { start, end } = map.span;
  const anchor = map.entries.get('test') ?? [...map.entries.values()].at(-1);
  if (text[start.offset] === '{') {
    return anchor === undefined
      ? replaced(text, start.offset, end.offset, `{ ${entry} }`)
      : replaced(text, anchor.value.span.end.offset, anchor.value.span.end.offset, `, ${entry}`);
  }
  const indent = ' '.repeat((anchor?.keySpan.start.column ?? 1) - 1);
  return withLine(text, anchor?.value.span.end.offset ?? end.offset, indent + entry);
}

function addToList(text: string, list: SeqNode, item: NewValue): string {
  const { start, end } = list.span;
  const last = list.items.at(-1);
  if (text[start.offset] === '[') {
    return last === undefined
      ? replaced(text, start.offset, end.offset, `[${flowText(item)}]`)
      : replaced(text, last.span.end.offset, last.span.end.offset, `, ${flowText(item)}`);
  }
  const indent = ' '.repeat(start.column - 1);
  return withLine(text, last?.span.end.offset ?? end.offset, `${indent}- ${flowText(item)}`);
}

/** A line of its own below the one in which something ends. */
function withLine(text: string, after: number, line: string): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const at = text.indexOf(lineEnd, after);
  return at === -1 ? `${text}${lineEnd}${line}` : replaced(text, at, at, `${lineEnd}${line}`);
}

function flowText(value: NewValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, each]) => `${flowText(key)}: ${flowText(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Texts that are themselves without quotes, in braces too: words, and shares such as 5%. */
function isPlain(text: string): boolean {
  return (
    /^(?:[A-Za-z][\w-]*|\d+(?:\.\d+)?%)$/.test(text) && !/^(?:true|false|null|y|n|yes|no|on|off)$/i.test(text)
  );
}

function setIn(data: unknown, path: EditPath, value: NewValue): unknown {
  const [step, ...below] = path;
  if (step === undefined) return value;
  if (typeof step === 'string') {
    const map = isRecord(data) ? data : {};
    return { ...map, [step]: setIn(map[step], below, value) };
  }
  const list: readonly unknown[] = Array.isArray(data) ? data : [];
  const index =
    typeof step === 'number' ? step : list.findIndex((item) => isRecord(item) && item['name'] === step.named);
  if (index >= 0) return list.map((item, at) => (at === index ? setIn(item, below, value) : item));
  const inner = setIn(undefined, below, value);
  const name = typeof step === 'object' && isRecord(inner) ? { name: step.named } : {};
  return [...list, isRecord(inner) ? { ...name, ...inner } : inner];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
