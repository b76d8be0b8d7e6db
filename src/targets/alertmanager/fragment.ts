import { isMap, isSeq, type Node, type Pair, parseDocument, Scalar, type YAMLMap, YAMLSeq } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { commentLines } from '../../support/print-yaml.ts';
import type { FileMark, RenderedFile } from '../target.ts';
import { type BaseConfig, listUnder } from './base.ts';
import type { ConfigMap, RoutingConfig } from './config.ts';
import { removeEarlier } from './earlier.ts';
import type { Names } from './names.ts';
import { type ConfigData, configData, marksOf, printYaml } from './print.ts';

export type MergeResult = { readonly file: RenderedFile } | { readonly problems: readonly Diagnostic[] };

/** Every line of our header begins so; that of an earlier merge is found by it and replaced. */
const HEADER_MARK = 'modelwatch: ';

/**
 * The team's own configuration with ours in it: our anchor is the first child of their root route, the rest is appended to
 * their lists. What an earlier merge put there is replaced. All else, comments and order too, stays as they wrote it.
 */
export function mergedFile(
  base: BaseConfig,
  config: RoutingConfig,
  names: Names,
  header: string,
): MergeResult {
  const problems = removeEarlier(base, config, names);
  if (problems.length > 0) return { problems };
  const data = configData(config);
  const ours = parseOurs(data);
  insertFirst(base.route, 'routes', ours.routes);
  const marks: FileMark[] = marksOf(data.anchor, data.annotations, ['route', 'routes', 0]);
  for (const [key, list, nodes] of [
    ['inhibit_rules', data.inhibitRules, ours.inhibitRules],
    ['time_intervals', data.timeIntervals, ours.timeIntervals],
    ['receivers', data.receivers, ours.receivers],
  ] as const) {
    const start = listUnder(base.root, key).items.length;
    append(base.root, key, nodes);
    marks.push(...list.flatMap((item, index) => marksOf(item, data.annotations, [key, start + index])));
  }
  const lines = header.split('\n').map((line) => HEADER_MARK + line);
  const text = withoutHeader(base.document.toString({ lineWidth: 0, flowCollectionPadding: false }));
  return {
    file: { path: 'alertmanager.yml', text: `${commentLines(lines.join('\n'))}\n\n${text}`, marks },
  };
}

function withoutHeader(text: string): string {
  return text.replace(new RegExp(`^(?:# ${HEADER_MARK}.*\\n)+\\n*`), '');
}

interface OurNodes {
  readonly routes: Node[];
  readonly inhibitRules: Node[];
  readonly timeIntervals: Node[];
  readonly receivers: Node[];
}

/** Ours as nodes of the base's kind: printed, and read as text again, so that quotes are kept as they must be. */
function parseOurs({ anchor, inhibitRules, timeIntervals, receivers, annotations }: ConfigData): OurNodes {
  const nodesOf = (list: readonly ConfigMap[]): Node[] => {
    if (list.length === 0) return [];
    // The first item's comment would be taken for the list's.
    const text = printYaml({ list }, annotations);
    const seq = parseDocument(text, { schema: 'failsafe' }).get('list', true);
    if (!isSeq<Node>(seq)) throw new Error('a printed list is read as something else');
    handDownComment(seq);
    return seq.items;
  };
  return {
    routes: nodesOf([anchor]),
    inhibitRules: nodesOf(inhibitRules),
    timeIntervals: nodesOf(timeIntervals),
    receivers: nodesOf(receivers),
  };
}

/** The comment above the first item of a list is read as the list's; it is the item's. */
function handDownComment(seq: YAMLSeq<Node>): void {
  const [first] = seq.items;
  if (first === undefined || seq.commentBefore == null || seq.commentBefore === '') return;
  first.commentBefore = [seq.commentBefore, first.commentBefore].filter(Boolean).join('\n');
  seq.commentBefore = null;
}

function insertFirst(map: YAMLMap, key: string, nodes: readonly Node[]): void {
  const seq = seqUnder(map, key);
  handDownComment(seq);
  seq.items.unshift(...nodes);
}

function append(map: YAMLMap, key: string, nodes: readonly Node[]): void {
  if (nodes.length === 0) return;
  const seq = seqUnder(map, key);
  handDownComment(seq);
  const last = seq.items.at(-1);
  // What they wrote below their last item stays there.
  if (last !== undefined && isMap(last) && seq.comment != null) {
    last.comment = [last.comment, seq.comment].filter(Boolean).join('\n');
    seq.comment = null;
  }
  seq.items.push(...nodes);
}

/** The list under the key, made where there is none. What is written in brackets is unfolded: ours would not fit there. */
function seqUnder(map: YAMLMap, key: string): YAMLSeq<Node> {
  map.flow = false;
  const { seq } = listUnder(map, key);
  if (seq !== undefined) {
    seq.flow = false;
    return seq;
  }
  const made = new YAMLSeq<Node>();
  const pair = (map.items as Pair<Node, Node | null>[]).find(({ key: name }) => String(name) === key);
  if (pair === undefined) map.set(new Scalar(key), made);
  else pair.value = made;
  return made;
}
