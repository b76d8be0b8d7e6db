import type { z } from 'zod';
import type { Diagnostic, ObjectRef, RelatedPlace } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { nodeAt, spanOf } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { decodeExpectation, type Expectation } from './expectation.ts';

type Issue = z.core.$ZodIssue;

export interface IssueContext {
  /** The node that was validated; issue paths start below it. */
  readonly root: SpecNode;
  /** Where `root` is inside its object, for `field`: `['spec']`. */
  readonly base: NodePath;
  readonly object?: ObjectRef;
  /** The object's name in its file: told when the refused value was written elsewhere (Defaults, an overlay). */
  readonly objectSpan?: Span;
  /** True for a part of a spec: fields that are not there are no fault. */
  readonly partial?: boolean;
}

/** Turns what zod found into findings with places, codes and hints. */
export function issuesToDiagnostics(issues: readonly Issue[], context: IssueContext): Diagnostic[] {
  return issues.flatMap((issue) => toDiagnostics(issue, [], context));
}

function toDiagnostics(issue: Issue, above: NodePath, context: IssueContext): Diagnostic[] {
  const path: NodePath = [...above, ...(issue.path as NodePath)];
  const expectation = decodeExpectation(issue.message);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(key, path, expectation, context));
  if (issue.code === 'invalid_union' && nodeAt(context.root, path)?.type === 'map') {
    const branch = bestBranch(issue.errors, nodeAt(context.root, path));
    if (branch) return branch.flatMap((inner) => toDiagnostics(inner, path, context));
  }
  if (issue.code === 'invalid_key') return [invalidKey(path, issue.issues, context)];
  const node = nodeAt(context.root, path);
  if (
    node === undefined ||
    (node.type === 'scalar' && node.value === null && issue.code === 'invalid_type')
  ) {
    return context.partial && node === undefined ? [] : [missingField(path, expectation, context)];
  }
  return [refusedValue(issue, node, path, expectation, context)];
}

/** Of the forms a map may have, the one the user most likely meant: it knows the most of the keys, then has the fewest faults. */
function bestBranch(
  branches: readonly (readonly Issue[])[],
  node: SpecNode | undefined,
): readonly Issue[] | undefined {
  const keys = node?.type === 'map' ? node.entries.size : 0;
  const unknown = (branch: readonly Issue[]) =>
    branch.reduce(
      (sum, issue) =>
        sum + (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys.length : 0),
      0,
    );
  const meant = branches.filter((branch) => !isOtherType(branch) && unknown(branch) < keys);
  return meant.toSorted((a, b) => unknown(a) - unknown(b) || a.length - b.length)[0];
}

function isOtherType(branch: readonly Issue[]): boolean {
  return branch.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys');
}

function unknownKey(
  key: string,
  path: NodePath,
  expectation: Expectation | undefined,
  context: IssueContext,
): Diagnostic {
  const known = expectation?.knownKeys ?? [];
  const suggestions = suggest(key, known);
  return {
    ...place([...path, key], context, 'key'),
    code: expectation?.code ?? 'schema/unknown-key',
    severity: 'error',
    message:
      expectation?.code === 'secret/plain-text'
        ? `"${key}" would hold a secret in plain text`
        : `unknown key "${key}"`,
    ...(expectation && { expected: expectation.expected }),
    ...hint(expectation?.hint ?? didYouMean(suggestions)),
    ...(suggestions.length > 0 && { suggestions }),
    // A key that invites a secret has one behind it: the frame must not show the line's value.
    ...(expectation?.code === 'secret/plain-text' && {
      redact: true,
      span: spanOf(context.root, [...path, key], 'value'),
    }),
  };
}

function missingField(
  path: NodePath,
  expectation: Expectation | undefined,
  context: IssueContext,
): Diagnostic {
  const parent = path.slice(0, -1);
  return {
    ...place(path, context, 'key'),
    span: missingSpan(parent, context),
    code: 'schema/missing-field',
    severity: 'error',
    message: `"${String(path.at(-1) ?? 'spec')}" is missing`,
    ...(expectation && { expected: expectation.expected }),
  };
}

