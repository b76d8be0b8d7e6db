import { Document, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { nodeAt } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import { API_VERSION } from '../spec/envelope.ts';
import { KINDS } from '../spec/names.ts';
import type { Entity, Workspace } from './entity.ts';

/**
 * The objects of one environment as YAML documents, complete: inline objects taken out, defaults and overlays laid on,
 * built-in values filled in. Behind each value stands where it came from. `object` (`Kind/name`) chooses one.
 */
export function normalizedYaml(workspace: Workspace, object?: string): string {
  return entitiesOf(workspace)
    .filter((entity) => object === undefined || object === nameOf(entity))
    .map((entity) => entityYaml(workspace.environment, entity))
    .join('');
}

/** `Kind/name` of every object that `normalizedYaml` prints. */
export function objectNames(workspace: Workspace): string[] {
  return entitiesOf(workspace).map(nameOf);
}

function nameOf(entity: Entity): string {
  return `${entity.kind}/${entity.name}`;
}

/** What is built in is no spec: as one it would mean something else. */
function entitiesOf(workspace: Workspace): Entity[] {
  const all = KINDS.flatMap((kind): readonly Entity[] => {
    if (kind === 'Project') return [workspace.project];
    if (kind === 'Environment') return workspace.environmentObject ? [workspace.environmentObject] : [];
    return workspace.list(kind);
  });
  return all.filter((entity) => entity.node.layer?.kind !== 'builtin');
}

function entityYaml(environment: string, entity: Entity): string {
  const metadata = {
    name: entity.name,
    ...(entity.title !== entity.name && { displayName: entity.title }),
    ...(Object.keys(entity.labels).length > 0 && { labels: entity.labels }),
  };
  const document = new Document({
    apiVersion: API_VERSION,
    kind: entity.kind,
    metadata,
    spec: asWritten(entity.spec, entity.node),
  });
  document.commentBefore = ` environment ${environment}; ${entity.file}:${entity.span.start.line}`;
  const spec = document.get('spec', true);
  if (spec) annotate(spec as Node, entity, []);
  return `---\n${document.toString({ lineWidth: 0, directives: false })}`;
}

/** Values with units go back to the text they were written as; a map of the user's own may well have a key `text`. */
function asWritten(value: unknown, node: SpecNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((each, index) => asWritten(each, childOf(node, index)));
  if (typeof value !== 'object' || value === null) return value;
  if (node?.type !== 'map' && 'text' in value && typeof value.text === 'string') return value.text;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, asWritten(each, childOf(node, key))]),
  );
}

function childOf(node: SpecNode | undefined, step: string | number): SpecNode | undefined {
  return node && nodeAt(node, [step]);
}

/** Puts behind each scalar (or empty collection) the place that it came from. */
function annotate(node: Node, entity: Entity, path: NodePath): void {
  if (isMap(node) && node.items.length > 0) {
    for (const pair of node.items as Pair<Node, Node>[]) {
      if (isScalar(pair.key) && pair.value) annotate(pair.value, entity, [...path, String(pair.key.value)]);
    }
    return;
  }
  if (isSeq(node) && node.items.length > 0) {
    node.items.forEach((item, index) => annotate(item as Node, entity, [...path, index]));
    return;
  }
  // An empty collection on the line of its key, with the comment behind it.
  if (isMap(node) || isSeq(node)) node.flow = true;
  node.comment = ` ${provenance(nodeAt(entity.node, path))}`;
}

function provenance(node: SpecNode | undefined): string {
  if (node === undefined) return 'built in';
  const overrode = node.overrode ? `, instead of ${provenance(node.overrode)}` : '';
  return `${layerName(node)}${node.span.file}:${node.span.start.line}${overrode}`;
}

function layerName({ layer }: SpecNode): string {
  if (layer === undefined) return '';
  return layer.kind === 'builtin'
    ? 'built in, '
    : `${layer.kind === 'defaults' ? 'Defaults' : 'Environment'} ${layer.name}, `;
}
