import type { FeatureSelect } from '../../spec/kinds/drift-policy.ts';
import type { FeatureSpec } from '../../spec/kinds/feature-set.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';

/** A feature with the set that has it. */
export interface Feature {
  readonly set: Entity<'FeatureSet'>;
  readonly index: number;
  readonly spec: FeatureSpec;
}

/** The features of the sets that a model reads directly, in the order of the specs. */
export function featuresOf(workspace: Workspace, model: Entity<'Model'>): Feature[] {
  return model.spec.dependsOn.flatMap((dependency) => {
    const set = 'featureSet' in dependency ? workspace.get('FeatureSet', dependency.featureSet) : undefined;
    return set ? set.spec.features.map((spec, index) => ({ set, index, spec })) : [];
  });
}

/** Whether all the sets are there; of one that is missing or broken nobody knows the features, and its fault was reported. */
export function knowsFeatures(workspace: Workspace, model: Entity<'Model'>): boolean {
  return model.spec.dependsOn.every(
    (dependency) => !('featureSet' in dependency) || workspace.get('FeatureSet', dependency.featureSet),
  );
}

/** Which test a feature gets by its type; undefined for types that no test of features looks at. */
export function testedAs({ type }: Pick<FeatureSpec, 'type'>): 'numeric' | 'category' | undefined {
  if (type === 'float' || type === 'int') return 'numeric';
  return type === 'category' || type === 'bool' || type === 'string' ? 'category' : undefined;
}

const RANKS = ['high', 'medium', 'low'] as const;

/** The features that a policy selects, of those that are monitored. */
export function selectFeatures(features: readonly Feature[], select: FeatureSelect): Feature[] {
  const monitored = features.filter(({ spec }) => spec.monitor !== 'none');
  if (select === 'all') return monitored;
  if (Array.isArray(select)) return monitored.filter(({ spec }) => select.includes(spec.name));
  if ('importance' in select)
    return monitored.filter(({ spec }) => select.importance.some((each) => each === spec.importance));
  const rank = ({ spec }: Feature): number =>
    spec.importance === undefined ? RANKS.length : RANKS.indexOf(spec.importance);
  return monitored.toSorted((a, b) => rank(a) - rank(b)).slice(0, select.top);
}
