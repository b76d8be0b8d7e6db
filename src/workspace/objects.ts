import type { Diagnostic, Report } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';
import { isNull, toData } from '../source/data.ts';
import type { SpecDocument } from '../source/document.ts';
import { nodeAt, spanOf } from '../source/locate.ts';
import type { MapNode, SpecNode } from '../source/node.ts';
import { API_VERSION, type Metadata, zMetadata } from '../spec/envelope.ts';
import { issuesToDiagnostics } from '../spec/issues.ts';
import { KINDS, type KindName, NAME_PATTERN } from '../spec/names.ts';
import { didYouMean, suggest } from '../support/suggest.ts';

/** An object as written: its envelope is valid, its spec is not looked at yet. */
export interface RawObject {
  readonly kind: KindName;
  readonly name: string;
  readonly metadata: Metadata;
  /** Place of the name. */
  readonly span: Span;
  readonly spec: SpecNode;
  /** Where the object starts, for `at` in the manifest and links to specs. */
  readonly file: string;
  /** For objects written inside a Model: that model's name. */
  readonly inside?: string;
}

const ENVELOPE = ['apiVersion', 'kind', 'metadata', 'spec'];

/**
 * The objects of the documents. Documents whose envelope is wrong are reported, and left out unless kind, spec and some name
 * can be told, so that their specs are looked at too; of two objects with one kind and name the second is left out.
 */
export function readObjects(documents: readonly SpecDocument[], report: Report): ReadObjects {
  const objects = new Map<string, RawObject>();
  const damagedKinds = new Set<KindName>();
  for (const document of documents) {
    const object = readEnvelope(document, report);
    if (object) addUnique(objects, object, report);
    if (object === undefined || !isName(object.name))
      for (const kind of meantKinds(document)) damagedKinds.add(kind);
  }
  return { objects: [...objects.values()], damagedKinds };
}

export interface ReadObjects {
  readonly objects: readonly RawObject[];
  /** Kinds of objects that were left out and might have any name: that another object does not find them is no news. */
  readonly damagedKinds: ReadonlySet<KindName>;
}

/** The kind of a document, or those that it may be a misspelling of. */
function meantKinds({ root }: SpecDocument): readonly KindName[] {
  const node = root.type === 'map' ? root.entries.get('kind')?.value : undefined;
  const text = node && toData(node);
  if (typeof text !== 'string') return [];
  const suggestions = suggest(text, KINDS);
  return KINDS.filter((known) => known === text || suggestions.includes(known));
}

/** Adds the object unless its kind and name are taken, which is reported with both places. */
export function addUnique(objects: Map<string, RawObject>, object: RawObject, report: Report): void {
  const key = `${object.kind}/${object.name}`;
  const first = objects.get(key);
  if (first === undefined) {
    objects.set(key, object);
    return;
  }
  report({
    code: 'reference/duplicate-object',
    severity: 'error',
    message: `there are two objects ${key}`,
    span: object.span,
    object: { kind: object.kind, name: object.name },
    related: [{ message: 'the first one', span: first.span }],
    hint: 'Names are unique among the objects of a kind, whatever their file. Rename one.',
  });
}

function readEnvelope(document: SpecDocument, report: Report): RawObject | undefined {
  const root = document.root;
  if (root.type !== 'map') {
    report({
      code: 'schema/not-an-object',
      severity: 'error',
      message: 'this document is not an object',
      span: root.span,
      expected: `a map with ${ENVELOPE.join(', ')}`,
    });
    return undefined;
  }
  if (isForeign(root)) {
    report({
      code: 'schema/not-an-object',
      severity: 'error',
      message: 'this document is no Modelwatch object',
      span: firstLine(root),
      expected: `apiVersion: ${API_VERSION} and a kind`,
      hint: "If it belongs to another program, add the file to the project's `exclude`.",
    });
    return undefined;
  }
  for (const fault of envelopeFaults(root)) report(fault);
  const kind = readKind(root, report);
  const metadata = readMetadata(root, kind, report);
  const spec = root.entries.get('spec')?.value;
  if (spec === undefined || isNull(spec)) {
    report({
      code: 'schema/missing-field',
      severity: 'error',
      message: '"spec" is missing',
      span: firstLine(root),
      expected: 'a map of the fields that the kind has',
    });
  }
  if (kind === undefined || metadata === undefined || spec === undefined || isNull(spec)) return undefined;
  return {
    kind,
    name: metadata.name,
    metadata,
    span: spanOf(root, ['metadata', 'name'], 'value'),
    spec,
    file: document.file.path,
  };
}

