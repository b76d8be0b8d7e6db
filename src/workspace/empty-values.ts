import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { spanOf } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import type { RawObject } from './objects.ts';

/**
 * A warning for each `null` of an object's own spec that deletes nothing, since no default set anything there. Mostly it is
 * a value that YAML did not see: what begins with `#` is a comment.
 */
export function emptyValues(object: RawObject, defaults: SpecNode | undefined): Diagnostic[] {
  return idleNulls(defaults, object.spec, []).map((path) => ({
    code: 'schema/empty-value',
    severity: 'warning',
    message: `"${String(path.at(-1))}" has no value`,
    span: spanOf(object.spec, path, 'key'),
    object: { kind: object.kind, name: object.name },
    field: ['spec', ...path].join('.'),
    hint: 'Write one, in quotes if it begins with #, or remove the key. (null deletes what Defaults set, and they set nothing here.)',
  }));
}

function idleNulls(below: SpecNode | undefined, node: SpecNode, path: NodePath): NodePath[] {
  if (node.type === 'scalar') return node.value === null && below === undefined ? [path] : [];
  if (node.type === 'seq') return [];
  return [...node.entries].flatMap(([key, { value }]) =>
    idleNulls(below?.type === 'map' ? below.entries.get(key)?.value : undefined, value, [...path, key]),
  );
}
