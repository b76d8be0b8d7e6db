import type { Alert } from '../../plan/alert.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';
import { upstreamOf } from '../../workspace/references.ts';
import { roleOf } from './kind-roles.ts';
import { keyOf } from './objects.ts';

/** The label that says how important a model is: `metadata.labels.tier`. */
const TIER = 'tier';

/** Tells the tiers that a change of an object, or of an alert, concerns in one workspace. */
export interface Tiers {
  readonly ofObject: (kind: string, name: string) => readonly string[];
  readonly ofAlert: (alert: Alert) => readonly string[];
}

/**
 * An object has the tiers of its own label, of what it is about, and of the models that stand on it; one that is about no
 * object (the project, a data source) has those of all models: a gate must not be passed by a change that concerns everything.
 */
export function tiersIn(workspace: Workspace): Tiers {
  const all = new Set(workspace.list('Model').flatMap(tierOf));
  const standing = tiersAbove(workspace);
  const known = new Map<string, readonly string[]>();
  const ofSubject = (kind: string, name: string): string[] => [
    ...subjectTier(workspace, kind, name),
    ...(standing.get(keyOf(kind, name)) ?? []),
  ];
  const ofObject = (kind: string, name: string): readonly string[] => {
    const key = keyOf(kind, name);
    const found = known.get(key) ?? objectTiers(workspace, kind, name, all, ofSubject);
    known.set(key, found);
    return found;
  };
  return {
    ofObject,
    ofAlert: ({ object, subject }) => [
      ...ofSubject(subject.kind, subject.name),
      ...ofObject(object.kind, object.name),
    ],
  };
}

function objectTiers(
  workspace: Workspace,
  kind: string,
  name: string,
  all: ReadonlySet<string>,
  ofSubject: (kind: string, name: string) => readonly string[],
): readonly string[] {
  if (kind === 'Project' || kind === 'Environment') return [...all];
  const entity = workspace.get(kind as Entity['kind'], name);
  if (entity === undefined) return [];
  if (roleOf(entity.kind) === 'setting') return [...all];
  const { model, pipeline, featureSet } = entity.spec as Readonly<Record<string, unknown>>;
  return [
    ...ofSubject(kind, name),
    ...(typeof model === 'string' ? ofSubject('Model', model) : []),
    ...(typeof pipeline === 'string' ? ofSubject('Pipeline', pipeline) : []),
    ...(typeof featureSet === 'string' ? ofSubject('FeatureSet', featureSet) : []),
  ];
}

function subjectTier(workspace: Workspace, kind: string, name: string): string[] {
  if (kind === 'Project' || kind === 'Environment') return [];
  const entity = workspace.get(kind as Entity['kind'], name);
  return entity === undefined ? [] : tierOf(entity);
}

function tierOf({ labels }: Entity): string[] {
  const tier = labels[TIER];
  return tier === undefined ? [] : [tier];
}

/** For each object upstream of models: the tiers of those models. */
function tiersAbove(workspace: Workspace): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const model of workspace.list('Model')) {
    const [tier] = tierOf(model);
    if (tier === undefined) continue;
    const seen = new Set<string>();
    const visit = (entity: Parameters<typeof upstreamOf>[1]): void => {
      for (const { target } of upstreamOf(workspace, entity)) {
        const key = keyOf(target.kind, target.name);
        if (seen.has(key)) continue;
        seen.add(key);
        found.set(key, (found.get(key) ?? new Set<string>()).add(tier));
        visit(target);
      }
    };
    visit(model);
  }
  return found;
}
