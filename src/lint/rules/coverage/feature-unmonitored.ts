import type { FeatureSpec } from '../../../spec/kinds/feature-set.ts';
import { counted } from '../../../support/counted.ts';
import type { Workspace } from '../../../workspace/entity.ts';
import { documents, exampleFeatures, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { featureKey, testedFeatures } from '../../tested-features.ts';
import { listed } from '../../words.ts';

export const featureUnmonitored: LintRule = {
  id: 'coverage/feature-unmonitored',
  severity: 'warning',
  title: 'features that nothing looks at',
  why: 'The feature set lists the feature, and that is all: no drift policy of a model that reads it tests it, and nothing is expected of its values (range, nulls, values, cardinality, skew). When it breaks upstream, the first to notice are the people whom the model decides about. Let a policy select it, say what is normal for it, or say with `monitor: none` and a reason that it may break.',
  bad: example('name: device, type: category'),
  good: example('name: device, type: category, nulls: { max: 1% }'),
  check({ workspace }, report) {
    const tested = new Set(testedFeatures(workspace).map(({ feature }) => featureKey(feature)));
    const vectors = testedVectors(workspace);
    for (const set of workspace.list('FeatureSet')) {
      const left = set.spec.features
        .map((spec, index) => ({ spec, index }))
        .filter(
          ({ spec, index }) =>
            spec.monitor !== 'none' &&
            spec.type !== 'timestamp' &&
            !hasCheck(spec) &&
            !tested.has(featureKey({ set, index })) &&
            !(spec.type === 'vector' && vectors.has(spec.name)),
        );
      const [first] = left;
      if (first === undefined) continue;
      const names = left.map(({ spec }) => spec.name);
      report({
        ...at(set, ['features', first.index, 'name']),
        message: `${listed(names, 5)} of ${set.name}: no drift policy tests ${names.length === 1 ? 'it' : 'them'}, and nothing is expected of ${names.length === 1 ? 'its' : 'their'} values (${counted(set.spec.features.length, 'feature')} in all)`,
        hint: 'Select it in a DriftPolicy, add nulls, range or values, or monitor: none and a reason.',
        data: { features: names, featuresInAll: set.spec.features.length },
      });
    }
  },
};

function hasCheck({ range, nulls, values, cardinality, online }: FeatureSpec): boolean {
  return [range, nulls, values, cardinality, online].some((check) => check !== undefined);
}

/** Names of vectors that some policy tests as embeddings. */
function testedVectors(workspace: Workspace): ReadonlySet<string> {
  return new Set(
    workspace.list('DriftPolicy').flatMap(({ spec }) => spec.embeddings.map(({ name }) => name)),
  );
}

function example(feature: string): string {
  return documents(
    exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
    exampleFeatures(['name: amount, type: float', feature]),
    examplePolicy(['features: { select: [amount], numeric: { test: psi, alert: 0.2 } }']),
  );
}
