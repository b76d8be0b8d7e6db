import type { z } from 'zod';
import type { NodePath } from '../source/node.ts';
import type { KindName } from './names.ts';

/** A name in one object that must be the name of another. */
export interface Reference {
  /** Path below `spec`. */
  readonly path: NodePath;
  readonly kind: KindName;
  readonly name: string;
}

/** A kind of the language: one file in `kinds/`, one line in the registry. */
export interface KindDefinition<Spec = unknown> {
  readonly kind: KindName;
  /** One sentence, for the schema's hover text and the reference. */
  readonly description: string;
  readonly spec: z.ZodType<Spec>;
  /** Every reference the spec makes; the resolver checks them. */
  references(spec: Spec): readonly Reference[];
}

/** Gives a definition its type; the registry holds them with the type erased, readers ask by kind. */
export function defineKind<Spec>(definition: KindDefinition<Spec>): KindDefinition<Spec> {
  return definition;
}

/** A reference if the field is there: keeps `references` functions flat. */
export function reference(kind: KindName, name: string | undefined, ...path: NodePath): Reference[] {
  return name === undefined ? [] : [{ kind, name, path }];
}
