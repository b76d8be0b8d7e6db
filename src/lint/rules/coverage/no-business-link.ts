import { documents, exampleBusinessMetric, exampleModel, PROXY, TIER_1 } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

export const noBusinessLink: LintRule = {
  id: 'coverage/no-business-link',
  severity: 'info',
  title: 'a tier-1 model without a link to the business',
  why: 'A model with the label `tier: "1"` is there for something that people count: clicks, losses, calls. Whoever is woken wants to know first whether that suffers, and no metric of the model says it. Describe it as a BusinessMetric and name it under `business` of the model: alerts and runbooks then show both, and a Monitor with `all:` pages only when both are bad.',
  bad: documents(
    exampleBusinessMetric(),
    exampleModel([PROXY, ...TIER_1], 'name: fraud, labels: { tier: "1" }'),
  ),
  good: documents(
    exampleBusinessMetric(),
    exampleModel([PROXY, 'business: [{ metric: losses }]', ...TIER_1], 'name: fraud, labels: { tier: "1" }'),
  ),
  check({ workspace }, report) {
    const linked = new Set(
      workspace.list('SLO').flatMap(({ spec }) => (spec.sli.type === 'business' ? (spec.model ?? []) : [])),
    );
    for (const model of workspace.list('Model')) {
      if (model.labels['tier'] !== '1' || model.spec.business.length > 0 || linked.has(model.name)) continue;
      const known = workspace.list('BusinessMetric').map(({ name }) => name);
      report({
        ...at(model, []),
        message: `nothing says what tier-1 model ${model.name} does for the business`,
        hint:
          known.length > 0 && known.length <= 3
            ? `Add business: [{ metric: ${known.join(' | ')} }].`
            : 'Write a BusinessMetric, and name it: business: [{ metric: … }].',
        data: { tier: '1', businessMetrics: known.length },
      });
    }
  },
};
