import type { Report } from '../diagnostics/diagnostic.ts';
import { mapNode } from '../source/data.ts';
import type { SpecDocument } from '../source/document.ts';
import { nodeAt } from '../source/locate.ts';
import type { SpecNode } from '../source/node.ts';
import { API_VERSION } from '../spec/envelope.ts';
import { KINDS, type KindName } from '../spec/names.ts';
import type { KindRegistry } from '../spec/registry.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { builtInObjects } from './built-in.ts';
import { emptyValues } from './empty-values.ts';
import type { Entity, Workspace } from './entity.ts';
import { hoist } from './hoist.ts';
import { layerReports } from './layer-reports.ts';
import { defaultRules, type LayerRule, overlayRules, unusedRules } from './layers.ts';
import { mergeNodes, tagLayer } from './merge.ts';
import { addUnique, type RawObject, readObjects } from './objects.ts';
import { checkInlineLists, parseEntity } from './parse-entity.ts';
import { PROJECT_FILE } from './project-file.ts';
import { checkCycles, checkReferences } from './references.ts';

export interface Resolved {
  /** One workspace per environment, in the order the project names them. Empty when there is no valid project. */
  readonly workspaces: readonly Workspace[];
  /** How many objects the specs hold, those inside models included. */
  readonly objectCount: number;
}

/**
 * From documents to typed, complete objects for every environment: Defaults and overlays laid on, inline objects taken out,
 * references checked. All problems are reported; objects that have any are left out, and nothing is thrown.
 * `isIncomplete` says that some document could not be read at all; `elsewhere` has names of objects, by kind, that are in none.
 */
export function resolveProject(
  documents: readonly SpecDocument[],
  kinds: KindRegistry,
  given: Report,
  isIncomplete = false,
  elsewhere: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): Resolved {
  const ordered = sortedBy(
    documents,
    (document) => `${document.file.path}\u0000${String(document.index).padStart(6, '0')}`,
  );
  const { objects, damagedKinds } = readObjects(ordered, given);
  const report = withoutConsequences(given, isIncomplete ? new Set<string>(KINDS) : damagedKinds);
  const { project, isValid } = theProject(kinds, objects, report);
  const environments = ofKind(kinds, objects, 'Environment', report);
  const { inLayer, onObject, finish } = layerReports(report);
  const rules = defaultRules(kinds, ofKind(kinds, objects, 'Defaults', report), inLayer);
  const layered = [...objects.filter(isLayered), ...builtInObjects(objects)];
  const names = environmentNames(project, environments, report);
  const used = new Set<LayerRule>();
  const overlays = new Map(environments.map((entity) => [entity.name, overlayRules(kinds, entity, inLayer)]));
  let objectCount = objects.length;
  const workspaces = names.map((name) => {
    const environment = environments.find((entity) => entity.name === name);
    const own = withEnvironment(name, names, onObject);
    const resolved = resolveEnvironment({
      kinds,
      layered,
      rules,
      used,
      elsewhere,
      name,
      names,
      overlays: overlays.get(name) ?? [],
      report: own,
      // Without a valid project there is nothing to render, but every problem of every file is still told.
      project: project && isValid ? projectIn(kinds, project, environment, own) : undefined,
      ...(environment && { environment }),
    });
    objectCount = Math.max(objectCount, objects.length + resolved.inlineCount);
    for (const diagnostic of unusedRules(overlays.get(name) ?? [], used)) own(diagnostic);
    return resolved.workspace;
  });
  finish();
  if (isValid) for (const diagnostic of unusedRules(rules, used)) report(diagnostic);
  return { workspaces: workspaces.filter((workspace) => workspace !== undefined), objectCount };
}

const NOT_FOUND = ['reference/unknown', 'env/unused-default', 'env/unused-overlay'];

/** A name that is not found follows from a document that could not be read, and is not told besides. */
function withoutConsequences(report: Report, damagedKinds: ReadonlySet<string>): Report {
  return (diagnostic) => {
    const isConsequence =
      (NOT_FOUND.includes(diagnostic.code) && damagedKinds.has(String(diagnostic.data?.['kind']))) ||
      (diagnostic.code === 'project/missing' && damagedKinds.has('Project'));
    if (!isConsequence) report(diagnostic);
  };
}

