import { documents, exampleFeatures, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { testedFeatures } from '../../tested-features.ts';

/** Names of what tells who somebody is. */
const PERSONAL =
  /(?:^|_)(?:e_?mail|phone|mobile|first_name|last_name|full_name|surname|street|address|ip|ip_address|birth_?date|date_of_birth|dob|ssn|passport|iban|card_number|pan|tax_id|national_id|licen[cs]e_plate)(?:_(?:address|number|hash|raw))?$/i;

export const piiFeature: LintRule = {
  id: 'drift/pii-feature',
  severity: 'warning',
  title: 'a feature that looks like personal data and is not marked',
  why: 'Drift reports show the values of what has changed, and baselines keep the frequent ones: values of a feature with personal data must not be among them. By its name this one tells who somebody is. Mark it `pii: true`, so that no value of it is shown anywhere, or take it out with `monitor: none` and a reason. If it is none, say so where the finding is suppressed.',
  bad: example(''),
  good: example(', pii: true'),
  check({ workspace }, report) {
    for (const { feature, policies } of testedFeatures(workspace)) {
      const { set, index, spec } = feature;
      if (spec.pii || !PERSONAL.test(spec.name)) continue;
      report({
        ...at(set, ['features', index, 'name']),
        message: `${spec.name} looks like personal data, and its values may be shown by ${policies.join(', ')}`,
        hint: 'Add pii: true, or monitor: none and a reason.',
        data: { feature: spec.name, policies },
      });
    }
  },
};

function example(pii: string): string {
  return documents(
    exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
    exampleFeatures([`name: postal_address, type: string${pii}`]),
    examplePolicy(['features: { category: { test: psi, alert: 0.2 } }']),
  );
}
