import { categoriesOf, type DriftCheck, distanceOf, driftChecks } from '../../drift.ts';
import { binsOf, falseAlarm, LEAST_EXPECTED, MOST_CATEGORIES, roundUp } from '../../drift-noise.ts';
import { documents, exampleFeatures, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import { comparedRows } from '../../rows.ts';
import type { LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

/** Share of undrifted runs from which `threshold-below-noise` tells of the feature. */
const NOISE = 0.01;

export const unstableBins: LintRule = {
  id: 'drift/unstable-bins',
  severity: 'warning',
  title: 'a category with more values than the rows can fill',
  why: 'A test of categories counts the rows of each. With fewer than five rows for a category on average, the counts are mostly chance: p-values of chi-square and G are wrong (Cochran’s rule), and psi and its kin jump with every value that is missing from one side. Want more rows (`minSamples`, a longer `window`), declare a smaller `cardinality`, group rare values, or test another feature.',
  bad: example(1000),
  good: example(5000),
  check({ workspace }, report) {
    for (const check of driftChecks(workspace)) {
      if (check.part !== 'features' || check.of !== 'category' || isUnbinned(check)) continue;
      const { minSamples, expected, reference } = comparedRows(workspace, check);
      for (const feature of check.features) {
        const categories = categoriesOf(feature.spec) ?? 0;
        const perCategory = minSamples / categories;
        if (perCategory >= LEAST_EXPECTED || isNoise(check, minSamples, reference(minSamples), categories))
          continue;
        const { set, index, spec } = feature;
        const enough = roundUp(LEAST_EXPECTED * categories);
        const many = categories > MOST_CATEGORIES ? ', too many to say what chance alone does' : '';
        const has = expected === undefined || expected >= enough;
        report({
          ...at(
            check.policy,
            ['minSamples'],
            [{ message: 'the feature', span: at(set, ['features', index, 'name']).span ?? set.span }],
          ),
          message: `${check.test.test} of ${spec.name}: ${figure(minSamples)} rows (minSamples) over ${categories} categories are ${figure(Number(perCategory.toPrecision(2)))} each${many}`,
          hint: has
            ? `Use minSamples: ${enough}, or test fewer categories.`
            : `Only ${figure(expected)} rows are expected: use a longer window, or test fewer categories.`,
          data: {
            feature: spec.name,
            test: check.test.test,
            categories,
            rows: minSamples,
            rowsPerCategory: perCategory,
          },
        });
      }
    }
  },
};

/** Tests that count no categories. */
function isUnbinned({ test }: DriftCheck): boolean {
  return test.test === 'domain-classifier' || test.test === 'z';
}

/** Whether the threshold is told to be noise on these rows already. */
function isNoise({ test, policy }: DriftCheck, n: number, m: number, categories: number): boolean {
  const distance = distanceOf(test);
  if (distance === undefined || test.alert === undefined || categories > MOST_CATEGORIES) return false;
  const comparison = { test: distance, n, m, bins: binsOf(categories) };
  return falseAlarm(comparison, test.alert, policy.spec.confirm.consecutive).confirmed > NOISE;
}

function example(minSamples: number): string {
  return documents(
    exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
    exampleFeatures(['name: merchant, type: category, cardinality: { max: 900 }']),
    examplePolicy([
      'features: { category: { test: chi-square, pValue: 0.01, minEffect: 0.05 } }',
      `minSamples: ${minSamples}`,
    ]),
  );
}