interface EnvironmentInput {
  readonly kinds: KindRegistry;
  readonly layered: readonly RawObject[];
  readonly rules: readonly LayerRule[];
  readonly used: Set<LayerRule>;
  readonly elsewhere: ReadonlyMap<string, ReadonlySet<string>>;
  readonly name: string;
  /** All environments of the project. */
  readonly names: readonly string[];
  readonly overlays: readonly LayerRule[];
  readonly environment?: Entity<'Environment'>;
  readonly project?: Entity<'Project'> | undefined;
  readonly report: Report;
}

function resolveEnvironment(input: EnvironmentInput): {
  workspace: Workspace | undefined;
  inlineCount: number;
} {
  const { kinds, report, environment } = input;
  const entities = new Map<string, Entity>();
  const names = new Map<KindName, Set<string>>();
  const removed = new Set<string>();
  const raw = new Map(input.layered.map((object) => [`${object.kind}/${object.name}`, object]));
  const place = (object: RawObject): void => {
    const key = `${object.kind}/${object.name}`;
    addTo(names, object.kind, object.name);
    const matchable = { kind: object.kind, name: object.name, labels: object.metadata.labels ?? {} };
    const { node, defaults } = layOn(object, matchable, input);
    if (node === null) {
      removed.add(key);
      return;
    }
    let spec = node;
    if (object.kind === 'Model') {
      checkInlineLists(kinds, object, node, report);
      const hoisted = hoist(object, node, report);
      spec = hoisted.spec;
      for (const inner of hoisted.objects) addUnique(raw, inner, report);
    }
    const entity = parseEntity(kinds, object, spec, report);
    if (entity === undefined) return;
    entities.set(key, entity);
    for (const diagnostic of emptyValues(object, defaults)) report(diagnostic);
  };
  // Models first: they may hold SLOs and monitors, which Defaults and overlays reach like any other.
  for (const object of input.layered) if (object.kind === 'Model') place(object);
  for (const object of raw.values()) if (object.kind !== 'Model') place(object);
  const isRemoved = (kind: KindName, name: string) => removed.has(`${kind}/${name}`);
  for (const name of input.names) addTo(names, 'Environment', name);
  for (const kind of KINDS) for (const name of input.elsewhere.get(kind) ?? []) addTo(names, kind, name);
  const known = { all: (kind: KindName) => names.get(kind) ?? new Set<string>(), isRemoved };
  const all = [
    ...entities.values(),
    ...(input.project ? [input.project as Entity] : []),
    ...(environment ? [environment as Entity] : []),
  ];
  checkReferences(kinds, all, known, input.name, report);
  const inlineCount = [...raw.values()].filter((object) => object.inside !== undefined).length;
  const lists = new Map<KindName, readonly Entity[]>();
  const list = (kind: KindName) => {
    const found =
      lists.get(kind) ??
      sortedBy(
        [...entities.values()].filter((entity) => entity.kind === kind),
        (entity) => entity.name,
      );
    lists.set(kind, found);
    return found;
  };
  const lookUp = {
    list: list as Workspace['list'],
    get: ((kind: KindName, name: string) => entities.get(`${kind}/${name}`)) as Workspace['get'],
    isRemoved,
  };
  if (input.project === undefined) return { workspace: undefined, inlineCount };
  const workspace: Workspace = {
    ...lookUp,
    environment: input.name,
    project: input.project,
    ...(environment && { environmentObject: environment }),
  };
  checkCycles(workspace, report);
  return { workspace, inlineCount };
}

/** The object's spec with Defaults below it and overlays above, null when an overlay removes the object; and the Defaults. */
function layOn(
  object: RawObject,
  matchable: Parameters<LayerRule['matches']>[0],
  input: EnvironmentInput,
): { node: SpecNode | null; defaults: SpecNode | undefined } {
  let defaults: SpecNode | undefined;
  for (const rule of input.rules) {
    if (!rule.matches(matchable) || rule.set === null) continue;
    input.used.add(rule);
    defaults = mergeNodes(defaults, rule.set);
  }
  let node = mergeNodes(defaults, object.spec);
  for (const overlay of input.overlays) {
    if (!overlay.matches(matchable)) continue;
    input.used.add(overlay);
    if (overlay.set === null) return { node: null, defaults };
    node = mergeNodes(node, overlay.set);
  }
  return { node, defaults };
}

