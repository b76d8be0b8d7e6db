import type { ObjectRef } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { nodeAt, spanOf } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import type { KindName } from '../spec/names.ts';
import type { SpecOf } from '../spec/registry.ts';

/** An object as it is in one environment: complete, typed, every value with its place. */
export interface Entity<Kind extends KindName = KindName> {
  readonly kind: Kind;
  readonly name: string;
  /** The name for people: displayName, else the name. */
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: SpecOf<Kind>;
  /** The merged spec with positions. */
  readonly node: SpecNode;
  /** Place of the object's name. */
  readonly span: Span;
  readonly file: string;
}

export function refOf(entity: Pick<Entity, 'kind' | 'name'>): ObjectRef {
  return { kind: entity.kind, name: entity.name };
}

/** Places of the value at `path` below spec: the value, and the object when another layer wrote the value; without a path the object's name. */
export function placesOf(entity: Entity, ...path: NodePath): Span[] {
  if (path.length === 0) return [entity.span];
  const node = nodeAt(entity.node, path);
  if (node === undefined) return [spanAt(entity, path), entity.span];
  return node.layer ? [node.span, entity.span] : [node.span];
}

/** Where to point for the value at `path`; the object's name when the value is built in. */
export function spanAt(entity: Entity, path: NodePath): Span {
  return path.length > 0 && nodeAt(entity.node, path) ? spanOf(entity.node, path, 'value') : entity.span;
}

/** All objects of one environment. */
export interface Workspace {
  readonly environment: string;
  readonly project: Entity<'Project'>;
  /** The Environment object; absent when the project only names it, or names none. */
  readonly environmentObject?: Entity<'Environment'>;
  /** Entities of a kind, sorted by name. */
  readonly list: <Kind extends KindName>(kind: Kind) => readonly Entity<Kind>[];
  readonly get: <Kind extends KindName>(kind: Kind, name: string) => Entity<Kind> | undefined;
  /** True when the object exists in the specs but not in this environment (disabled, or deleted by an overlay). */
  readonly isRemoved: (kind: KindName, name: string) => boolean;
}
