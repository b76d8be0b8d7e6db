import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { createLocator, fileSpan, type Locate, spanBetween } from '../../source/positions.ts';
import { syntaxDiagnostic } from '../../source/syntax-error.ts';

/** A team's own configuration, as a tree that keeps their comments and the form of every value. */
export interface BaseConfig {
  readonly document: Document.Parsed;
  readonly root: YAMLMap<Node, Node | null>;
  readonly route: YAMLMap<Node, Node | null>;
  /** Tells of a node of the tree. */
  readonly problem: (node: unknown, message: string, hint?: string) => Diagnostic;
}

export type BaseResult = { readonly base: BaseConfig } | { readonly problems: readonly Diagnostic[] };

/** Lists at the top of the file that we add to. */
export const SECTIONS = ['inhibit_rules', 'time_intervals', 'receivers'] as const;

/**
 * Reads a base configuration. Whether all of it is right is for Alertmanager to say; here only what we build on is looked
 * at. Every scalar is read as text, so that nothing is written back otherwise than it was: `yes`, `0644` and `1e3` stay.
 */
export function readBase(path: string, text: string): BaseResult {
  const locate = createLocator(text);
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => {
        const found = syntaxDiagnostic(error, { path, text }, locate, document);
        return { ...found, code: 'target/base-config', message: `the base configuration: ${found.message}` };
      }),
    };
  }
  const problem: BaseConfig['problem'] = (node, message, hint) => ({
    code: 'target/base-config',
    severity: 'error',
    message: `the base configuration: ${message}`,
    span: spanOf(node, path, locate),
    ...(hint === undefined ? {} : { hint }),
  });
  const root: unknown = document.contents;
  if (!isMap<Node, Node | null>(root)) {
    return {
      problems: [
        problem(root, 'it is not a map', 'An Alertmanager configuration has at least route and receivers.'),
      ],
    };
  }
  const route = root.get('route', true);
  if (route === undefined || isEmpty(route)) {
    return {
      problems: [problem(root, 'it has no route', 'Add a root route with the receiver of your own alerts.')],
    };
  }
  if (!isMap<Node, Node | null>(route)) return { problems: [wrongShape(problem, route, 'route', 'a map')] };
  const problems = [
    ...listProblems(problem, route, ['routes']),
    ...listProblems(problem, root, [...SECTIONS, 'mute_time_intervals']),
  ];
  return problems.length > 0 ? { problems } : { base: { document, root, route, problem } };
}

function listProblems(problem: BaseConfig['problem'], map: YAMLMap, keys: readonly string[]): Diagnostic[] {
  const isMerged = map.has('<<');
  return keys.flatMap((key) => {
    const node = map.get(key, true);
    if (node === undefined && isMerged) {
      // A list of ours under the key would hide the one that may come through the merge.
      const hint = 'Write the list out, if only as [].';
      return [problem(map, `${key} may come through a merge key (<<), and cannot be added to`, hint)];
    }
    return node === undefined || isEmpty(node) || isSeq(node)
      ? []
      : [wrongShape(problem, node, key, 'a list')];
  });
}

function wrongShape(problem: BaseConfig['problem'], node: unknown, key: string, wanted: string): Diagnostic {
  return isAlias(node)
    ? problem(
        node,
        `${key} is an alias (*${node.source})`,
        'Write it out here, so that routes can be added to it.',
      )
    : problem(node, `${key} is not ${wanted}`);
}

/** The list under the key, and its items; none where the key is absent or has no value. */
export function listUnder(
  map: YAMLMap,
  key: string,
): { readonly seq: YAMLSeq<Node> | undefined; readonly items: Node[] } {
  const node = map.get(key, true);
  return isSeq<Node>(node) ? { seq: node, items: node.items } : { seq: undefined, items: [] };
}

/** The text of a scalar under the key of a map. */
export function textUnder(node: unknown, key: string): string | undefined {
  if (!isMap(node)) return undefined;
  const value: unknown = node.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list of scalars under the key of a map. */
export function textsUnder(node: unknown, key: string): string[] {
  if (!isMap(node)) return [];
  return listUnder(node, key).items.flatMap((item) =>
    isScalar(item) && typeof item.value === 'string' ? [item.value] : [],
  );
}

/** `key:` with nothing behind it. */
function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && (node.value === null || node.source === ''));
}

function spanOf(node: unknown, path: string, locate: Locate) {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  if (!Array.isArray(range)) return fileSpan(path);
  const [start, end] = range;
  return typeof start === 'number' && typeof end === 'number'
    ? spanBetween(path, locate, start, end)
    : fileSpan(path);
}
