import type { Span } from '../diagnostics/span.ts';
import type { Layer, MapEntry, MapNode, ScalarNode, SeqNode, SpecNode } from './node.ts';

/** The node's value as plain data: objects, arrays, strings, numbers, booleans, null. Positions are lost. */
export function toData(node: SpecNode): unknown {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'seq') return node.items.map(toData);
  // `Object.fromEntries` defines own properties, so even a key `__proto__` could do no harm.
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toData(value)]));
}

/** Data as YAML can write it. Entries with `undefined` are left out. */
export type PlainData =
  | string
  | number
  | boolean
  | null
  | readonly PlainData[]
  | { readonly [key: string]: PlainData | undefined };

/** The opposite of `toData`, for values that the program itself provides. Every node and key gets the given span. */
export function fromData(data: PlainData, span: Span, layer?: Layer): SpecNode {
  if (data === null || typeof data !== 'object') return scalarNode(data, span, layer);
  if (isList(data)) {
    return seqNode(
      data.map((item) => fromData(item, span, layer)),
      span,
      layer,
    );
  }
  const entries: [string, SpecNode][] = [];
  for (const [key, value] of Object.entries(data)) {
    if (value !== undefined) entries.push([key, fromData(value, span, layer)]);
  }
  return mapNode(entries, span, layer);
}

function isList(data: PlainData): data is readonly PlainData[] {
  return Array.isArray(data);
}

/** A map node whose keys have no place of their own. A key given twice keeps its first value. */
export function mapNode(
  entries: Iterable<readonly [key: string, value: SpecNode]>,
  span: Span,
  layer?: Layer,
): MapNode {
  const map = new Map<string, MapEntry>();
  for (const [key, value] of entries) {
    if (!map.has(key)) map.set(key, { key, keySpan: span, value });
  }
  return { type: 'map', entries: map, span, ...(layer && { layer }) };
}

export function seqNode(items: readonly SpecNode[], span: Span, layer?: Layer): SeqNode {
  return { type: 'seq', items, span, ...(layer && { layer }) };
}

export function scalarNode(value: ScalarNode['value'], span: Span, layer?: Layer): ScalarNode {
  return { type: 'scalar', value, span, ...(layer && { layer }) };
}

/** Whether a node is `null`: written so, or a key without a value. */
export function isNull(node: SpecNode): boolean {
  return node.type === 'scalar' && node.value === null;
}