/** Neither our apiVersion nor a kind of ours: some other program's file that an include pattern caught. */
function isForeign(root: MapNode): boolean {
  const text = (key: string) => {
    const node = root.entries.get(key)?.value;
    return node === undefined ? undefined : toData(node);
  };
  const version = text('apiVersion');
  const kind = text('kind');
  if (version === undefined && kind === undefined) return true;
  const isOurs = typeof version === 'string' && version.startsWith('modelwatch/');
  return !isOurs && version !== undefined && !KINDS.some((known) => known === kind);
}

function envelopeFaults(root: MapNode): Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const [key, entry] of root.entries) {
    if (ENVELOPE.includes(key)) continue;
    const suggestions = suggest(key, ENVELOPE);
    const hint = didYouMean(suggestions) ?? 'Fields of an object stand under spec.';
    faults.push({
      code: 'schema/unknown-key',
      severity: 'error',
      message: `unknown key "${key}"`,
      span: entry.keySpan,
      expected: `one of ${ENVELOPE.join(', ')}`,
      hint,
      ...(suggestions.length > 0 && { suggestions }),
    });
  }
  const version = root.entries.get('apiVersion')?.value;
  if (version === undefined || toData(version) !== API_VERSION) {
    faults.push({
      code: version === undefined ? 'schema/missing-field' : 'schema/api-version',
      severity: 'error',
      message:
        version === undefined
          ? '"apiVersion" is missing'
          : `apiVersion ${JSON.stringify(toData(version))} is not known`,
      span: version?.span ?? firstLine(root),
      expected: API_VERSION,
    });
  }
  return faults;
}

function readKind(root: MapNode, report: Report): KindName | undefined {
  const node = root.entries.get('kind')?.value;
  const text = node === undefined ? undefined : toData(node);
  const kind = KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  const suggestions = typeof text === 'string' ? suggest(text, KINDS) : [];
  const hint = didYouMean(suggestions);
  report({
    code: node === undefined ? 'schema/missing-field' : 'schema/unknown-kind',
    severity: 'error',
    message: node === undefined ? '"kind" is missing' : `kind ${JSON.stringify(text)} is not known`,
    span: node?.span ?? firstLine(root),
    expected: `one of ${KINDS.join(', ')}`,
    ...(hint !== undefined && { hint, suggestions }),
  });
  return undefined;
}

function readMetadata(root: MapNode, kind: KindName | undefined, report: Report): Metadata | undefined {
  const node = nodeAt(root, ['metadata']);
  if (node === undefined) {
    report({
      code: 'schema/missing-field',
      severity: 'error',
      message: '"metadata" is missing',
      span: firstLine(root),
      expected: 'a map with name',
      ...(kind && { object: { kind, name: '' } }),
    });
    return undefined;
  }
  const parsed = zMetadata.safeParse(toData(node));
  if (parsed.success) return parsed.data;
  const name = nodeAt(node, ['name']);
  const context = { root: node, base: ['metadata'], objectSpan: spanOf(root, ['metadata'], 'key') };
  for (const diagnostic of issuesToDiagnostics(parsed.error.issues, context)) report(diagnostic);
  return name?.type === 'scalar' && typeof name.value === 'string' ? { name: name.value } : undefined;
}

const NAME = new RegExp(NAME_PATTERN);

function isName(text: string): boolean {
  return NAME.test(text);
}

/** The first key of the document: where to point for what is not there. */
function firstLine(root: MapNode): Span {
  const first = root.entries.values().next().value;
  return first?.keySpan ?? root.span;
}
