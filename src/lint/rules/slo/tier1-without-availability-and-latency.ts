import { groupBy } from '../../../support/group-by.ts';
import { documents, exampleBusinessMetric, exampleModel, PROXY } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

const NEEDED = ['availability', 'latency'] as const;

export const tier1WithoutAvailabilityAndLatency: LintRule = {
  id: 'slo/tier1-without-availability-and-latency',
  severity: 'warning',
  title: 'tier-1 model without an availability and a latency objective',
  why: 'A model with the label `tier: "1"` is one that others rely on. Whether it answers, and whether it answers in time, are the two things that its callers feel whatever the model is for; without an objective for each, an outage or a slowdown pages nobody.',
  bad: example(),
  good: example('  - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }'),
  check({ workspace }, report) {
    const slosOf = groupBy(workspace.list('SLO'), ({ spec }) => spec.model);
    for (const model of workspace.list('Model')) {
      if (model.labels['tier'] !== '1') continue;
      const types = (slosOf.get(model.name) ?? []).map(({ spec }) => spec.sli.type);
      const missing = NEEDED.filter((type) => !types.includes(type));
      if (missing.length === 0) continue;
      report({
        ...at(model, []),
        message: `tier-1 model ${model.name} has no objective for ${listed(missing)}`,
        hint: `Add an SLO of type ${listed(missing)}.`,
        data: { missing, present: [...new Set(types)].toSorted() },
      });
    }
  },
};

function example(...more: string[]): string {
  const model = exampleModel(
    [
      PROXY,
      'business: [{ metric: losses }]',
      'slos:',
      '  - { name: availability, sli: { type: availability }, objective: 99.9% }',
      ...more,
    ],
    'name: fraud, labels: { tier: "1" }',
  );
  return documents(model, exampleBusinessMetric());
}
