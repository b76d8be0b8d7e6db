import { testsOf } from '../plan/build/drift-checks.ts';
import { type Feature, featuresOf, selectFeatures, testedAs } from '../plan/build/features.ts';
import type { NodePath } from '../source/node.ts';
import type { TestSpec } from '../spec/kinds/drift-policy.ts';
import type { FeatureSpec } from '../spec/kinds/feature-set.ts';
import { valuesOfSet } from '../spec/kinds/value-sets.ts';
import type { DriftDistance } from '../statistics/noise-floor.ts';
import type { Entity, Workspace } from '../workspace/entity.ts';

/** One test of a drift policy, with what it looks at as far as the specs tell. */
export interface DriftCheck {
  readonly policy: Entity<'DriftPolicy'>;
  readonly model: Entity<'Model'>;
  readonly test: TestSpec;
  readonly path: NodePath;
  readonly part: 'features' | 'predictions' | 'labels' | 'embeddings' | 'text';
  /** Of numbers, of categories, or of what only the data tell. */
  readonly of: 'numeric' | 'category' | 'other';
  /** The features that it tests, where feature sets tell them. */
  readonly features: readonly Feature[];
  /** How many comparisons it makes in a run; absent when the specs do not tell. */
  readonly comparisons?: number;
}

/** Every test of every policy of an environment. */
export function driftChecks(workspace: Workspace): DriftCheck[] {
  return workspace.list('DriftPolicy').flatMap((policy) => {
    const model = workspace.get('Model', policy.spec.model);
    return model ? checksOf(workspace, policy, model) : [];
  });
}

/** The tests of one policy. */
export function checksOf(
  workspace: Workspace,
  policy: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
): DriftCheck[] {
  const known = featuresOf(workspace, model);
  const selected = policy.spec.features ? selectFeatures(known, policy.spec.features.select) : [];
  const overridden = new Set(policy.spec.features?.overrides.map(({ name }) => name));
  return testsOf(policy, known).map(({ test, type, path }): DriftCheck => {
    const [part, group] = path as [DriftCheck['part'], string];
    const of = type === 'numeric' || type === 'category' ? type : 'other';
    const common = { policy, model, test, path, part, of } as const;
    if (part !== 'features') return { ...common, features: [], comparisons: 1 };
    if (group === 'overrides') {
      const name = policy.spec.features?.overrides[Number(path[2])]?.name;
      return { ...common, features: known.filter(({ spec }) => spec.name === name), comparisons: 1 };
    }
    const features = selected.filter(({ spec }) => testedAs(spec) === of && !overridden.has(spec.name));
    const comparisons = known.length > 0 ? features.length : countOf(policy, of);
    return { ...common, features, ...(comparisons !== undefined && { comparisons }) };
  });
}

/** How many features a policy names where no feature set tells their types: as if all of them were numbers. */
function countOf({ spec: { features } }: Entity<'DriftPolicy'>, of: DriftCheck['of']): number | undefined {
  if (features === undefined) return undefined;
  if (of !== 'numeric') return 0;
  const { select, overrides } = features;
  if (Array.isArray(select))
    return select.filter((name) => !overrides.some((each) => each.name === name)).length;
  return typeof select === 'object' && 'top' in select ? select.top : undefined;
}

/** How many values a category has at most; undefined when its feature set does not say. */
export function categoriesOf({ type, values, cardinality }: FeatureSpec): number | undefined {
  if (type === 'bool') return 2;
  if (Array.isArray(values)) return values.length;
  if (values !== undefined) return valuesOfSet(values).length;
  return cardinality?.max;
}

/** The feature of a check with the most categories, and their number. */
export function widestCategory({
  features,
}: Pick<DriftCheck, 'features'>): { readonly feature: Feature; readonly categories: number } | undefined {
  let widest: { feature: Feature; categories: number } | undefined;
  for (const feature of features) {
    const categories = categoriesOf(feature.spec);
    if (categories !== undefined && categories > (widest?.categories ?? 0)) widest = { feature, categories };
  }
  return widest;
}

const DISTANCES: readonly DriftDistance[] = ['psi', 'kl', 'jensen-shannon', 'hellinger', 'tvd'];

/** The statistic behind a distance, as far as its distribution without drift is known. */
export function distanceOf({ test, normalise }: TestSpec): DriftDistance | undefined {
  if (test === 'wasserstein') return normalise === undefined ? undefined : 'wasserstein';
  return DISTANCES.find((each) => each === test);
}