/** Where to point for what is not there: the key that should hold it; an object's first line for the spec itself. */
function missingSpan(parent: NodePath, context: IssueContext): Span {
  if (parent.length > 0) return spanOf(context.root, parent, 'key');
  return context.objectSpan ?? context.root.span;
}

function invalidKey(path: NodePath, inner: readonly Issue[], context: IssueContext): Diagnostic {
  const expectation = inner
    .map((issue) => decodeExpectation(issue.message))
    .find((known) => known !== undefined);
  return {
    ...place(path, context, 'key'),
    code: 'schema/invalid-key',
    severity: 'error',
    message: `"${String(path.at(-1))}" can't be a key here`,
    ...(expectation && { expected: expectation.expected }),
    ...hint(expectation?.hint),
  };
}

function refusedValue(
  issue: Issue,
  node: SpecNode,
  path: NodePath,
  expectation: Expectation | undefined,
  context: IssueContext,
): Diagnostic {
  const expected = expectation?.expected ?? zodPhrase(issue);
  const secret = expectation?.code === 'secret/plain-text';
  const word = node.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  const suggestions = word && expectation?.knownKeys ? suggest(word, expectation.knownKeys) : [];
  return {
    ...place(path, context, 'value'),
    code: expectation?.code ?? (issue.code === 'invalid_type' ? 'schema/wrong-type' : 'schema/invalid-value'),
    severity: 'error',
    message: secret
      ? `"${String(path.at(-1))}" holds a secret in plain text`
      : `"${fieldName(path)}" can't be ${describe(node)}`,
    expected,
    ...hint(expectation?.hint ?? didYouMean(suggestions)),
    ...(suggestions.length > 0 && { suggestions }),
    ...(secret && { redact: true }),
  };
}

function place(path: NodePath, context: IssueContext, what: 'key' | 'value') {
  const related = layerPlace(path, context);
  return {
    span: spanOf(context.root, path, what),
    field: [...context.base, ...path].join('.'),
    ...(context.object && { object: context.object }),
    ...(related && { related: [related] }),
  };
}

/** When another layer wrote the value: the object it reached. */
function layerPlace(path: NodePath, context: IssueContext): RelatedPlace | undefined {
  const layer = nodeAt(context.root, path)?.layer;
  if (!layer || layer.kind === 'builtin' || !context.object || !context.objectSpan) return undefined;
  const from = layer.kind === 'defaults' ? 'Defaults' : 'Environment';
  return {
    message: `${from} ${layer.name} set it for ${context.object.kind} ${context.object.name}`,
    span: context.objectSpan,
  };
}

/** The key that a value belongs to: of an item, its list's. */
function fieldName(path: NodePath): string {
  return String(path.findLast((step) => typeof step === 'string') ?? 'spec');
}

function describe(node: SpecNode): string {
  if (node.type === 'map') return 'a map';
  if (node.type === 'seq') return 'a list';
  if (typeof node.value !== 'string') return String(node.value);
  return node.value.length > 60 ? `"${node.value.slice(0, 57)}…"` : `"${node.value}"`;
}

function zodPhrase(issue: Issue): string {
  if (issue.code === 'too_small')
    return `at least ${String(issue.minimum)}${issue.origin === 'array' ? ' entries long' : ''}`;
  if (issue.code === 'too_big')
    return `at most ${String(issue.maximum)}${issue.origin === 'array' ? ' entries long' : ''}`;
  if (issue.code === 'invalid_type') return `a ${issue.expected === 'array' ? 'list' : issue.expected}`;
  return 'valid here';
}

function hint(text: string | undefined): { hint?: string } {
  return text === undefined ? {} : { hint: text };
}
