import type { Report } from '../diagnostics/diagnostic.ts';
import { mapNode, scalarNode } from '../source/data.ts';
import { spanOf } from '../source/locate.ts';
import type { MapNode, SpecNode } from '../source/node.ts';
import type { KindName } from '../spec/names.ts';
import type { RawObject } from './objects.ts';

/** Lists inside a Model that stand for objects of their own. */
const INLINE: readonly { readonly key: string; readonly kind: KindName }[] = [
  { key: 'slos', kind: 'SLO' },
  { key: 'monitors', kind: 'Monitor' },
  { key: 'drift', kind: 'DriftPolicy' },
];

export const INLINE_KEYS: readonly string[] = INLINE.map(({ key }) => key);

export interface Hoisted {
  /** The model's spec without the lists. */
  readonly spec: SpecNode;
  readonly objects: readonly RawObject[];
}

/** Takes `slos:`, `monitors:` and `drift:` out of a model: each becomes an object `<model>-<name>` about that model. */
export function hoist(model: RawObject, spec: SpecNode, report: Report): Hoisted {
  if (spec.type !== 'map') return { spec, objects: [] };
  const entries = new Map(spec.entries);
  const objects: RawObject[] = [];
  for (const { key, kind } of INLINE) {
    const list = entries.get(key)?.value;
    if (list?.type !== 'seq') continue;
    entries.delete(key);
    for (const item of list.items) {
      const object = hoistItem(model, kind, item, report);
      if (object) objects.push(object);
    }
  }
  return { spec: { ...spec, entries }, objects };
}

/** The name of an item of an inline list, if it is a map that has one: then it becomes an object. */
export function inlineName(item: SpecNode | undefined): string | undefined {
  const name = item?.type === 'map' ? item.entries.get('name')?.value : undefined;
  return name?.type === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
}

function hoistItem(model: RawObject, kind: KindName, item: SpecNode, report: Report): RawObject | undefined {
  const name = inlineName(item);
  // An item without a name was reported when the whole model was checked.
  if (item.type !== 'map' || name === undefined) return undefined;
  const fullName = `${model.name}-${name}`;
  if (fullName.length > 63) {
    report({
      code: 'schema/name-too-long',
      severity: 'error',
      message: `"${fullName}" has ${fullName.length} characters`,
      span: spanOf(item, ['name'], 'value'),
      expected: 'a model and an inline name of together at most 62 characters',
      object: { kind: model.kind, name: model.name },
    });
    return undefined;
  }
  return {
    kind,
    name: fullName,
    metadata: { name: fullName, ...(model.metadata.labels && { labels: model.metadata.labels }) },
    span: spanOf(item, ['name'], 'value'),
    spec: withModel(item, model, kind, report),
    file: model.file,
    inside: model.name,
  };
}

/** Keys that say what a separate object is about. */
export const SUBJECT_KEYS = ['model', 'pipeline', 'featureSet'];

function withModel(item: MapNode, model: RawObject, kind: KindName, report: Report): SpecNode {
  const entries = new Map(item.entries);
  entries.delete('name');
  for (const key of SUBJECT_KEYS) {
    const entry = entries.get(key);
    if (entry === undefined) continue;
    entries.delete(key);
    report({
      code: 'schema/unknown-key',
      severity: 'error',
      message: `unknown key "${key}"`,
      span: entry.keySpan,
      object: { kind: model.kind, name: model.name },
      hint: `What stands inside Model ${model.name} is about that model; one about something else is an object of kind ${kind}.`,
    });
  }
  const { entries: added } = mapNode([['model', scalarNode(model.name, model.span)]], model.span);
  return { ...item, entries: new Map([...added, ...entries]) };
}
