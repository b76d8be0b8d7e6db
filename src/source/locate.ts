import type { Span } from '../diagnostics/span.ts';
import type { NodePath, SpecNode } from './node.ts';

/** The node at a path below `root`; undefined when a key, an index or a collection on the way is missing. */
export function nodeAt(root: SpecNode, path: NodePath): SpecNode | undefined {
  let node: SpecNode | undefined = root;
  for (const step of path) {
    node = node === undefined ? undefined : childAt(node, step);
  }
  return node;
}

/**
 * Where to point for a path: at the key that leads to it, or at its value. When the path does not exist, at the nearest
 * ancestor that does: its key (`key`), or its value (`value`). List items and the root have no key: their value is meant.
 */
export function spanOf(root: SpecNode, path: NodePath, what: 'key' | 'value'): Span {
  let node = root;
  let key: Span | undefined;
  for (const step of path) {
    const child = childAt(node, step);
    if (child === undefined) break;
    key = node.type === 'map' ? node.entries.get(String(step))?.keySpan : undefined;
    node = child;
  }
  return what === 'key' ? (key ?? node.span) : node.span;
}

function childAt(node: SpecNode, step: string | number): SpecNode | undefined {
  if (node.type === 'map') return node.entries.get(String(step))?.value;
  return node.type === 'seq' && typeof step === 'number' ? node.items[step] : undefined;
}
