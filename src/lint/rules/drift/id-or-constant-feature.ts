import type { FeatureSpec } from '../../../spec/kinds/feature-set.ts';
import { categoriesOf } from '../../drift.ts';
import { documents, exampleFeatures, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { testedFeatures } from '../../tested-features.ts';
import { listed } from '../../words.ts';

/** Names of what is different in every row. */
const IDENTIFIER = /(?:^|_)(?:id|uuid|guid|hash|token|checksum)$/i;
/** A key of few things is a category like any other. */
const FEW_THINGS = 10_000;

export const idOrConstantFeature: LintRule = {
  id: 'drift/id-or-constant-feature',
  severity: 'warning',
  title: 'a drift test of a feature that has no distribution',
  why: 'An identifier has another value in every row: a test finds nothing but new categories and calls it drift in each run. A constant has only one value and never drifts. Neither says anything about the data, and both count among the tested features. Take it out with `monitor: none` and a reason; if it is a category after all, declare its `cardinality`.',
  bad: example('name: user_id, type: string'),
  good: example('name: user_id, type: string, monitor: none, reason: An identifier.'),
  check({ workspace }, report) {
    for (const { feature, policies } of testedFeatures(workspace)) {
      const { set, index, spec } = feature;
      const what = isConstant(spec) ? 'constant' : isIdentifier(spec) ? 'identifier' : undefined;
      if (what === undefined) continue;
      const finding =
        what === 'constant'
          ? `${spec.name} has only one value and can't drift`
          : `${spec.name} looks like an identifier, with another value in every row: each run would drift`;
      report({
        ...at(set, ['features', index, 'name']),
        message: `${finding}; ${listed(policies, 3)} ${policies.length === 1 ? 'tests' : 'test'} it`,
        hint: `Add monitor: none and a reason${what === 'identifier' ? ', or its cardinality if it is a category' : ''}.`,
        data: { feature: spec.name, what, policies },
      });
    }
  },
};

function isConstant({ range, values, cardinality }: FeatureSpec): boolean {
  return (
    cardinality?.max === 1 ||
    (Array.isArray(values) && new Set(values).size === 1) ||
    (range !== undefined && range[0] === range[1])
  );
}

function isIdentifier(spec: FeatureSpec): boolean {
  const isKey = spec.type === 'string' || spec.type === 'category' || spec.type === 'int';
  return isKey && IDENTIFIER.test(spec.name) && (categoriesOf(spec) ?? Number.POSITIVE_INFINITY) > FEW_THINGS;
}

function example(feature: string): string {
  return documents(
    exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
    exampleFeatures(['name: amount, type: float', feature]),
    examplePolicy(['features: { numeric: { test: psi, alert: 0.2 }, category: { test: psi, alert: 0.2 } }']),
  );
}
