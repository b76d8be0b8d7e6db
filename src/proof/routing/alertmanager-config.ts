import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { compareSpans, type Span } from '../../diagnostics/span.ts';
import { createLocator, fileSpan, spanBetween } from '../../source/positions.ts';
import { syntaxDiagnostic } from '../../source/syntax-error.ts';
import type { Matcher } from './matchers.ts';
import { readConfig } from './read-config.ts';
import type { TimeInterval } from './time-interval.ts';

/** Path inside the data of a file: `['route', 'routes', 0]`. */
export type Pointer = readonly (string | number)[];

/** A configuration of Alertmanager, as far as it decides who is told of what and when. What children inherit is written out. */
export interface AlertmanagerConfig {
  readonly route: RouteNode;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: ReadonlyMap<string, TimeInterval>;
  /** Where a part of it stands in the file. */
  readonly spanOf: (pointer: Pointer) => Span;
}

export interface RouteNode {
  readonly pointer: Pointer;
  readonly receiver: string;
  /** All must hold. */
  readonly matchers: readonly Matcher[];
  readonly continues: boolean;
  /** Labels, or `all` for `...`. */
  readonly groupBy: readonly string[] | 'all';
  readonly groupWaitSeconds: number;
  readonly groupIntervalSeconds: number;
  readonly repeatIntervalSeconds: number;
  /** Unlike all else, times are not inherited. */
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly RouteNode[];
}

/** Without integrations it tells nobody. */
export interface Receiver {
  readonly name: string;
  readonly pointer: Pointer;
  readonly integrations: readonly Integration[];
}

export interface Integration {
  /** As the file has it: `slack_configs`. */
  readonly kind: string;
  readonly pointer: Pointer;
  /** Settings that are plain texts: `channel`, `to`, `url_file`. Secrets that stand in the file are among them. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface InhibitRule {
  readonly pointer: Pointer;
  readonly sourceMatchers: readonly Matcher[];
  readonly targetMatchers: readonly Matcher[];
  readonly equal: readonly string[];
}

export type ConfigResult =
  | { readonly config: AlertmanagerConfig }
  | { readonly problems: readonly Diagnostic[] };

/**
 * Reads `alertmanager.yml`. What Alertmanager would refuse in routes, matchers, times and names is a problem at its place, all
 * of them in one go; settings of integrations are for amtool to judge. Files that `templates` names are not looked at.
 */
export function readAlertmanagerConfig(file: { readonly path: string; readonly text: string }): ConfigResult {
  const locate = createLocator(file.text);
  // Every scalar is read as text: YAML 1.1, which Alertmanager reads, and 1.2 agree on those.
  const document = parseDocument(file.text, { schema: 'failsafe', merge: true, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => ({
        ...syntaxDiagnostic(error, file, locate, document),
        code: 'route/config-unreadable',
      })),
    };
  }
  const spanOf = (pointer: Pointer): Span => {
    const range = rangeAt(document.contents, pointer, (node) =>
      isAlias(node) ? (node.resolve(document) ?? null) : node,
    );
    return range === undefined
      ? fileSpan(file.path)
      : spanBetween(file.path, locate, range[0], Math.min(range[1], endOfLine(file.text, range[0])));
  };
  const problems: Diagnostic[] = [];
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [unreadable(`the aliases cannot be followed: ${message}`, fileSpan(file.path))] };
  }
  const config = readConfig(data, (pointer, message) => problems.push(unreadable(message, spanOf(pointer))));
  if (problems.length === 0 && config !== undefined) return { config: { ...config, spanOf } };
  return {
    problems: problems.toSorted((a, b) =>
      a.span === undefined || b.span === undefined ? 0 : compareSpans(a.span, b.span),
    ),
  };
}

function unreadable(message: string, span: Span): Diagnostic {
  return {
    code: 'route/config-unreadable',
    severity: 'error',
    message: `Alertmanager would not load this configuration: ${message}`,
    span,
  };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Where the node stands, or the innermost of those above it that is found. */
function rangeAt(
  root: Node | null,
  pointer: Pointer,
  resolve: (node: Node) => Node | null,
): readonly [number, number] | undefined {
  let node: Node | null = root;
  let found: readonly [number, number] | undefined;
  for (const step of [undefined, ...pointer]) {
    if (step !== undefined) {
      const inside = node === null ? null : resolve(node);
      node = isMap<Node, Node>(inside)
        ? ((inside.items.find(({ key }) => isScalar(key) && key.value === step)?.value as Node | undefined) ??
          null)
        : isSeq<Node>(inside) && typeof step === 'number'
          ? (inside.items[step] ?? null)
          : null;
    }
    const range = node?.range;
    if (range) found = [range[0], range[1]];
  }
  return found;
}
