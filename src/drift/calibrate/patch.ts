import type { Levels } from '../../plan/drift-job.ts';
import { toData } from '../../source/data.ts';
import { type EditPath, type NewValue, withValue, writtenAt } from '../../source/edit.ts';
import type { SourceFile } from '../../source/file.ts';
import { nodeAt } from '../../source/locate.ts';
import type { Layer, NodePath, SpecNode } from '../../source/node.ts';
import { parseSpecFile } from '../../source/parse.ts';
import type { Entity } from '../../workspace/entity.ts';
import { inlineName } from '../../workspace/hoist.ts';
import type { Place } from './place.ts';

/** What became of levels that were to be written. */
export type PatchOutcome =
  | { readonly state: 'patched'; readonly text: string; readonly over: Layer | undefined }
  /** An overlay of an environment is stronger than the policy: what is written there would have no effect. */
  | { readonly state: 'overlaid'; readonly by: Layer }
  /** The policy itself is written by a layer of its Model. */
  | { readonly state: 'elsewhere' }
  /** There is no way to write it that leaves all else as it is. */
  | { readonly state: 'refused' };

interface Change {
  readonly path: EditPath;
  readonly value: NewValue;
}

/**
 * The text of the file of a policy with other levels at a place. Only the policy itself is changed, whichever layer has the value now;
 * what no layer has (a built-in default) is added, whole.
 */
export function patchLevels(
  file: SourceFile,
  policy: Entity<'DriftPolicy'>,
  place: Place,
  levels: Levels,
): PatchOutcome {
  const own = ownPlace(file, policy.name);
  if (own === undefined) return { state: 'elsewhere' };
  const changes = changesOf(policy, place, levels);
  const layers = changes.flatMap(({ path }) => layerOf(policy.node, path) ?? []);
  const overlay = layers.find(({ kind }) => kind === 'environment');
  if (overlay !== undefined) return { state: 'overlaid', by: overlay };
  let { text } = file;
  for (const { path, value } of changes) {
    const target = { file: { path: file.path, text }, document: own.document };
    const whole = [...own.path, ...path];
    const changed = withValue(target, whole, inTheirWay(value, writtenAt(target, whole)));
    if (changed === undefined) return { state: 'refused' };
    text = changed;
  }
  return { state: 'patched', text, over: layers[0] };
}

/** Where a file has a policy: an object of its own, or an item of the `drift` of its Model. */
function ownPlace(
  file: SourceFile,
  name: string,
): { readonly document: number; readonly path: NodePath } | undefined {
  for (const [document, { root }] of parseSpecFile(file, () => undefined).entries()) {
    const kind = textAt(root, ['kind']);
    const own = textAt(root, ['metadata', 'name']);
    if (kind === 'DriftPolicy' && own === name) return { document, path: ['spec'] };
    const list = kind === 'Model' ? nodeAt(root, ['spec', 'drift']) : undefined;
    if (list?.type !== 'seq') continue;
    const index = list.items.findIndex((item) => [own, inlineName(item)].join('-') === name);
    if (index >= 0) return { document, path: ['spec', 'drift', index] };
  }
  return undefined;
}

function textAt(root: SpecNode, path: NodePath): unknown {
  const node = nodeAt(root, path);
  return node && toData(node);
}

function changesOf({ node, spec }: Entity<'DriftPolicy'>, place: Place, levels: Levels): Change[] {
  const written = find(node, place.path);
  if (place.kind === 'share') {
    const shares = Object.fromEntries(entriesOf(levels).map(([key, level]) => [key, percent(level)]));
    if (written === undefined) return [{ path: place.path, value: shares }];
    return changed(place, levels).map((key) => ({ path: [...place.path, key], value: shares[key] ?? '' }));
  }
  if (place.kind === 'distance')
    return changed(place, levels).map((key) => ({ path: [...place.path, key], value: levels[key] ?? 0 }));
  const effect = find(node, [...place.path, 'minEffect']);
  const path = [...place.path, 'minEffect'];
  if (effect?.type === 'map')
    return changed(place, levels).map((key) => ({ path: [...path, key], value: levels[key] ?? 0 }));
  const value =
    effect !== undefined && levels.warn === undefined
      ? (levels.alert ?? 0)
      : Object.fromEntries(entriesOf(levels));
  if (written !== undefined) return [{ path, value }];
  const { features } = spec;
  const key = place.path.at(-1);
  const builtIn = features && (key === 'numeric' || key === 'category') ? features[key] : undefined;
  const { test, pValue } = builtIn ?? { test: place.test, pValue: undefined };
  return [{ path: place.path, value: { test, ...(pValue !== undefined && { pValue }), minEffect: value } }];
}

const KEYS = ['warn', 'alert'] as const;

function entriesOf(levels: Levels): [string, number][] {
  return KEYS.flatMap((key) => {
    const level = levels[key];
    return level === undefined ? [] : [[key, level] as [string, number]];
  });
}

function changed({ levels: now }: Place, levels: Levels): (typeof KEYS)[number][] {
  return KEYS.filter((key) => levels[key] !== undefined && levels[key] !== now[key]);
}

function find(root: SpecNode, path: EditPath): SpecNode | undefined {
  let node: SpecNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node =
      typeof step !== 'object'
        ? nodeAt(node, [step])
        : node.type === 'seq'
          ? node.items.find((item) => inlineName(item) === step.named)
          : undefined;
  }
  return node;
}

/** Which layer wrote the value that is changed; undefined when the policy did, or nobody. */
function layerOf(root: SpecNode, path: EditPath): Layer | undefined {
  const node = find(root, path);
  if (node?.type === 'map') {
    const parts = [...node.entries.values()].flatMap(({ value }) => value.layer ?? []);
    return parts.find(({ kind }) => kind === 'environment') ?? parts[0];
  }
  return node?.layer;
}

/** 0.055 as 5.5%, without the last bits of the product. */
function percent(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(12))}%`;
}

/** A share is written as before: 0.05 stays a number. */
function inTheirWay(value: NewValue, written: string | undefined): NewValue {
  const isNumber = typeof value === 'string' && written !== undefined && !written.includes('%');
  return isNumber ? Number((Number.parseFloat(value) / 100).toPrecision(12)) : value;
}
