import type { Feature } from '../plan/build/features.ts';
import type { Workspace } from '../workspace/entity.ts';
import { driftChecks } from './drift.ts';

/** The features that drift policies test, each once, with the names of the policies. */
export function testedFeatures(
  workspace: Workspace,
): { readonly feature: Feature; readonly policies: readonly string[] }[] {
  const tested = new Map<string, { feature: Feature; policies: string[] }>();
  for (const { policy, features } of driftChecks(workspace)) {
    for (const feature of features) {
      const key = featureKey(feature);
      const known = tested.get(key) ?? { feature, policies: [] };
      tested.set(key, known);
      if (known.policies.at(-1) !== policy.name) known.policies.push(policy.name);
    }
  }
  return [...tested.values()];
}

/** What tells a feature apart from all others. */
export function featureKey({ set, index }: Pick<Feature, 'set' | 'index'>): string {
  return `${set.name} ${index}`;
}
