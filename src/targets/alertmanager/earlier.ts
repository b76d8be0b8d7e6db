import { isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type BaseConfig, listUnder, textsUnder, textUnder } from './base.ts';
import type { RoutingConfig } from './config.ts';
import type { Names } from './names.ts';

/**
 * Removes what an earlier merge of this project and environment put into the base: the anchor and all that bears our prefix.
 * Returns what stands in the way of a merge.
 */
export function removeEarlier(base: BaseConfig, { anchor }: RoutingConfig, names: Names): Diagnostic[] {
  const { root, route, problem } = base;
  const isOurs = (name: string | undefined) => name?.startsWith(names.prefix) === true;
  const routes = listUnder(route, 'routes').items;
  const earlier = routes.find((node) => isOurs(textUnder(node, 'receiver')));
  const twins = routes.filter(
    (node) =>
      node !== earlier &&
      textUnder(node, 'receiver')?.startsWith('modelwatch/') === true &&
      sameTexts(textsUnder(node, 'matchers'), anchor.matchers),
  );
  if (twins.length > 0) {
    return twins.map((node) =>
      problem(
        node,
        `the route to ${textUnder(node, 'receiver') ?? ''} is another project's, for the same environment: alerts of the two cannot be told apart`,
        'Give the environments of the two projects a label that differs.',
      ),
    );
  }
  if (earlier === undefined) return collisions(base, isOurs);
  const before = textsUnder(earlier, 'matchers');
  removeItems(route, 'routes', (node) => node === earlier);
  removeItems(root, 'receivers', (node) => isOurs(textUnder(node, 'name')));
  removeItems(root, 'time_intervals', (node) => isOurs(textUnder(node, 'name')));
  removeItems(root, 'inhibit_rules', (node) =>
    ['source_matchers', 'target_matchers'].every((side) => hasTexts(textsUnder(node, side), before)),
  );
  return [];
}

/** Without an earlier anchor, a name that begins like ours is somebody else's. */
function collisions(
  { root, problem }: BaseConfig,
  isOurs: (name: string | undefined) => boolean,
): Diagnostic[] {
  return ['receivers', 'time_intervals', 'mute_time_intervals'].flatMap((key) =>
    listUnder(root, key).items.flatMap((node) => {
      const name = textUnder(node, 'name');
      if (!isOurs(name)) return [];
      return [
        problem(
          isMap(node) ? node.get('name', true) : node,
          `${key} has ${name ?? ''}, a name that only modelwatch gives`,
          'Rename it.',
        ),
      ];
    }),
  );
}

function removeItems(map: YAMLMap, key: string, isGone: (node: Node) => boolean): void {
  const { seq, items } = listUnder(map, key);
  const [first] = items;
  if (seq === undefined || first === undefined) return;
  // The comment above the first item is read as the list's, and goes with the item.
  if (isGone(first)) seq.commentBefore = null;
  seq.items = items.filter((node) => !isGone(node));
  if (isSeq(seq) && seq.items.length === 0) map.delete(key);
}

function hasTexts(texts: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((text) => texts.includes(text));
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && hasTexts(a, b);
}
