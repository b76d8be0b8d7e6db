import type { z } from 'zod';
import type { Diagnostic, ObjectRef, RelatedPlace } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { nodeAt, spanOf } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import { namesSecret } from '../support/secret-shapes.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { decodeExpectation, type Expectation, keysPhrase } from './expectation.ts';

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
  /** Keys of the root that its schema knows and the user can't write here. */
  readonly hiddenKeys?: readonly string[];
}

/** Turns what zod found into findings with places, codes and hints. */
export function issuesToDiagnostics(issues: readonly Issue[], context: IssueContext): Diagnostic[] {
  const told = issues.flatMap((issue) => toDiagnostics(issue, [], context));
  const misspelt = new Set(
    told
      .filter(({ about }) => about.fault === 'unknown')
      .flatMap(({ about, diagnostic }) => (diagnostic.suggestions ?? []).map((key) => keyOf(about.map, key))),
  );
  // A misspelt key is one mistake: that the right one is missing follows from it.
  return told
    .filter(({ about }) => about.fault !== 'missing' || !misspelt.has(keyOf(about.map, about.key)))
    .map(({ diagnostic }) => diagnostic);
}

/** A finding, and what it says of which key of which map. */
interface Told {
  readonly diagnostic: Diagnostic;
  readonly about: {
    readonly fault: 'unknown' | 'missing' | 'value';
    readonly map: NodePath;
    readonly key: string;
  };
}

function keyOf(map: NodePath, key: string): string {
  return JSON.stringify([...map, key]);
}

function told(fault: Told['about']['fault'], path: NodePath, diagnostic: Diagnostic): Told {
  return { diagnostic, about: { fault, map: path.slice(0, -1), key: String(path.at(-1) ?? '') } };
}

function toDiagnostics(issue: Issue, above: NodePath, context: IssueContext): Told[] {
  const path: NodePath = [...above, ...(issue.path as NodePath)];
  const expectation = decodeExpectation(issue.message);
  const node = nodeAt(context.root, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(key, path, expectation, context));
  if (issue.code === 'invalid_union' && node?.type === 'map') {
    const branch = bestBranch(issue.errors, node);
    if (branch) return branch.flatMap((inner) => toDiagnostics(inner, path, context));
    const keys = keysOfBranches(issue.errors);
    if (keys.length > 0 && node.entries.size > 0) {
      const known = { expected: expectation?.expected ?? keysPhrase(keys), knownKeys: keys };
      return [...node.entries.keys()].map((key) => unknownKey(key, path, known, context));
    }
  }
  if (issue.code === 'invalid_key') return [told('value', path, invalidKey(path, issue.issues, context))];
  if (node === undefined) {
    return context.partial ? [] : [told('missing', path, missingField(path, expectation, context))];
  }
  if (node.type === 'scalar' && node.value === null && issue.code !== 'custom')
    return [told('missing', path, emptyField(path, expectation, context))];
  return [told('value', path, refusedValue(issue, node, path, expectation, context))];
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

/** The keys that some form of a union knows, when none knows any of the user's. */
function keysOfBranches(branches: readonly (readonly Issue[])[]): string[] {
  const keys = branches.flatMap((branch) =>
    branch.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0
        ? (decodeExpectation(issue.message)?.knownKeys ?? [])
        : [],
    ),
  );
  return [...new Set(keys)];
}

function unknownKey(
  key: string,
  path: NodePath,
  expectation: Expectation | undefined,
  context: IssueContext,
): Told {
  const hidden = path.length === 0 ? (context.hiddenKeys ?? []) : [];
  const known = (expectation?.knownKeys ?? []).filter((each) => !hidden.includes(each));
  const refusedKeys = expectation?.refusedKeys ?? {};
  const refused = Object.hasOwn(refusedKeys, key) ? refusedKeys[key] : undefined;
  const suggestions = refused?.instead === undefined ? suggest(key, known) : [refused.instead];
  const holdsSecret = refused?.code === 'secret/plain-text';
  // Among keys for secrets, a misspelt one has a secret behind it too: the line must not be shown with its value.
  const masked =
    holdsSecret || (refused?.code === undefined && (namesSecret(key) || keepsSecrets(refusedKeys)));
  return told('unknown', [...path, key], {
    ...place([...path, key], context, masked ? 'value' : 'key'),
    code: refused?.code ?? 'schema/unknown-key',
    severity: 'error',
    message: holdsSecret ? `"${key}" would hold a secret in plain text` : `unknown key "${key}"`,
    ...(expectation && { expected: hidden.length > 0 ? keysPhrase(known) : expectation.expected }),
    ...hint(refused?.hint ?? didYouMean(suggestions)),
    ...(suggestions.length > 0 && { suggestions }),
    ...(masked && { redact: true }),
  });
}

function keepsSecrets(refusedKeys: NonNullable<Expectation['refusedKeys']>): boolean {
  return Object.values(refusedKeys).some(({ code }) => code === 'secret/plain-text');
}

function missingField(
  path: NodePath,
  expectation: Expectation | undefined,
  context: IssueContext,
): Diagnostic {
  return {
    ...place(path, context, 'key'),
    span: missingSpan(path.slice(0, -1), context),
    code: 'schema/missing-field',
    severity: 'error',
    message: `"${String(path.at(-1) ?? 'spec')}" is missing`,
    ...(expectation && { expected: expectation.expected }),
  };
}

/** `key:` with nothing behind it, or with `null`. */
function emptyField(path: NodePath, expectation: Expectation | undefined, context: IssueContext): Diagnostic {
  return {
    ...place(path, context, 'key'),
    code: 'schema/missing-field',
    severity: 'error',
    message: `"${fieldName(path)}" has no value`,
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
  return path.findLast((step) => typeof step === 'string') ?? 'spec';
}

function describe(node: SpecNode): string {
  if (node.type === 'map') return node.entries.size === 0 ? 'an empty map' : 'a map';
  if (node.type === 'seq') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (typeof node.value !== 'string') return String(node.value);
  const characters = Array.from(node.value);
  return characters.length > 60 ? `"${characters.slice(0, 57).join('')}…"` : `"${node.value}"`;
}

function oneOfPhrase(values: readonly unknown[]): string {
  const texts = values.map(String);
  return texts.length === 1 ? (texts[0] ?? '') : `one of ${texts.join(', ')}`;
}

function zodPhrase(issue: Issue): string {
  if (issue.code === 'too_small') {
    if (issue.origin === 'array') return `a list with at least ${counted(issue.minimum, 'entry', 'entries')}`;
    if (issue.origin === 'string')
      return `a text of at least ${counted(issue.minimum, 'character', 'characters')}`;
    return `at least ${String(issue.minimum)}`;
  }
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}`;
  if (issue.code === 'invalid_value') return oneOfPhrase(issue.values);
  if (issue.code !== 'invalid_type') return 'valid here';
  const names: Readonly<Record<string, string>> = {
    array: 'a list',
    record: 'a map',
    object: 'a map',
    string: 'a text',
  };
  return names[issue.expected] ?? `a ${issue.expected}`;
}

function counted(count: number | bigint, one: string, many: string): string {
  return `${count} ${Number(count) === 1 ? one : many}`;
}

function hint(text: string | undefined): { hint?: string } {
  return text === undefined ? {} : { hint: text };
}
