import type { Span } from '../diagnostics/span.ts';

/** A key of a map: its span is needed for "unknown key" and "duplicate key". */
export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: SpecNode;
}

/**
 * A YAML value with its position. Layers (Defaults, the object, overlays) are merged on these nodes, so that a value keeps
 * the place it was written at, and what it replaced, until the plan is built.
 */
export type SpecNode = MapNode | SeqNode | ScalarNode;

interface NodeBase {
  readonly span: Span;
  /** Which layer wrote it; absent means the object itself. Set by the workspace when layers are merged. */
  readonly layer?: Layer;
  /** The node that this one replaced in a merge: the chain is the value's history, newest first. */
  readonly overrode?: SpecNode;
}

export interface MapNode extends NodeBase {
  readonly type: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface SeqNode extends NodeBase {
  readonly type: 'seq';
  readonly items: readonly SpecNode[];
}

export interface ScalarNode extends NodeBase {
  readonly type: 'scalar';
  /** YAML 1.2 core schema. */
  readonly value: string | number | boolean | null;
}

/** Who wrote a value, for provenance ("Defaults org-wide", "Environment staging"). */
export interface Layer {
  readonly kind: 'builtin' | 'defaults' | 'environment';
  readonly name: string;
}

/** A path inside a document: keys and list indices. */
export type NodePath = readonly (string | number)[];
