import type { Report } from '../diagnostics/diagnostic.ts';
import type { Reference } from '../spec/kind.ts';
import type { KindName } from '../spec/names.ts';
import type { KindRegistry } from '../spec/registry.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import { type Entity, placesOf, refOf, type Workspace } from './entity.ts';

/** What the resolver knows of names. */
export interface KnownNames {
  /** Names of a kind that the specs have, in this environment or not, valid or not. */
  readonly all: (kind: KindName) => ReadonlySet<string>;
  readonly isRemoved: Workspace['isRemoved'];
}

/** Reports every reference of the entities that leads nowhere. */
export function checkReferences(
  kinds: KindRegistry,
  entities: readonly Entity[],
  names: KnownNames,
  environment: string,
  report: Report,
): void {
  for (const entity of entities) {
    for (const reference of kinds[entity.kind].references(entity.spec as never))
      checkReference(entity, reference, names, environment, report);
  }
}

function checkReference(
  entity: Entity,
  reference: Reference,
  names: KnownNames,
  environment: string,
  report: Report,
): void {
  const { kind, name } = reference;
  const [span, ...elsewhere] = placesOf(entity, ...reference.path);
  const common = {
    severity: 'error',
    ...(span && { span }),
    object: refOf(entity),
    field: ['spec', ...reference.path].join('.'),
    ...(elsewhere.length > 0 && {
      related: elsewhere.map((place) => ({
        message: `it was set for ${entity.kind} ${entity.name}`,
        span: place,
      })),
    }),
  } as const;
  if (names.isRemoved(kind, name)) {
    // An environment without escalation policies tells nobody: that is what disabling them is for.
    if (kind === 'EscalationPolicy') return;
    // What connects is written once for all environments; where nobody uses it, it does no harm.
    if (reference.path[0] === 'channels') return;
    report({
      ...common,
      code: 'reference/removed',
      message: `${kind} ${name} is removed in environment ${environment}`,
      hint: `Remove ${entity.kind} ${entity.name} there as well, or keep ${name}.`,
      env: [environment],
    });
    return;
  }
  const known = names.all(kind);
  if (known.has(name)) return;
  const suggestions = suggest(name, known);
  report({
    ...common,
    code: 'reference/unknown',
    message: `there is no ${kind} named "${name}"`,
    data: { kind, name },
    hint:
      didYouMean(suggestions) ??
      (known.size > 0
        ? `Known: ${[...known].toSorted().slice(0, 8).join(', ')}.`
        : `No ${kind} is defined in this project.`),
    ...(suggestions.length > 0 && { suggestions }),
  });
}

/** Reports each cycle of upstream references once, at the reference that closes it. */
export function checkCycles(workspace: Workspace, report: Report): void {
  const done = new Set<string>();
  const visit = (entity: Entity<'Pipeline'> | Entity<'FeatureSet'>, trail: readonly string[]): void => {
    const key = `${entity.kind} ${entity.name}`;
    if (done.has(key)) return;
    for (const { target, path } of upstreamOf(workspace, entity)) {
      const targetKey = `${target.kind} ${target.name}`;
      const at = [...trail, key].indexOf(targetKey);
      if (at < 0) {
        visit(target, [...trail, key]);
        continue;
      }
      const cycle = [...[...trail, key].slice(at), targetKey];
      const [span] = placesOf(entity, ...path);
      report({
        code: 'reference/cycle',
        severity: 'error',
        message: `${cycle.join(' → ')} depend on each other in a circle`,
        ...(span && { span }),
        object: refOf(entity),
        field: ['spec', ...path].join('.'),
        hint: 'Each would explain and silence the other. Remove one of the references.',
      });
    }
    done.add(key);
  };
  for (const pipeline of workspace.list('Pipeline')) visit(pipeline, []);
  for (const featureSet of workspace.list('FeatureSet')) visit(featureSet, []);
}

/** The pipelines and feature sets that an entity names upstream, with the place of each reference. */
export function upstreamOf(
  workspace: Workspace,
  entity: Entity<'Pipeline'> | Entity<'FeatureSet'> | Entity<'Model'>,
): { target: Entity<'Pipeline'> | Entity<'FeatureSet'>; path: (string | number)[] }[] {
  if (entity.kind === 'FeatureSet') {
    const { producedBy } = entity.spec;
    const target = producedBy === undefined ? undefined : workspace.get('Pipeline', producedBy);
    return target ? [{ target, path: ['producedBy'] }] : [];
  }
  const { dependsOn } = entity.spec;
  const producedBy = entity.kind === 'Model' ? entity.spec.serving.producedBy : undefined;
  const producer = producedBy === undefined ? undefined : workspace.get('Pipeline', producedBy);
  const dependencies = dependsOn.flatMap((dependency, index) => {
    const isPipeline = 'pipeline' in dependency;
    const target = isPipeline
      ? workspace.get('Pipeline', dependency.pipeline)
      : workspace.get('FeatureSet', dependency.featureSet);
    return target ? [{ target, path: ['dependsOn', index, isPipeline ? 'pipeline' : 'featureSet'] }] : [];
  });
  const isNamedTwice = dependencies.some(({ target }) => target === producer);
  return producer === undefined || isNamedTwice
    ? dependencies
    : [...dependencies, { target: producer, path: ['serving', 'producedBy'] }];
}
