import type { Report } from '../diagnostics/diagnostic.ts';
import { toData } from '../source/data.ts';
import { nodeAt } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import { issuesToDiagnostics } from '../spec/issues.ts';
import { type KindName, zName } from '../spec/names.ts';
import type { KindRegistry, SpecOf } from '../spec/registry.ts';
import type { Entity } from './entity.ts';
import { INLINE_KEYS, inlineName, SUBJECT_KEYS } from './hoist.ts';
import type { RawObject } from './objects.ts';
import { withoutLayerFaults } from './without-faults.ts';

/**
 * The typed entity of an object whose layers are merged; undefined (and findings) when its spec is wrong. When only Defaults
 * or overlays are, the findings are told and the entity is without their wrong values, so that it can be looked at further.
 */
export function parseEntity<Kind extends KindName>(
  kinds: KindRegistry,
  object: RawObject & { readonly kind: Kind },
  node: SpecNode,
  report: Report,
): Entity<Kind> | undefined {
  const parsed = kinds[object.kind].spec.safeParse(toData(node));
  if (!parsed.success) {
    // The model that an inline object stands in has its name by us; what is wrong with it was told of the model.
    const isOwn = (path: NodePath) => object.inside === undefined || path[0] !== 'model';
    const issues = parsed.error.issues.filter((issue) => isOwn(issue.path as NodePath));
    reportIssues(issues, object, node, report);
    const rest = withoutLayerFaults(node, parsed.error.issues);
    const again = rest && kinds[object.kind].spec.safeParse(toData(rest));
    return rest && again?.success ? entityOf(object, rest, again.data as SpecOf<Kind>) : undefined;
  }
  return entityOf(object, node, parsed.data as SpecOf<Kind>);
}

function entityOf<Kind extends KindName>(
  object: RawObject & { readonly kind: Kind },
  node: SpecNode,
  spec: SpecOf<Kind>,
): Entity<Kind> {
  return {
    kind: object.kind,
    name: object.name,
    title: object.metadata.displayName ?? object.name,
    labels: object.metadata.labels ?? {},
    spec,
    node,
    span: object.span,
    file: object.file,
  };
}

type Issues = Parameters<typeof issuesToDiagnostics>[0];

export function reportIssues(issues: Issues, object: RawObject, node: SpecNode, report: Report): void {
  const ref = { kind: object.kind, name: object.name };
  const context = {
    root: node,
    base: ['spec'],
    object: ref,
    objectSpan: object.span,
    ...(object.inside !== undefined && { hiddenKeys: SUBJECT_KEYS }),
  };
  for (const diagnostic of issuesToDiagnostics(issues, context)) report(diagnostic);
}

/**
 * Checks the lists inside a model that are about to become objects: their shape and names. What is inside an item is checked
 * where the item is an object, so that nothing is told twice; an item that becomes none is checked here.
 */
export function checkInlineLists(
  kinds: KindRegistry,
  object: RawObject,
  node: SpecNode,
  report: Report,
): void {
  // Nearly always: looking at every item twice takes a third of the time of resolving a large project.
  if (node.type === 'map' && INLINE_KEYS.every((key) => isPlainList(node.entries.get(key)?.value))) return;
  const parsed = kinds.Model.spec.safeParse(toData(node));
  if (parsed.success) return;
  const own = parsed.error.issues.filter((issue) => isAboutList(issue.path as NodePath, node));
  reportIssues(own, object, node, report);
}

/** Whether there is nothing to tell of a list: all its items become objects, with names that can be. */
function isPlainList(list: SpecNode | undefined): boolean {
  if (list === undefined) return true;
  return list.type === 'seq' && list.items.every((item) => zName.safeParse(inlineName(item)).success);
}

function isAboutList(path: NodePath, node: SpecNode): boolean {
  if (!INLINE_KEYS.includes(String(path[0]))) return false;
  return path.length < 2 || path[2] === 'name' || inlineName(nodeAt(node, path.slice(0, 2))) === undefined;
}