/** The Project object, that of the project file before others, and whether its spec is right. */
function theProject(
  kinds: KindRegistry,
  objects: readonly RawObject[],
  report: Report,
): { project: RawObject | undefined; isValid: boolean } {
  const [first, ...others] = sortedBy(
    objects.filter((object) => object.kind === 'Project'),
    ({ file }) => (file === PROJECT_FILE ? 0 : 1),
  );
  if (first === undefined) {
    report({
      code: 'project/missing',
      severity: 'error',
      message: 'there is no Project object',
      expected: `one in ${PROJECT_FILE}: apiVersion: ${API_VERSION}, kind: Project, metadata: { name: … }, spec: {}`,
    });
    return { project: undefined, isValid: false };
  }
  for (const other of others) {
    report({
      code: 'project/several',
      severity: 'error',
      message: 'there is more than one Project object',
      span: other.span,
      related: [{ message: 'the first one', span: first.span }],
      hint: 'Keep one; another project goes into a folder that `include` does not reach.',
    });
  }
  const parsed = parseEntity(kinds, first as RawObject & { kind: 'Project' }, first.spec, report);
  return { project: first, isValid: parsed !== undefined };
}

/** The project as the environment sees it: its channels may differ. */
function projectIn(
  kinds: KindRegistry,
  project: RawObject,
  environment: Entity<'Environment'> | undefined,
  report: Report,
): Entity<'Project'> | undefined {
  const channels = environment && nodeAt(environment.node, ['channels']);
  let node = project.spec;
  if (channels && environment) {
    const layer = tagLayer(channels, { kind: 'environment', name: environment.name });
    node = mergeNodes(node, mapNode([['channels', layer]], project.spec.span));
  }
  return parseEntity(kinds, project as RawObject & { kind: 'Project' }, node, report);
}

function ofKind<Kind extends 'Environment' | 'Defaults'>(
  kinds: KindRegistry,
  objects: readonly RawObject[],
  kind: Kind,
  report: Report,
): Entity<Kind>[] {
  return objects
    .filter((object): object is RawObject & { kind: Kind } => object.kind === kind)
    .flatMap((object) => parseEntity(kinds, object, object.spec, report) ?? []);
}

function environmentNames(
  project: RawObject | undefined,
  environments: readonly Entity<'Environment'>[],
  report: Report,
): string[] {
  const listed = project && nodeAt(project.spec, ['environments']);
  if (listed?.type !== 'seq') {
    const names = environments.map((entity) => entity.name).toSorted();
    return names.length > 0 ? names : ['default'];
  }
  const names = listed.items.map((item) => (item.type === 'scalar' ? String(item.value) : ''));
  for (const entity of environments) {
    if (names.includes(entity.name)) continue;
    report({
      code: 'env/unlisted',
      severity: 'error',
      message: `Environment ${entity.name} is not among the project's environments`,
      span: entity.span,
      related: [{ message: 'the list', span: listed.span }],
      hint:
        didYouMean(suggest(entity.name, names)) ?? 'Add it there, or remove the object: it would be ignored.',
    });
  }
  names.forEach((name, index) => {
    const span = listed.items[index]?.span;
    if (names.indexOf(name) < index) {
      report({
        code: 'env/duplicate',
        severity: 'error',
        message: `environment "${name}" is listed twice`,
        ...(span && { span }),
      });
    }
  });
  return [...new Set(names)];
}

function isLayered(object: RawObject): boolean {
  return object.kind !== 'Project' && object.kind !== 'Environment' && object.kind !== 'Defaults';
}

/** Marks findings with their environment, unless there is only one. */
function withEnvironment(name: string, names: readonly string[], report: Report): Report {
  return names.length < 2 ? report : (diagnostic) => report({ ...diagnostic, env: diagnostic.env ?? [name] });
}

function addTo(names: Map<KindName, Set<string>>, kind: KindName, name: string): void {
  const set = names.get(kind) ?? new Set<string>();
  names.set(kind, set.add(name));
}
