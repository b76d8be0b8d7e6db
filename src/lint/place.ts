import type { Diagnostic, ObjectRef, RelatedPlace } from '../diagnostics/diagnostic.ts';
import type { NodePath } from '../source/node.ts';
import { type Entity, placesOf, refOf } from '../workspace/entity.ts';

/**
 * Where a finding is: the value at `path` below `spec`, or the object's name when `path` is empty or the value is built in.
 * When Defaults or an overlay wrote the value, the object that gets it is told as related, after the places given.
 */
export function at(
  entity: Entity,
  path: NodePath,
  related: readonly RelatedPlace[] = [],
): Pick<Diagnostic, 'span' | 'object' | 'field' | 'related'> {
  const [span, ...others] = path.length === 0 ? [entity.span] : placesOf(entity, ...path);
  const objects = others
    .filter((place) => place !== span)
    .map((place) => ({ message: objectPlaceMessage(entity), span: place }));
  const places = [...related, ...objects];
  return {
    ...(span && { span }),
    object: refOf(entity),
    ...(path.length > 0 && { field: ['spec', ...path].join('.') }),
    ...(places.length > 0 && { related: places }),
  };
}

/** What is said at the object that got a value which another one wrote. */
export function objectPlaceMessage({ kind, name }: ObjectRef): string {
  return `for ${kind} ${name}`;
}
